import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule, readConfig, type Config } from '#config';
import { DatabaseModule, migrate } from '#database';
import { LogModule } from '#log';
import { FirstStart, NewsroomModule } from '#newsroom';

@Module({})
class FirstStartModule {
  static of(config: Config): DynamicModule {
    const database = DatabaseModule.open({
      url: config.databaseUrl,
      poolSize: 2,
      applicationName: 'corroborate-migrate',
    });
    return { module: FirstStartModule, imports: [ConfigModule.of(config), database, LogModule, NewsroomModule] };
  }
}

/** `npm run migrate`: brings the database up to date and, on an empty one, makes the first newsroom and its admin. */
async function run(): Promise<void> {
  const config = readConfig();
  const names = await migrate(config.databaseUrl);
  console.log(names.length > 0 ? `Migrated: ${names.join(', ')}.` : 'The database is up to date.');
  const app = await NestFactory.createApplicationContext(FirstStartModule.of(config), {
    logger: ['fatal', 'error', 'warn'],
    abortOnError: false,
  });
  const first = await app.get(FirstStart).run(config);
  await app.close();
  if (process.send) process.send(first);
  else if (first.token) console.log(`The first admin's token, shown this once: ${first.token}`);
}

await run().catch((error: unknown) => {
  // A name with two addresses (localhost) that both refuse gives an AggregateError without a message.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  console.error(first instanceof Error ? first.message : String(first));
  process.exit(1);
});
