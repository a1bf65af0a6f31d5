import { NOUNS } from './cues.lexicon.js';
import { isNominal } from './phrases.rules.js';
import { TIME_WORDS } from './sources.lexicon.js';
import type { Word } from './words.rules.js';

/** What goes on behind "said on Tuesday": when and where it was said, not what. */
export const CIRCUMSTANCE = new Set(
  'after when as before while during at of in on to from by following amid outside inside near ahead'.split(' '),
);
const NEAR_TIME = new Set(['on', 'in', 'last', 'this', 'late', 'early', 'earlier', 'mid']);

/** Behind "on Tuesday", "in early February", "on Jan. 28, 2019", "last week"; `from` where no time stands there. */
export function overTime(words: Word[], from: number): number {
  let i = from;
  while (i < from + 3 && NEAR_TIME.has(words[i]?.lower ?? '')) i++;
  const word = words[i];
  if (
    word === undefined ||
    !(TIME_WORDS.has(word.lower) || (i > from && /^(?:1[89]|20)\d\d$|^(?:week|month|year)$/.test(word.text)))
  )
    return from;
  i++;
  while (i < from + 9) {
    const next = words[i];
    const goesOn =
      next !== undefined &&
      (/^(?:\d{1,2}(?:st|nd|rd|th)?|(?:19|20)\d\d|morning|night|evening|afternoon|last|year|of)$/.test(next.lower) ||
        ((next.text === '.' || next.text === ',') && /^\d/.test(words[i + 1]?.text ?? '')));
    if (!goesOn || (next.lower === 'of' && words[i + 1]?.lower !== 'last')) break;
    i++;
  }
  return i;
}

/** "posted an interview that the leader gave": a clause about the noun before it. A noun behind a preposition is where or to whom it was said. */
export function isObject(words: Word[], from: number, that: number): boolean {
  if (words[that - 1]?.tag !== 'NOUN' || NOUNS.has(words[that - 1]?.lower ?? '')) return false;
  const article = words.findLastIndex((w, i) => i >= from && i < that - 1 && (w.lower === 'a' || w.lower === 'an'));
  if (article === -1 || words[article - 1]?.tag === 'ADP') return false;
  return words.slice(article, that).every(isNominal);
}
