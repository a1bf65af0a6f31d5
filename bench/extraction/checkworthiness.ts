import { BUCKETS, featuresOf } from '../../libs/extraction/checkworthiness.features.rules.js';
import { probabilityOf } from '../../libs/extraction/checkworthiness.model.rules.js';
import { shadowOf } from '../../libs/extraction/shadow.rules.js';
import { wordsOf, type Word } from '../../libs/extraction/words.rules.js';
import { claimBusterStrict, ct24, type Sentence } from './data.js';
import { learnTogether, margin, type Example, type Learned } from './logistic.js';
import { atThreshold, averagePrecision, thresholds } from './measures.js';

const FOLDS = 4;
/** Probability from which a fold's sentence counts as check-worthy; fixed before the folds are run. */
const FOLD_THRESHOLD = 0.4;

export function taggedWords(text: string): Word[] {
  const shadow = shadowOf(text);
  return wordsOf(shadow, { start: 0, end: shadow.length });
}

export function example(row: Sentence): Example {
  return { features: featuresOf(taggedWords(row.text)), label: row.worthy };
}

/** Weights as they ship: signed bytes on a square scale, so that small weights keep their differences. */
export function quantised(learned: Learned): { bytes: Int8Array; scale: number; rounded: Learned } {
  const largest = learned.weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const scale = largest / 127 ** 2 || 1;
  const bytes = new Int8Array(BUCKETS);
  const weights = new Float64Array(BUCKETS);
  learned.weights.forEach((w, i) => {
    const byte = Math.sign(w) * Math.round(Math.sqrt(Math.abs(w) / scale));
    bytes[i] = byte;
    weights[i] = Math.sign(byte) * byte ** 2 * scale;
  });
  return { bytes, scale, rounded: { weights, bias: learned.bias } };
}

export function checkworthiness(dir: string): string[] {
  const scored = (part: 'dev' | 'devtest'): { scores: number[]; labels: boolean[] } => {
    const rows = ct24(dir, part);
    return { scores: rows.map((row) => probabilityOf(taggedWords(row.text))), labels: rows.map((row) => row.worthy) };
  };
  const dev = scored('dev');
  const test = scored('devtest');
  const { best, low, f1 } = thresholds(dev.scores, dev.labels);
  const atLow = atThreshold(test.scores, test.labels, low);
  const atBest = atThreshold(test.scores, test.labels, best);
  const p = (x: number): string => x.toFixed(3);
  return [
    `dev       AP ${p(averagePrecision(dev.scores, dev.labels))}  F1 ${p(f1)} at ${p(best)}   (study: AP .959, F1 .903)`,
    `dev-test  AP ${p(averagePrecision(test.scores, test.labels))}  F1 ${p(atLow.f1)} at ${p(low)} (dev's lowest threshold within one standard error), ${p(atBest.f1)} at ${p(best)} (dev's best)   (study: AP .890, F1 .764; goal .90, .80)`,
    `4-fold 2.5xNCS  ${strict(dir)}   (study: F1 .769, AP .863; goal .79)`,
    'reliability on dev and dev-test (score band: sentences, mean score, share check-worthy):',
    ...reliability(dev.scores, dev.labels, test.scores, test.labels),
  ];
}

function strict(dir: string): string {
  const rows = claimBusterStrict(dir).map(example);
  const f1s: number[] = [];
  const scores: number[] = [];
  const labels: boolean[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const learned = learnTogether(rows.filter((_, i) => i % FOLDS !== fold));
    const held = rows.filter((_, i) => i % FOLDS === fold);
    const here = held.map((row) => 1 / (1 + Math.exp(-margin(learned, row.features))));
    f1s.push(
      atThreshold(
        here,
        held.map((row) => row.label),
        FOLD_THRESHOLD,
      ).f1,
    );
    scores.push(...here);
    labels.push(...held.map((row) => row.label));
  }
  const mean = f1s.reduce((sum, f) => sum + f, 0) / FOLDS;
  return `F1 ${mean.toFixed(3)} at ${FOLD_THRESHOLD}, AP ${averagePrecision(scores, labels).toFixed(3)}`;
}

function reliability(...sets: (number[] | boolean[])[]): string[] {
  const [dev, devLabels, test, testLabels] = sets as [number[], boolean[], number[], boolean[]];
  const lines: string[] = [];
  for (let band = 0; band < 10; band++) {
    const cell = (scores: number[], labels: boolean[]): string => {
      const inside = scores
        .map((s, i) => [s, labels[i]] as const)
        .filter(([s]) => Math.min(9, Math.floor(s * 10)) === band);
      const n = inside.length;
      if (n === 0) return '   0              ';
      const mean = inside.reduce((sum, [s]) => sum + s, 0) / n;
      return `${String(n).padStart(4)}  ${mean.toFixed(2)}  ${(inside.filter(([, y]) => y).length / n).toFixed(2)}`;
    };
    lines.push(
      `  ${(band / 10).toFixed(1)}-${((band + 1) / 10).toFixed(1)}  dev ${cell(dev, devLabels)}   dev-test ${cell(test, testLabels)}`,
    );
  }
  return lines;
}
