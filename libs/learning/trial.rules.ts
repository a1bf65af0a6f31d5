import { figuresOf, lossOf, reallyLower, type Figures } from './measures.rules.js';
import { fit, scoreWith, type Decision, type Recipe, type ScoringModel } from './model.rules.js';

/** Blocks of held-back decisions: before each, the candidate is fitted anew on all that was decided before. */
const BLOCKS = 4;
/** Share of the decisions, the oldest, that are never held back when the built-in score is to be beaten. */
const FIRST_FIT = 0.4;
/** Decisions of either sort that a fit, and the held-back decisions, need at the least. */
export const LEAST_OF_EACH = { fitted: 20, heldBack: 10 };
/** Weights need five times as many decisions as a calibration. */
export const WEIGHTS_FROM = 1_000;
/** The ranking may not get worse by more than this. */
const RANKING_SLACK = 0.01;

export interface Trial {
  recipe: Recipe;
  /** Of the same held-back decisions. */
  figures: { incumbent: Figures; candidate: Figures };
  better: boolean;
}

export interface Incumbent {
  /** Null: the built-in score. */
  model: ScoringModel | null;
  /** Sequence of the last decision that it was fitted on; what came later, it never saw. */
  fittedTo: number;
}

export type TrialResult = { trial: Trial; model: ScoringModel } | { tooFew: true };

/**
 * Fits the newsroom's model and tries it against the one in force, on decisions that neither had seen: in the order of time, as it
 * would have been used, with all claims of an article on the same side. Better is: log loss really lower, Brier score no higher,
 * ranking no worse. The model that comes back is fitted on everything.
 */
export function tryOut(decisions: readonly Decision[], incumbent: Incumbent): TrialResult {
  const articles = inOrder(decisions);
  const blocks = blocksOf(articles, decisions.length, incumbent);
  const heldBack = blocks.flatMap(({ held }) => held);
  const known = blocks[0]?.before ?? [];
  if (!enough(known, LEAST_OF_EACH.fitted) || !enough(heldBack, LEAST_OF_EACH.heldBack)) return { tooFew: true };
  const outcomes = heldBack.map(({ worth }) => worth);
  const articlesHeld = heldBack.map(({ articleId }) => articleId);
  const foretold = (recipe: Recipe): number[] =>
    blocks.flatMap(({ before, held }) => scores(fit(before, recipe), held));
  const losses = (given: readonly number[]): number[] => given.map((p, i) => lossOf(p, outcomes[i] as boolean));
  const old = scores(incumbent.model, heldBack);
  let recipe: Recipe = 'calibration';
  let now = foretold(recipe);
  if (known.length >= WEIGHTS_FROM * FIRST_FIT && decisions.length >= WEIGHTS_FROM) {
    const weighed = foretold('weights');
    if (reallyLower(losses(now), losses(weighed), articlesHeld)) [recipe, now] = ['weights', weighed];
  }
  const stretches = blocks.flatMap(({ held }, index) => held.map(() => index));
  const figures = {
    incumbent: figuresOf(old, outcomes, stretches),
    candidate: figuresOf(now, outcomes, stretches),
  };
  const better =
    reallyLower(losses(old), losses(now), articlesHeld) &&
    figures.candidate.brier <= figures.incumbent.brier &&
    figures.candidate.averagePrecision >= figures.incumbent.averagePrecision - RANKING_SLACK;
  return { trial: { recipe, figures, better }, model: fit(decisions, recipe) };
}

interface Block {
  before: Decision[];
  held: Decision[];
}

/** Articles in the order of their first decision, each with all of its decisions. */
function inOrder(decisions: readonly Decision[]): Decision[][] {
  const articles = new Map<string, Decision[]>();
  for (const one of [...decisions].sort((a, b) => a.sequence - b.sequence))
    articles.set(one.articleId, [...(articles.get(one.articleId) ?? []), one]);
  return [...articles.values()];
}

function blocksOf(articles: Decision[][], all: number, { model, fittedTo }: Incumbent): Block[] {
  const sawNothing = (article: Decision[]): boolean => article.every(({ sequence }) => sequence > fittedTo);
  const before: Decision[] = [];
  const held: Decision[][] = [];
  for (const article of articles) {
    const known = model === null ? before.length < FIRST_FIT * all : !sawNothing(article);
    if (known) before.push(...article);
    else held.push(article);
  }
  const size = held.reduce((sum, article) => sum + article.length, 0) / BLOCKS;
  const blocks: Block[] = [];
  let known = before;
  let current: Decision[] = [];
  for (const [index, article] of held.entries()) {
    current = [...current, ...article];
    if (current.length < size && index < held.length - 1) continue;
    blocks.push({ before: known, held: current });
    known = [...known, ...current];
    current = [];
  }
  return blocks;
}

function scores(model: ScoringModel | null, decisions: readonly Decision[]): number[] {
  return decisions.map((one) => scoreWith(model, one).score);
}

function enough(decisions: readonly Decision[], least: number): boolean {
  const taken = decisions.filter(({ worth }) => worth).length;
  return taken >= least && decisions.length - taken >= least;
}
