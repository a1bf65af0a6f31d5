import { House, type ClaimBody, type Desk, type ProblemBody } from '../support/a-desk.js';
import type { Reply } from '../support/client.js';

/** Many people, at two api processes, in the same moment. */
const MANY = 50;
const EDITORS = Array.from({ length: MANY }, (_, n) => `editor-${n}`);

let house: House;
let desk: Desk<string>;

beforeAll(async () => {
  house = await House.open({ apis: 2, workers: 0 });
  desk = await house.newsroom<string>(Object.fromEntries(EDITORS.map((name) => [name, 'editor'])));
});
afterAll(() => house?.close());

const editor = (n: number): string => EDITORS[n % MANY] as string;
const atOnce = <T>(count: number, one: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => one(n)));
const accepted = async (at = desk): Promise<ClaimBody> => {
  const { id } = await at.claim(editor(0));
  return at.does(editor(0), { id }, 'accept');
};

const won = <T>(replies: Reply<T>[]): Reply<T>[] => replies.filter(({ status }) => status === 200);

/** All but those that won were refused as somebody may be who came second: 412, or 409 with its reasons. */
function refusedWell(replies: Reply<unknown>[]): void {
  for (const reply of replies.filter(({ status }) => status !== 200)) {
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { code, reasons } = reply.body as ProblemBody;
    if (reply.status === 412) expect(code).toBe('version.stale');
    else expect([reply.status, code, reasons?.length ?? 0]).toEqual([409, code, expect.any(Number)]);
    if (reply.status === 409) expect(reasons?.length).toBeGreaterThan(0);
  }
}

const rowsOf = async (claim: ClaimBody, action: string): Promise<number> =>
  (await desk.history(editor(0), claim)).filter((row) => row.action === action).length;

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  (await house.db.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`, values))[0]?.count ?? -1;

describe('fifty editors do the same to one claim, all having seen the same version', () => {
  const cases: [string, (n: number) => object][] = [
    ['dismiss', () => ({ reason: 'other' })],
    ['take', () => ({})],
    ['assign', (n) => ({ person: desk.id(editor(n)) })],
    ['recuse', () => ({ reason: 'My sister works there.' })],
    ['merge', () => ({ target: '' })],
  ];

  it.each(cases)(
    '%s: one wins, all others are told that they came too late, and the history has one row',
    async (action, bodyOf) => {
      const claim = await accepted();
      const target = action === 'merge' ? { target: (await accepted()).id } : {};
      const replies = await atOnce(MANY, (n) => desk.tries(editor(n), claim, action, { ...bodyOf(n), ...target }, n));
      expect(won(replies)).toHaveLength(1);
      refusedWell(replies);
      const now = await desk.seen(editor(0), claim);
      expect(now.version).toBe(claim.version + 1);
      expect(won(replies)[0]?.body.state).toBe(now.state);
      expect(await rowsOf(claim, action)).toBe(1);
    },
  );

  it('edits: one wording is kept, and it is the one that was answered with success', async () => {
    const claim = await accepted();
    const replies = await atOnce(MANY, (n) =>
      desk
        .as(editor(n), n)
        .patch<ClaimBody & { wording: string }>(
          `/v1/claims/${claim.id}`,
          { wording: `As editor ${n} has it.` },
          { ifMatch: `"${claim.version}"` },
        ),
    );
    expect(won(replies)).toHaveLength(1);
    expect(new Set(replies.filter(({ status }) => status !== 200).map(({ status }) => status))).toEqual(new Set([412]));
    expect(await desk.seen(editor(0), claim)).toMatchObject({ wording: won(replies)[0]?.body.wording });
    expect(await count(`log WHERE claim_id = $1 AND type = 'claim.edited'`, claim.id)).toBe(1);
  });
});

describe('one key, fifty times', () => {
  it('an action has one effect, and everybody who asked hears the same of it', async () => {
    for (let round = 0; round < 5; round++) {
      const claim = await accepted();
      const path = `/v1/claims/${claim.id}/actions/dismiss`;
      const sent = { ifMatch: `"${claim.version}"`, idempotencyKey: `dismiss-${claim.id}` };
      const ask = (n: number) => desk.as(editor(0), n).post<ClaimBody>(path, { reason: 'other' }, sent);
      const replies = await atOnce(MANY, ask);
      const fresh = won(replies).filter((reply) => !reply.headers.has('idempotency-replayed'));
      expect(fresh).toHaveLength(1);
      for (const reply of replies.filter(({ status }) => status !== 200))
        expect([reply.status, (reply.body as unknown as ProblemBody).code]).toEqual([409, 'idempotency.in-progress']);
      const later = [await ask(0), await ask(1)];
      for (const reply of [...won(replies), ...later]) expect(reply.must(200).text).toBe(fresh[0]?.text);
      expect(await rowsOf(claim, 'dismiss')).toBe(1);
    }
  });

  it('a claim is entered once', async () => {
    for (let round = 0; round < 5; round++) {
      const text = `The tunnel has ${round + 2} tubes.`;
      const ask = (n: number) =>
        desk.as(editor(0), n).post<ClaimBody>('/v1/claims', { text }, { idempotencyKey: `tunnel-${round}` });
      const replies = await atOnce(MANY, ask);
      const ids = new Set(replies.filter(({ status }) => status === 201).map(({ body }) => body.id));
      expect(ids.size).toBe(1);
      expect(replies.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
      expect(await count('claim WHERE text = $1', text)).toBe(1);
    }
  });
});

describe('two who go for the same seat, verdict or page', () => {
  it('twenty go for two seats, each until they have one or none is left: two sit, and nobody beside them', async () => {
    const pairs = await house.newsroom<string>(
      Object.fromEntries(EDITORS.slice(0, 20).map((name) => [name, 'editor'])),
      { reviewsRequired: 2 },
    );
    for (let round = 0; round < 4; round++) {
      const { id } = await accepted(pairs);
      const replies = await atOnce(20, async (n) => {
        for (;;) {
          const reply = await pairs.tries(editor(n), { id }, 'take', {}, n);
          if (reply.status !== 412) return reply;
        }
      });
      expect(won(replies)).toHaveLength(2);
      const codes = replies
        .filter(({ status }) => status !== 200)
        .map(({ body }) => (body as unknown as ProblemBody).reasons?.[0]?.code);
      expect(new Set(codes)).toEqual(new Set(['claim.no-open-seat']));
      const seats = await house.db.sql<{ position: number; person_id: string }>(
        'SELECT s.position, s.person_id FROM assignment s JOIN round r ON r.id = s.round_id WHERE r.claim_id = $1 ORDER BY 1',
        [id],
      );
      expect(seats.map(({ position }) => position)).toEqual([0, 1]);
      expect(new Set(seats.map((seat) => seat.person_id)).size).toBe(2);
    }
  });

  it('two reviewers hand in at once: both are taken, the round closes once, agreed or disputed', async () => {
    const pairs = await house.newsroom<string>({ 'editor-0': 'editor', 'editor-1': 'editor' }, { reviewsRequired: 2 });
    for (let round = 0; round < 8; round++) {
      const { id } = await accepted(pairs);
      const ratings = round % 2 === 0 ? ['false', 'false'] : ['false', 'true'];
      for (const n of [0, 1]) await pairs.does(editor(n), { id }, 'take');
      const etags = [
        await pairs.drafts(editor(0), { id }, ratings[0]),
        await pairs.drafts(editor(1), { id }, ratings[1]),
      ];
      const path = `/v1/claims/${id}/actions/submit`;
      const replies = await atOnce(2, (n) => pairs.as(editor(n), n).post<ClaimBody>(path, {}, { ifMatch: etags[n] }));
      for (const reply of replies) reply.must(200);
      const now = await pairs.seen(editor(0), { id });
      expect(now.state).toBe(round % 2 === 0 ? 'in_signoff' : 'disputed');
      expect(await count(`log WHERE claim_id = $1 AND type = 'review.submitted'`, id)).toBe(2);
      expect(await count(`log WHERE claim_id = $1 AND type = 'round.closed'`, id)).toBe(1);
      expect(await count('verdict WHERE claim_id = $1', id)).toBe(round % 2 === 0 ? 1 : 0);
    }
  });

  it('a sign-off and a change of the verdict: no vote ever stands for a text that its voter has not seen', async () => {
    const ends: string[] = [];
    for (let round = 0; round < 10; round++) {
      const { id } = await accepted();
      const waiting = await desk.reviews(editor(1), { id });
      const cited = await desk.notes(editor(1), { id });
      const verdict = {
        rating: 'true',
        summary: 'It cost 41 million.',
        explanation: 'After all.',
        evidenceIds: [cited],
      };
      const moves: [number, string, object][] = [
        [2, 'signOff', {}],
        [1, 'amend', { verdict }],
      ];
      if (round % 2 === 1) moves.reverse();
      const replies = await Promise.all(
        moves.map(([n, action, body], at) => desk.tries(editor(n), waiting, action, body, at)),
      );
      expect(won(replies)).toHaveLength(1);
      refusedWell(replies);
      const now = await desk.seen(editor(0), { id });
      ends.push(now.state);
      if (now.state === 'approved')
        expect(now.verdict).toMatchObject({ rating: 'false', votes: [{ vote: 'signOff' }] });
      else expect(now).toMatchObject({ state: 'in_signoff', verdict: { rating: 'true', votes: [] } });
    }
    expect(ends).toHaveLength(10);
  });

  it('two claims are merged into each other: one of them lives', async () => {
    for (let round = 0; round < 8; round++) {
      const pair = [await accepted(), await accepted()] as const;
      const replies = await atOnce(2, (n) => desk.tries(editor(n), pair[n]!, 'merge', { target: pair[1 - n]!.id }, n));
      expect(won(replies)).toHaveLength(1);
      refusedWell(replies);
      const states = await Promise.all(pair.map(async (claim) => (await desk.seen(editor(0), claim)).state));
      expect(states.sort()).toEqual(['merged', 'queued']);
    }
  });
});
