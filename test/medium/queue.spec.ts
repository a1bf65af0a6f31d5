import { ClaimStore, type Claim, type NewClaim } from '#claims';
import type { Role } from '#newsroom';
import { Queue, QueueModule, type NextFilter, type QueueAfter } from '#queue';
import { DraftStore, ReviewsModule, SituationStore } from '#reviews';
import { ClaimsModule } from '#claims';
import { expireLease, publishAtHour, Workflow, WorkflowModule } from '#workflow';
import { ExpireLeaseHandler } from '../../apps/worker/src/handlers/expire-lease.handler.js';
import { aNewsroom, type Post, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, ReviewsModule, WorkflowModule, QueueModule]);
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

const code = (code: string) => expect.objectContaining({ code });

/** A newsroom with claims that wait. */
class Room<N extends string> {
  constructor(readonly room: TestNewsroom<N | 'eva'>) {}

  static async open<N extends string>(staff: Record<N, Post>, policy = {}, desks: string[] = []): Promise<Room<N>> {
    return new Room(
      await aNewsroom<N | 'eva'>(ground, { ...staff, eva: 'editor' } as Record<N | 'eva', Post>, { policy, desks }),
    );
  }

  write<T>(work: Parameters<typeof ground.database.write<T>>[1]): Promise<T> {
    return ground.database.write(this.room.id, work);
  }

  /** A claim that waits for a reviewer. */
  waiting(given: Partial<NewClaim> = {}): Promise<Claim> {
    const { actor } = this.room.of.eva;
    return this.write(async (tx) => {
      const claim = await ground.get(ClaimStore).insert(tx, actor, { text: 'It rained.', appearances: [], ...given });
      return (await ground.get(Workflow).perform(tx, actor, claim.id, 'accept', {})).claim;
    });
  }

  next(name: N | 'eva', filter = {}): Promise<Claim | undefined> {
    return this.write(async (tx) => (await ground.get(Queue).next(tx, this.room.of[name].actor, filter))?.claim);
  }

  release(name: N | 'eva', claim: Claim): Promise<unknown> {
    const { actor } = this.room.of[name];
    return this.write((tx) => ground.get(Workflow).perform(tx, actor, claim.id, 'release', { reason: 'No time.' }));
  }

  list(desk?: string, after?: QueueAfter, limit = 50) {
    return this.write((tx) => ground.get(Queue).list(tx, desk, after, limit));
  }

  seats(claim: Claim) {
    return this.write(async (tx) => (await ground.get(SituationStore).of(tx, claim.id)).seats);
  }
}

/** Does, as the worker would, all that is due in a newsroom. */
async function work({ room }: { room: { id: string } }): Promise<number> {
  const all = await ground.database.system('sweep', (tx) => expireLease.due!(tx, 1000));
  const due = all.filter(({ newsroom }) => newsroom === room.id);
  const handler = new ExpireLeaseHandler(ground.database, ground.get(Workflow));
  for (const payload of due) await handler.handle(payload);
  return due.length;
}

describe('The next claim', () => {
  it('comes by priority, due time, check-worthiness and time of entry, and the list shows the same order', async () => {
    const room = await Room.open({ rosa: { role: 'reviewer', capacity: 20 } });
    const score = (score: number) => ({ checkworthiness: { score, reasons: [] } });
    const dueAt = '2026-12-01T00:00:00Z';
    const soon = '2026-11-24T00:00:00Z';
    const wanted = [
      await room.waiting({ priority: 'urgent', dueAt }),
      await room.waiting({ priority: 'normal', dueAt: soon }),
      await room.waiting({ priority: 'normal', dueAt, ...score(0.9) }),
      await room.waiting({ priority: 'normal', dueAt, ...score(0.2) }),
      await room.waiting({ priority: 'normal', dueAt }),
      await room.waiting({ priority: 'normal', dueAt }),
      await room.waiting({ priority: 'low', dueAt: soon }),
    ].map(({ id }) => id);
    expect((await room.list()).map(({ claim }) => claim.id)).toEqual(wanted);
    const paged: string[] = [];
    for (let after: QueueAfter | undefined; ;) {
      const page = await room.list(undefined, after, 2);
      paged.push(...page.slice(0, 2).map(({ claim }) => claim.id));
      const last = page[1];
      if (page.length <= 2 || last === undefined) break;
      const { rank, dueAt, score, enteredAt } = last.why;
      after = [rank, dueAt?.toISOString() ?? null, score, enteredAt.toISOString(), last.claim.id];
    }
    expect(paged).toEqual(wanted);
    const got: (string | undefined)[] = [];
    for (let i = 0; i < wanted.length; i++) got.push((await room.next('rosa'))?.id);
    expect(got).toEqual(wanted);
    expect(await room.next('rosa')).toBeUndefined();
    expect(await room.list()).toEqual([]);
  });

  it('goes to one person each when 50 ask at once, and to nobody twice', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `r${i}`);
    const room = await Room.open(Object.fromEntries(names.map((name) => [name, 'reviewer' as Role])));
    await Promise.all(Array.from({ length: 40 }, () => room.waiting()));
    const got = await Promise.all(names.map((name) => room.next(name)));
    const given = got.filter((claim) => claim !== undefined).map(({ id }) => id);
    expect(given).toHaveLength(40);
    expect(new Set(given).size).toBe(40);
  });

  it('never exceeds the capacity of one person who asks twenty times at once', async () => {
    const room = await Room.open({ rosa: { role: 'reviewer', capacity: 3 } });
    await Promise.all(Array.from({ length: 20 }, () => room.waiting()));
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => room.next('rosa')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(new Set(refused)).toEqual(new Set(['queue.at-capacity']));
  });

  it("is of the person's desks, carries the labels asked for, and is not parked for later", async () => {
    const room = await Room.open({ rosa: { role: 'reviewer', desks: ['city'] } }, {}, ['sport']);
    await room.waiting({ desk: 'sport', priority: 'urgent' });
    await room.waiting({ notBefore: '2099-01-01T00:00:00Z', priority: 'urgent' });
    const [open, city] = [await room.waiting({ labels: ['rain'] }), await room.waiting({ desk: 'city' })];
    await expect(room.next('rosa', { desk: 'sport' })).rejects.toEqual(code('claim.not-on-desk'));
    expect(await room.next('rosa', { labels: ['snow'] })).toBeUndefined();
    expect((await room.next('rosa', { labels: ['snow', 'rain'] }))?.id).toBe(open.id);
    expect((await room.next('rosa', { desk: 'city' }))?.id).toBe(city.id);
    expect(await room.next('rosa')).toBeUndefined();
  });

  it('is not one that the person gave back, sits in, or is kept out of', async () => {
    const room = await Room.open({ rosa: 'reviewer', bo: 'reviewer' }, { reviewsRequired: 2 });
    const claim = await room.waiting();
    expect((await room.next('rosa'))?.id).toBe(claim.id);
    expect(await room.next('rosa')).toBeUndefined();
    await room.release('rosa', claim);
    expect(await room.next('rosa')).toBeUndefined();
    expect((await room.next('bo'))?.id).toBe(claim.id);
    const { actor } = room.room.of.eva;
    const person = room.room.of.rosa.id;
    const other = await room.waiting();
    await room.write((tx) => ground.get(Workflow).perform(tx, actor, other.id, 'recuse', { reason: 'r', person }));
    expect(await room.next('rosa')).toBeUndefined();
  });
});

describe('A lease', () => {
  it('is renewed by use, and ends by the clock of the database; the claim waits again and the draft stays', async () => {
    const room = await Room.open({ rosa: 'reviewer', bo: 'reviewer' });
    const claim = await room.waiting();
    await room.next('rosa');
    const { actor, id } = room.room.of.rosa;
    await room.write((tx) =>
      ground
        .get(DraftStore)
        .save(tx, claim.id, id, { rating: 'false', summary: 's', explanation: null, evidenceIds: [] }),
    );
    await db.shiftClock('7 hours');
    expect(await work(room)).toBe(0);
    const until = await room.write((tx) => ground.get(Queue).renew(tx, actor, claim.id));
    expect(until!.getTime() - Date.now()).toBeGreaterThan(14 * 3_600_000);
    await db.shiftClock('14 hours');
    expect(await work(room)).toBe(0);
    await db.shiftClock('16 hours');
    expect(await work(room)).toBe(1);
    expect(await room.seats(claim)).toEqual([]);
    await expect(room.write((tx) => ground.get(Queue).renew(tx, actor, claim.id))).rejects.toEqual(
      code('lease.not-held'),
    );
    expect(await room.write((tx) => ground.get(DraftStore).of(tx, claim.id, id))).toMatchObject({ summary: 's' });
    expect((await room.next('rosa'))?.id).toBe(claim.id);
  });

  it('of many that ran out while nobody listened each ends once, and is found until it has', async () => {
    const room = await Room.open({ rosa: 'reviewer', bo: 'reviewer' });
    for (let i = 0; i < 4; i++) await room.waiting();
    for (const name of ['rosa', 'bo', 'rosa'] as const) await room.next(name);
    await db.shiftClock('3 days');
    const due = async () => {
      const all = await ground.database.system('sweep', (tx) => expireLease.due!(tx, 1000));
      return all.filter(({ newsroom }) => newsroom === room.room.id);
    };
    const [first, ...rest] = await due();
    expect([rest.length, await due()]).toEqual([2, [first, ...rest]]);
    const handler = new ExpireLeaseHandler(ground.database, ground.get(Workflow));
    await Promise.all([first!, first!, ...rest, ...rest].map((payload) => handler.handle(payload)));
    expect(await due()).toEqual([]);
    const ended = await db.sql(`SELECT FROM log WHERE newsroom = $1 AND type = 'claim.expired'`, [room.room.id]);
    expect(ended).toHaveLength(3);
  });

  it('that was renewed while the worker came for it is left alone', async () => {
    const room = await Room.open({ rosa: 'reviewer' });
    const claim = await room.waiting();
    await room.next('rosa');
    await db.shiftClock('9 hours');
    const payload = { newsroom: room.room.id, claimId: claim.id, personId: room.room.of.rosa.id };
    expect(await ground.database.system('sweep', (tx) => expireLease.due!(tx, 1000))).toContainEqual(payload);
    await room.write((tx) => ground.get(Queue).renew(tx, room.room.of.rosa.actor, claim.id));
    await new ExpireLeaseHandler(ground.database, ground.get(Workflow)).handle(payload);
    expect(await room.seats(claim)).toHaveLength(1);
  });

  it('is none where an editor assigned the work: that stays until it is handed over', async () => {
    const room = await Room.open({ rosa: 'reviewer' });
    const claim = await room.waiting();
    const { actor } = room.room.of.eva;
    const person = room.room.of.rosa.id;
    await room.write((tx) => ground.get(Workflow).perform(tx, actor, claim.id, 'assign', { person }));
    await db.shiftClock('1000 hours');
    expect(await work(room)).toBe(0);
    expect(await room.seats(claim)).toMatchObject([{ kind: 'assigned', leaseExpiresAt: null }]);
    expect(await ground.database.system('sweep', (tx) => publishAtHour.due!(tx, 100))).toEqual([]);
  });
});

describe('The queue of 20,000 claims', () => {
  let room: Room<'rosa'>;

  beforeAll(async () => {
    room = await Room.open({ rosa: { role: 'reviewer', desks: ['city'] } });
    await db.sql(
      `INSERT INTO claim (newsroom, id, text, text_key, created_by, desk, language, labels)
       SELECT $1, gen_random_uuid(), 'x', i::text, '{}', CASE WHEN i % 3 = 0 THEN 'city' END, CASE WHEN i % 9999 = 0 THEN 'sw' ELSE 'en' END,
         CASE WHEN i % 9998 = 0 THEN ARRAY['flood'] WHEN i % 2 = 0 THEN ARRAY['rain'] ELSE '{}' END FROM generate_series(1, 20000) i`,
      [room.room.id],
    );
    await db.sql(
      `UPDATE claim SET state = 'queued', open_seats = 1, priority = CASE WHEN language = 'sw' OR 'flood' = ANY (labels) THEN 0 ELSE 1 END,
         due_at = app.now() + random() * interval '9 days' WHERE newsroom = $1`,
      [room.room.id],
    );
    await db.sql('ANALYZE claim, waiting');
  });

  it('is read from its index, not sorted', async () => {
    const plan = await db.sql<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM claim WHERE newsroom = '${room.room.id}' AND open_seats > 0 AND (not_before IS NULL OR not_before <= app.now())
       ORDER BY (priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('Index Scan using claim_queue');
    expect(text).not.toContain('Sort');
  });

  it('has nobody else’s claims walked past for whoever works on a rare label, or in a rare language', async () => {
    const read = (filter: NextFilter) =>
      room.write(async (tx) => {
        const rows = `SELECT sum(seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_xact_user_tables WHERE relname IN ('claim', 'waiting')`;
        const before = await tx.row<{ rows: number }>(rows);
        const got = await ground.get(Queue).next(tx, room.room.of.rosa.actor, filter);
        const after = await tx.row<{ rows: number }>(rows);
        return { claim: got?.claim, rows: (after?.rows ?? NaN) - (before?.rows ?? NaN) };
      });
    for (const [filter, found] of [
      [{}, { language: 'en' }],
      [{ labels: ['flood'] }, { labels: ['flood'] }],
      [{ languages: ['sw'] }, { language: 'sw' }],
      [{ labels: ['rain'], languages: ['en', 'sw'] }, { labels: ['rain'] }],
    ] as const) {
      const { claim, rows } = await read(filter);
      expect(claim).toMatchObject(found);
      expect(rows).toBeLessThan(60);
    }
  });
});
