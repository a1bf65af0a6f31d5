import { House, type ClaimBody, type Desk, type ProblemBody } from '../support/a-desk.js';
import { hangUp, posts, type Heard } from '../support/many-at-once.js';

/** Fifty people at two api processes, fifty claims, and four things that all of them do to each: two hundred races. */
const MANY = 50;
const PEOPLE = Array.from({ length: MANY }, (_, n) => `editor-${n}`);
/** Claims that are fought over at a time, and in one test. */
const ABREAST = 2;
const CLAIMS = 10;

let house: House;
let desk: Desk<string>;

beforeAll(async () => {
  house = await House.open({ apis: 2, workers: 0 });
  desk = await house.newsroom<string>(Object.fromEntries(PEOPLE.map((name) => [name, 'editor'])));
});
afterAll(async () => {
  hangUp();
  await house?.close();
});

const fifty = <T>(one: (name: string, n: number) => Promise<T>): Promise<T[]> => Promise.all(PEOPLE.map(one));

/** One of all was let through; everybody else heard that they came too late, or why not. Gives the one. */
function theOne(replies: Heard<ClaimBody>[], codes: string[]): { who: number; claim: ClaimBody } {
  const won = replies.flatMap(({ status, body }, who) => (status === 200 ? [{ who, claim: body }] : []));
  expect(won).toHaveLength(1);
  for (const { status, body } of replies.filter((reply) => reply.status !== 200)) {
    const { code, reasons } = body as unknown as ProblemBody;
    if (status === 412) expect(code).toBe('version.stale');
    else expect([403, 409]).toContain(status);
    if (status !== 412) for (const reason of reasons!) expect(codes).toContain(reason.code);
  }
  return won[0]!;
}

/** Taken, handed in, signed off and published, fifty going for each step; gives whose each step was. */
async function fought(id: string): Promise<number[]> {
  const all = (action: string, ifMatch: string, who = (n: number) => PEOPLE[n] as string) =>
    fifty((_, n) => {
      const apis = house.app.of('api');
      const url = `${apis[n % apis.length]?.url}/v1/claims/${id}/actions/${action}`;
      return posts<ClaimBody>(url, desk.room.of[who(n)]!.token, '{}', ifMatch);
    });
  const taken = theOne(await all('take', '"2"'), ['claim.no-open-seat', 'claim.already-seated']);
  const ifMatch = await desk.drafts(PEOPLE[taken.who] as string, { id });
  // Half of them are the same person, whose program sends it again and again.
  const reviewer = (n: number) => PEOPLE[n % 2 ? taken.who : n] as string;
  const submitted = theOne(await all('submit', ifMatch, reviewer), [
    'claim.not-your-seat',
    'claim.draft-missing',
    'claim.wrong-state',
  ]);
  expect(reviewer(submitted.who)).toBe(PEOPLE[taken.who]);
  const signed = theOne(await all('signOff', `"${submitted.claim.version}"`), [
    'claim.not-your-own-verdict',
    'claim.wrong-state',
  ]);
  expect(signed.who).not.toBe(taken.who);
  const published = theOne(await all('publish', `"${signed.claim.version}"`), ['claim.wrong-state']);
  return [taken.who, taken.who, signed.who, published.who];
}

describe.each([1, 2, 3, 4, 5])('forty of two hundred races of fifty, the %ith time', (time) => {
  it('for seats, reviews, votes and publications: one wins each, and nothing of theirs is lost or there twice', async () => {
    const claims = Array.from({ length: CLAIMS }, (_, n) => ({
      text: `Claim number ${time}.${n} is fought over.`,
      accept: true,
      appearances: [{ claimant: { kind: 'person', name: 'Mara Lind' }, url: 'https://news.example/bridge' }],
    }));
    const made = await desk.as(PEOPLE[0]!).post<{ results: { id: string }[] }>('/v1/claims/bulk', { claims });
    const ids = made.must(200).body.results.map(({ id }) => id);
    const whose = new Map<string, number[]>();
    const waiting = [...ids];
    await Promise.all(
      Array.from({ length: ABREAST }, async () => {
        for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) whose.set(id, await fought(id));
      }),
    );
    expect(whose.size * 4).toBe(40);
    const rows = await house.db.sql<Record<string, unknown> & { id: string }>(
      `SELECT c.id, c.state, c.publication,
         ARRAY(SELECT person_id FROM assignment WHERE claim_id = c.id) AS seats,
         ARRAY(SELECT person_id FROM review WHERE claim_id = c.id) AS reviews,
         ARRAY(SELECT person_id FROM vote WHERE claim_id = c.id) AS votes,
         ARRAY(SELECT number FROM fact_check_version WHERE claim_id = c.id) AS versions,
         ARRAY(SELECT type || ' ' || (actor ->> 'id') FROM log WHERE claim_id = c.id AND type = ANY ($2) ORDER BY position) AS log
       FROM claim c WHERE id = ANY ($1)`,
      [ids, ['claim.assigned', 'review.submitted', 'verdict.signed-off', 'factcheck.published']],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const [id, steps] of whose) {
      const [taker, , voter, publisher] = steps.map((n) => desk.id(PEOPLE[n]!)) as [string, string, string, string];
      expect(byId.get(id)).toEqual({
        ...{
          id,
          state: 'published',
          publication: 'live',
          seats: [taker],
          reviews: [taker],
          votes: [voter],
          versions: [1],
        },
        log: [
          `claim.assigned ${taker}`,
          `review.submitted ${taker}`,
          `verdict.signed-off ${voter}`,
          `factcheck.published ${publisher}`,
        ],
      });
    }
  });
});

describe('One plan of assignments', () => {
  it('carried out ten times at once by several processes gives each claim once, and all hear the same', async () => {
    for (let round = 0; round < 4; round++) {
      const claims = Array.from({ length: 10 }, (_, n) => ({ text: `Plan ${round}, claim ${n}.`, accept: true }));
      const made = await desk.as(PEOPLE[0]!).post<{ results: { id: string }[] }>('/v1/claims/bulk', { claims });
      const ids = made.must(200).body.results.map(({ id }) => id);
      const people = PEOPLE.slice(1, 6).map((name) => desk.id(name));
      const wish = { claims: ids.map((id) => ({ id })), people, strategy: 'even' };
      const plan = (await desk.as(PEOPLE[0]!).post<{ id: string }>('/v1/assignments/plans', wish)).must(201).body;
      const path = `/v1/assignments/plans/${plan.id}/carry-out`;
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, n) => desk.as(PEOPLE[n]!, n).post<{ results: unknown[] }>(path, {})),
      );
      const [first] = replies.map((reply) => reply.must(200).body.results);
      expect(first).toHaveLength(10);
      for (const { body } of replies) expect(body.results).toEqual(first);
      const given = await house.db.sql<{ seats: number; told: number }>(
        `SELECT (SELECT count(*)::int FROM assignment WHERE claim_id = c) AS seats,
           (SELECT count(*)::int FROM log WHERE claim_id = c AND type = 'claim.assigned') AS told FROM unnest($1::uuid[]) AS c`,
        [ids],
      );
      expect(given).toEqual(ids.map(() => ({ seats: 1, told: 1 })));
    }
  });
});
