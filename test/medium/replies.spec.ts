import { Claims, ClaimsModule, type Claim } from '#claims';
import type { Tx } from '#database';
import { Deadlines, DeadlinesModule, DeadlineStore, tellDeadlines } from '#deadlines';
import { Calendars, defaultCalendar } from '#newsroom';
import { Replies, RepliesModule, ReplyStore, type NewReplyRequest, type ReplyRequest } from '#replies';
import { Workflow, WorkflowModule, type Action, type InputOf } from '#workflow';
import { aNewsroom, type Post, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

type Staff = 'rosa' | 'bo' | 'eva' | 'omar';

let db: TestDatabase;
let ground: Ground;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, RepliesModule, WorkflowModule, DeadlinesModule]);
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

const STAFF: Record<Staff, Post> = {
  rosa: { role: 'reviewer', desks: ['city'] },
  bo: { role: 'reviewer', desks: ['city'] },
  eva: { role: 'editor', desks: ['city'] },
  omar: 'editor',
};
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);
const later = (interval: string) => db.shiftClock(interval);

/** A newsroom that asks for comment, where time passes as the test says. */
class Desk {
  constructor(readonly room: TestNewsroom<Staff>) {}

  static async open(reviewsRequired = 1): Promise<Desk> {
    return new Desk(await aNewsroom(ground, STAFF, { policy: { reviewsRequired } }));
  }

  id(name: Staff): string {
    return this.room.of[name].id;
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return ground.database.write(this.room.id, work);
  }

  claim(text = 'The harbour bridge cost 41 million.'): Promise<Claim> {
    const appearances = [
      { claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' }, url: 'https://a.example/' },
    ] as const;
    return this.write(async (tx) => {
      const { actor } = this.room.of.eva;
      const claim = await ground.get(Claims).propose(tx, actor, { text, appearances: [...appearances], desk: 'city' });
      return (await ground.get(Workflow).perform(tx, actor, claim.id, 'accept', {})).claim;
    });
  }

  async does<A extends Action>(name: Staff, { id }: Claim, action: A, input: InputOf<A>): Promise<void> {
    await this.write((tx) => ground.get(Workflow).perform(tx, this.room.of[name].actor, id, action, input));
  }

  asks(name: Staff, { id }: { id: string }, given: Partial<NewReplyRequest> = {}): Promise<ReplyRequest> {
    const request: NewReplyRequest = {
      name: 'Mara Lind',
      question: 'Why?',
      channel: 'email',
      dueAt: inHours(24),
      ...given,
    };
    return this.write((tx) => ground.get(Replies).ask(tx, this.room.of[name].actor, id, request));
  }

  answers(name: Staff, { id, version }: ReplyRequest, text = 'It did.') {
    const answer = { outcome: 'answered', text, verbatim: true, channel: 'email' } as const;
    return this.write((tx) => ground.get(Replies).answer(tx, this.room.of[name].actor, id, version, answer));
  }

  seenBy(name: Staff, { id }: ReplyRequest): Promise<ReplyRequest> {
    return this.write((tx) => ground.get(Replies).found(tx, this.room.of[name].actor, id));
  }

  look(): Promise<void> {
    return this.write((tx) => ground.get(Deadlines).look(tx));
  }

  /** Whom the newsroom tells, at a look, of replies that did not come. */
  async told(): Promise<string[][]> {
    const [{ last = 0 } = {}] = await db.sql<{ last: number }>('SELECT max(position) AS last FROM log');
    await this.look();
    const names = new Map(Object.entries(this.room.of).map(([name, { id }]) => [id, name]));
    const rows = await db.sql<{ to: string[] }>(
      `SELECT data -> 'to' AS to FROM log WHERE newsroom = $1 AND position > $2 AND type = 'reply.overdue' ORDER BY position`,
      [this.room.id, last],
    );
    return rows.map(({ to }) => to.map((id) => names.get(id) ?? id));
  }

  async isFound(): Promise<boolean> {
    const found = await ground.database.system('sweep', (tx) => tellDeadlines.due!(tx, 1_000));
    return found.some(({ newsroom }) => newsroom === this.room.id);
  }

  listed(viewer: Staff, overdue?: boolean) {
    return this.write((tx) => ground.get(DeadlineStore).list(tx, { viewer: this.id(viewer), overdue, limit: 50 })).then(
      (all) => all.filter(({ replyRequestId }) => replyRequestId !== null),
    );
  }
}

describe('The time that somebody has to reply', () => {
  it('is told to have passed to who asked and the desk’s editors, once', async () => {
    const desk = await Desk.open();
    const request = await desk.asks('rosa', await desk.claim());
    expect(request.state).toBe('awaiting');
    expect(await desk.told()).toEqual([]);
    expect(await desk.listed('bo')).toMatchObject([{ id: request.id, assignee: desk.id('rosa'), overdue: false }]);
    await later('23 hours');
    expect(await desk.told()).toEqual([]);
    await later('24 hours 1 minute');
    expect(await desk.isFound()).toBe(true);
    expect((await desk.seenBy('bo', request)).state).toBe('no-answer');
    expect(await desk.told()).toEqual([['rosa', 'eva']]);
    expect(await desk.told()).toEqual([]);
    expect(await desk.listed('bo')).toEqual([]);
  });

  it('is told to those who work on the claim, and to nobody when a word came in time', async () => {
    const desk = await Desk.open();
    const [worked, answered, withdrawn] = [await desk.claim(), await desk.claim('B.'), await desk.claim('C.')];
    await desk.does('bo', worked, 'take', {});
    await desk.asks('omar', worked);
    await desk.answers('omar', await desk.asks('rosa', answered));
    const mistaken = await desk.asks('rosa', withdrawn);
    await desk.write((tx) =>
      ground.get(Replies).withdraw(tx, desk.room.of.eva.actor, mistaken.id, 1, 'A wrong number.'),
    );
    await later('25 hours');
    expect(await desk.told()).toEqual([['omar', 'bo']]);
  });

  it('is told anew when it was prolonged, and an answer that comes after it is late', async () => {
    const desk = await Desk.open();
    const request = await desk.asks('rosa', await desk.claim());
    await later('25 hours');
    expect(await desk.told()).toHaveLength(1);
    const dueAt = inHours(50);
    const longer = await desk.write((tx) =>
      ground.get(Replies).change(tx, desk.room.of.rosa.actor, request.id, 1, { dueAt, reason: 'They are abroad.' }),
    );
    expect(longer).toMatchObject({ state: 'awaiting', version: 2 });
    expect(await desk.told()).toEqual([]);
    await later('51 hours');
    expect(await desk.told()).toHaveLength(1);
    const { request: late } = await desk.answers('bo', longer);
    expect(late.state).toBe('answered');
    expect(late.answeredAt!.getTime()).toBeGreaterThan(late.dueAt.getTime());
    await later('90 days');
    expect(await desk.told()).toEqual([]);
  });

  it('is found again after a crash in the middle of telling, and after three days of standstill told once', async () => {
    const desk = await Desk.open();
    await desk.asks('rosa', await desk.claim());
    await later('4 days');
    const killed = desk.write(async (tx) => {
      await ground.get(Deadlines).look(tx);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await desk.isFound()).toBe(true);
    await Promise.all([desk.look(), desk.look(), desk.look()]);
    const [row] = await db.sql<{ times: number }>(
      `SELECT count(*)::int AS times FROM log WHERE newsroom = $1 AND type = 'reply.overdue'`,
      [desk.room.id],
    );
    expect(row?.times).toBe(1);
  });

  it('wakes nobody in quiet hours, and nobody waits for a word on a claim that was dismissed', async () => {
    await db.sql(`UPDATE app.clock SET shift = $1::timestamptz - clock_timestamp()`, ['2027-06-01T18:00:00Z']);
    const desk = await Desk.open();
    const quietHours = { from: '22:00', to: '07:00' };
    await desk.write((tx) =>
      ground.get(Calendars).save(tx, desk.room.of.eva.actor, undefined, { ...defaultCalendar, quietHours }),
    );
    const dueAt = new Date('2027-06-01T23:00:00Z');
    await desk.asks('rosa', await desk.claim(), { dueAt });
    const dismissed = await desk.claim('B.');
    await desk.asks('rosa', dismissed, { dueAt });
    await desk.does('eva', dismissed, 'dismiss', { reason: 'other' });
    await db.sql(`UPDATE app.clock SET shift = $1::timestamptz - clock_timestamp()`, ['2027-06-01T23:01:00Z']);
    expect(await desk.told()).toEqual([]);
    await db.sql(`UPDATE app.clock SET shift = $1::timestamptz - clock_timestamp()`, ['2027-06-02T07:00:01Z']);
    expect(await desk.told()).toEqual([['rosa', 'eva']]);
  });
});

describe('A request for comment', () => {
  it('goes over with a claim that is merged, and comes back', async () => {
    const desk = await Desk.open();
    const [one, other] = [await desk.claim(), await desk.claim('The bridge was dear.')];
    const request = await desk.asks('rosa', one);
    await desk.does('eva', one, 'merge', { target: other.id, stance: 'asserts' });
    expect(await desk.seenBy('bo', request)).toMatchObject({ claimId: other.id, mergedFrom: one.id });
    expect(await desk.listed('bo')).toMatchObject([{ claimId: other.id }]);
    await expect(desk.asks('rosa', one)).rejects.toMatchObject({ code: 'claim.wrong-state' });
    await desk.does('eva', one, 'unmerge', {});
    expect(await desk.seenBy('bo', request)).toMatchObject({ claimId: one.id, mergedFrom: null });
    const left = await desk.write((tx) => ground.get(ReplyStore).standing(tx, other.id));
    expect(left).toEqual([]);
  });

  it('by a blind reviewer is theirs and their successor’s alone, and its deadline too, until the round closes', async () => {
    const desk = await Desk.open(2);
    const claim = await desk.claim();
    const before = await desk.asks('bo', claim);
    await desk.does('rosa', claim, 'take', {});
    await desk.does('bo', claim, 'take', {});
    const hidden = await desk.asks('rosa', claim);
    expect(hidden.concealed).toBe(true);
    for (const name of ['bo', 'eva'] as const)
      await expect(desk.seenBy(name, hidden)).rejects.toMatchObject({ code: 'reply.not-found' });
    expect((await desk.listed('bo')).map(({ id }) => id)).toEqual([before.id]);
    await expect(desk.answers('rosa', before)).rejects.toMatchObject({ code: 'reply.in-blind-round' });
    await desk.answers('eva', before);
    await later('25 hours');
    expect(await desk.told()).toEqual([['rosa']]);
    await desk.does('eva', claim, 'assign', { person: desk.id('omar'), replaces: desk.id('rosa') });
    expect((await desk.seenBy('omar', hidden)).concealed).toBe(true);
    await desk.answers('omar', hidden);
    const rows = await db.sql<{ type: string; data: Record<string, unknown>; personal: unknown }>(
      `SELECT type, data, personal FROM log WHERE newsroom = $1 AND subject_id = $2 ORDER BY position`,
      [desk.room.id, hidden.id],
    );
    expect(rows.map(({ type }) => type)).toEqual(['reply.requested', 'reply.overdue', 'reply.received']);
    for (const { data, personal } of rows)
      expect([personal, data]).toMatchObject([null, { concealed: true, channel: null, outcome: null, dueAt: null }]);
  });
});
