import { FURTHEST, isNominal, isQuoteMark, type Range } from './phrases.rules.js';
import type { Word } from './words.rules.js';

/** The noun phrase that begins at `from` or right after an adverb there, with appositions. null where none does. `stop` is the first word it may not reach. */
export function nounPhraseAfter(words: Word[], from: number, stop = words.length): Range | null {
  let i = from;
  if (!isNominal(words[i]) && !isQuoteMark(words[i])) return null;
  let last = i;
  for (; i < Math.min(stop, from + FURTHEST); i++) {
    const word = words[i] as Word;
    if (isNominal(word)) last = i;
    else if (word.tag === 'PART' && word.lower !== 'to' && word.lower !== 'not') last = i;
    else if (word.text === '-' || word.text === '&' || word.text === '/' || word.text === "'" || isQuoteMark(word)) {
      if (isQuoteMark(word)) last = i;
      continue;
    } else if (
      word.tag === 'ADP' &&
      ['of', 'for', 'from', 'with', 'at'].includes(word.lower) &&
      isNominal(words[i + 1])
    )
      continue;
    else if (word.tag === 'CCONJ' && isNominal(words[i + 1])) continue;
    else if (i > from && (word.tag === 'ADV' || word.tag === 'VERB') && describes(words, i)) continue;
    else if (word.text === '(') continue;
    else if (word.text === ')') last = i;
    else if (word.text === ',' && apposes(words, i + 1, stop)) continue;
    else break;
  }
  while (last > from && isQuoteMark(words[last]) && words.slice(from, last + 1).filter(isQuoteMark).length % 2 === 1)
    last--;
  return { from, to: last + 1 };
}

/** "the most recent data", "a newly published survey": between an article and its noun. */
function describes(words: Word[], at: number): boolean {
  const before = words[at - 1];
  const next = words[at + 1];
  if (before?.tag !== 'DET' && before?.tag !== 'ADJ' && before?.tag !== 'ADV') return false;
  return (
    next !== undefined &&
    (['ADJ', 'NOUN', 'PROPN'].includes(next.tag) || (next.tag === 'VERB' && isNominal(words[at + 2])))
  );
}

/** After a comma: a title, an age or a place, and no new clause. */
function apposes(words: Word[], at: number, stop: number): boolean {
  const word = words[at];
  if (word === undefined || at >= stop) return false;
  if (word.tag === 'NUM') return [',', 'of'].includes(words[at + 1]?.text ?? '');
  if (['of', 'from'].includes(word.lower)) return true;
  if (!['DET', 'NOUN', 'PROPN', 'ADJ'].includes(word.tag)) return false;
  for (let i = at; i < Math.min(stop, at + 14); i++) {
    const here = words[i] as Word;
    if (here.tag === 'VERB' || here.tag === 'AUX') return false;
    if (here.text === ',' || here.text === '.') return true;
  }
  return true;
}
