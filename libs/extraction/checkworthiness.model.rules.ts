import { BUCKETS, featuresOf, type Features } from './checkworthiness.features.rules.js';
import { BIAS, INTERCEPT, SCALE, SLOPE, THRESHOLD, WEIGHTS } from './checkworthiness.weights.js';
import type { Word } from './words.rules.js';

/** A linear model over the buckets of `featuresOf`, and the line that turns its sum into a probability (Platt scaling). */
export interface LinearModel {
  weights: Float32Array;
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
    const weights = Float32Array.from(
      new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
      (b) => b * Math.abs(b) * SCALE,
    );
    shipped = { weights, bias: BIAS, slope: SLOPE, intercept: INTERCEPT };
  }
  return shipped;
}

/** Sum of a linear model for one sentence, before calibration. */
export function marginOf({ buckets, values }: Features, { weights, bias }: LinearModel): number {
  let sum = bias;
  for (let i = 0; i < buckets.length; i++) sum += (weights[buckets[i] as number] as number) * (values[i] as number);
  return sum;
}

/** Probability in [0, 1] that an expert calls the sentence check-worthy. */
export function probabilityOf(words: Word[], by: LinearModel = model()): number {
  if (words.length === 0) return 0;
  return 1 / (1 + Math.exp(-(by.slope * marginOf(featuresOf(words), by) + by.intercept)));
}
