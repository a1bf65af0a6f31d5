import { triageIn, verdictOf } from './decisions.rules.js';
import { fitLogistic, sigmoid, sumOf, type Observation } from './logistic.rules.js';
import { figuresOf, reallyLower } from './measures.rules.js';
import { fit, reasonFor, scoreWith, type Decision } from './model.rules.js';
import { signalsOf } from './signals.rules.js';
import { tryOut, type TrialResult } from './trial.rules.js';

/** A generator with a seed (mulberry32): the same newsroom each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SUBJECTS = [
  'council budget',
  'harbour bridge',
  'football club',
  'film festival',
  'hospital beds',
  'royal wedding',
];

/** A newsroom's decisions: `taste` gives the chance that it takes a claim of a subject with a built-in score. */
function decisionsOf(count: number, taste: (builtIn: number, subject: string) => number, seed = 7): Decision[] {
  const random = chance(seed);
  return Array.from({ length: count }, (_, i) => {
    const builtIn = 0.02 + 0.96 * random();
    const subject = SUBJECTS[Math.floor(random() * SUBJECTS.length)] as string;
    const text = `Statement about the ${subject} number${i % 40} of ward${i % 17}`;
    const about = { text, kind: 'factual', claimant: 'person', reasons: ['number'], builtIn };
    return {
      ...about,
      claimId: `c${i}`,
      articleId: `a${Math.floor(i / 8)}`,
      worth: random() < taste(builtIn, subject),
      sequence: i + 1,
    };
  });
}

const builtIn = { model: null, fittedTo: 0 };
function tried(result: TrialResult) {
  if ('tooFew' in result) throw new Error('too few decisions');
  return result;
}

describe('What triage decides', () => {
  const by = 'person' as const;

  it('teaches when a person judges whether a claim is worth checking, and not otherwise', () => {
    expect(verdictOf({ decision: 'accepted', reason: null, by })).toBe(true);
    for (const reason of ['not-checkable', 'not-worth-checking', 'opinion', 'prediction', 'out-of-scope'])
      expect([reason, verdictOf({ decision: 'dismissed', reason, by })]).toEqual([reason, false]);
    for (const reason of ['duplicate', 'already-corrected', 'extraction-error', 'other', null])
      expect([reason, verdictOf({ decision: 'dismissed', reason, by })]).toEqual([reason, null]);
    expect(verdictOf({ decision: 'accepted', reason: null, by: 'machine' })).toBeNull();
  });

  it('is read from the log: accepted, given to somebody, dismissed; a claim that comes back to the queue is no decision', () => {
    expect(triageIn('claim.queued', { action: 'accept', from: 'proposed' })).toEqual({
      decision: 'accepted',
      reason: null,
    });
    expect(triageIn('claim.assigned', { action: 'assign', from: 'proposed' })?.decision).toBe('accepted');
    expect(triageIn('claim.dismissed', { action: 'dismiss', reason: 'opinion' })).toEqual({
      decision: 'dismissed',
      reason: 'opinion',
    });
    expect(triageIn('claim.queued', { action: 'release', from: 'in_review' })).toBeUndefined();
    expect(triageIn('claim.assigned', { action: 'take', from: 'queued' })).toBeUndefined();
    expect(triageIn('claim.merged', { action: 'merge', from: 'proposed' })).toBeUndefined();
  });
});

describe('The fit', () => {
  const flat = (size: number) => ({ mean: new Float64Array(size), precision: new Float64Array(size).fill(1e-9) });
  const row = (x: number[], positive: boolean): Observation => ({ at: x.map((_, i) => i), x, positive });

  it('finds the share accepted where there is nothing but an intercept', () => {
    const rows = Array.from({ length: 100 }, (_, i) => row([1], i < 80));
    expect(sigmoid(fitLogistic(rows, flat(1))[0] as number)).toBeCloseTo(0.8, 6);
  });

  it('finds the log-odds ratio of a two by two table', () => {
    // 30 of 40 with the trait were taken, 10 of 40 without: ln(30/10) - ln(10/30) = 2 ln 3.
    const rows = Array.from({ length: 80 }, (_, i) => row([1, i < 40 ? 1 : 0], i < 30 || (i >= 40 && i < 50)));
    const [intercept, trait] = fitLogistic(rows, flat(2)) as unknown as [number, number];
    expect(intercept).toBeCloseTo(Math.log(1 / 3), 5);
    expect(trait).toBeCloseTo(2 * Math.log(3), 5);
  });

  it('stands where the data and the prior balance', () => {
    const prior = { mean: Float64Array.of(0.3, -0.2), precision: Float64Array.of(2, 0.5) };
    const rows = [row([1, 2], true), row([1, -1], false), row([1, 0.5], true)];
    const weights = fitLogistic(rows, prior);
    for (const i of [0, 1]) {
      const pull = rows.reduce(
        (sum, one) => sum + (sigmoid(sumOf(one, weights)) - (one.positive ? 1 : 0)) * (one.x[i] as number),
        0,
      );
      const hold = (prior.precision[i] as number) * ((weights[i] as number) - (prior.mean[i] as number));
      expect(pull + hold).toBeCloseTo(0, 5);
    }
  });

  it('stays with the prior without data, and finite where the data could be told apart without error', () => {
    const prior = { mean: Float64Array.of(0, 1), precision: Float64Array.of(0.25, 4) };
    expect([...fitLogistic([], prior)]).toEqual([0, 1]);
    const apart = fitLogistic(
      Array.from({ length: 50 }, (_, i) => row([1, i < 25 ? -9 : 9], i >= 25)),
      prior,
    );
    expect([...apart].every((w) => Number.isFinite(w) && Math.abs(w) < 10)).toBe(true);
  });
});

describe('The figures', () => {
  it('are those of their definitions', () => {
    const figures = figuresOf([0.9, 0.6, 0.6, 0.2], [true, false, true, false]);
    expect(figures.brier).toBeCloseTo((0.01 + 0.36 + 0.16 + 0.04) / 4, 10);
    expect(figures.logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.6) + Math.log(0.8)) / 4, 10);
    // 0.9 for one taken, 1.2 for one of two taken, 0.2 for none.
    expect(figures.calibrationError).toBeCloseTo((0.1 + 0.2 + 0.2) / 4, 10);
    // The first is taken (1/1); the two that tie hold one more (2/3).
    expect(figures.averagePrecision).toBeCloseTo((1 + 2 / 3) / 2, 10);
    expect(figuresOf([], [])).toMatchObject({ decisions: 0, logLoss: 0, averagePrecision: 0 });
  });

  it('call a loss lower only when articles, not claims, show it', () => {
    const articles = Array.from({ length: 200 }, (_, i) => `a${i % 20}`);
    const before = articles.map((_, i) => 0.7 + 0.1 * Math.sin(i));
    expect(
      reallyLower(
        before,
        before.map((loss) => loss - 0.05),
        articles,
      ),
    ).toBe(true);
    expect(reallyLower(before, before, articles)).toBe(false);
    // One article's hundred claims gain what the nineteen others lose a little of: no proof.
    const one = articles.map((_, i) => (i < 100 ? 'big' : `a${i % 19}`));
    expect(
      reallyLower(
        before,
        before.map((loss, i) => loss + (i < 100 ? -0.05 : 0.02)),
        one,
      ),
    ).toBe(false);
    expect(reallyLower([1, 1], [0, 0], ['a', 'b'])).toBe(false);
  });
});

describe("A newsroom's own model", () => {
  it('is the built-in score where the newsroom decides as that foretells: nothing is switched', () => {
    const { trial } = tried(
      tryOut(
        decisionsOf(800, (p) => p),
        builtIn,
      ),
    );
    expect(trial.better).toBe(false);
    expect(Math.abs(trial.figures.candidate.logLoss - trial.figures.incumbent.logLoss)).toBeLessThan(0.02);
  });

  it('bends the score of a newsroom that takes far less than experts would, without changing the order', () => {
    const { trial, model } = tried(
      tryOut(
        decisionsOf(400, (p) => p / 4),
        builtIn,
      ),
    );
    expect(trial).toMatchObject({ recipe: 'calibration', better: true });
    expect(trial.figures.candidate.calibrationError).toBeLessThan(trial.figures.incumbent.calibrationError / 2);
    expect(trial.figures.candidate.decisions).toBe(240);
    const at = (score: number) =>
      scoreWith(model, { ...(decisionsOf(1, () => 1)[0] as Decision), builtIn: score }).score;
    expect(at(0.9)).toBeLessThan(0.4);
    expect([0.1, 0.3, 0.5, 0.7, 0.9].map(at)).toEqual([0.1, 0.3, 0.5, 0.7, 0.9].map(at).sort((a, b) => a - b));
  });

  const beat = (p: number, subject: string) => (/council|hospital|bridge/.test(subject) ? 0.2 + 0.7 * p : 0.1 * p);

  it('learns the newsroom’s subjects from a thousand decisions, ranks by them, and says so', () => {
    const { trial, model } = tried(tryOut(decisionsOf(1_200, beat), builtIn));
    expect(trial).toMatchObject({ recipe: 'weights', better: true });
    expect(trial.figures.candidate.averagePrecision).toBeGreaterThan(trial.figures.incumbent.averagePrecision + 0.1);
    const about = (text: string) => ({ text, kind: 'factual', claimant: 'person', reasons: ['number'], builtIn: 0.6 });
    const council = scoreWith(model, about('The council budget fell by 4 percent.'));
    const football = scoreWith(model, about('The football club paid 4 percent less.'));
    expect(council.score).toBeGreaterThan(football.score + 0.2);
    expect(reasonFor(about(''), council.moved, 3).text).toMatch(
      /model 3; built-in score 0\.60.*takes claims with .*council/,
    );
    expect(reasonFor(about(''), football.moved, 3).text).toMatch(/leaves claims with .*football/);
  });

  it('keeps to the calibration below a thousand decisions', () => {
    expect(tried(tryOut(decisionsOf(900, beat), builtIn)).trial.recipe).toBe('calibration');
  });

  it('has to beat the newsroom’s model in force on decisions that this one never saw', () => {
    const first = decisionsOf(600, (p) => p / 4);
    const model = fit(first, 'calibration');
    const later = decisionsOf(200, (p) => p / 4, 11).map((one, i) => ({
      ...one,
      articleId: `later${one.articleId}`,
      sequence: 601 + i,
    }));
    const { trial } = tried(tryOut([...first, ...later], { model, fittedTo: 600 }));
    expect(trial.figures.incumbent.decisions).toBe(200);
    expect(trial.better).toBe(false);
    const changed = decisionsOf(400, (p) => 0.5 + p / 2, 12).map((one, i) => ({
      ...one,
      articleId: `new${one.articleId}`,
      sequence: 601 + i,
    }));
    expect(tried(tryOut([...first, ...changed], { model, fittedTo: 600 })).trial.better).toBe(true);
  });

  it('is not tried where nearly everything was taken, or too little decided', () => {
    expect(
      tryOut(
        decisionsOf(300, () => 1),
        builtIn,
      ),
    ).toEqual({ tooFew: true });
    expect(
      tryOut(
        decisionsOf(30, (p) => p),
        builtIn,
      ),
    ).toEqual({ tooFew: true });
    expect(tryOut([], builtIn)).toEqual({ tooFew: true });
  });

  it('holds signals of one length, whatever the claim’s, and survives names like __proto__', () => {
    const signals = signalsOf({
      text: 'Constructor __proto__ toString '.repeat(50),
      kind: 'factual',
      claimant: null,
      reasons: [],
      builtIn: 0.5,
    });
    expect([...signals.values()].reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(2, 6);
    const bare = { recipe: 'weights' as const, intercept: 0, slope: 1, weights: {} };
    expect(
      scoreWith(bare, { text: 'constructor toString', kind: 'x', claimant: null, reasons: [], builtIn: 0.5 }).score,
    ).toBe(0.5);
  });
});
