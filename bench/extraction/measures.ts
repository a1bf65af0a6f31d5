/** Average precision of a ranking: the mean of precision at each positive. */
export function averagePrecision(scores: number[], labels: boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  let hits = 0;
  let sum = 0;
  order.forEach((i, rank) => {
    if (labels[i] === true) sum += ++hits / (rank + 1);
  });
  return hits === 0 ? 0 : sum / hits;
}

export interface Counted {
  precision: number;
  recall: number;
  f1: number;
}

export function counted(tp: number, fp: number, fn: number): Counted {
  return { precision: tp / (tp + fp || 1), recall: tp / (tp + fn || 1), f1: (2 * tp) / (2 * tp + fp + fn || 1) };
}

export function atThreshold(scores: number[], labels: boolean[], threshold: number): Counted {
  let tp = 0;
  let fp = 0;
  let fn = 0;
  scores.forEach((score, i) => {
    if (score >= threshold) labels[i] === true ? tp++ : fp++;
    else if (labels[i] === true) fn++;
  });
  return counted(tp, fp, fn);
}

/** The threshold of the best F1, and the lowest one within one standard error of it (a missed claim costs more than a dismissed one). */
export function thresholds(scores: number[], labels: boolean[]): { best: number; low: number; f1: number } {
  const tried = [...new Set(scores)].sort((a, b) => a - b);
  const f1s = tried.map((threshold) => atThreshold(scores, labels, threshold).f1);
  const f1 = Math.max(...f1s);
  const positives = labels.filter(Boolean).length || 1;
  const error = Math.sqrt((f1 * (1 - f1)) / positives);
  return { best: tried[f1s.indexOf(f1)] ?? 0.5, low: tried[f1s.findIndex((f) => f >= f1 - error)] ?? 0.5, f1 };
}
