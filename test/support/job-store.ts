import { Redis } from 'ioredis';
import type { TestDatabase } from './test-database.js';

/** Throws away every job that waits, runs or is put off, as a lost Redis or a dropped schema would. */
export async function emptyJobStore(db: TestDatabase): Promise<void> {
  if (process.env['JOBS_BACKEND'] === 'redis') return emptyRedis(db);
  const tables = await db.sql<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%'`,
  );
  if (tables.length === 0) throw new Error('There is no job store to empty.');
  await db.sql(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`);
}

async function emptyRedis(db: TestDatabase): Promise<void> {
  const redis = new Redis(process.env['TEST_REDIS_URL'] as string);
  const keys = await redis.keys(`corroborate-${db.name}:*`);
  if (keys.length === 0) throw new Error('There is no job store to empty.');
  await redis.del(keys);
  redis.disconnect();
}
