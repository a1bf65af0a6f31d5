import { overTime } from './circumstances.rules.js';
import { endOf, opensQuote, overRecipient, SPOKEN_TO, startsClause } from './contents.rules.js';
import { NOUNS, type CueVerb } from './cues.lexicon.js';
import { isQuoteMark, type Range } from './phrases.rules.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

/** What a verb that is on no list holds: a quotation or a clause with "that" right after it, or after a word for words ("made the case that"). */
export function unlistedContent(reading: Reading, after: number): { content: Range; quoted: boolean } | null {
  const { words, quoteOf } = reading;
  for (let i = after; i < Math.min(words.length - 1, after + 9); i++) {
    const word = words[i] as Word;
    if (isQuoteMark(word) && opensQuote(reading, i) && /^[,:]$/.test(words[i - 1]?.text ?? '')) {
      const to = words.findLastIndex((_, k) => quoteOf[k] === quoteOf[i]) + 1;
      return to - i > 5 ? { content: { from: i, to: endOf(reading, i, null) }, quoted: true } : null;
    }
    const noun = words[i - 1];
    const said =
      i === after ||
      noun?.tag === 'ADJ' ||
      noun?.tag === 'ADV' ||
      NOUNS.has(noun?.lower ?? '') ||
      /^(?:case|fact|clear|point|it)$/.test(noun?.lower ?? '');
    if (word.lower === 'that' && said && startsClause(reading, i + 1))
      return { content: { from: i + 1, to: endOf(reading, i + 1, null) }, quoted: false };
    if (word.tag === 'VERB' || word.tag === 'AUX' || word.text === ';') return null;
  }
  return null;
}

/** Verbs that hold words whatever stands around them. */
const SPEAKING = new Set(
  'say tell add write argue insist note tweet reply respond explain joke quip declare announce'.split(' '),
);

/** Where no clause or quotation is recognised: what follows a verb of speech, or what stands before it where next to nothing follows. */
export function anyContent(reading: Reading, lead: number, after: number, verb: CueVerb): Range | null {
  if (!SPEAKING.has(verb.lemma)) return null;
  const { words, groups } = reading;
  const mark = words[lead - 1];
  const from = opening(reading, after, verb);
  const to = endOf(reading, from, null);
  const follows = groups.some((g) => g.from >= from && g.to <= to) || to - from >= 4;
  if (mark !== undefined && (mark.text === ',' || isQuoteMark(mark)) && lead >= 3 && !follows)
    return { from: 0, to: isQuoteMark(mark) ? lead : lead - 1 };
  return to > from && words.slice(from, to).some((w) => w.tag !== 'PUNCT') ? { from, to } : null;
}

/** Over whom it is told, when, and "that". */
function opening(reading: Reading, after: number, verb: CueVerb): number {
  const { words } = reading;
  let from = SPOKEN_TO.has(verb.lemma) ? overRecipient(reading, after) : after;
  from = overTime(words, from);
  const that = words.findIndex((w, i) => i >= from && i < from + 12 && w.lower === 'that');
  if (
    that !== -1 &&
    that + 1 < words.length &&
    !words.slice(from, that).some((w) => w.tag === 'VERB' || w.lower.endsWith('ing'))
  )
    return that + 1;
  return from;
}
