/** A rating, as much of it as is known: its number on a scale from `worst` to `best`, and what it is called. */
export interface Rated {
  value: number | null;
  best: number | null;
  worst: number | null;
  /** In whatever languages. */
  names: readonly string[];
  /** How many steps its scale has between worst and best; null when nobody says. */
  steps: number | null;
}

/** `not-comparable`: one of them has neither a number on a scale nor a name whose meaning is beyond doubt. */
export type Comparison = 'same' | 'different' | 'not-comparable';

/**
 * Names whose place between wholly false (0) and wholly true (1) is beyond doubt, as fact-checkers use them. "Misleading", "missing context",
 * "unproven" or "satire" say something else than how true a claim is, and are left out.
 */
const PLAIN: Record<string, number> = {
  true: 1,
  correct: 1,
  accurate: 1,
  'mostly true': 0.75,
  'half true': 0.5,
  'partly true': 0.5,
  'partly false': 0.5,
  mixture: 0.5,
  mixed: 0.5,
  'mostly false': 0.25,
  false: 0,
  incorrect: 0,
  inaccurate: 0,
  fake: 0,
  'pants on fire': 0,
};
const PLAIN_STEPS = 4;

/** Where a rating stands between worst (0) and best (1); undefined when nobody can tell. `scale`: names that the newsroom itself gave a place. */
export function placeOf(
  { value, best, worst, names, steps }: Rated,
  scale: ReadonlyMap<string, number> = new Map(),
): { at: number; steps: number } | undefined {
  if (value !== null && best !== null && worst !== null && best > worst && value >= worst && value <= best)
    return { at: (value - worst) / (best - worst), steps: steps ?? Math.max(1, Math.round(best - worst)) };
  for (const name of names) {
    const plain = plainName(name);
    const own = scale.get(plain);
    if (own !== undefined) return { at: own, steps: Math.max(1, scale.size - 1) };
    const known = PLAIN[plain];
    if (known !== undefined) return { at: known, steps: PLAIN_STEPS };
  }
  return undefined;
}

/** The same where no more than half a step of the coarser scale lies between them. */
export function compareRatings(one: Rated, other: Rated, scale?: ReadonlyMap<string, number>): Comparison {
  const [a, b] = [placeOf(one, scale), placeOf(other, scale)];
  if (a === undefined || b === undefined) return 'not-comparable';
  const step = 1 / Math.min(a.steps, b.steps);
  return Math.abs(a.at - b.at) <= step / 2 + 1e-9 ? 'same' : 'different';
}

export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
