import { House, type ClaimBody, type Desk, type ProblemBody } from '../support/a-desk.js';

type Staff = 'eva' | 'dana' | 'omar' | 'noor';
const STAFF = { eva: 'editor', dana: 'editor', omar: 'editor', noor: 'editor' } as const;

let house: House;
let desk: Desk<Staff>;

beforeAll(async () => {
  house = await House.open({ apis: 2, workers: 0 });
  desk = await house.newsroom<Staff>(STAFF);
});
afterAll(() => house?.close());

/** Published once, opened again, and approved with another rating: everything can be done to it. */
async function live(): Promise<{ id: string }> {
  const { id } = await desk.claim('eva', { accept: true });
  await desk.reviews('omar', { id });
  for (const action of ['signOff', 'publish']) await desk.does('eva', { id }, action);
  await desk.does('eva', { id }, 'reopen', { reason: 'A reader asks.' });
  await desk.reviews('omar', { id }, 'true');
  await desk.does('eva', { id }, 'signOff');
  return { id };
}

const CORRECTION = { correction: { type: 'rating', notice: 'The account was revised.' } };
const MOVES: [action: string, body: object][] = [
  ['publish', CORRECTION],
  ['retract', { reason: 'We were wrong.' }],
  ['reopen', { reason: 'Once more.' }],
  ['correct', { type: 'fact', notice: 'A figure was wrong.' }],
  ['uphold', { reason: 'It stands.' }],
  ['requestChanges', { reason: 'Name the account.' }],
  ['recuse', { reason: 'My sister works there.' }],
];
const LEGAL = new Set([200, 403, 409, 412]);

interface Told {
  type: string;
  action: string | null;
  from: string | null;
  to: string | null;
}

/** What the tables say of a claim, past all code of the product. */
async function soundBySql(id: string): Promise<void> {
  const [row] = await house.db.sql<{ state: string; publication: string; version: number; open_seats: number }>(
    'SELECT state, publication, version, open_seats FROM claim WHERE id = $1',
    [id],
  );
  const { state, publication } = row!;
  if (state === 'published') expect(publication).toBe('live');
  if (state === 'retracted') expect(publication).toBe('retracted');
  if (state === 'dismissed' || state === 'merged') expect(publication).not.toBe('live');
  const [factCheck] = await house.db.sql<{ publication: string; numbers: number[]; newest: number }>(
    `SELECT f.publication, f.number AS newest,
       (SELECT array_agg(v.number ORDER BY v.number) FROM fact_check_version v WHERE v.fact_check_id = f.id) AS numbers
     FROM fact_check f WHERE f.claim_id = $1`,
    [id],
  );
  expect(factCheck?.publication).toBe(publication);
  expect(factCheck?.numbers).toEqual(factCheck?.numbers.map((_, n) => n + 1));
  expect(factCheck?.newest).toBe(factCheck?.numbers.length);
  const standing = await house.db.sql('SELECT 1 FROM round WHERE claim_id = $1 AND status = $2', [id, 'open']);
  expect(standing.length).toBe(['queued', 'in_review'].includes(state) ? 1 : 0);
}

/** Each step of the history starts where the one before it ended, and no version was published without a row. */
async function historyHolds(id: string): Promise<void> {
  const path = `/v1/claims/${id}/history?limit=200`;
  const told = (await desk.as('eva').get<{ data: Told[] }>(path)).must(200).body.data;
  let before: Pick<Told, 'from' | 'to'> = { from: null, to: null };
  for (const { from, to, type } of told.filter((row) => row.to !== null)) {
    const sameStep = from === before.from && to === before.to;
    if (!sameStep && before.to !== null) expect([type, from]).toEqual([type, before.to]);
    before = { from, to };
  }
  expect((await desk.seen('eva', { id })).state).toBe(before.to);
  const versions = await house.db.sql(
    'SELECT v.id FROM fact_check_version v JOIN fact_check f ON f.id = v.fact_check_id WHERE f.claim_id = $1',
    [id],
  );
  const rows = await house.db.sql(
    `SELECT DISTINCT data->>'number' AS number FROM log WHERE claim_id = $1 AND type IN ('factcheck.published', 'factcheck.corrected')`,
    [id],
  );
  expect(rows).toHaveLength(versions.length);
}

describe('publish, retract, reopen, correct and uphold at once', () => {
  it('by people who all saw the same version: one of them has it, and the claim is whole', async () => {
    for (let round = 0; round < 6; round++) {
      const { id } = await live();
      const { version } = await desk.seen('eva', { id });
      const replies = await Promise.all(
        MOVES.flatMap(([action, body], n) => [
          desk.tries('eva', { id, version }, action, body, n),
          desk.tries('dana', { id, version }, action, body, n + 1),
        ]),
      );
      expect(replies.filter(({ status }) => !LEGAL.has(status)).map(({ text }) => text)).toEqual([]);
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect((await desk.seen('eva', { id })).version).toBe(version + 1);
      await soundBySql(id);
      await historyHolds(id);
    }
  });

  it('by people who try on with what they see: every step is legal, and nothing is lost between them', async () => {
    for (let round = 0; round < 6; round++) {
      const { id } = await live();
      const done: string[] = [];
      const tryOn = async (name: Staff, [action, body]: (typeof MOVES)[number], at: number): Promise<void> => {
        for (let go = 0; go < 3; go++) {
          const reply = await desk.tries(name, { id }, action, body, at);
          if (!LEGAL.has(reply.status)) throw new Error(reply.text);
          if (reply.status === 200) done.push(action);
          else if (reply.status === 409)
            expect((reply.body as unknown as ProblemBody).reasons?.length).toBeGreaterThan(0);
        }
      };
      const players: Staff[] = ['eva', 'dana', 'noor'];
      const moves = MOVES.slice(0, 5);
      await Promise.all(moves.flatMap((move, n) => players.map((name, at) => tryOn(name, move, n + at))));
      const { version } = await desk.seen('eva', { id });
      expect(done.length).toBeGreaterThan(0);
      const told = await desk.history('eva', { id });
      expect(told.length).toBeGreaterThanOrEqual(done.length);
      expect(version).toBeGreaterThan(done.length);
      await soundBySql(id);
      await historyHolds(id);
    }
  });

  it('and what is public answers as one of them left it, page and markup alike', async () => {
    const { id } = await live();
    const { url } = await desk.factCheck('eva', { id });
    const seen: ClaimBody[] = [];
    await Promise.all([
      desk.tries('eva', { id }, 'publish', CORRECTION, 0),
      desk.tries('dana', { id }, 'retract', { reason: 'We were wrong.' }, 1),
      ...Array.from({ length: 10 }, async () => {
        const page = await desk.reader(url);
        expect(page.status).toBe(200);
        seen.push(await desk.seen('noor', { id }));
      }),
    ]);
    for (const { state, publication } of seen) {
      if (state === 'published') expect(publication).toBe('live');
      if (state === 'retracted') expect(publication).toBe('retracted');
    }
    const { publication } = await desk.seen('eva', { id });
    (await desk.reader(`${url}.jsonld`)).must(publication === 'live' ? 200 : 410);
    await soundBySql(id);
  });
});
