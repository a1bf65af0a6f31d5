import { aNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

interface Table {
  name: string;
  enabled: boolean;
  forced: boolean;
  policies: number;
}

describe('newsrooms side by side in one database', () => {
  let db: TestDatabase;
  let ground: Ground;

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
  });
  afterAll(async () => {
    await ground.close();
    await db.drop();
  });

  it('puts every table with a newsroom under forced row-level security, for the application and the system', async () => {
    const tables = await db.sql<Table>(`
      SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
             (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'migration'`);
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter((table) => !table.enabled || !table.forced || table.policies < 2)).toEqual([]);
  });

  it('gives the application no right on the months of a log, only on the log', async () => {
    const open = await db.sql(`
      SELECT c.relname FROM pg_class c WHERE c.relispartition
      AND (has_table_privilege('corroborate_app', c.oid, 'SELECT') OR has_table_privilege('corroborate_system', c.oid, 'SELECT'))`);
    expect(open).toEqual([]);
  });

  it('carries the newsroom in every reference to a row of a newsroom', async () => {
    const loose = await db.sql(`
      SELECT conrelid::regclass::text AS "table", conname AS name FROM pg_constraint
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND confrelid <> 'newsroom'::regclass
        AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey) AND a.attname = 'newsroom')`);
    expect(loose).toEqual([]);
  });

  it('shows nothing outside a unit of work, and only its own newsroom inside one', async () => {
    const one = await aNewsroom(ground, { ada: 'editor' });
    const two = await aNewsroom(ground, { ben: 'editor' });
    const seen = await ground.database.read(one.id, (tx) => tx.rows<{ id: string }>('SELECT id FROM person'));
    expect(seen.map((row) => row.id)).toEqual([one.of.ada.id]);
    await expect(
      ground.database.write(one.id, (tx) =>
        tx.run('INSERT INTO person (newsroom, id, name, roles) VALUES ($1, gen_random_uuid(), $2, $3)', [
          two.id,
          'x',
          [],
        ]),
      ),
    ).rejects.toThrow(/row-level security/);
    await expect(ground.database.read('not-a-newsroom', async () => 1)).rejects.toThrow(/not a newsroom/);
  });

  it('runs a unit of work again when PostgreSQL ends it for a deadlock, and once only when it fails for another reason', async () => {
    const { id, of } = await aNewsroom(ground, { ada: 'editor', ben: 'editor' });
    const lock = 'SELECT 1 FROM person WHERE id = $1 FOR UPDATE';
    let runs = 0;
    let waiting = 0;
    const both = (first: string, second: string) =>
      ground.database.write(id, async (tx) => {
        runs++;
        await tx.rows(lock, [first]);
        waiting++;
        while (waiting < 2) await tx.rows('SELECT pg_sleep(0.01)');
        await tx.rows(lock, [second]);
      });
    await Promise.all([both(of.ada.id, of.ben.id), both(of.ben.id, of.ada.id)]);
    expect(runs).toBe(3);
    let tries = 0;
    const failing = ground.database.write(id, async (tx) => {
      tries++;
      await tx.rows('SELECT 1/0');
    });
    await expect(failing).rejects.toThrow(/division/);
    expect(tries).toBe(1);
  });
});
