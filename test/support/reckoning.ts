import type { DeskFiguresStore, Figures, FlowStore, Period } from '#insights';
import type { SealedRow } from '#log';

type Of<T> = T extends (...args: never[]) => Promise<infer R> ? R : never;
interface Found {
  turnaround: Of<Figures['turnaround']>;
  agreement: Of<Figures['agreement']>;
  throughput: Of<FlowStore['throughput']>[];
  rates: Of<FlowStore['rates']>;
  people: Of<DeskFiguresStore['people']>;
  desks: Of<DeskFiguresStore['desks']>;
  due: Of<DeskFiguresStore['due']>;
  ratings: Of<DeskFiguresStore['ratings']>;
}

interface Data {
  from?: string;
  to?: string;
  desk?: string | null;
  dueAt?: string | null;
  people?: string[];
  replaces?: string | null;
  agreed?: boolean;
  reviews?: { person: string; rating: string }[];
  rating?: { key: string };
}

/** A row of the log with what it takes other rows to know. */
interface Told {
  type: string;
  claimId: string;
  at: Date;
  desk: string | null;
  person: string | null;
  late: number | null;
  data: Data;
  /** Seconds of the waits that it ends, by stage. */
  waits: Partial<Record<string, number>>;
  isFirst: boolean;
}

const COUNTED: readonly [type: string, name: string][] = [
  ['claim.proposed', 'proposed'],
  ['claim.queued', 'queued'],
  ['claim.dismissed', 'dismissed'],
  ['claim.merged', 'merged'],
  ['review.submitted', 'submitted'],
  ['verdict.approved', 'approved'],
  ['factcheck.published', 'published'],
  ['factcheck.corrected', 'corrected'],
  ['factcheck.retracted', 'retracted'],
];
const SEATS = /^(claim\.(assigned|released|expired|recused)|review\.submitted)$/;
const VOTES = /^verdict\.(signed-off|dissented)$/;
const FINISHED = /^(factcheck\.published|claim\.dismissed|claim\.merged)$/;
const STEPS = new RegExp(
  `${SEATS.source}|${VOTES.source}|${COUNTED.map(([type]) => `^${type}$`).join('|')}|^round.closed$|^claim\\.(disputed|reopened|overdue)$`,
);

/** Figures counted off the log by the plainest means, to hold the newsroom's own against. */
export class Reckoning {
  private readonly told: readonly Told[];

  /** `open`: blind rounds that go on. */
  constructor(
    rows: readonly SealedRow[],
    private readonly labels: ReadonlyMap<string, string[]>,
    private readonly open: readonly { claimId: string; openedAt: Date }[],
    private readonly zone: string,
  ) {
    const steps = rows.filter((row) => row.claimId !== null && STEPS.test(row.type));
    this.told = [...labels.keys()].flatMap((id) => story(steps.filter(({ claimId }) => claimId === id)));
  }

  /** At which anything happened, in order. */
  moments(): Date[] {
    return this.told.map(({ at }) => at).sort((one, other) => one.getTime() - other.getTime());
  }

  compare(found: Found, period: Period): void {
    const told = this.told.filter((each) => this.isIn(each, period));
    const of = (type: string) => told.filter((each) => each.type === type);
    for (const { stage, times, median, p90 } of found.turnaround) {
      const waits = told.flatMap(({ waits: all }) => all[stage] ?? []);
      expect([stage, times]).toEqual([stage, waits.length]);
      close([median, p90], waits.length === 0 ? [null, null] : [quantile(waits, 0.5), quantile(waits, 0.9)]);
    }
    for (const [n, by] of (['day', 'week', 'month'] as const).entries())
      this.throughput(found.throughput[n] ?? [], told, by);
    const rounds = of('round.closed').filter(({ data }) => (data.reviews?.length ?? 0) > 1);
    expect(found.rates).toEqual({
      accepted: of('claim.queued').filter(({ waits }) => waits['triage'] !== undefined).length,
      dismissed: of('claim.dismissed').filter(({ data }) => data.from === 'proposed').length,
      merged: 0,
      rounds: rounds.length,
      disputed: rounds.filter(({ data }) => !data.agreed).length,
    });
    agreement(
      found.agreement,
      rounds.map(({ data }) => data.reviews ?? []),
    );
    people(found.people, told);
    const given = of('round.closed').flatMap(({ data }) => (data.reviews ?? []).map(({ rating }) => rating));
    const published = of('factcheck.published').filter(({ isFirst }) => isFirst);
    const ratings = tally(given.map((key) => [key, 'reviews']));
    for (const { data } of published) add(ratings, data.rating?.key ?? '', 'published');
    const shown = found.ratings.filter((row) => row.reviews + row.published > 0);
    expect(
      Object.fromEntries(shown.map(({ rating, reviews, published: out }) => [rating, { reviews, published: out }])),
    ).toEqual(Object.fromEntries([...ratings].map(([key, row]) => [key, { reviews: 0, published: 0, ...row }])));
    for (const { desk, submitted, published: out } of found.desks) {
      const here = (type: string) => of(type).filter((each) => each.desk === desk).length;
      expect([desk, submitted, out]).toEqual([desk, here('review.submitted'), here('factcheck.published')]);
    }
    for (const { desk, finished, late, median } of found.due) {
      const times = told.flatMap((each) => (FINISHED.test(each.type) && each.desk === desk ? (each.late ?? []) : []));
      const over = times.filter((seconds) => seconds > 0);
      expect([desk, finished, late]).toEqual([desk, times.length, over.length]);
      close([median], [over.length === 0 ? null : quantile(over, 0.5)]);
    }
  }

  private isIn({ at, desk, claimId, type }: Told, period: Period): boolean {
    const isKept =
      SEATS.test(type) &&
      this.open.some((round) => round.claimId === claimId && at.getTime() >= round.openedAt.getTime());
    return (
      at >= period.from &&
      at < period.until &&
      (period.desk === null || desk === period.desk) &&
      (period.label === null || (this.labels.get(claimId)?.includes(period.label) ?? false)) &&
      !isKept
    );
  }

  private throughput(found: Found['throughput'][number], told: readonly Told[], by: 'day' | 'week' | 'month'): void {
    const expected = new Map<string, Record<string, number>>();
    for (const { type, at } of told) {
      const name = COUNTED.find(([counted]) => counted === type)?.[1];
      if (name !== undefined) add(expected, startOf(this.local(at), by), name);
    }
    const none = Object.fromEntries(COUNTED.map(([, name]) => [name, 0]));
    expect(found.map(({ start, ...row }) => [this.local(start), row])).toEqual(
      [...expected]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([start, row]) => [start, { ...none, ...row }]),
    );
  }

  /** The date on the newsroom's wall. */
  private local(at: Date): string {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: this.zone, dateStyle: 'short' }).format(at);
  }
}

/** The rows of one claim, oldest first. */
function story(rows: readonly SealedRow[]): Told[] {
  const before: Told[] = [];
  for (const row of rows) {
    const data = row.data as Data;
    const last = <T>(of: (each: Told) => T | undefined) => before.map(of).findLast((value) => value !== undefined);
    const desk = data.desk === undefined ? (last((each) => each.data.desk) ?? null) : data.desk;
    const dueAt = data.dueAt === undefined ? last((each) => each.data.dueAt) : data.dueAt;
    const late = dueAt ? (row.at.getTime() - Date.parse(dueAt)) / 1000 : null;
    const actor = row.actor as { kind: string; id: string | null };
    const person = SEATS.test(row.type) ? (data.people?.[0] ?? actor.id) : actor.kind === 'person' ? actor.id : null;
    const isFirst = row.type === 'factcheck.published' && !before.some(({ type }) => type === row.type);
    const told = { type: row.type, claimId: row.claimId as string, at: row.at, desk, person, late, data, isFirst };
    before.push({ ...told, waits: waitsOf(told, before) });
  }
  return before;
}

function waitsOf({ type, at, data, person, isFirst }: Omit<Told, 'waits'>, before: readonly Told[]): Told['waits'] {
  const since = (start: Told | undefined) => (start ? (at.getTime() - start.at.getTime()) / 1000 : undefined);
  const latest = (...types: string[]) => before.findLast((each) => types.includes(each.type));
  if (type === 'claim.queued' && data.from === 'proposed') return { triage: since(latest('claim.proposed')) };
  if (type === 'claim.assigned' && !data.replaces)
    return { waiting: since(before.findLast((each) => each.data.to === 'queued' || each.type === 'claim.proposed')) };
  if (type === 'review.submitted')
    return { review: since(before.findLast((each) => each.type === 'claim.assigned' && each.person === person)) };
  if (type === 'verdict.approved') return { 'sign-off': since(latest('review.submitted')) };
  if (type !== 'factcheck.published') return {};
  return { publication: since(latest('verdict.approved')), ...(isFirst ? { whole: since(before[0]) } : {}) };
}

/** Krippendorff's alpha (nominal) and Cohen's kappa, round by round. */
function agreement(found: Found['agreement'], rounds: readonly { person: string; rating: string }[][]): void {
  expect(found.rounds).toBe(rounds.length);
  const totals = tally(rounds.flat().map(({ rating }) => [rating, 'times']));
  const all = [...totals.values()].map((row) => row['times'] ?? 0);
  const count = all.reduce((sum, n) => sum + n, 0);
  const expectedApart = (count ** 2 - all.reduce((sum, n) => sum + n ** 2, 0)) / (count - 1);
  let apart = 0;
  const pairs = new Map<string, [string, string][]>();
  for (const round of rounds)
    for (const one of round)
      for (const other of round) {
        if (one.person === other.person) continue;
        if (one.rating !== other.rating) apart += 1 / (round.length - 1);
        const key = `${one.person} ${other.person}`;
        if (one.person < other.person) pairs.set(key, [...(pairs.get(key) ?? []), [one.rating, other.rating]]);
      }
  close([found.alpha.nominal], [expectedApart > 0 ? 1 - apart / expectedApart : null]);
  expect(found.pairs.map(({ one, other }) => `${one} ${other}`).sort()).toEqual([...pairs.keys()].sort());
  for (const { one, other, times, observed, kappa } of found.pairs) {
    const cells = pairs.get(`${one} ${other}`) ?? [];
    const alike = cells.filter(([first, second]) => first === second).length / cells.length;
    const share = (seat: 0 | 1, key: string) => cells.filter((cell) => cell[seat] === key).length / cells.length;
    const chance = [...totals.keys()].reduce((sum, key) => sum + share(0, key) * share(1, key), 0);
    expect(times).toBe(cells.length);
    close([observed, kappa], [alike, 1 - chance < 1e-12 ? null : (alike - chance) / (1 - chance)]);
  }
}

function people(found: Found['people'], told: readonly Told[]): void {
  for (const { person, taken, submitted, released, expired, votes, median } of found) {
    const mine = told.filter((each) => each.person === person);
    const times = (type: RegExp) => mine.filter((each) => type.test(each.type)).length;
    expect([taken, submitted, released, expired, votes]).toEqual(
      [/^claim\.assigned$/, /^review\.submitted$/, /^claim\.(released|recused)$/, /^claim\.expired$/, VOTES].map(times),
    );
    const waits = mine.flatMap(({ waits: all }) => all['review'] ?? []);
    close([median], [waits.length === 0 ? null : quantile(waits, 0.5)]);
  }
  const active = told.filter(({ type, person }) => person !== null && (SEATS.test(type) || VOTES.test(type)));
  expect(found.map(({ person }) => person)).toEqual(expect.arrayContaining(active.map(({ person }) => person)));
}

/** As PostgreSQL's percentile_cont: between the two values that lie around it. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (place - Math.floor(place)) * (high - low);
}

function startOf(date: string, by: 'day' | 'week' | 'month'): string {
  if (by === 'month') return `${date.slice(0, 7)}-01`;
  const day = new Date(`${date}T00:00:00Z`);
  if (by === 'week') day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

function tally(pairs: readonly (readonly [string, string])[]): Map<string, Record<string, number>> {
  const counts = new Map<string, Record<string, number>>();
  for (const [key, name] of pairs) add(counts, key, name);
  return counts;
}

function add(counts: Map<string, Record<string, number>>, key: string, name: string): void {
  const row = counts.get(key) ?? {};
  counts.set(key, { ...row, [name]: (row[name] ?? 0) + 1 });
}

function close(found: readonly (number | null)[], expected: readonly (number | null)[]): void {
  const round = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : value.toFixed(6)));
  expect(round(found)).toEqual(round(expected));
}
