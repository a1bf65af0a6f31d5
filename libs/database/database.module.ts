import { type DynamicModule, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { openDataSource } from './data-source.js';
import { Database } from './database.js';
import { assertMigrated } from './migrate.js';
import { Wake } from './wake.js';

@Module({})
export class DatabaseModule implements OnApplicationBootstrap {
  constructor(private readonly wake: Wake) {}

  /** Listens once every part has said what it listens to. */
  onApplicationBootstrap(): Promise<void> {
    return this.wake.open();
  }

  /** Opens the pool as the application's role; a pending migration stops the start. */
  static open(options: { url: string; poolSize: number; applicationName: string }): DynamicModule {
    const wake = { provide: Wake, useValue: new Wake(options.url) };
    const database = {
      provide: Database,
      inject: [Wake],
      useFactory: async (bell: Wake) => {
        await assertMigrated(options.url);
        const source = openDataSource({ ...options, role: 'corroborate_app' });
        return new Database(await source.initialize(), bell);
      },
    };
    return { module: DatabaseModule, global: true, providers: [wake, database], exports: [wake, Database] };
  }
}
