/** Rounds that ended alike: the same ratings, given by different people, `times` over. Ratings by their place on the scale. */
export interface Unit {
  ratings: readonly number[];
  times: number;
}

export type Metric = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha by its definition: 1 - Do / De over the coincidences of pairable values (Krippendorff, Content Analysis,
 * 2nd edition 2004, 11.3). Any number of people, some of whom gave no rating; a unit with one rating pairs with nothing. Null
 * where nothing could differ: no pairs, or one rating throughout.
 */
export function krippendorffAlpha(units: readonly Unit[], metric: Metric): number | null {
  const { coincidences, totals } = coincidencesOf(units);
  const values = [...totals.keys()].sort((one, other) => one - other);
  const n = sum(totals.values());
  const distance = distances(values, totals, metric);
  let observed = 0;
  let expected = 0;
  for (const c of values)
    for (const k of values) {
      observed += (coincidences.get(c)?.get(k) ?? 0) * distance(c, k);
      expected += (totals.get(c) ?? 0) * (totals.get(k) ?? 0) * distance(c, k);
    }
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
}

/** Each unit of m ratings adds each of its ordered pairs 1 / (m - 1) times. */
function coincidencesOf(units: readonly Unit[]) {
  const coincidences = new Map<number, Map<number, number>>();
  const totals = new Map<number, number>();
  for (const { ratings, times } of units) {
    if (ratings.length < 2) continue;
    const weight = times / (ratings.length - 1);
    ratings.forEach((c, i) => {
      totals.set(c, (totals.get(c) ?? 0) + times);
      const row = coincidences.get(c) ?? new Map<number, number>();
      coincidences.set(c, row);
      ratings.forEach((k, j) => {
        if (i !== j) row.set(k, (row.get(k) ?? 0) + weight);
      });
    });
  }
  return { coincidences, totals };
}

/** Squared, as the definition has it. On an ordinal scale two ratings are as far apart as there are ratings between them. */
function distances(values: readonly number[], totals: ReadonlyMap<number, number>, metric: Metric) {
  const of = (value: number) => totals.get(value) ?? 0;
  return (c: number, k: number): number => {
    if (c === k) return 0;
    if (metric === 'nominal') return 1;
    if (metric === 'interval') return (c - k) ** 2;
    const between = values.filter((value) => value >= Math.min(c, k) && value <= Math.max(c, k));
    return (sum(between.map(of)) - (of(c) + of(k)) / 2) ** 2;
  };
}

/** How often one person gave `first` where the other gave `second`. */
export interface PairCell {
  first: string;
  second: string;
  times: number;
}

export interface PairAgreement {
  times: number;
  /** Share of rounds in which both gave the same rating. */
  observed: number;
  /** Cohen's kappa; null where chance alone makes them agree. */
  kappa: number | null;
}

/** Cohen's kappa of two people (Cohen 1960: (po - pe) / (1 - pe)), chance taken from each one's own ratings. */
export function cohenKappa(cells: readonly PairCell[]): PairAgreement {
  const times = sum(cells.map((cell) => cell.times));
  const share = (key: 'first' | 'second', rating: string) =>
    sum(cells.filter((cell) => cell[key] === rating).map((cell) => cell.times)) / times;
  const observed = sum(cells.filter(({ first, second }) => first === second).map((cell) => cell.times)) / times;
  const ratings = [...new Set(cells.map(({ first }) => first))];
  const chance = sum(ratings.map((rating) => share('first', rating) * share('second', rating)));
  return { times, observed, kappa: 1 - chance < 1e-12 ? null : (observed - chance) / (1 - chance) };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
