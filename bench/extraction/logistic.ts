import { BUCKETS, type Features } from '../../libs/extraction/checkworthiness.features.rules.js';

export interface Example {
  features: Features;
  label: boolean;
}

export interface Learned {
  weights: Float64Array;
  bias: number;
}

export interface Settings {
  epochs: number;
  rate: number;
  l2: number;
  /** A bucket seen in fewer sentences than this keeps the weight 0. */
  least: number;
  seed: number;
}

export const SETTINGS: Settings = { epochs: 8, rate: 0.07, l2: 1e-6, least: 3, seed: 7 };

/** Logistic regression by AdaGrad (Duchi, Hazan and Singer, 2011), one example at a time, in an order fixed by the seed. */
export function learn(examples: Example[], settings: Settings = SETTINGS): Learned {
  const { epochs, rate, l2, least } = settings;
  const seen = new Int32Array(BUCKETS);
  for (const { features } of examples)
    for (const bucket of features.buckets) seen[bucket] = (seen[bucket] as number) + 1;
  const weights = new Float64Array(BUCKETS);
  const squares = new Float64Array(BUCKETS).fill(1e-8);
  let bias = 0;
  let biasSquares = 1e-8;
  const random = randomFrom(settings.seed);
  const order = examples.map((_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const k of order) {
      const { features, label } = examples[k] as Example;
      const { buckets, values } = features;
      const error = 1 / (1 + Math.exp(-(bias + dot(weights, features)))) - (label ? 1 : 0);
      biasSquares += error * error;
      bias -= (rate * error) / Math.sqrt(biasSquares);
      for (let i = 0; i < buckets.length; i++) {
        const bucket = buckets[i] as number;
        if ((seen[bucket] as number) < least) continue;
        const gradient = error * (values[i] as number) + l2 * (weights[bucket] as number);
        const square = (squares[bucket] as number) + gradient * gradient;
        squares[bucket] = square;
        weights[bucket] = (weights[bucket] as number) - (rate * gradient) / Math.sqrt(square);
      }
    }
  }
  return { weights, bias };
}

/** The mean of several runs that differ in the order of the examples only: what they agree on stays, chance goes. */
export function learnTogether(examples: Example[], runs = 4, settings: Settings = SETTINGS): Learned {
  const all = Array.from({ length: runs }, (_, run) => learn(examples, { ...settings, seed: settings.seed + run }));
  const weights = new Float64Array(BUCKETS);
  for (const one of all) one.weights.forEach((w, i) => (weights[i] = (weights[i] as number) + w / runs));
  return { weights, bias: all.reduce((sum, one) => sum + one.bias / runs, 0) };
}

export function margin(learned: Learned, features: Features): number {
  return learned.bias + dot(learned.weights, features);
}

function dot(weights: Float64Array, { buckets, values }: Features): number {
  let sum = 0;
  for (let i = 0; i < buckets.length; i++) sum += (weights[buckets[i] as number] as number) * (values[i] as number);
  return sum;
}

export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export function shuffle(items: unknown[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
}

/** Platt scaling: the slope and intercept that fit probabilities to labels best (Newton's method on the log loss). */
export function calibrate(margins: number[], labels: boolean[]): { slope: number; intercept: number } {
  let slope = 1;
  let intercept = 0;
  for (let step = 0; step < 50; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    margins.forEach((m, i) => {
      const p = 1 / (1 + Math.exp(-(slope * m + intercept)));
      const d = p - (labels[i] === true ? 1 : 0);
      const v = p * (1 - p);
      g0 += d * m;
      g1 += d;
      h00 += v * m * m;
      h01 += v * m;
      h11 += v;
    });
    const determinant = h00 * h11 - h01 * h01 || 1e-9;
    slope -= (h11 * g0 - h01 * g1) / determinant;
    intercept -= (h00 * g1 - h01 * g0) / determinant;
  }
  return { slope, intercept };
}
