/** How well probabilities foretold decisions. All but `averagePrecision`: the lower, the better. */
export interface Figures {
  decisions: number;
  accepted: number;
  /** Mean of -ln of the probability that was given to what came. */
  logLoss: number;
  /** Mean squared distance between probability and outcome (Brier 1950). */
  brier: number;
  /** Mean distance between probability and share accepted, in ten bins of equal width (Guo et al. 2017). */
  calibrationError: number;
  /** Of the ranking within each stretch of time: the mean of precision at each accepted claim; ties count as one place. */
  averagePrecision: number;
}

const BINS = 10;

/** `stretches` names for each decision the stretch whose claims were ranked against each other; all in one without it. */
export function figuresOf(
  probabilities: readonly number[],
  outcomes: readonly boolean[],
  stretches: readonly number[] = [],
): Figures {
  const n = probabilities.length;
  const mean = (of: (p: number, worth: boolean) => number): number =>
    n === 0 ? 0 : probabilities.reduce((sum, p, i) => sum + of(p, outcomes[i] as boolean), 0) / n;
  return {
    decisions: n,
    accepted: outcomes.filter(Boolean).length,
    logLoss: mean(lossOf),
    brier: mean((p, worth) => (p - (worth ? 1 : 0)) ** 2),
    calibrationError: calibrationError(probabilities, outcomes),
    averagePrecision: rankingOf(probabilities, outcomes, stretches),
  };
}

export function lossOf(p: number, worth: boolean): number {
  const given = worth ? p : 1 - p;
  return -Math.log(Math.max(1e-6, given));
}

function calibrationError(probabilities: readonly number[], outcomes: readonly boolean[]): number {
  const bins = Array.from({ length: BINS }, () => ({ p: 0, accepted: 0 }));
  probabilities.forEach((p, i) => {
    const bin = bins[Math.min(BINS - 1, Math.floor(p * BINS))] as (typeof bins)[number];
    bin.p += p;
    bin.accepted += outcomes[i] === true ? 1 : 0;
  });
  const off = bins.reduce((sum, bin) => sum + Math.abs(bin.p - bin.accepted), 0);
  return off / (probabilities.length || 1);
}

/** Each accepted claim counts the same, whatever its stretch. */
function rankingOf(
  probabilities: readonly number[],
  outcomes: readonly boolean[],
  stretches: readonly number[],
): number {
  let [sum, accepted] = [0, 0];
  for (const stretch of new Set(outcomes.map((_, i) => stretches[i] ?? 0))) {
    const inside = <T>(list: readonly T[]): T[] => list.filter((_, i) => (stretches[i] ?? 0) === stretch);
    const worth = inside(outcomes);
    const hits = worth.filter(Boolean).length;
    sum += hits * averagePrecision(inside(probabilities), worth);
    accepted += hits;
  }
  return accepted === 0 ? 0 : sum / accepted;
}

function averagePrecision(probabilities: readonly number[], outcomes: readonly boolean[]): number {
  const order = probabilities.map((_, i) => i).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  let [sum, hits] = [0, 0];
  for (let i = 0; i < order.length;) {
    let j = i;
    let here = 0;
    while (j < order.length && probabilities[order[j] as number] === probabilities[order[i] as number]) {
      if (outcomes[order[j] as number] === true) here++;
      j++;
    }
    hits += here;
    sum += here * (hits / j);
    i = j;
  }
  return hits === 0 ? 0 : sum / hits;
}

/**
 * Whether losses `after` are really lower than `before`, on the same decisions: the mean difference is more than 1.645 standard
 * errors above nothing (one-sided, 95 %). Claims of one article stand or fall together, so articles are what is drawn.
 */
export function reallyLower(before: readonly number[], after: readonly number[], articles: readonly string[]): boolean {
  const n = before.length;
  const differences = before.map((loss, i) => loss - (after[i] as number));
  const mean = differences.reduce((sum, d) => sum + d, 0) / (n || 1);
  const byArticle = new Map<string, number>();
  differences.forEach((d, i) => {
    const article = articles[i] as string;
    byArticle.set(article, (byArticle.get(article) ?? 0) + d - mean);
  });
  const groups = byArticle.size;
  if (groups < LEAST_ARTICLES) return false;
  const squares = [...byArticle.values()].reduce((sum, d) => sum + d * d, 0);
  const error = Math.sqrt((squares * groups) / (groups - 1)) / n;
  return mean > 1.645 * error;
}

/** Fewer articles than this show nothing. */
export const LEAST_ARTICLES = 10;
