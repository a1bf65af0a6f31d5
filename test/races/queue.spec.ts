import { House, type ClaimBody, type Desk, type ProblemBody } from '../support/a-desk.js';
import type { Reply } from '../support/client.js';

const MANY = 50;
const REVIEWERS = Array.from({ length: MANY }, (_, n) => `reviewer-${n}`);

let house: House;

beforeAll(async () => {
  house = await House.open({ apis: 2, workers: 0 });
});
afterAll(() => house?.close());

const reviewer = (n: number): string => REVIEWERS[n % MANY] as string;

/** Reviewers with that capacity, an editor, and so many claims that wait. */
async function aQueue(reviewers: number, claims: number, capacity?: number): Promise<Desk<string>> {
  const limit = capacity === undefined ? {} : { capacity };
  const staff = REVIEWERS.slice(0, reviewers).map((name) => [name, { role: 'reviewer' as const, ...limit }] as const);
  const desk = await house.newsroom<string>({ ...Object.fromEntries(staff), eva: 'editor' });
  for (let sent = 0; sent < claims;) {
    const batch = Array.from({ length: Math.min(25, claims - sent) }, () => ({
      text: `Claim number ${++sent}.`,
      accept: true,
    }));
    const made = await desk.as('eva').post<{ results: { status: number }[] }>('/v1/claims/bulk', { claims: batch });
    expect(made.must(200).body.results.map(({ status }) => status)).toEqual(batch.map(() => 201));
  }
  return desk;
}

const ask = (desk: Desk<string>, n: number): Promise<Reply<ClaimBody>> =>
  desk.as(reviewer(n), n).post<ClaimBody>('/v1/queue/next', {});

const handedOut = (replies: Reply<ClaimBody>[]): string[] =>
  replies.filter(({ status }) => status === 200).map(({ body }) => body.id);

/** From the tables, past all code: nobody shares a seat, and nobody holds more than their capacity. */
async function onePerSeat(desk: Desk<string>): Promise<void> {
  const shared = await house.db.sql(
    `SELECT r.claim_id FROM assignment s JOIN round r ON r.id = s.round_id WHERE r.newsroom = $1 AND s.ended_at IS NULL
     GROUP BY 1 HAVING count(*) > 1`,
    [desk.room.id],
  );
  expect(shared).toEqual([]);
  const overfull = await house.db.sql(
    `SELECT p.id FROM person p JOIN assignment s ON s.person_id = p.id
     WHERE p.newsroom = $1 AND s.ended_at IS NULL GROUP BY p.id, p.capacity HAVING count(*) > p.capacity`,
    [desk.room.id],
  );
  expect(overfull).toEqual([]);
}

describe('many ask for the next claim in the same moment', () => {
  it('fifty askers get fifty claims, all different', async () => {
    const desk = await aQueue(MANY, 60);
    const replies = await Promise.all(REVIEWERS.map((_, n) => ask(desk, n)));
    expect(replies.map(({ status }) => status)).toEqual(REVIEWERS.map(() => 200));
    expect(new Set(handedOut(replies)).size).toBe(MANY);
    replies.forEach(({ body }, n) =>
      expect(body.assignments.map(({ person }) => person)).toEqual([desk.id(reviewer(n))]),
    );
    await onePerSeat(desk);
  });

  it('where fewer wait than ask, each claim goes out once, and the others hear that nothing waits', async () => {
    for (let round = 0; round < 3; round++) {
      const desk = await aQueue(30, 12);
      const replies = await Promise.all(REVIEWERS.slice(0, 30).map((_, n) => ask(desk, n)));
      expect(new Set(handedOut(replies)).size).toBe(12);
      expect(handedOut(replies)).toHaveLength(12);
      expect(replies.filter(({ status }) => status === 204)).toHaveLength(18);
      await onePerSeat(desk);
    }
  });

  it('nobody gets beyond their capacity, however often and wherever they ask at once', async () => {
    const desk = await aQueue(10, 40, 1);
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        desk.as(reviewer(n % 10), Math.floor(n / 10)).post<ClaimBody>('/v1/queue/next', {}),
      ),
    );
    expect(new Set(handedOut(replies)).size).toBe(10);
    expect(handedOut(replies)).toHaveLength(10);
    const refused = replies.filter(({ status }) => status !== 200);
    for (const { status, body } of refused)
      expect([status, (body as unknown as ProblemBody).code]).toEqual([409, 'queue.at-capacity']);
    await onePerSeat(desk);
  });

  it('nor by taking several claims at once, by the queue and by name', async () => {
    for (let round = 0; round < 4; round++) {
      const desk = await aQueue(1, 8, 1);
      const list = await desk.as('eva').get<{ data: { claim: ClaimBody }[] }>('/v1/queue?limit=8');
      const waiting = list.must(200).body.data.map(({ claim }) => claim);
      const replies = await Promise.all([
        ...waiting.map((claim, n) => desk.tries(reviewer(0), claim, 'take', {}, n)),
        ask(desk, 0),
        desk.as(reviewer(0), 1).post<ClaimBody>('/v1/queue/next', {}),
      ]);
      expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
      expect(handedOut(replies)).toHaveLength(1);
      await onePerSeat(desk);
    }
  });

  it('an editor’s assignment and the queue never put two people on one claim', async () => {
    for (let round = 0; round < 4; round++) {
      const desk = await aQueue(10, 5);
      const list = await desk.as('eva').get<{ data: { claim: ClaimBody }[] }>('/v1/queue?limit=5');
      const waiting = list.must(200).body.data.map(({ claim }) => claim);
      const [assigned, taken] = await Promise.all([
        Promise.all(waiting.map((claim, n) => desk.tries('eva', claim, 'assign', { person: desk.id(reviewer(n)) }, n))),
        Promise.all([5, 6, 7, 8, 9].map((n) => ask(desk, n))),
      ]);
      const both = [...handedOut(assigned), ...handedOut(taken)];
      expect(new Set(both).size).toBe(both.length);
      for (const reply of [...assigned, ...taken]) expect([200, 204, 409, 412]).toContain(reply.status);
      await onePerSeat(desk);
    }
  });
});
