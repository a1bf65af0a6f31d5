import { readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { openDataSource } from './data-source.js';

type Migration = new () => MigrationInterface;

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** All migrations beside this build, in order. */
export async function loadMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d+-[a-z0-9-]+\.(ts|js)$/.test(file)).sort();
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(folder, file)).href) as Promise<Record<string, Migration>>),
  );
  return modules.flatMap((module) => Object.values(module).filter((value) => typeof value === 'function'));
}

/** Brings the database at `url` up to date, one process at a time; names of what ran. Needs the owner's rights. */
export async function migrate(url: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('corroborate.migrate'))`);
    const source = openDataSource({ url, migrations: await loadMigrations(), applicationName: 'corroborate-migrate' });
    await source.initialize();
    try {
      return (await source.runMigrations()).map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  } finally {
    await lock.end();
  }
}

/** Throws, naming them, when migrations are pending. */
export async function assertMigrated(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('public.migration') IS NOT NULL AS there`,
    );
    const done = rows[0]?.there
      ? (await client.query<{ name: string }>('SELECT name FROM public.migration')).rows.map((row) => row.name)
      : [];
    const pending = (await loadMigrations()).map((migration) => migration.name).filter((name) => !done.includes(name));
    if (pending.length > 0)
      throw new Error(
        `The database lacks ${pending.length} migration(s): ${pending.join(', ')}. Run "npm run migrate" first.`,
      );
  } finally {
    await client.end();
  }
}
