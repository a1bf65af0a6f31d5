import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Egress } from './egress.service.js';

@Module({
  providers: [
    {
      provide: Egress,
      useFactory: (config: Config) =>
        new Egress({ allow: config.egressAllow, contactUrl: config.contactUrl || config.publicBaseUrl }),
      inject: [CONFIG],
    },
  ],
  exports: [Egress],
})
export class EgressModule implements OnApplicationShutdown {
  constructor(private readonly egress: Egress) {}

  async onApplicationShutdown(): Promise<void> {
    await this.egress.close();
  }
}
