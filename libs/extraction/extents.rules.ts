import { CUE_FORMS } from './cues.lexicon.js';
import { isHead, isNominal, isQuoteMark, type Range } from './phrases.rules.js';
import { TIME_WORDS } from './sources.lexicon.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

/** Words before a number or a share that belong to it: "as many as half", "fewer than ten". */
const AMOUNT =
  /(?:^| )((?:just |only |even |still )?(?:at least|at most|as (?:many|few|much) as|(?:more|less|fewer) than|up to|well over|just (?:over|under)|nearly|almost|about|roughly|around|over|approximately|only|even)(?: (?:one|two|three|four|six|seven|eight|nine|\d+) (?:in|out of))?)$/;
const ENDS = new Set(
  'after before when while as during because if although though since until amid following despite upon once late early last this next'.split(
    ' ',
  ),
);
const OCCASION = new Set(
  'interview statement email conference rally speech debate remarks interviews tweet release blog post call memo hearing'.split(
    ' ',
  ),
);
const RELATIVE = new Set(['who', 'which', 'whose', 'whom', 'that', 'where']);
const LONGEST = 60;

/** All of a source as it stands in its sentence: titles, appositions and clauses that tell who it is, which the search for its name leaves out. */
export function extentOf(reading: Reading, source: Range, cue: Range): Range {
  if (source.to <= cue.from) return { from: leftEdge(reading, source.from), to: source.to };
  if (source.from < cue.to || source.from - cue.to > 1) return source;
  const frame = (reading.words[cue.from] as Word).lower === 'according';
  return { from: source.from, to: rightEdge(reading, source, frame, cue.from) };
}

/** Back over amounts, and over the whole phrase where it opens its sentence or clause. */
function leftEdge({ words }: Reading, core: number): number {
  const before = words
    .slice(Math.max(0, core - 6), core)
    .map((w) => w.lower)
    .join(' ');
  const amount = AMOUNT.exec(before)?.[1];
  let from = amount === undefined ? core : core - amount.split(' ').length;
  from = overList(words, from);
  return from;
}

/** "Another friend, Ann Hall", "Crane, Kibbe and others": phrases before a comma back to where the sentence or clause begins. */
function overList(words: Word[], from: number): number {
  if (words[from - 1]?.text !== ',') return from;
  let start = from - 1;
  while (start > 0 && belongs(words[start - 1] as Word)) start--;
  if (start > 0 && !opens(words[start - 1] as Word)) return from;
  while (start < from && ['CCONJ', 'ADV', 'PUNCT'].includes((words[start] as Word).tag)) start++;
  const first = words[start] as Word;
  if (start >= from - 1 || !isNominal(first) || TIME_WORDS.has(first.lower) || first.tag === 'NUM') return from;
  if (words.slice(start, from).some((w) => TIME_WORDS.has(w.lower) || /^(?:this|last|year|week|month)$/.test(w.lower)))
    return from;
  return isHead(words[from - 2]) ? start : from;
}

function belongs(word: Word): boolean {
  return (
    isNominal(word) || word.tag === 'ADP' || word.tag === 'PART' || word.tag === 'CCONJ' || /^[,.&'-]$/.test(word.text)
  );
}

function opens(word: Word): boolean {
  return isQuoteMark(word) || word.tag === 'SCONJ' || word.lower === 'that' || /^[;:—–(]$/.test(word.text);
}

/** From a name behind its verb on to the end of what is told about it. */
function rightEdge(reading: Reading, { from, to: core }: Range, frame: boolean, cue: number): number {
  const { words, quoteOf } = reading;
  let to = core;
  let relative = false;
  for (let i = core; i < Math.min(words.length, from + LONGEST); i++) {
    const word = words[i] as Word;
    const next = words[i + 1];
    if (isQuoteMark(word)) {
      const quote = quoteOf[i] ?? -1;
      if (quote !== -1 && words.filter((_, k) => quoteOf[k] === quote).length > 8) break;
      continue;
    }
    if (/^[;:—–]$/.test(word.text)) break;
    if (word.text === '(') {
      const close = words.findIndex((w, k) => k > i && w.text === ')');
      if (close === -1 || close - i > 10) break;
      i = close;
      to = close + 1;
      continue;
    }
    if (word.text === ',') {
      relative = next !== undefined && RELATIVE.has(next.lower) && !speaks(words, i + 2);
      if (frame && (cue < 3 || !(relative || next?.tag === 'DET'))) break;
      if (!relative && !tells(words, i + 1)) break;
      continue;
    }
    if (RELATIVE.has(word.lower)) relative = true;
    else if (!relative) {
      if (ENDS.has(word.lower) || isTime(words, i)) break;
      if (word.tag === 'AUX' || (word.tag === 'VERB' && !/(?:ed|ing|en|wn)$/.test(word.lower))) break;
      if (word.tag === 'CCONJ' && !isNominal(next) && next?.tag !== 'ADV') break;
    }
    if (word.tag !== 'PUNCT') to = i + 1;
  }
  return Math.max(to, core);
}

/** "who also said", "who added": the relative clause holds words of its own. */
function speaks(words: Word[], at: number): boolean {
  const verb = words.slice(at, at + 4).find((w) => w.tag === 'VERB');
  return verb !== undefined && CUE_FORMS.get(verb.lower)?.classes.has('say') === true && verb.lower !== 'asked';
}

/** After a comma: an age, an office, a place; no aside and no new clause. */
function tells(words: Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || ENDS.has(word.lower) || isTime(words, at)) return false;
  if (['of', 'from', 'including', 'now', 'then', 'formerly'].includes(word.lower)) return true;
  return isNominal(word) && word.tag !== 'PRON';
}

/** "on Tuesday", "in an interview", "Monday night": when and where it was said. */
function isTime(words: Word[], at: number): boolean {
  const word = words[at] as Word;
  if (TIME_WORDS.has(word.lower)) return true;
  if (word.tag !== 'ADP') return false;
  return words.slice(at + 1, at + 5).some((w) => TIME_WORDS.has(w.lower) || OCCASION.has(w.lower));
}
