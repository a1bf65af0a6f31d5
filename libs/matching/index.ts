// Owns: how alike two claims are: the normal form of a claim's words, and the ranking of earlier claims and fact-checks for a new one.
// Promises: equal only where the words are the same; scores with the words that made them; the same answer for the same input.
// Never: links or merges anything by itself, or reads a database.
export { equalAfterNormalisation, normalise } from './normalise.rules.js';
export { buildIndex } from './index-of-claims.rules.js';
export type { ClaimIndex, MatchDocument } from './index-of-claims.rules.js';
export { letterStatistics, NO_LETTERS, packLetters, unpackLetters, type LetterStatistics } from './letters.rules.js';
export { rescore, type Candidate, type CorpusStatistics } from './rescoring.rules.js';
export { stem } from './stem.rules.js';
export { lettersOf, termsOf } from './terms.rules.js';
export { saturated, weighted, wordRarity, type MatchHit, type MatchQuery } from './weighing.rules.js';
