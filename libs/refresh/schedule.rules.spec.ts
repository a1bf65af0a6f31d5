import {
  changesPerHour,
  isConditional,
  nextCheckIn,
  retryAfterSeconds,
  type Stake,
  UNCONDITIONAL_EVERY,
  type VisitRecord,
} from './schedule.rules.js';

const hours = (record: VisitRecord, stake: Stake = 'open') => nextCheckIn(record, stake, 'unchanged_304', 0.5) / 3_600;
const fresh = { visits: 0, changes: 0, spanHours: 0 };

describe('The next look at a source', () => {
  it('is after a day while little is known', () => {
    expect(hours(fresh)).toBe(24);
    expect(hours({ visits: 1, changes: 1, spanHours: 1 })).toBe(24);
  });

  it('comes sooner for a page that changes, later for one that does not, at most thirty days', () => {
    const unchanged = [2, 10, 40].map((visits) => hours({ visits, changes: 0, spanHours: visits * 48 }));
    expect(unchanged).toEqual([...unchanged].sort((a, b) => a - b));
    expect(unchanged[0]).toBeGreaterThan(24);
    expect(hours({ visits: 20, changes: 10, spanHours: 480 })).toBeLessThan(24);
    expect(hours({ visits: 20, changes: 1, spanHours: 480 })).toBeGreaterThan(24);
    expect(hours({ visits: 100, changes: 0, spanHours: 100_000 })).toBe(720);
  });

  it('does not chase a page that changes faster than it can be followed', () => {
    expect(hours({ visits: 20, changes: 20, spanHours: 20 })).toBe(24);
  });

  it('comes sooner under a published verdict, later when nothing hangs on it', () => {
    expect(hours(fresh, 'published')).toBe(12);
    expect(hours(fresh, 'none')).toBe(96);
  });

  it('is spread by a tenth to either side', () => {
    expect(nextCheckIn(fresh, 'open', 'unchanged_304', 0)).toBe(Math.round(24 * 3_600 * 0.9));
    expect(nextCheckIn(fresh, 'open', 'unchanged_304', 1)).toBe(Math.round(24 * 3_600 * 1.1));
  });

  it('is within a day while a source fails, a day off at least where it keeps us out, and never before it asked us back', () => {
    const slow = { visits: 40, changes: 0, spanHours: 4_000 };
    expect(nextCheckIn(slow, 'open', 'timeout', 0.5)).toBe(86_400);
    expect(nextCheckIn(fresh, 'published', 'blocked', 0.5)).toBe(86_400);
    expect(nextCheckIn(fresh, 'published', 'server_error', 0.5, 80_000)).toBe(80_000);
  });

  it('rests on an estimate that sees more changes than were caught', () => {
    const caught = { visits: 10, changes: 8, spanHours: 240 };
    expect(changesPerHour(caught)).toBeGreaterThan(8 / 240);
    expect(changesPerHour({ visits: 10, changes: 10, spanHours: 240 })).toBeLessThan(Infinity);
    expect(changesPerHour({ visits: 10, changes: 0, spanHours: 240 })).toBeLessThan(1 / 240);
  });

  /** Poisson pages, looked at by the rule and at equal cost by uniform visits: the share of time a copy is up to date. */
  it('keeps more copies fresh than looking at all pages equally often', () => {
    let seed = 11;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const horizon = 24 * 200;
    const pages = Array.from({ length: 600 }, () => 10 ** (random() * 3 - 3.5));
    const changeTimes = pages.map((rate) => {
      const times: number[] = [];
      for (let t = -Math.log(random()) / rate; t < horizon; t += -Math.log(random()) / rate) times.push(t);
      return times;
    });
    const freshness = (times: number[], visits: number[]) => {
      let sum = 0;
      let next = 0;
      visits.forEach((visit, i) => {
        while (next < times.length && (times[next] ?? 0) <= visit) next += 1;
        sum += Math.min(times[next] ?? horizon, visits[i + 1] ?? horizon, horizon) - visit;
      });
      return sum / horizon;
    };
    const adaptive = changeTimes.map((times) => {
      const visits = [0];
      let changes = 0;
      for (;;) {
        const last = visits.at(-1) ?? 0;
        const previous = visits.at(-2) ?? 0;
        if (visits.length > 1 && times.some((t) => t > previous && t <= last)) changes += 1;
        const at =
          last +
          nextCheckIn({ visits: visits.length - 1, changes, spanHours: last }, 'open', 'unchanged_304', random()) /
            3_600;
        if (at >= horizon) return visits;
        visits.push(at);
      }
    });
    const spent = adaptive.reduce((sum, visits) => sum + visits.length, 0);
    const each = Math.round(spent / pages.length);
    const uniform = Array.from({ length: each }, (_unused, i) => (i * horizon) / each);
    const mean = (visitsOf: (i: number) => number[]) =>
      changeTimes.reduce((sum, times, i) => sum + freshness(times, visitsOf(i)), 0) / pages.length;
    expect(mean((i) => adaptive[i] ?? [0])).toBeGreaterThan(mean(() => uniform) + 0.01);
  });
});

describe('Asking with and without validators', () => {
  it('every tenth look takes the page anew, so that a stuck ETag hides nothing for long', () => {
    const asked = Array.from({ length: 20 }, (_unused, check) => isConditional(check % UNCONDITIONAL_EVERY));
    expect(asked.filter((conditional) => !conditional)).toHaveLength(2);
    expect(asked[9]).toBe(false);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-02-03T10:00:00Z');
  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['120', 120],
    ['0', 0],
    ['999999', 86_400],
    ['Tue, 03 Feb 2026 10:05:00 GMT', 300],
    ['Tue, 03 Feb 2026 09:00:00 GMT', 0],
    ['Wed, 03 Feb 2027 10:00:00 GMT', 86_400],
    ['-5', undefined],
    ['soon', undefined],
    ['1e9', undefined],
    ['', undefined],
  ])('%p is %p seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});
