import { aNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

describe('units of work', () => {
  let db: TestDatabase;
  let ground: Ground;
  let newsroom: string;
  let other: string;
  const rename = 'UPDATE newsroom SET name = $1 WHERE id = $2';

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    newsroom = (await aNewsroom(ground, { ada: 'editor' })).id;
    other = (await aNewsroom(ground, { ben: 'editor' })).id;
  });
  afterAll(async () => {
    await ground.close();
    await db.drop();
  });

  const nameNow = async () =>
    (await db.sql<{ name: string }>('SELECT name FROM newsroom WHERE id = $1', [newsroom]))[0]?.name;

  it('answers what is asked together each in its own place', async () => {
    const [numbers, none, days] = await ground.database.read(newsroom, (tx) =>
      Promise.all([
        tx.rows('SELECT n AS some_number FROM generate_series(1, 3) AS n'),
        tx.row('SELECT 1 AS one WHERE false'),
        tx.row<{ day: Date; big: number; list: string[] }>(
          `SELECT timestamptz '2026-03-01T00:00:00Z' AS day, 7::bigint AS big, ARRAY['a', 'b,"'] AS list`,
        ),
      ]),
    );
    expect(numbers).toEqual([{ someNumber: 1 }, { someNumber: 2 }, { someNumber: 3 }]);
    expect(none).toBeUndefined();
    expect(days).toEqual({ day: new Date('2026-03-01T00:00:00Z'), big: 7, list: ['a', 'b,"'] });
  });

  it('keeps what was only told before a later statement, and before the commit', async () => {
    const seen = await ground.database.write(newsroom, async (tx) => {
      tx.tell(rename, ['Told first', newsroom]);
      const row = await tx.row<{ name: string }>('SELECT name FROM newsroom WHERE id = $1', [newsroom]);
      tx.tell(rename, ['Told last', newsroom]);
      return row?.name;
    });
    expect(seen).toBe('Told first');
    expect(await nameNow()).toBe('Told last');
  });

  it('takes everything back when a write that nobody waits for fails', async () => {
    const before = await nameNow();
    const failing = ground.database.write(newsroom, async (tx) => {
      await tx.run(rename, ['Half done', newsroom]);
      tx.tell('UPDATE newsroom SET slug = $1 WHERE id = $2', ['Not a slug', newsroom]);
    });
    await expect(failing).rejects.toMatchObject({ code: '23514' });
    expect(await nameNow()).toBe(before);
  });

  it('forgets with a failed part what that part had told, and keeps the rest', async () => {
    await ground.database.write(newsroom, async (tx) => {
      tx.tell(rename, ['Kept', newsroom]);
      const part = tx.apart(async () => {
        tx.tell(rename, ['Told in vain', newsroom]);
        await tx.run('SELECT 1 / 0');
      });
      await expect(part).rejects.toMatchObject({ code: '22012' });
      const unsent = tx.apart(() => {
        tx.tell(rename, ['Never sent', newsroom]);
        return Promise.reject(new Error('changed their mind'));
      });
      await expect(unsent).rejects.toThrow('changed their mind');
    });
    expect(await nameNow()).toBe('Kept');
  });

  it('writes nothing in a unit that only reads', async () => {
    const writing = ground.database.read(newsroom, (tx) => tx.run(rename, ['Written by a reader', newsroom]));
    await expect(writing).rejects.toMatchObject({ code: '25006' });
    const telling = ground.database.read(newsroom, (tx) =>
      Promise.resolve(tx.tell(rename, ['Told by a reader', newsroom])),
    );
    await expect(telling).rejects.toThrow('only reads');
  });

  it('refuses what is told after its end, which nothing would carry any more', async () => {
    let after = () => undefined as void;
    await ground.database.write(newsroom, async (tx) => {
      await tx.run(rename, ['In time', newsroom]);
      after = () => tx.tell(rename, ['Too late', newsroom]);
    });
    expect(after).toThrow('the unit of work is over');
    expect(await nameNow()).toBe('In time');
  });

  it('never hands the connection of one newsroom to work left over from another', async () => {
    let left: Promise<unknown> = Promise.resolve();
    const failing = ground.database.read(newsroom, async (tx) => {
      left = tx.rows('SELECT 1 AS one').then(() => tx.rows('SELECT id FROM person'));
      left.catch(() => undefined);
      await Promise.resolve();
      throw new Error('the other half failed');
    });
    await expect(failing).rejects.toThrow('the other half failed');
    await ground.database.read(other, (tx) => tx.rows('SELECT id FROM person'));
    await expect(left).rejects.toThrow('the unit of work is over');
  });

  it('goes on with a connection on which statements failed at their first use, and never doubles a prepared one', async () => {
    const divide = 'SELECT 6 / $1::int AS result';
    for (let round = 0; round < 12; round++) {
      const failing = ground.database.read(newsroom, (tx) => tx.row(divide, [0]));
      await expect(failing).rejects.toMatchObject({ code: '22012' });
    }
    const divided = await Promise.all(
      [1, 2, 3].map((n) => ground.database.read(newsroom, (tx) => tx.row<{ result: number }>(divide, [n]))),
    );
    expect(divided.map((row) => row?.result)).toEqual([6, 3, 2]);
    const prepared = await ground.database.read(newsroom, (tx) =>
      tx.rows<{ count: number }>('SELECT count(*) AS count FROM pg_prepared_statements WHERE statement = $1', [divide]),
    );
    expect(prepared[0]?.count).toBeLessThanOrEqual(1);
  });

  it('refuses a value that cannot be sent, and the connection stays good', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const failing = ground.database.write(newsroom, (tx) => tx.row('SELECT $1::jsonb AS value', [circle]));
    await expect(failing).rejects.toThrow(/circular/);
    await expect(ground.database.write(newsroom, (tx) => tx.row('SELECT 1 AS one'))).resolves.toEqual({ one: 1 });
  });

  it('says that the database is busy when its connection is cut, and works again on a new one', async () => {
    const cut = ground.database.write(newsroom, async (tx) => {
      const mine = await tx.row<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await db.sql('SELECT pg_terminate_backend($1)', [mine?.pid]);
      await tx.row('SELECT pg_sleep(5)');
    });
    await expect(cut).rejects.toMatchObject({ code: 'server.unavailable' });
    await expect(ground.database.read(newsroom, (tx) => tx.row('SELECT 1 AS one'))).resolves.toEqual({ one: 1 });
  });
});
