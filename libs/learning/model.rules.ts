import { fitLogistic, logOdds, sigmoid, type Observation } from './logistic.rules.js';
import { signalsOf, type Weighable } from './signals.rules.js';

/** `calibration`: two numbers that bend the built-in score; `weights`: those, and a weight for each word and trait. */
export type Recipe = 'calibration' | 'weights';

/** A newsroom's own score: sigmoid(intercept + slope · log-odds of the built-in score + sum of weights · signals). */
export interface ScoringModel {
  recipe: Recipe;
  intercept: number;
  slope: number;
  weights: Readonly<Record<string, number>>;
}

/** A claim that triage judged. */
export interface Decision extends Weighable {
  claimId: string;
  articleId: string;
  worth: boolean;
  /** Of the log: the order in which things were decided. */
  sequence: number;
}

/** A signal of fewer claims, or of one article alone, is chance. */
const LEAST_CLAIMS = 3;
const LEAST_ARTICLES = 2;
const MOST_SIGNALS = 5_000;
/** The prior: the built-in score is right (slope 1 ± 0.5, intercept 0 ± 2), and taste moves a claim by about one log-odds. */
const PRECISION = { intercept: 1 / 4, slope: 4, signal: 1 };

/** The newsroom's model after these decisions; with few of them it stays near the built-in score. */
export function fit(decisions: readonly Decision[], recipe: Recipe): ScoringModel {
  const names = recipe === 'weights' ? signalsWorthLearning(decisions) : [];
  const indexOf = new Map(names.map((name, i) => [name, i + 2]));
  const mean = new Float64Array(names.length + 2);
  const precision = new Float64Array(names.length + 2).fill(PRECISION.signal);
  mean[1] = 1;
  precision[0] = PRECISION.intercept;
  precision[1] = PRECISION.slope;
  const weights = fitLogistic(
    decisions.map((one) => observationOf(one, indexOf)),
    { mean, precision },
  );
  const learned = names.map((name, i) => [name, Math.round((weights[i + 2] as number) * 1e4) / 1e4] as const);
  return {
    recipe,
    intercept: weights[0] as number,
    slope: weights[1] as number,
    weights: Object.fromEntries(learned.filter(([, weight]) => weight !== 0)),
  };
}

function observationOf(one: Decision, indexOf: ReadonlyMap<string, number>): Observation {
  const at = [0, 1];
  const x = [1, logOdds(one.builtIn)];
  if (indexOf.size > 0)
    for (const [name, strength] of signalsOf(one)) {
      const index = indexOf.get(name);
      if (index !== undefined) (at.push(index), x.push(strength));
    }
  return { at, x, positive: one.worth };
}

function signalsWorthLearning(decisions: readonly Decision[]): string[] {
  const seen = new Map<string, { claims: number; articles: Set<string> }>();
  for (const one of decisions)
    for (const name of signalsOf(one).keys()) {
      const known = seen.get(name) ?? { claims: 0, articles: new Set<string>() };
      known.claims += 1;
      if (known.articles.size < LEAST_ARTICLES) known.articles.add(one.articleId);
      seen.set(name, known);
    }
  return [...seen]
    .filter(([, { claims, articles }]) => claims >= LEAST_CLAIMS && articles.size >= LEAST_ARTICLES)
    .sort(([a, one], [b, other]) => other.claims - one.claims || (a < b ? -1 : 1))
    .slice(0, MOST_SIGNALS)
    .map(([name]) => name);
}

/** The newsroom's score, 0..1, and the signals that moved it, the strongest first. A null model leaves the built-in score. */
export function scoreWith(model: ScoringModel | null, claim: Weighable): { score: number; moved: [string, number][] } {
  if (model === null) return { score: claim.builtIn, moved: [] };
  const moved: [string, number][] = [];
  if (model.recipe === 'weights')
    for (const [name, strength] of signalsOf(claim)) {
      const weight = Object.hasOwn(model.weights, name) ? (model.weights[name] as number) : 0;
      if (weight !== 0) moved.push([name, weight * strength]);
    }
  const shift = moved.reduce((sum, [, by]) => sum + by, 0);
  moved.sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  return { score: sigmoid(model.intercept + model.slope * logOdds(claim.builtIn) + shift), moved };
}

/** A shift of the log-odds from here on is worth a sentence. */
const TELLING = 0.25;

/** Why the newsroom's model gives another score, for a person to read. */
export function reasonFor(claim: Weighable, moved: readonly [string, number][], number: number) {
  const builtIn = claim.builtIn.toFixed(2);
  const shift = moved.reduce((sum, [, by]) => sum + by, 0);
  const strongest = moved.filter(([, by]) => by * shift > 0).slice(0, 3);
  const names = strongest.map(([name]) => name).join(', ');
  const because =
    Math.abs(shift) < TELLING || names === ''
      ? ''
      : ` It ${shift > 0 ? 'takes' : 'leaves'} claims with ${names} more often than others.`;
  return {
    code: 'newsroom',
    text: `Weighed by what this newsroom accepted and dismissed (model ${number}; built-in score ${builtIn}).${because}`,
  };
}
