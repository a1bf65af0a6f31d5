import { Calendars, CalendarStore, defaultCalendar, NEXT_HOUR, weekdays, type Calendar, type Stretch } from '#newsroom';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;
let room: TestNewsroom<'ana'>;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db);
  room = await aNewsroom(ground, { ana: 'admin' });
});
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

type Week = Partial<Calendar['workingHours']>;
const on = (days: readonly (keyof Week)[], ...hours: Stretch[]): Calendar['workingHours'] => ({
  ...(Object.fromEntries(weekdays.map((day) => [day, []])) as unknown as Calendar['workingHours']),
  ...Object.fromEntries(days.map((day) => [day, hours])),
});
const DAY = { from: '09:00', to: '17:00' };
const NIGHT = { from: '22:00', to: '06:00' };
const office = on(['mon', 'tue', 'wed', 'thu', 'fri'], DAY);
const calendar = (given: Partial<Calendar>): Calendar => ({ ...defaultCalendar, ...given });

const working = async (given: Partial<Calendar>, since: string, hours: number): Promise<string> =>
  ground.database.read(room.id, async (tx) =>
    (await ground.get(CalendarStore).working(tx, calendar(given), since, hours)).toISOString(),
  );
const moment = (given: Partial<Calendar>, at: string) =>
  ground.database.read(room.id, (tx) => ground.get(CalendarStore).moment(tx, calendar(given), at));
const awake = async (given: Partial<Calendar>, at: string): Promise<string> =>
  (await moment(given, at)).awakeAt.toISOString();

describe('Hours at work', () => {
  it.each([
    // Four hours from Friday at four: one that day, three on Monday, though the clocks changed in between.
    ['Europe/Berlin', 'spring', '2026-03-27T15:00:00Z', '2026-03-30T10:00:00.000Z'],
    ['Europe/Berlin', 'autumn', '2026-10-23T14:00:00Z', '2026-10-26T11:00:00.000Z'],
    ['America/New_York', 'spring', '2026-03-06T21:00:00Z', '2026-03-09T16:00:00.000Z'],
    ['America/New_York', 'autumn', '2026-10-30T20:00:00Z', '2026-11-02T17:00:00.000Z'],
    ['Australia/Lord_Howe', 'autumn, by half an hour', '2026-04-03T05:00:00Z', '2026-04-06T01:30:00.000Z'],
    ['Australia/Lord_Howe', 'spring, by half an hour', '2026-10-02T05:30:00Z', '2026-10-05T01:00:00.000Z'],
  ])(
    'are counted over the weekend on which the clocks of %s change in %s, and back again',
    async (timeZone, _, friday, monday) => {
      const given = { timeZone, workingHours: office };
      expect(await working(given, friday, 4)).toBe(monday);
      expect(await working(given, monday, -4)).toBe(new Date(friday).toISOString());
    },
  );

  it.each([
    ['Europe/Berlin', 'spring', '2026-03-28T21:00:00Z', 7, '2026-03-29T04:00:00.000Z', '2026-03-29T21:00:00.000Z'],
    ['Europe/Berlin', 'autumn', '2026-10-24T20:00:00Z', 9, '2026-10-25T05:00:00.000Z', '2026-10-25T22:00:00.000Z'],
    [
      'Australia/Lord_Howe',
      'autumn',
      '2026-04-04T11:00:00Z',
      8.5,
      '2026-04-04T19:30:00.000Z',
      '2026-04-05T12:30:00.000Z',
    ],
    [
      'Australia/Lord_Howe',
      'spring',
      '2026-10-03T11:30:00Z',
      7.5,
      '2026-10-03T19:00:00.000Z',
      '2026-10-04T12:00:00.000Z',
    ],
  ])('of the night desk in %s are as long as the night was in %s', async (timeZone, _, start, hours, end, next) => {
    const given = { timeZone, workingHours: on(weekdays, NIGHT) };
    expect(await working(given, start, hours)).toBe(end);
    expect(await working(given, start, hours + 1)).toBe(next);
    expect(await working(given, end, -hours)).toBe(new Date(start).toISOString());
    expect((await moment(given, start)).atWork).toBe(true);
    expect((await moment(given, end)).atWork).toBe(false);
  });

  it('that spring skips are none', async () => {
    const given = { timeZone: 'Europe/Berlin', workingHours: on(weekdays, { from: '02:00', to: '03:00' }) };
    expect(await working(given, '2026-03-28T22:00:00Z', 1)).toBe('2026-03-30T01:00:00.000Z');
  });

  it('run from Sunday to Thursday where that is the week', async () => {
    const given = { timeZone: 'Asia/Riyadh', workingHours: on(['sun', 'mon', 'tue', 'wed', 'thu'], DAY) };
    expect(await working(given, '2026-11-26T13:00:00Z', 4)).toBe('2026-11-29T09:00:00.000Z');
    expect((await moment(given, '2026-11-27T09:00:00Z')).atWork).toBe(false);
    expect((await moment(given, '2026-11-29T09:00:00Z')).atWork).toBe(true);
  });

  it('leave out holidays and lunch, and start with the next stretch when counted from outside', async () => {
    const halves = on(
      ['mon', 'tue', 'wed', 'thu', 'fri'],
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    );
    const holidays = [{ date: '2026-12-25', name: 'Christmas' }];
    const given = { timeZone: 'Europe/Berlin', workingHours: halves, holidays };
    expect(await working(given, '2026-12-24T20:00:00Z', 4)).toBe('2026-12-28T13:00:00.000Z');
    expect((await moment(given, '2026-12-25T10:00:00Z')).atWork).toBe(false);
  });

  it('are all hours where nobody says when they work', async () => {
    expect(await working({}, '2026-03-28T23:30:00Z', 72)).toBe('2026-03-31T23:30:00.000Z');
  });

  it('count the same there and back, on any minute of a week in which the clocks change', async () => {
    for (const [zone, start] of [
      ['Europe/Berlin', '2026-10-22'],
      ['Australia/Lord_Howe', '2026-03-31'],
      ['America/New_York', '2026-03-04'],
    ]) {
      const body = JSON.stringify(
        calendar({ timeZone: zone, workingHours: on(weekdays, DAY, NIGHT), quietHours: NIGHT }),
      );
      const [wrong] = await db.sql<{ count: string }>(
        `SELECT count(*) FROM generate_series($2::timestamptz, $2::timestamptz + interval '7 days', '97 minutes') AS at,
           (VALUES (0.25), (3), (11.5), (40)) AS asked (hours), app.working_time($1, at, hours) AS due
         WHERE due <= at OR NOT app.is_at_work($1, due - interval '1 second')
           OR (app.is_at_work($1, at) AND app.working_time($1, due, -hours) <> at)
           OR app.awake_at($1, at) < at OR app.awake_at($1, app.awake_at($1, at)) <> app.awake_at($1, at)`,
        [body, start],
      );
      expect([zone, Number(wrong?.count)]).toEqual([zone, 0]);
    }
  });
});

describe('Quiet hours', () => {
  const nightly = { from: '22:00', to: '07:00' };

  it.each([
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-08T11:00:00.000Z'],
    ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-01T12:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-04T20:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-03T13:00:00Z', '2026-10-03T20:00:00.000Z'],
  ])('of %s end at seven in the morning, whatever the clocks did at night', async (timeZone, at, end) => {
    expect(await awake({ timeZone, quietHours: nightly }, at)).toBe(end);
    expect(await awake({ timeZone, quietHours: nightly }, end)).toBe(end);
  });

  it('that end at a time which the night skips, or repeats, end an hour later, or at the second of the two', async () => {
    const given = { timeZone: 'Europe/Berlin', quietHours: { from: '22:00', to: '02:30' } };
    expect(await awake(given, '2026-03-28T23:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(await awake(given, '2026-10-25T00:30:00Z')).toBe('2026-10-25T01:30:00.000Z');
  });

  it('are none where the newsroom has none, and by day', async () => {
    expect(await awake({ timeZone: 'Europe/Berlin' }, '2026-10-25T00:30:00Z')).toBe('2026-10-25T00:30:00.000Z');
    const given = { timeZone: 'Europe/Berlin', quietHours: nightly };
    expect(await awake(given, '2026-10-25T12:00:00Z')).toBe('2026-10-25T12:00:00.000Z');
  });

  it('take in days off and holidays where those are quiet, to the morning of the next day at work', async () => {
    const workingHours = on(['sun', 'mon', 'tue', 'wed', 'thu'], DAY);
    const given = { timeZone: 'Asia/Riyadh', workingHours, quietOnDaysOff: true, quietHours: nightly };
    expect(await awake(given, '2026-11-27T09:00:00Z')).toBe('2026-11-29T04:00:00.000Z');
    const holidays = [{ date: '2026-11-29' }];
    expect(await awake({ ...given, holidays }, '2026-11-27T09:00:00Z')).toBe('2026-11-30T04:00:00.000Z');
    expect(await awake({ ...given, quietOnDaysOff: false }, '2026-11-27T09:00:00Z')).toBe('2026-11-27T09:00:00.000Z');
  });
});

describe('The hour of a daily digest', () => {
  const next = async (timeZone: string, hour: number, now: string): Promise<string> => {
    await db.shiftClock(`${new Date(now).getTime() - Date.now()} milliseconds`);
    const row = await ground.database.read(room.id, (tx) =>
      tx.row<{ at: Date }>(`SELECT date_trunc('minute', ${NEXT_HOUR('$1::int', '$2')}) AS at`, [hour, timeZone]),
    );
    return (row as { at: Date }).at.toISOString();
  };
  afterEach(() => db.shiftClock('0'));

  it.each([
    ['the day before spring', 'Europe/Berlin', 8, '2027-03-27T05:00:00Z', '2027-03-27T07:00:00.000Z'],
    ['over the night of spring', 'Europe/Berlin', 8, '2027-03-27T20:00:00Z', '2027-03-28T06:00:00.000Z'],
    ['at an hour that spring skips', 'Europe/Berlin', 2, '2027-03-27T20:00:00Z', '2027-03-28T01:00:00.000Z'],
    ['over the night of autumn', 'Europe/Berlin', 8, '2027-10-30T20:00:00Z', '2027-10-31T07:00:00.000Z'],
    ['at an hour that autumn repeats', 'Europe/Berlin', 2, '2027-10-30T20:00:00Z', '2027-10-31T01:00:00.000Z'],
    ['once it has passed', 'America/New_York', 8, '2027-03-14T13:30:00Z', '2027-03-15T12:00:00.000Z'],
    ['at midnight', 'Pacific/Auckland', 0, '2027-04-03T11:30:00Z', '2027-04-04T12:00:00.000Z'],
  ])('is that of the newsroom’s own clock %s', async (_, timeZone, hour, now, at) => {
    expect(await next(timeZone, hour, now)).toBe(at);
  });
});

describe('A newsroom’s calendar', () => {
  it('is saved by version, and what cannot be meant is refused with a pointer', async () => {
    const save = (seen: number, given: Partial<Calendar>) =>
      ground.database.write(room.id, (tx) => ground.get(Calendars).save(tx, room.of.ana.actor, seen, calendar(given)));
    expect(await save(0, { timeZone: 'Europe/Berlin' })).toMatchObject({ version: 1 });
    await expect(save(0, {})).rejects.toMatchObject({ code: 'version.stale', extra: { currentVersion: 1 } });
    await expect(save(1, { timeZone: 'Europe/Atlantis' })).rejects.toMatchObject({
      code: 'calendar.invalid',
      errors: [{ pointer: '/timeZone', code: 'unknown-time-zone' }],
    });
    const current = await ground.database.read(room.id, (tx) => ground.get(Calendars).current(tx));
    expect(current).toMatchObject({ version: 1, body: { timeZone: 'Europe/Berlin' } });
  });
});
