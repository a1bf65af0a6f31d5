import { z } from 'zod';
import { chainHash, defineEvent, genesis, LogReaders, LogStore, record, Sealer, type SealedRow } from '#log';
import { systemActor } from '#newsroom';
import { aNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

const noted = defineEvent({
  type: 'trial.noted',
  summary: 'For this test',
  subject: 'trial',
  data: z.object({ step: z.number() }),
  example: { step: 1 },
  public: false,
});

describe('the newsroom’s one log', () => {
  let db: TestDatabase;
  let ground: Ground;
  let newsroom: string;
  let other: string;

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    newsroom = (await aNewsroom(ground, {})).id;
    other = (await aNewsroom(ground, {})).id;
  });
  afterAll(async () => {
    await ground.close();
    await db.drop();
  });

  const note = (step: number, where = newsroom, personal?: Record<string, unknown>) =>
    ground.database.write(where, (tx) =>
      record(tx, noted, { actor: systemActor(where), subject: { id: where }, data: { step }, personal }),
    );
  const sealed = (): Promise<SealedRow[]> =>
    ground.database.read(newsroom, (tx) => ground.get(LogStore).sealedAfter(tx, newsroom, 0, 10_000));

  it('numbers a hundred changes that commit at once without a gap, whoever seals', async () => {
    const sealer = ground.get(Sealer);
    const writes = Array.from({ length: 100 }, (_, step) => note(step));
    await Promise.all([...writes, sealer.sealAll(), sealer.sealAll(), sealer.sealAll()]);
    while ((await sealer.sealAll()) > 0);
    const rows = await sealed();
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.filter((row) => row.type === 'trial.noted')).toHaveLength(100);
  });

  it('chains every row to the one before, with the erasable fields as a salted digest', async () => {
    await note(1, newsroom, { name: 'Ada' });
    await ground.get(Sealer).sealAll();
    let previous = genesis(newsroom);
    for (const row of await sealed()) {
      expect(row.hash.equals(chainHash(previous, row))).toBe(true);
      previous = row.hash;
    }
    const [named] = await db.sql<{ at: Date; id: string }>('SELECT at, id FROM log WHERE personal IS NOT NULL');
    await ground.database.write(newsroom, (tx) =>
      tx.run('UPDATE log SET personal = NULL, salt = NULL WHERE id = $1', [named?.id]),
    );
    const erased = (await sealed()).find((row) => row.id === named?.id);
    expect(erased?.personal).toBeNull();
    expect(erased?.hash.equals(chainHash(previousOf(await sealed(), named?.id), erased as SealedRow))).toBe(true);
  });

  it('refuses to change, to delete and to empty the log, for the application, the system and the owner', async () => {
    const forbidden = ['UPDATE log SET type = $$x$$', 'DELETE FROM log', 'UPDATE log SET sequence = 1'];
    for (const statement of forbidden) {
      await expect(ground.database.write(newsroom, (tx) => tx.run(statement))).rejects.toThrow(/denied|append-only/);
      await expect(ground.database.system('upkeep', (tx) => tx.run(statement))).rejects.toThrow(/denied|append-only/);
      await expect(db.sql(statement)).rejects.toThrow(/append-only/);
    }
    await expect(db.sql('TRUNCATE log')).rejects.toThrow(/append-only/);
  });

  it('lets a reader see every row once, also when its work fails in the middle', async () => {
    const readers = ground.get(LogReaders);
    const seen: number[] = [];
    let trouble = true;
    readers.add({
      name: 'trial',
      read: async ({ newsroom: where }, rows) => {
        if (where !== newsroom) return;
        if (trouble && rows.length > 3) {
          trouble = false;
          throw new Error('cut off');
        }
        seen.push(...rows.map((row) => row.sequence));
      },
    });
    await expect(readers.readAll()).rejects.toThrow('cut off');
    await Promise.all([readers.readAll(), readers.readAll()]);
    await readers.readAll();
    expect(seen).toEqual((await sealed()).map((row) => row.sequence));
  });

  it('lets the other readers read on when one of them fails, and that one again from where it stood', async () => {
    const readers = ground.get(LogReaders);
    const seen: Record<string, number[]> = { sound: [], broken: [] };
    let broken = true;
    for (const name of Object.keys(seen))
      readers.add({
        name,
        read: async (tx, rows) => {
          await tx.rows('SELECT 1');
          if (name === 'broken' && broken) await tx.rows('SELECT 1 / 0');
          return async () => {
            if (tx.newsroom === newsroom) seen[name]?.push(...rows.map((row) => row.sequence));
          };
        },
      });
    await expect(readers.readAll()).rejects.toThrow('division by zero');
    const rows = (await sealed()).map((row) => row.sequence);
    expect(seen['sound']).toEqual(rows);
    await note(1);
    await ground.get(Sealer).sealAll();
    await expect(readers.readAll()).rejects.toThrow('division by zero');
    expect(seen['sound']).toEqual([...rows, rows.length + 1]);
    expect(seen['broken']).toEqual([]);
    broken = false;
    await readers.readAll();
    expect(seen['broken']).toEqual(seen['sound']);
  });

  it('keeps the logs of two newsrooms apart, each with a sequence of its own', async () => {
    await note(1, other);
    await ground.get(Sealer).sealAll();
    const rows = await ground.database.read(other, (tx) => ground.get(LogStore).sealedAfter(tx, other, 0, 100));
    expect(rows[0]?.sequence).toBe(1);
    expect(rows.every((row) => row.newsroom === other)).toBe(true);
    const peek = await ground.database.read(other, (tx) => tx.rows('SELECT 1 FROM log WHERE newsroom <> $1', [other]));
    expect(peek).toEqual([]);
  });
});

function previousOf(rows: SealedRow[], id: string | undefined): Buffer {
  const index = rows.findIndex((row) => row.id === id);
  return rows[index - 1]?.hash ?? Buffer.alloc(0);
}
