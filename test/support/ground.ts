import 'reflect-metadata';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule, readConfig, type Config } from '#config';
import { Database, DatabaseModule } from '#database';
import { LogModule } from '#log';
import { NewsroomModule } from '#newsroom';
import type { TestDatabase } from './test-database.js';

@Module({})
class GroundModule {}

/** The libs below the apps, opened on a test's database without an api or a worker. */
export interface Ground {
  config: Config;
  database: Database;
  /** An injected part: `ground.get(ClaimStore)`. */
  get<T>(part: Type<T>): T;
  close(): Promise<void>;
}

/** Opens config, database, log and newsroom, and whatever modules a test names besides. */
export async function openGround(
  db: TestDatabase,
  modules: (Type | DynamicModule)[] = [],
  env: Record<string, string> = {},
): Promise<Ground> {
  const config = readConfig({ DATABASE_URL: db.url, SECRET_KEY: 'only-for-tests-only-for-tests-00', ...env });
  const app = await NestFactory.createApplicationContext(
    {
      module: GroundModule,
      imports: [
        ConfigModule.of(config),
        DatabaseModule.open({ url: db.url, poolSize: config.apiPool, applicationName: 'corroborate-test' }),
        LogModule,
        NewsroomModule,
        ...modules,
      ],
    },
    { logger: ['fatal', 'error', 'warn'], abortOnError: false },
  );
  return { config, database: app.get(Database), get: (part) => app.get(part), close: () => app.close() };
}
