import fc from 'fast-check';
import { type Claim, ClaimsModule, Claims } from '#claims';
import type { Tx } from '#database';
import { EvidenceModule, EvidenceService } from '#evidence';
import { DeskFiguresStore, Figures, FlowStore, InsightsAtWorkModule, InsightsModule, type Period } from '#insights';
import { LogReaders, LogStore, Sealer, type SealedRow } from '#log';
import { Calendars, defaultCalendar } from '#newsroom';
import { DraftStore, ReviewsModule } from '#reviews';
import { Workflow, WorkflowModule, type Action, type InputOf } from '#workflow';
import { KeepHowRoundsEnded20261122129000 } from '../../migrations/20261122129000-keep-how-rounds-ended.js';
import { aNewsroom, type Post, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { Reckoning } from '../support/reckoning.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

const ZONE = 'America/New_York';
const reviewers = ['ada', 'omar', 'rosa'] as const;
type Staff = (typeof reviewers)[number] | 'eva' | 'boss';

/** What becomes of a claim. Numbers stand for whoever is there, and for hours that pass. */
const randomStory = fc.record({
  desk: fc.constantFrom('city', 'news', null),
  labels: fc.subarray(['bridge', 'budget', 'health']),
  ending: fc.constantFrom(
    'waits',
    'dismissed',
    'left',
    'half',
    'half',
    'closed',
    'closed',
    'public',
    'public',
    'again',
  ),
  who: fc.shuffledSubarray([...reviewers], { minLength: 3 }),
  ratings: fc.tuple(
    fc.constantFrom('false', 'mostly-false', 'true'),
    fc.constantFrom('false', 'false', 'mostly-false', 'true'),
  ),
  hours: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 10, maxLength: 10 }),
});
type Story = typeof randomStory extends fc.Arbitrary<infer T> ? T : never;

describe('the figures of a newsroom in which anything happens', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  let db: TestDatabase;
  let ground: Ground;
  let room: TestNewsroom<Staff>;
  let plain: Reckoning;
  let minutes = 0;

  const write = <T>(work: (tx: Tx) => Promise<T>) => ground.database.write(room.id, work);
  const read = <T>(work: (tx: Tx) => Promise<T>) => ground.database.read(room.id, work);
  const later = (hours: number) => db.shiftClock(`${(minutes += hours * 60 + 7)} minutes`);

  async function does<A extends Action>(name: Staff, { id }: Claim, action: A, input: InputOf<A>): Promise<void> {
    await write((tx) => ground.get(Workflow).perform(tx, room.of[name].actor, id, action, input));
  }

  async function reviews(name: Staff, claim: Claim, rating: string): Promise<void> {
    const { actor, id } = room.of[name];
    await write(async (tx) => {
      const note = { kind: 'note', stance: 'refutes', note: 'The account says 63.', visibility: 'public' } as const;
      const evidence = await ground.get(EvidenceService).attach(tx, actor, claim.id, note);
      const verdict = { rating, summary: 'It cost 63 million.', explanation: 'So says the account.' };
      await ground.get(DraftStore).save(tx, claim.id, id, { ...verdict, evidenceIds: [evidence.id] });
    });
    await does(name, claim, 'submit', {});
  }

  /** Leaves off where the story ends. */
  async function lives({ desk, labels, ending, who, ratings, hours }: Story): Promise<void> {
    const [one, other, third] = who as [Staff, Staff, Staff];
    const pass = () => later(hours.pop() ?? 1);
    const given = { text: `The bridge cost ${minutes} million.`, desk, labels, priority: 'high' as const };
    const appearances = [
      { claimant: { kind: 'person' as const, name: 'Mara Lind' }, url: 'https://news.example/bridge' },
    ];
    const claim = await write((tx) =>
      ground.get(Claims).propose(tx, room.of.eva.actor, { ...given, appearances, language: 'en' }),
    );
    await pass();
    if (ending === 'dismissed') return does('eva', claim, 'dismiss', { reason: 'other' });
    await does('eva', claim, 'accept', {});
    if (ending === 'waits') return;
    await pass();
    await does(third, claim, 'take', {});
    await pass();
    await does(third, claim, 'release', { reason: 'No time.' });
    if (ending === 'left') return;
    for (const [seat, name] of [one, other].entries()) {
      await pass();
      await does(name, claim, 'take', {});
      await pass();
      await reviews(name, claim, ratings[seat] as string);
      if (ending === 'half') return;
    }
    if (ending === 'closed') return;
    if (ratings[0] !== ratings[1]) {
      const [review] = await db.sql<{ id: string }>('SELECT id FROM review WHERE claim_id = $1', [claim.id]);
      await does('boss', claim, 'adjudicate', { choose: review?.id as string });
    }
    await pass();
    await does('eva', claim, 'publish', {});
    if (ending !== 'again') return;
    await pass();
    await does('eva', claim, 'reopen', { reason: 'A new account.' });
    await does(third, claim, 'take', {});
    await pass();
    await reviews(third, claim, 'true');
  }

  async function readOn(): Promise<void> {
    while ((await ground.get(Sealer).sealAll()) > 0);
    while ((await ground.get(LogReaders).readAll()) > 0);
  }

  const figures = (period: Period) =>
    read(async (tx) => {
      const [flow, desk] = [ground.get(FlowStore), ground.get(DeskFiguresStore)];
      const [turnaround, agreement] = [
        await ground.get(Figures).turnaround(tx, period),
        await ground.get(Figures).agreement(tx, period),
      ];
      const throughput = [
        await flow.throughput(tx, period, 'day'),
        await flow.throughput(tx, period, 'week'),
        await flow.throughput(tx, period, 'month'),
      ];
      const [rates, people, desks, due, ratings] = await Promise.all([
        flow.rates(tx, period),
        desk.people(tx, period),
        desk.desks(tx, period),
        desk.due(tx, period),
        desk.ratings(tx, period),
      ]);
      return { turnaround, agreement, throughput, rates, people, desks, due, ratings };
    });

  beforeAll(async () => {
    db = await aDatabase();
    const modules = [ClaimsModule, ReviewsModule, EvidenceModule, WorkflowModule, InsightsModule, InsightsAtWorkModule];
    ground = await openGround(db, modules);
    const desks = ['city', 'news'];
    const member: Post = { role: 'reviewer', desks };
    const staff = { ada: member, omar: member, rosa: member, eva: { role: 'editor', desks }, boss: 'admin' } as const;
    room = await aNewsroom(ground, staff, {
      policy: { reviewsRequired: 2, signOffsRequired: 0, blind: true, leaseHours: 100_000 },
      desks,
    });
    await write((tx) =>
      ground.get(Calendars).save(tx, room.of.boss.actor, undefined, { ...defaultCalendar, timeZone: ZONE }),
    );
    await db.sql('UPDATE person SET capacity = 1000');
    for (const story of fc.sample(randomStory, { seed, numRuns: 32 })) await lives(story);
    await readOn();
    const rows: SealedRow[] = await read((tx) => ground.get(LogStore).sealedAfter(tx, room.id, 0, 10_000));
    const claims = await db.sql<{ id: string; labels: string[] }>('SELECT id, labels FROM claim');
    const open = await db.sql<{ claimId: string; openedAt: Date }>(
      `SELECT claim_id AS "claimId", opened_at AS "openedAt" FROM round WHERE status = 'open'`,
    );
    plain = new Reckoning(rows, new Map(claims.map(({ id, labels }) => [id, labels])), open, ZONE);
  }, 120_000);
  afterAll(async () => {
    await ground?.close();
    await db?.drop();
  });

  it(`are what can be counted off its log, in any period, of any desk and label (seed ${seed})`, async () => {
    const moment = fc.constantFrom(...plain.moments());
    const randomPeriod = fc.record({
      ends: fc.tuple(moment, moment, fc.integer({ min: 0, max: 1 })),
      desk: fc.constantFrom(null, null, 'city', 'news', 'nowhere'),
      label: fc.constantFrom(null, null, 'bridge', 'health', 'nothing'),
    });
    const whole = { ends: [plain.moments()[0] as Date, plain.moments().at(-1) as Date, 1] as [Date, Date, number] };
    await fc.assert(
      fc.asyncProperty(randomPeriod, async ({ ends: [one, other, more], desk, label }) => {
        const [from, last] = one < other ? [one, other] : [other, one];
        const period = { from, until: new Date(last.getTime() + more), desk, label };
        plain.compare(await figures(period), period);
      }),
      { numRuns: 40, seed, examples: [[{ ...whole, desk: null, label: null }]] },
    );
  });

  it('are the same when the log is read again from its first row', async () => {
    const kept = () =>
      Promise.all([
        db.sql('SELECT * FROM claim_step ORDER BY sequence, step'),
        db.sql('SELECT * FROM ended_round ORDER BY at, round_id'),
      ]);
    const before = await kept();
    expect(before.map(({ length }) => length > 5)).toEqual([true, true]);
    await db.sql(`UPDATE log_reader SET sequence = 0 WHERE reader = 'figures'`);
    await readOn();
    expect(await kept()).toEqual(before);
    await db.sql('DELETE FROM claim_step');
    await db.sql('DELETE FROM ended_round');
    await db.sql(`UPDATE log_reader SET sequence = 0 WHERE reader = 'figures'`);
    await readOn();
    expect(await kept()).toEqual(before);
  });

  it('are the same for a newsroom whose history is older than the rows that hold them', async () => {
    const kept = () =>
      Promise.all([
        db.sql('SELECT sequence, step, agreed, rating, tier FROM claim_step ORDER BY sequence, step'),
        db.sql('SELECT * FROM ended_round ORDER BY at, round_id'),
        db.sql('SELECT * FROM log_reader ORDER BY reader'),
      ]);
    const before = await kept();
    const migration = new KeepHowRoundsEnded20261122129000();
    const runner = { query: (sql: string) => db.sql(sql) } as unknown as Parameters<typeof migration.up>[0];
    await migration.down(runner);
    await migration.up(runner);
    expect(await kept()).toEqual(before);
  });
});
