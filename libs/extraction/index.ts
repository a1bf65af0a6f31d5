// Owns: reading claims out of a text: blocks, sentences, quotations, who said it, what can be checked, and how much it is worth checking.
// Promises: every span is an exact slice of the text given; bounded work and the same answer for the same input; reasons beside every score.
// Never: does input or output, rewrites a claim's words, knows a newsroom, or decides for a person.
export { attributionsOf } from './attributions.rules.js';
export { extractClaims } from './extract.rules.js';
export { languageOf } from './language.rules.js';
export { WORTH_CHECKING } from './checkworthiness.model.rules.js';
export { scoreSentence } from './score.rules.js';
export { MOST_UNITS } from './shadow.rules.js';
export type {
  Attribution,
  AttributionKind,
  Block,
  BlockKind,
  Claimant,
  ClaimantKind,
  ExtractedClaim,
  Extraction,
  ExtractOptions,
  Reason,
  Span,
} from './extraction.types.js';
