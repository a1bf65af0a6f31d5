import 'reflect-metadata';
import { readConfig } from '#config';
import { migrate } from '#database';

/** `npm run migrate`: brings the database up to date and, when it is empty, makes the first newsroom. */
try {
  const config = readConfig();
  const names = await migrate(config.databaseUrl);
  console.log(names.length > 0 ? `Migrated: ${names.join(', ')}.` : 'The database is up to date.');
  process.send?.({ created: false });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
