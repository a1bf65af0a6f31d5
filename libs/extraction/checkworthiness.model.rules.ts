import { BUCKETS, featuresOf, type Features } from './checkworthiness.features.rules.js';
import { BIAS, INTERCEPT, SCALE, SLOPE, THRESHOLD, WEIGHTS } from './checkworthiness.weights.js';
import type { Word } from './words.rules.js';

/** A linear model over the buckets of `featuresOf`, and the line that turns its sum into a probability (Platt scaling). */
export interface LinearModel {
  weights: Int8Array;
  scale: number;
  bias: number;
  slope: number;
  intercept: number;
}

/** A calibrated score from here on is worth a person's look: the lowest threshold within one standard error of the best F1 on the expert labels. */
export const WORTH_CHECKING = THRESHOLD;

let shipped: LinearModel | undefined;

function model(): LinearModel {
  if (shipped === undefined) {
    const bytes = Buffer.from(WEIGHTS, 'base64');
    if (bytes.length !== BUCKETS) throw new Error(`The weights hold ${bytes.length} buckets, the features ${BUCKETS}.`);
    const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    shipped = { weights, scale: SCALE, bias: BIAS, slope: SLOPE, intercept: INTERCEPT };
  }
  return shipped;
}

/** Sum of a linear model for one sentence, before calibration. */
export function marginOf(
  features: Features,
  { weights, scale, bias }: Pick<LinearModel, 'weights' | 'scale' | 'bias'>,
): number {
  let sum = 0;
  for (let i = 0; i < features.buckets.length; i++)
    sum += (weights[features.buckets[i] as number] as number) * (features.values[i] as number);
  return sum * scale + bias;
}

/** Probability in [0, 1] that an expert calls the sentence check-worthy. */
export function probabilityOf(words: Word[], by: LinearModel = model()): number {
  if (words.length === 0) return 0;
  return 1 / (1 + Math.exp(-(by.slope * marginOf(featuresOf(words), by) + by.intercept)));
}
