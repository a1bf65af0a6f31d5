import type { ClaimantKind } from './extraction.types.js';
import type { Word } from './words.rules.js';

/**
 * What the place and the matter of a statement add to its log-odds, over what its sentence does: steps whose sign makes sense, in size all about
 * the same, kept where articles marked for development were ranked the better for them.
 */
const STEPS = {
  /** For each word that it has over twelve, up to the fourteenth, or is short of twelve: a scrap of a sentence is seldom what matters in it. */
  word: 0.2,
  /** A second statement of the same sentence. */
  second: -0.5,
  /** Begins with "he", "it", "they". */
  pronoun: -0.5,
  /** An office, a report or an agency says it. */
  office: 0.5,
  law: 0.5,
  crime: 0.5,
  accuses: 0.5,
  ranks: 0.3,
  /** People met, spoke, appeared. */
  meeting: -0.5,
  /** What is told first. */
  opening: 0.6,
};
const USUAL = 12;
const FULL = 14;
const OPENING = 0.15;

const PRONOUN = /^(?:he|she|they|it|this|that|these|those|we|i|you)$/;
const LAW =
  /\b(?:laws?|legal|illegal|courts?|judges?|bann?(?:ed|s)?|bills?|legislation|rights|vote[sd]?|voting|constitution\w*|federal|congress|parliament|senate|tax(?:es)?|classified|regulat\w+|lawsuits?|sued)\b/;
const CRIME =
  /\b(?:kill\w*|murder\w*|attack\w*|shot|shooting|assault\w*|rape\w*|terror\w*|fraud|crimes?|criminals?|charged|arrest\w*|guilty|prison|dead|died|deaths?|violence|threat\w*|genocide|bribe\w*)\b/;
const ACCUSES =
  /\b(?:accus\w*|lie[sd]?|lying|liars?|false\w*|mislead\w*|misled|fail\w*|corrupt\w*|refus\w*|violat\w*|racis[mt]\w*|bigot\w*|biased?|cheat\w*|scandals?)\b/;
const RANKS =
  /\b(?:first|only|most|least|largest|biggest|smallest|highest|lowest|worst|best|never|ever|all|every|majority)\b/;
const MEETING =
  /\b(?:met|meet|spoke|speech|rally|rallies|events?|gathering|ceremony|interviews?|conference|appear\w*|attend\w*|visit\w*|tweet\w*|told|called)\b/;

export interface Standing {
  /** Not the first statement of its sentence. */
  second: boolean;
  claimant: ClaimantKind;
  /** Where in the text it stands, 0 to 1. */
  depth: number;
}

/** Whether a statement is about the law, a crime or somebody's failing, by its words. */
export function isGrave(text: string): boolean {
  return LAW.test(text) || CRIME.test(text) || ACCUSES.test(text);
}

/** How far the place and the matter of a statement move its log-odds. `text` is its words in lower case. */
export function standingOf(words: Word[], text: string, about: Standing): number {
  const size = words.filter((w) => w.tag !== 'PUNCT').length;
  let odds = STEPS.word * (Math.min(size, FULL) - USUAL);
  if (about.second) odds += STEPS.second;
  if (PRONOUN.test(words.find((w) => w.tag !== 'PUNCT')?.lower ?? '')) odds += STEPS.pronoun;
  if (about.claimant === 'role') odds += STEPS.office;
  if (LAW.test(text)) odds += STEPS.law;
  if (CRIME.test(text)) odds += STEPS.crime;
  if (ACCUSES.test(text)) odds += STEPS.accuses;
  if (RANKS.test(text)) odds += STEPS.ranks;
  if (MEETING.test(text)) odds += STEPS.meeting;
  if (about.depth < OPENING) odds += STEPS.opening;
  return odds;
}
