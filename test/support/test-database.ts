import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own for one test file, copied from the migrated template. */
export interface TestDatabase {
  /** As the product is given it: the owner, no superuser. */
  url: string;
  name: string;
  /** Sees every row of every newsroom, past row-level security. */
  sql<T extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<T[]>;
  /** Moves the newsrooms' time: `shiftClock('25 hours')` is 25 hours on from now, not from the last shift. */
  shiftClock(interval: string): Promise<void>;
  drop(): Promise<void>;
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start Jest by npm test or npm run jest.`);
  return value;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: needed('TEST_POSTGRES_SUPERUSER_URL') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function inDatabase(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

/** Copies the template; drop it in `afterAll`. `empty`: not even migrated. */
export async function aDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = empty ? 'template1' : needed('TEST_POSTGRES_TEMPLATE');
  await onServer(`CREATE DATABASE ${name} OWNER corroborate TEMPLATE ${template}`);
  const pool = new pg.Pool({
    connectionString: inDatabase(needed('TEST_POSTGRES_SUPERUSER_URL'), name),
    max: 4,
    allowExitOnIdle: true,
  });
  pool.on('error', () => undefined);
  const sql = async <T extends object>(text: string, values: unknown[] = []) =>
    (await pool.query<T & pg.QueryResultRow>(text, values)).rows;
  return {
    url: inDatabase(needed('TEST_POSTGRES_URL'), name),
    name,
    sql,
    shiftClock: async (interval) => void (await sql('UPDATE app.clock SET shift = $1', [interval])),
    drop: async () => {
      await pool.end();
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
