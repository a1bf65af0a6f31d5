import { probabilityOf } from './checkworthiness.model.rules.js';
import { shadowOf, wholeCharacter } from './shadow.rules.js';
import { wordsOf } from './words.rules.js';

const LONGEST = 3000;

/** How likely an expert calls one sentence of English check-worthy, in [0, 1]; 0 for an empty one. Reads the first 3,000 units. */
export function scoreSentence(sentence: string): number {
  const shadow = shadowOf(sentence.slice(0, wholeCharacter(sentence, Math.min(sentence.length, LONGEST))));
  return probabilityOf(wordsOf(shadow, { start: 0, end: shadow.length }));
}
