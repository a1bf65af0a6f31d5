import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Reading } from './reading.service.js';

@Module({ providers: [{ provide: Reading, useFactory: () => new Reading() }], exports: [Reading] })
export class ReadingModule implements OnApplicationShutdown {
  constructor(private readonly reading: Reading) {}

  async onApplicationShutdown(): Promise<void> {
    await this.reading.close();
  }
}
