import fc from 'fast-check';
import { ClaimsModule, type Claim } from '#claims';
import type { Actor, Membership } from '#newsroom';
import { Queue, QueueModule, type NextFilter, type QueueAfter } from '#queue';
import { ReviewsModule } from '#reviews';
import { WorkflowModule } from '#workflow';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

const DESKS = ['city', 'sport', 'world'];
const LABELS = ['rain', 'tax', 'flood'];
const LANGUAGES = ['en', 'en-GB', 'pt-BR', 'PT', 'sw'];

let db: TestDatabase;
let ground: Ground;
let room: TestNewsroom<'rosa' | 'eva'>;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, ReviewsModule, WorkflowModule, QueueModule]);
  room = await aNewsroom(ground, { rosa: { role: 'reviewer', desks: DESKS, capacity: 900 }, eva: 'editor' });
});
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

/** A claim as it waits, with what speaks against giving it to Rosa. */
interface Row {
  id: string;
  desk: string | null;
  language: string | null;
  labels: string[];
  rank: number;
  due: number | null;
  score: number | null;
  entered: number;
  against: boolean;
}

const some = (texts: string[], most = 2) => fc.subarray(texts, { maxLength: most });
const drawn = {
  desk: fc.option(fc.constantFrom(...DESKS)),
  language: fc.option(fc.constantFrom(...LANGUAGES)),
  labels: some(LABELS, 3),
  priority: fc.nat(3),
  due: fc.option(fc.nat(5)),
  score: fc.option(fc.constantFrom(0.25, 0.5)),
  waits: fc.boolean(),
};
const change = fc.record({ ...drawn, which: fc.nat(119), live: fc.boolean() });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const works = fc
  .tuple(
    ...DESKS.map((desk) => {
      const how = { languages: some(LANGUAGES), labels: some(LABELS), capacity: fc.constantFrom(null, null, 0, 5) };
      return fc.option(fc.record({ desk: fc.constant(desk), ...how }), { freq: 3 });
    }),
  )
  .map((all) => all.filter((one) => one !== null) as Membership[]);
const asks = fc.record(
  {
    desk: fc.constantFrom(...DESKS),
    labels: fc.subarray([...LABELS, 'none has it'], { minLength: 1 }),
    languages: fc.subarray(LANGUAGES, { minLength: 1 }),
  },
  { requiredKeys: [] },
);

/** Claims that wait, or once did; a second seat free on some where Rosa sat, sits or gave up; some that she is kept out of. */
async function furnish(): Promise<void> {
  const { id: newsroom, of } = room;
  await db.sql(
    `INSERT INTO claim (newsroom, id, text, text_key, created_by, created_at)
     SELECT $1, gen_random_uuid(), 'x', n::text, '{}', '2026-11-01Z'::timestamptz + (n % 7) * interval '1 hour' FROM generate_series(1, 120) n`,
    [newsroom],
  );
  await db.sql(`UPDATE claim SET state = 'queued', open_seats = 1 WHERE newsroom = $1`, [newsroom]);
  await db.sql(
    `CREATE TABLE furnished AS SELECT id, (row_number() OVER (ORDER BY id))::int - 1 AS n, gen_random_uuid() AS round FROM claim WHERE newsroom = '${newsroom}'`,
  );
  await db.sql(
    `INSERT INTO round (newsroom, id, claim_id, number, policy)
     SELECT $1, round, id, 1, '{"reviewsRequired": 2, "blind": true, "signOffsRequired": 1, "leaseHours": 8}' FROM furnished WHERE n % 4 = 0`,
    [newsroom],
  );
  await db.sql(
    `INSERT INTO assignment (newsroom, id, claim_id, round_id, position, person_id, kind, ended_at, end_cause)
     SELECT $1, gen_random_uuid(), id, round, 1, $2, 'assigned', CASE WHEN n % 3 > 0 THEN now() END,
       CASE n % 3 WHEN 1 THEN 'released' WHEN 2 THEN 'expired' END FROM furnished WHERE n % 8 = 0`,
    [newsroom, of.rosa.id],
  );
  await db.sql(
    `INSERT INTO recusal (newsroom, id, claim_id, person_id, reason) SELECT $1, gen_random_uuid(), id, $2, 'r' FROM furnished WHERE n % 9 = 1`,
    [newsroom, of.rosa.id],
  );
}

async function alter({ which, desk, language, labels, priority, due, score, waits, live }: Change): Promise<void> {
  await db.sql(
    `UPDATE claim SET desk = $2, language = $3, labels = $4, priority = $5, due_at = '2026-12-01Z'::timestamptz + $6 * interval '1 hour',
       score = $7, open_seats = $8, publication = $9 WHERE id = (SELECT id FROM furnished WHERE n = $1)`,
    [which, desk, language, labels, priority, due, score, waits ? 1 : 0, live ? 'live' : 'none'],
  );
}

async function waiting(): Promise<Row[]> {
  return db.sql<Row>(
    `SELECT c.id, desk, language, labels, priority + (publication = 'live')::int AS rank, score, extract(epoch FROM created_at)::float8 AS entered,
       extract(epoch FROM due_at)::float8 AS due, n % 9 = 1 OR (n % 8 = 0 AND n % 3 < 2) AS against
     FROM claim c JOIN furnished f ON f.id = c.id WHERE open_seats > 0`,
  );
}

const understands = (language: string | null, list: readonly string[] | undefined) => {
  if (language === null || list === undefined || list.length === 0) return true;
  const lower = list.map((one) => one.toLowerCase());
  return lower.includes(language.toLowerCase()) || lower.includes(language.toLowerCase().split('-')[0] as string);
};
const bears = (labels: string[], list: readonly string[] | undefined) =>
  list === undefined || list.length === 0 || labels.some((label) => list.includes(label));

/** What the issue says, claim by claim, and nothing else. */
function isFor(row: Row, memberships: readonly Membership[], wanted: NextFilter): boolean {
  if (row.against || !bears(row.labels, wanted.labels) || !understands(row.language, wanted.languages)) return false;
  if (wanted.desk !== undefined && row.desk !== wanted.desk) return false;
  if (row.desk === null)
    return memberships.length === 0 || memberships.some(({ languages }) => understands(row.language, languages));
  const own = memberships.find(({ desk }) => desk === row.desk);
  return (
    own !== undefined && own.capacity !== 0 && understands(row.language, own.languages) && bears(row.labels, own.labels)
  );
}

const last = Number.POSITIVE_INFINITY;
const order = (a: Row, b: Row) =>
  b.rank - a.rank ||
  Number((a.due ?? last) > (b.due ?? last)) - Number((a.due ?? last) < (b.due ?? last)) ||
  (b.score ?? -1) - (a.score ?? -1) ||
  a.entered - b.entered ||
  (a.id < b.id ? -1 : 1);

/** What Rosa would get next; nothing of it stays. */
async function offered(caller: Actor, wanted: NextFilter): Promise<string | undefined> {
  const got: { claim?: Claim } = {};
  await ground.database
    .write(room.id, async (tx) => {
      got.claim = (await ground.get(Queue).next(tx, caller, wanted))?.claim;
      throw new Error('only asked');
    })
    .catch((error: Error) => expect(error.message).toBe('only asked'));
  return got.claim?.id;
}

/** All pages of what Rosa would be handed out. */
async function listed(caller: Actor): Promise<string[]> {
  const found: string[] = [];
  for (let after: QueueAfter | undefined; ;) {
    const page = await ground.database.read(room.id, (tx) =>
      ground.get(Queue).listFor(tx, caller, undefined, after, 7),
    );
    found.push(...page.slice(0, 7).map(({ claim }) => claim.id));
    const bottom = page[6];
    if (page.length <= 7 || bottom === undefined) return found;
    const { rank, dueAt, score, enteredAt } = bottom.why;
    after = [rank, dueAt?.toISOString() ?? null, score, enteredAt.toISOString(), bottom.claim.id];
  }
}

/** What is kept of a claim beside it, each row with the transaction that wrote it. */
async function keptOf(claim: string): Promise<Record<string, string>> {
  const rows = await db.sql<{ of: string; written: string }>(
    `SELECT of, string_agg(by::text, ' ' ORDER BY by::text) AS written FROM (
       SELECT 'queue', xmin FROM waiting WHERE claim_id = $1 UNION ALL SELECT 'deadline', xmin FROM deadline WHERE claim_id = $1
       UNION ALL SELECT 'matching', xmin FROM match_work WHERE claim_id = $1) AS kept (of, by) GROUP BY of`,
    [claim],
  );
  return Object.fromEntries(rows.map(({ of, written }) => [of, written]));
}

describe('A change of a claim', () => {
  it.each([
    ['its version alone', 'version = version + 1', []],
    ['what it says to itself', `text = text, state = state, due_at = due_at, score = score, labels = labels`, []],
    ['its score', 'score = 0.5', ['queue']],
    ['its labels', `labels = '{rain}'`, ['queue']],
    ['its priority', 'priority = 3', ['deadline', 'queue']],
    ['its due time', `due_at = '2026-12-24Z'`, ['deadline', 'queue']],
    ['its words', `text = 'y'`, ['matching']],
    ['who checks it', `state = 'in_review', open_seats = 0`, ['matching', 'queue']],
    ['that it is over', `state = 'dismissed', open_seats = 0`, ['deadline', 'queue']],
  ])(
    'writes what is kept of it beside it where that is concerned, and nothing else: %s',
    async (_, sets, concerned) => {
      const [claim] = await db.sql<{ id: string }>(
        `INSERT INTO claim (newsroom, id, text, text_key, created_by, due_at) VALUES ($1, gen_random_uuid(), 'x', gen_random_uuid()::text, '{}', '2026-12-01Z')
       RETURNING id`,
        [room.id],
      );
      const { id } = claim as { id: string };
      await db.sql(`UPDATE claim SET state = 'queued', open_seats = 1 WHERE id = $1`, [id]);
      const before = await keptOf(id);
      expect(Object.keys(before).sort()).toEqual(['deadline', 'matching', 'queue']);
      await db.sql(`UPDATE claim SET ${sets} WHERE id = $1`, [id]);
      const after = await keptOf(id);
      expect(
        Object.keys(before)
          .filter((of) => before[of] !== after[of])
          .sort(),
      ).toEqual(concerned);
      await db.sql(`UPDATE claim SET open_seats = 0 WHERE id = $1`, [id]);
    },
  );
});

describe('What somebody is offered', () => {
  it('is, in any newsroom, what a look at each claim by itself says, in the one order', async () => {
    await furnish();
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), works, asks, async (changes, memberships, wanted) => {
        for (const one of changes) await alter(one);
        const caller = { ...room.of.rosa.actor, memberships };
        const rows = (await waiting()).sort(order);
        const fitting = (ask: NextFilter) => rows.filter((row) => isFor(row, memberships, ask)).map(({ id }) => id);
        expect(await listed(caller)).toEqual(fitting({}));
        expect(await offered(caller, wanted)).toBe(fitting(wanted)[0]);
      }),
      { numRuns: 40 },
    );
  });
});
