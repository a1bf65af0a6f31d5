import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { query, startPostgres, THROWAWAY } from './embedded-postgres.mjs';
import { redisInstalled, startRedis } from './redis.mjs';

const TEMPLATE = 'corroborate_template';

/**
 * What the tests share: one private PostgreSQL without fsync, with a migrated template database that each test file copies,
 * and a private Redis where the machine has one. Everything lies in one temporary folder.
 *
 * Resolves to `{ env, redis, stop() }`; `env` is what test/support/test-database.ts and test-app.ts read.
 */
export async function startTestServers(root, { redis: wantRedis = redisInstalled() } = {}) {
  await ensureBuilt(root, () => undefined);
  const folder = await mkdtemp(path.join(tmpdir(), 'corroborate-test-'));
  const running = [];
  const stop = async () => {
    for (const server of running.reverse()) await server.stop(500).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await startPostgres({ data: folder, settings: THROWAWAY });
    running.push(postgres);
    const redis = wantRedis ? await startRedis(path.join(folder, 'redis')) : undefined;
    if (redis) running.push(redis);
    await makeTemplate(postgres);
    const env = {
      TEST_POSTGRES_URL: inDatabase(postgres.url, 'postgres'),
      TEST_POSTGRES_SUPERUSER_URL: postgres.superuserUrl,
      TEST_POSTGRES_TEMPLATE: TEMPLATE,
      ...(redis && { TEST_REDIS_URL: redis.url }),
    };
    return { env, redis: Boolean(redis), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const inDatabase = (url, name) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

async function makeTemplate(postgres) {
  await query(postgres.superuserUrl, [`create database ${TEMPLATE} owner corroborate`]);
  const { migrate } = await import('#database');
  await migrate(inDatabase(postgres.url, TEMPLATE));
  await query(postgres.superuserUrl, [`alter database ${TEMPLATE} with is_template true allow_connections false`]);
}
