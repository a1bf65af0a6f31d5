/** One observation: sparse inputs (`at` without repeats) and what came of it. */
export interface Observation {
  at: readonly number[];
  x: readonly number[];
  positive: boolean;
}

/** What is believed of each weight before the first observation: a normal distribution around `mean`. */
export interface Prior {
  mean: Float64Array;
  /** 1 / variance. */
  precision: Float64Array;
}

const MOST_STEPS = 40;
const MOST_TURNS = 60;
const CLOSE = 1e-7;

export function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : 1 - 1 / (1 + Math.exp(z));
}

export function logOdds(p: number): number {
  const inside = Math.min(0.999, Math.max(0.001, p));
  return Math.log(inside / (1 - inside));
}

/**
 * The most probable weights of a logistic regression after the observations, by Newton's method with conjugate gradients
 * (Komarek and Moore 2005). Deterministic, bounded in steps; with no observations it returns the prior's mean.
 */
export function fitLogistic(observations: readonly Observation[], prior: Prior): Float64Array {
  let weights: Float64Array = Float64Array.from(prior.mean);
  let cost = costOf(observations, weights, prior);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, curvature } = slopes(observations, weights, prior);
    if (length(gradient) <= CLOSE * Math.max(1, observations.length)) break;
    const direction = solve(observations, curvature, prior, gradient);
    const next = downhill(observations, weights, direction, prior, cost);
    if (next === undefined) break;
    ({ weights, cost } = next);
  }
  return weights;
}

/** Sum of the weights for one observation. */
export function sumOf({ at, x }: Pick<Observation, 'at' | 'x'>, weights: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < at.length; k++) sum += (weights[at[k] as number] as number) * (x[k] as number);
  return sum;
}

function costOf(observations: readonly Observation[], weights: Float64Array, { mean, precision }: Prior): number {
  let cost = 0;
  for (let i = 0; i < weights.length; i++) {
    const away = (weights[i] as number) - (mean[i] as number);
    cost += 0.5 * (precision[i] as number) * away * away;
  }
  for (const one of observations) {
    const z = (one.positive ? 1 : -1) * sumOf(one, weights);
    cost += z > 0 ? Math.log1p(Math.exp(-z)) : -z + Math.log1p(Math.exp(z));
  }
  return cost;
}

function slopes(observations: readonly Observation[], weights: Float64Array, { mean, precision }: Prior) {
  const gradient = weights.map((w, i) => (precision[i] as number) * (w - (mean[i] as number)));
  const curvature = new Float64Array(observations.length);
  observations.forEach((one, n) => {
    const p = sigmoid(sumOf(one, weights));
    curvature[n] = p * (1 - p);
    addTo(gradient, one, p - (one.positive ? 1 : 0));
  });
  return { gradient, curvature };
}

function addTo(target: Float64Array, { at, x }: Observation, by: number): void {
  for (let k = 0; k < at.length; k++) {
    const i = at[k] as number;
    target[i] = (target[i] as number) + by * (x[k] as number);
  }
}

/** The Newton step: (XᵀDX + precision) s = gradient. */
function solve(
  observations: readonly Observation[],
  curvature: Float64Array,
  { precision }: Prior,
  gradient: Float64Array,
): Float64Array {
  const step = new Float64Array(gradient.length);
  const rest = Float64Array.from(gradient);
  let along = Float64Array.from(gradient);
  let size = dot(rest, rest);
  const enough = size * 1e-12;
  for (let turn = 0; turn < MOST_TURNS && size > enough; turn++) {
    const bent = along.map((v, i) => v * (precision[i] as number));
    observations.forEach((one, n) => addTo(bent, one, (curvature[n] as number) * sumOf(one, along)));
    const rate = size / dot(along, bent);
    for (let i = 0; i < step.length; i++) {
      step[i] = (step[i] as number) + rate * (along[i] as number);
      rest[i] = (rest[i] as number) - rate * (bent[i] as number);
    }
    const next = dot(rest, rest);
    const turned = next / size;
    along = rest.map((v, i) => v + turned * (along[i] as number));
    size = next;
  }
  return step;
}

/** As far down the step as the cost falls; undefined when it falls no more. */
function downhill(
  observations: readonly Observation[],
  weights: Float64Array,
  direction: Float64Array,
  prior: Prior,
  cost: number,
): { weights: Float64Array; cost: number } | undefined {
  for (let share = 1; share > 1e-4; share /= 2) {
    const tried = weights.map((w, i) => w - share * (direction[i] as number));
    const now = costOf(observations, tried, prior);
    if (now < cost) return { weights: tried, cost: now };
  }
  return undefined;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] as number) * (other[i] as number);
  return sum;
}

function length(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
