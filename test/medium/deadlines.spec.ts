import { Claims, ClaimStore, ClaimsModule, type Claim, type NewClaim } from '#claims';
import type { Tx } from '#database';
import { Deadlines, DeadlinesModule, DeadlineStore, tellDeadlines } from '#deadlines';
import { EvidenceModule, EvidenceService } from '#evidence';
import { Calendars, defaultCalendar, defaultPolicy, Policies, type Calendar, type PolicyBody } from '#newsroom';
import { DraftStore, ReviewsModule, SituationStore } from '#reviews';
import { Workflow, WorkflowModule, type Action, type InputOf } from '#workflow';
import { aNewsroom, type Post, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

type Staff = 'rosa' | 'eva' | 'omar' | 'ada';

let db: TestDatabase;
let ground: Ground;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, ReviewsModule, EvidenceModule, WorkflowModule, DeadlinesModule]);
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

interface Told {
  type: string;
  data: { deadline: string; deadlineAt: string; to: string[]; level?: string; assignee: string | null };
}

/** A newsroom with a city desk, where time passes as the test says. */
class Desk {
  constructor(readonly room: TestNewsroom<Staff>) {}

  static async open(policy: Partial<PolicyBody> = {}): Promise<Desk> {
    const staff: Record<Staff, Post> = {
      rosa: { role: 'reviewer', desks: ['city'] },
      eva: { role: 'editor', desks: ['city'] },
      omar: 'editor',
      ada: 'admin',
    };
    return new Desk(await aNewsroom(ground, staff, { policy: { signOffsRequired: 0, ...policy } }));
  }

  id(name: Staff): string {
    return this.room.of[name].id;
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return ground.database.write(this.room.id, work);
  }

  /** On the city desk, in the queue, with the due time of its priority. */
  async queued(given: Partial<NewClaim> = {}): Promise<Claim> {
    const claim = await this.write((tx) =>
      ground.get(Claims).propose(tx, this.room.of.eva.actor, {
        text: 'The harbour bridge cost 41 million.',
        appearances: [{ claimant: { kind: 'person', name: 'Mara Lind' }, url: 'https://news.example/bridge' }],
        priority: 'high',
        desk: 'city',
        ...given,
      }),
    );
    return this.does('eva', claim, 'accept', {});
  }

  async does<A extends Action>(name: Staff, { id }: { id: string }, action: A, input: InputOf<A>): Promise<Claim> {
    const { actor } = this.room.of[name];
    return (await this.write((tx) => ground.get(Workflow).perform(tx, actor, id, action, input))).claim;
  }

  /** Handed in, and with that the round is over. */
  async reviews(name: Staff, claim: Claim): Promise<Claim> {
    const { actor, id } = this.room.of[name];
    await this.write(async (tx) => {
      const note = { kind: 'note', stance: 'refutes', note: 'The account says 63.', visibility: 'public' } as const;
      const evidence = await ground.get(EvidenceService).attach(tx, actor, claim.id, note);
      const verdict = { rating: 'false', summary: 'It cost 63 million.', explanation: 'So says the account.' };
      await ground.get(DraftStore).save(tx, claim.id, id, { ...verdict, evidenceIds: [evidence.id] });
    });
    return this.does(name, claim, 'submit', {});
  }

  edit(claim: Claim, edit: Parameters<Claims['edit']>[4]): Promise<Claim> {
    return this.write(async (tx) => {
      const version = (await ground.get(ClaimStore).version(tx, claim.id)) as number;
      return ground.get(Claims).edit(tx, this.room.of.eva.actor, claim.id, version, edit);
    });
  }

  calendar(given: Partial<Calendar>): Promise<unknown> {
    return this.write((tx) =>
      ground.get(Calendars).save(tx, this.room.of.ada.actor, undefined, { ...defaultCalendar, ...given }),
    );
  }

  policy(given: Partial<PolicyBody>): Promise<unknown> {
    return this.write((tx) =>
      ground.get(Policies).save(tx, this.room.of.ada.actor, undefined, { ...defaultPolicy, ...given }),
    );
  }

  look(): Promise<void> {
    return this.write((tx) => ground.get(Deadlines).look(tx));
  }

  /** What is told at a look, in the order in which it was. */
  async told(): Promise<Told[]> {
    const [{ last = 0 } = {}] = await db.sql<{ last: number }>('SELECT max(position) AS last FROM log');
    await this.look();
    return db.sql<Told>(
      `SELECT type, data FROM log WHERE newsroom = $1 AND position > $2 AND type IN ('claim.due-soon', 'claim.overdue', 'claim.escalated')
       ORDER BY position`,
      [this.room.id, last],
    );
  }

  async types(): Promise<string[]> {
    return (await this.told()).map(({ type, data }) => (data.level ? `${type} ${data.level}` : type));
  }

  /** Whether the worker's sweep would find this newsroom now. */
  async isFound(): Promise<boolean> {
    const found = await ground.database.system('sweep', (tx) => tellDeadlines.due!(tx, 1_000));
    return found.some(({ newsroom }) => newsroom === this.room.id);
  }
}

const later = (interval: string) => db.shiftClock(interval);
/** Sets the clock to a moment. */
const itIs = (at: string) => db.sql('UPDATE app.clock SET shift = $1::timestamptz - clock_timestamp()', [at]);
const day = { from: '09:00', to: '17:00' };
const weekdays = { mon: [day], tue: [day], wed: [day], thu: [day], fri: [day], sat: [], sun: [] };
const berlin = { timeZone: 'Europe/Berlin', workingHours: weekdays, quietHours: { from: '22:00', to: '07:00' } };

describe('A claim that nobody finishes', () => {
  it('is told of when it is due soon, when it is overdue, then to the desk’s editors, then to the admins, each once', async () => {
    const desk = await Desk.open();
    await desk.queued();
    expect(await desk.types()).toEqual([]);
    await later('19 hours');
    expect(await desk.isFound()).toBe(false);
    await later('20 hours 1 minute');
    expect(await desk.isFound()).toBe(true);
    expect(await desk.told()).toMatchObject([
      { type: 'claim.due-soon', data: { deadline: 'claim', assignee: null, to: [desk.id('eva')] } },
    ]);
    expect(await desk.types()).toEqual([]);
    await later('24 hours 1 minute');
    expect(await desk.types()).toEqual(['claim.overdue']);
    expect(await desk.types()).toEqual([]);
    await later('26 hours 1 minute');
    expect(await desk.told()).toMatchObject([
      { type: 'claim.escalated', data: { level: 'editors', to: [desk.id('eva')] } },
    ]);
    await later('48 hours 1 minute');
    expect(await desk.told()).toMatchObject([
      { type: 'claim.escalated', data: { level: 'admins', to: [desk.id('ada')] } },
    ]);
    await later('90 days');
    expect(await desk.isFound()).toBe(false);
    expect(await desk.types()).toEqual([]);
  });

  it('is told to those who work on it, and stays theirs', async () => {
    const desk = await Desk.open();
    const claim = await desk.queued();
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    await desk.does('eva', claim, 'assign', { person: desk.id('rosa'), dueAt });
    await later('61 minutes');
    expect(await desk.told()).toMatchObject([
      { type: 'claim.overdue', data: { deadline: 'assignment', assignee: desk.id('rosa'), to: [desk.id('rosa')] } },
    ]);
    await later('24 hours 30 minutes');
    expect(await desk.told()).toMatchObject([
      { type: 'claim.escalated', data: { deadline: 'assignment', level: 'editors' } },
      { type: 'claim.overdue', data: { deadline: 'claim', to: [desk.id('rosa')] } },
    ]);
    const { seats } = await desk.write((tx) => ground.get(SituationStore).of(tx, claim.id));
    expect(seats).toMatchObject([{ personId: desk.id('rosa'), kind: 'assigned', leaseExpiresAt: null }]);
    await desk.reviews('rosa', claim);
    await later('3 days');
    expect(await desk.types()).toEqual(['claim.escalated admins']);
  });

  it('is due as it was when it is handed over, and nobody hears again what was told', async () => {
    const desk = await Desk.open();
    const claim = await desk.queued({ priority: 'low' });
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    await desk.does('eva', claim, 'assign', { person: desk.id('rosa'), dueAt });
    await desk.does('eva', claim, 'assign', { person: desk.id('omar'), replaces: desk.id('rosa') });
    const [handed] = await db.sql<{ data: { seatDueAt: string; reason: null } }>(
      `SELECT data FROM log WHERE claim_id = $1 AND type = 'claim.assigned' ORDER BY position DESC LIMIT 1`,
      [claim.id],
    );
    expect(handed?.data.seatDueAt).toBe(dueAt);
    await later('61 minutes');
    expect(await desk.told()).toMatchObject([
      { type: 'claim.overdue', data: { deadline: 'assignment', assignee: desk.id('omar'), deadlineAt: dueAt } },
    ]);
    await desk.does('eva', claim, 'assign', { person: desk.id('rosa'), replaces: desk.id('omar') });
    expect(await desk.types()).toEqual([]);
    await later('8 hours');
    expect(await desk.told()).toMatchObject([
      { type: 'claim.escalated', data: { level: 'editors', assignee: desk.id('rosa') } },
    ]);
    const anew = new Date(Date.now() + 40 * 3_600_000).toISOString();
    await desk.does('eva', claim, 'assign', { person: desk.id('omar'), replaces: desk.id('rosa'), dueAt: anew });
    await later('41 hours');
    expect(await desk.types()).toEqual(['claim.overdue']);
  });

  it('is done with its publication, an hour set for it, a dismissal; and comes back as it was told before', async () => {
    const desk = await Desk.open();
    const [published, scheduled, dismissed] = [await desk.queued(), await desk.queued(), await desk.queued()];
    for (const claim of [published, scheduled]) {
      await desk.does('rosa', claim, 'take', {});
      await desk.reviews('rosa', claim);
    }
    await desk.does('eva', published, 'publish', {});
    await desk.does('eva', scheduled, 'publish', { at: new Date(Date.now() + 9 * 86_400_000).toISOString() });
    await later('25 hours');
    expect((await desk.told()).map(({ data }) => data.deadlineAt)).toEqual([dismissed.dueAt!.toISOString()]);
    await desk.does('eva', dismissed, 'dismiss', { reason: 'not-checkable' });
    await later('27 hours');
    expect(await desk.types()).toEqual([]);
    await desk.does('eva', dismissed, 'accept', {});
    expect(await desk.types()).toEqual(['claim.escalated editors']);
    await desk.does('eva', published, 'reopen', { reason: 'The page changed.' });
    expect(await desk.types()).toEqual([]);
    await later('52 hours');
    expect(await desk.types()).toContain('claim.overdue');
  });

  it('is told of anew when its due time is moved, and by its new priority', async () => {
    const desk = await Desk.open();
    const claim = await desk.queued();
    await later('25 hours');
    expect(await desk.types()).toEqual(['claim.overdue']);
    await desk.edit(claim, { dueAt: new Date(Date.now() + 60 * 3_600_000).toISOString(), priority: 'low' });
    expect(await desk.types()).toEqual([]);
    await later('37 hours');
    expect(await desk.types()).toEqual(['claim.due-soon']);
    await desk.edit(claim, { dueAt: null });
    await later('90 hours');
    expect(await desk.types()).toEqual([]);
  });
});

describe('A due time that the policy set', () => {
  const hours = (claim: Claim) => Math.round(((claim.dueAt?.getTime() ?? NaN) - claim.createdAt.getTime()) / 3_600_000);

  it('follows the priority: sooner from now on, later from when the claim was accepted', async () => {
    const desk = await Desk.open();
    const claim = await desk.queued();
    expect(hours(claim)).toBe(24);
    await later('3 hours');
    expect(hours(await desk.edit(claim, { priority: 'urgent' }))).toBe(7);
    await later('4 hours');
    expect(hours(await desk.edit(claim, { priority: 'normal' }))).toBe(72);
    await later('71 hours');
    expect(hours(await desk.edit(claim, { priority: 'urgent' }))).toBe(72);
  });

  it('follows the desk, and one that a person set follows nothing', async () => {
    const desk = await Desk.open({ desks: { slow: { dueHours: { high: 240 } } } });
    const claim = await desk.queued();
    expect(hours(await desk.edit(claim, { desk: 'slow' }))).toBe(240);
    const dueAt = new Date(Date.now() + 50 * 3_600_000).toISOString();
    expect(hours(await desk.edit(claim, { dueAt }))).toBe(50);
    expect(hours(await desk.edit(claim, { priority: 'urgent', desk: 'city' }))).toBe(50);
  });
});

describe('After a standstill', () => {
  it('of five days each deadline is told as overdue once, and to the level that is due by then', async () => {
    const desk = await Desk.open();
    await desk.queued();
    await later('6 days');
    expect(await desk.isFound()).toBe(true);
    expect(await desk.types()).toEqual(['claim.overdue', 'claim.escalated admins']);
    expect(await desk.types()).toEqual([]);
    expect(await desk.isFound()).toBe(false);
  });

  it('what piled up is told bit by bit, and by any number of workers together once', async () => {
    const desk = await Desk.open();
    const first = await desk.queued();
    await desk.write((tx) =>
      tx.run(
        `INSERT INTO claim (newsroom, id, text, text_key, created_by, due_at)
         SELECT newsroom, gen_random_uuid(), text || n, text_key || n, created_by, due_at FROM claim, generate_series(1, 240) AS n
         WHERE newsroom = $1 AND id = $2`,
        [tx.newsroom, first.id],
      ),
    );
    await later('25 hours');
    expect(await desk.types()).toHaveLength(100);
    await Promise.all([1, 2, 3, 4, 5].map(() => desk.look()));
    const rows = await db.sql<{ times: number }>(
      `SELECT count(*)::int AS times FROM log WHERE newsroom = $1 AND type = 'claim.overdue' GROUP BY claim_id`,
      [desk.room.id],
    );
    expect(rows).toHaveLength(241);
    expect(rows.every(({ times }) => times === 1)).toBe(true);
  });

  it('in the middle of telling nothing is told half, and it is found again', async () => {
    const desk = await Desk.open();
    await desk.queued();
    await later('25 hours');
    const killed = desk.write(async (tx) => {
      await ground.get(Deadlines).look(tx);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await desk.isFound()).toBe(true);
    expect(await desk.types()).toEqual(['claim.overdue']);
  });
});

describe('Where the newsroom keeps hours', () => {
  it('due times and escalations pass over the weekend on which the clocks change', async () => {
    await itIs('2027-03-26T15:00:00Z'); // Friday at four, in Berlin
    const desk = await Desk.open({ hoursCount: 'at-work' });
    await desk.calendar(berlin);
    const claim = await desk.queued({ priority: 'urgent' });
    expect(claim.dueAt?.toISOString().slice(0, 16)).toBe('2027-03-29T10:00'); // Monday at noon
    await itIs('2027-03-29T08:59:00Z');
    expect(await desk.types()).toEqual([]);
    await itIs('2027-03-29T09:01:00Z');
    expect(await desk.types()).toEqual(['claim.due-soon']);
    await itIs('2027-03-29T10:01:00Z');
    expect(await desk.types()).toEqual(['claim.overdue']);
    await itIs('2027-03-29T12:01:00Z');
    expect(await desk.types()).toEqual(['claim.escalated editors']);
    await itIs('2027-04-01T09:59:00Z'); // 24 hours at work are three days
    expect(await desk.types()).toEqual([]);
    await itIs('2027-04-01T10:01:00Z');
    expect(await desk.types()).toEqual(['claim.escalated admins']);
  });

  it.each([
    ['spring', '2027-03-27T22:00:00Z', '2027-03-28T04:59:00Z', '2027-03-28T05:00:01Z'],
    ['autumn', '2027-10-30T22:00:00Z', '2027-10-31T05:59:00Z', '2027-10-31T06:00:01Z'],
  ])('nobody is told in quiet hours, but at their end, in the night of %s too', async (_, evening, before, seven) => {
    await itIs(evening);
    const desk = await Desk.open();
    await desk.calendar(berlin);
    await desk.queued({ priority: 'urgent' });
    await itIs(before);
    expect(await desk.types()).toEqual([]);
    expect(await desk.isFound()).toBe(false);
    await itIs(seven);
    expect(await desk.types()).toEqual(['claim.overdue', 'claim.escalated editors']);
  });

  it('days off are quiet where they are to be, from Sunday to Thursday as from Monday to Friday', async () => {
    await itIs('2027-05-06T09:00:00Z'); // Thursday
    const desk = await Desk.open();
    const workingHours = { ...weekdays, fri: [], sun: [day] };
    await desk.calendar({ timeZone: 'Asia/Riyadh', workingHours, quietOnDaysOff: true });
    await desk.queued();
    await itIs('2027-05-08T20:59:00Z'); // Saturday, a minute to midnight
    expect(await desk.types()).toEqual([]);
    await itIs('2027-05-08T21:00:01Z');
    expect(await desk.types()).toEqual(['claim.overdue', 'claim.escalated admins']);
  });

  it('a change of hours or policy counts again what was not told yet', async () => {
    await itIs('2027-06-01T12:00:00Z');
    const desk = await Desk.open();
    await desk.calendar({ ...berlin, quietHours: { from: '09:00', to: '08:30' } });
    await desk.queued({ priority: 'urgent' });
    await itIs('2027-06-01T17:00:00Z');
    expect(await desk.types()).toEqual([]);
    await desk.calendar(berlin);
    expect(await desk.types()).toEqual(['claim.overdue']);
    await desk.policy({ escalateAfterHours: { editors: null, admins: 0.5 } });
    expect(await desk.types()).toEqual(['claim.escalated admins']);
  });
});

describe('A desk’s deadlines', () => {
  it('are listed soonest first, with how far they were told', async () => {
    const desk = await Desk.open();
    const [high, urgent] = [await desk.queued(), await desk.queued({ priority: 'urgent', desk: null })];
    await later('5 hours');
    await desk.look();
    const list = (filter: object) =>
      ground.database.read(desk.room.id, (tx) =>
        ground.get(DeadlineStore).list(tx, { limit: 50, viewer: null, ...filter }),
      );
    expect(await list({})).toMatchObject([
      { claimId: urgent.id, overdue: true, told: 'overdue' },
      { claimId: high.id, overdue: false, told: 'nothing', assignee: null },
    ]);
    expect(await list({ overdue: false })).toMatchObject([{ claimId: high.id }]);
    expect(await list({ desk: 'city' })).toMatchObject([{ claimId: high.id }]);
  });
});
