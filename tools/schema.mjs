/*
 * Migrates an empty database and holds it against the entities (TypeORM must find nothing to change) and against
 * migrations/schema.sql. Without `--check` it writes schema.sql anew.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { query } from './embedded-postgres.mjs';
import { ensureInstalled } from './install.mjs';
import { dumpSchema } from './schema-dump.mjs';
import { startTestServers } from './test-servers.mjs';
import { endWith, Trouble } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const file = path.join(root, 'migrations/schema.sql');

async function main(check) {
  await ensureInstalled(root);
  await ensureBuilt(root, () => undefined);
  const servers = process.env.TEST_POSTGRES_URL ? undefined : await startTestServers(root, { redis: false });
  Object.assign(process.env, servers?.env);
  const name = `schema_${process.pid}`;
  const url = Object.assign(new URL(process.env.TEST_POSTGRES_URL), { pathname: `/${name}` }).href;
  await query(process.env.TEST_POSTGRES_URL, [`create database ${name}`]);
  try {
    const { migrate } = await import('#database');
    await migrate(url);
    const drift = await driftOf(url);
    const text = await withClient(url, dumpSchema);
    const stale = (await readFile(file, 'utf8').catch(() => '')) !== text;
    if (stale && !check) {
      await writeFile(file, text);
      console.log('wrote migrations/schema.sql');
    }
    if (drift.length > 0) throw new Trouble(`Entities and migrations differ; TypeORM would run:\n${drift.join('\n')}`);
    if (stale && check)
      throw new Trouble('migrations/schema.sql is not what the migrations make. Run npm run generate.');
  } finally {
    await query(process.env.TEST_POSTGRES_URL, [`drop database ${name} with (force)`]);
    await servers?.stop();
  }
}

/** The statements that TypeORM would run to make the database like the entities of all libs. */
async function driftOf(url) {
  await import('reflect-metadata');
  const { openDataSource } = await import('#database');
  const libs = (await readdir(path.join(root, 'libs'))).filter((lib) =>
    existsSync(path.join(root, 'libs', lib, 'index.ts')),
  );
  for (const lib of libs) await import(`#${lib}`);
  const source = await openDataSource({ url, applicationName: 'corroborate-schema' }).initialize();
  try {
    if (source.entityMetadatas.length === 0)
      throw new Trouble('No entity was found: the comparison would prove nothing.');
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    return upQueries.map(({ query: sql }) => sql);
  } finally {
    await source.destroy();
  }
}

async function withClient(url, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

await main(process.argv.includes('--check')).catch((error) => endWith(error, root));
process.exit();
