import { TIME_WORDS } from './sources.lexicon.js';
import type { Word } from './words.rules.js';

/** A range [from, to) of the words of one sentence. */
export interface Range {
  from: number;
  to: number;
}

const NOMINAL = new Set(['NOUN', 'PROPN', 'PRON', 'NUM', 'DET', 'ADJ', 'SYM']);
const HEADS = new Set(['NOUN', 'PROPN', 'PRON', 'NUM']);
const WHO = new Set(['who', 'which', 'that', 'whose', 'whom', 'where']);
const INSIDE = new Set([
  'of',
  'for',
  'from',
  'with',
  'at',
  'in',
  'to',
  'on',
  'by',
  'against',
  'behind',
  'near',
  'under',
  'among',
]);
const FURTHEST = 45;

export function isNominal(word: Word | undefined): boolean {
  return word !== undefined && NOMINAL.has(word.tag);
}

export function isHead(word: Word | undefined): boolean {
  return word !== undefined && HEADS.has(word.tag);
}

export function isQuoteMark(word: Word | undefined): boolean {
  return word !== undefined && (word.text === '"' || (word.text === "'" && word.tag === 'PUNCT'));
}

/** The noun phrase that ends right before `verb`: with its prepositional phrases, appositions and relative clauses. null where none stands there. */
export function subjectBefore(words: Word[], verb: number, floor = 0): Range | null {
  let i = verb - 1;
  while (i >= floor && ((words[i] as Word).tag === 'ADV' || (words[i] as Word).lower === 'also')) i--;
  const end = i;
  if (end < floor) return null;
  if (
    (words[end] as Word).text === ',' ||
    (words[end] as Word).text === ')' ||
    /^[—–-]$/.test((words[end] as Word).text)
  )
    return overApposition(words, end, floor);
  if (isQuoteMark(words[end]) && isHead(words[end - 1])) return shortQuoteName(words, end, floor);
  if (
    !isHead(words[end]) &&
    !((words[end] as Word).tag === 'ADJ' && (isNominal(words[end - 1]) || words[end - 1]?.tag === 'PART')) &&
    (words[end] as Word).tag !== 'DET'
  )
    return null;
  if (WHO.has((words[end] as Word).lower)) return antecedent(words, end, floor);
  const from = phraseStart(words, end, floor);
  return from > end ? null : withoutLead(words, { from, to: end + 1 });
}

/** The website "Orien": a name in quotation marks, with the noun before it. */
function shortQuoteName(words: Word[], end: number, floor: number): Range | null {
  for (let i = end - 2; i >= Math.max(floor + 1, end - 7); i--)
    if (isQuoteMark(words[i])) {
      const from = isNominal(words[i - 1]) ? phraseStart(words, i - 1, floor) : i;
      return from <= i ? { from, to: end + 1 } : null;
    }
  return null;
}

/** "Smith, who ...": the phrase before the relative word. */
function antecedent(words: Word[], at: number, floor: number): Range | null {
  let end = at - 1;
  if (end >= floor && (words[end] as Word).text === ',') end--;
  if (end < floor || !isHead(words[end])) return null;
  const from = phraseStart(words, end, floor);
  return from > end ? null : withoutLead(words, { from, to: end + 1 });
}

/** "Smith, 27, of Ohio, said" and "Smith (R-Ohio) said": back over what the commas or brackets enclose. */
function overApposition(words: Word[], at: number, floor: number): Range | null {
  const close = (words[at] as Word).text;
  const open = close === ')' ? '(' : close;
  let found: Range | null = null;
  for (let i = at - 1; i >= Math.max(floor, at - FURTHEST); i--) {
    const word = words[i] as Word;
    if (isQuoteMark(word) || word.text === ';' || word.text === ':') break;
    if (word.text !== open) continue;
    if (!isHead(words[i - 1]) && (words[i - 1] as Word | undefined)?.text !== ')') continue;
    const inside = words.slice(i + 1, at);
    const opener = inside[0];
    if (opener === undefined) break;
    const relative = WHO.has(opener.lower);
    if (
      !relative &&
      inside.some((w, k) => w.tag === 'AUX' || (w.tag === 'VERB' && k === 0 && !/(?:ed|ing|en)$/.test(w.lower)))
    )
      break;
    if (['and', 'but', 'or', 'when', 'after', 'while', 'as', 'if', 'because', 'although'].includes(opener.lower)) break;
    const from = phraseStart(words, i - 1, floor);
    if (from > i - 1) break;
    found = withoutLead(words, { from, to: at });
    if (close === ')' || from === floor || (words[from - 1] as Word).text !== ',' || isNamed(words, { from, to: i }))
      break;
  }
  return found;
}

/** A name of two words or more: what stands before its comma is another matter. */
function isNamed(words: Word[], { from, to }: Range): boolean {
  return to - from >= 2 && words.slice(from, to).every((w) => w.tag === 'PROPN' || w.text === '.');
}

/** Where the phrase that ends at `end` begins. */
function phraseStart(words: Word[], end: number, floor: number): number {
  let from = end + 1;
  for (let i = end; i >= Math.max(floor, end - FURTHEST); i--) {
    const word = words[i] as Word;
    if (isNominal(word)) {
      if (i < end && ['he', 'she', 'it', 'they', 'we', 'i', 'you'].includes(word.lower)) break;
      if (word.tag === 'PRON' && i < end && WHO.has(word.lower)) break;
      from = i;
      continue;
    }
    if (word.tag === 'PART' && word.lower !== 'not' && word.lower !== 'to') continue;
    if (word.text === '-' || word.text === '/' || word.text === '&' || word.text === '.' || word.text === "'") continue;
    if (
      isQuoteMark(word) &&
      !/^[,.?!…]$/.test(words[i - 1]?.text ?? ',') &&
      (isNominal(words[i - 1]) || isNominal(words[i + 1])) &&
      closes(words, i, end)
    ) {
      from = i;
      continue;
    }
    if (word.tag === 'ADP' && INSIDE.has(word.lower) && isHead(words[i - 1])) continue;
    if (word.tag === 'ADP' && word.lower === 'of') continue;
    if (
      word.tag === 'CCONJ' &&
      (word.lower === 'and' || word.lower === 'or') &&
      isHead(words[i - 1]) &&
      sameSort(words[i - 1], words[i + 1])
    )
      continue;
    if ((word.tag === 'ADV' || word.tag === 'VERB') && i < end && modifies(words, i)) {
      from = i;
      continue;
    }
    if (word.text === ')') {
      const open = backTo(words, i, '(');
      if (open !== -1) {
        i = open;
        continue;
      }
    }
    break;
  }
  return from;
}

function closes(words: Word[], at: number, end: number): boolean {
  let marks = 0;
  for (let i = Math.max(0, at - 8); i <= end; i++) if (isQuoteMark(words[i])) marks++;
  return marks % 2 === 0;
}

/** A participle or adverb between a determiner and a noun: "the so-called expert", "a recently published study". */
function modifies(words: Word[], at: number): boolean {
  const before = words[at - 1];
  const after = words[at + 1];
  return (
    before !== undefined &&
    (before.tag === 'DET' || before.tag === 'ADJ' || before.tag === 'ADV' || before.text === '-') &&
    (isNominal(after) || after?.tag === 'VERB')
  );
}

function sameSort(a: Word | undefined, b: Word | undefined): boolean {
  return isHead(a) && isNominal(b) && !(b?.tag === 'PRON');
}

function backTo(words: Word[], at: number, mark: string): number {
  for (let i = at; i >= Math.max(0, at - 12); i--) if ((words[i] as Word).text === mark) return i;
  return -1;
}

/** Takes a leading date or place phrase off a subject, and a day off its end: "In July the ambassador" leaves "the ambassador". */
function withoutLead(words: Word[], range: Range): Range | null {
  const { to } = range;
  const from = afterLead(words, range);
  return from < to ? { from, to: beforeDate(words, from, to) } : null;
}

function afterLead(words: Word[], { from: at, to }: Range): number {
  let from = at;
  while (from < to && !isNominal(words[from]) && !isQuoteMark(words[from])) from++;
  if (from === 0 || (words[from - 1] as Word).tag !== 'ADP') return from;
  for (let i = from + 1; i < to; i++) {
    const word = words[i] as Word;
    if ((word.tag === 'DET' || word.tag === 'PRON') && isNominal(words[i - 1])) return i;
  }
  for (let i = from + 1; i < to; i++)
    if ((words[i - 1] as Word).tag === 'NUM' && (words[i] as Word).tag === 'PROPN') return i;
  return from;
}

/** "the ministry on January 29th": without the day. */
function beforeDate(words: Word[], from: number, to: number): number {
  for (let i = from + 1; i + 1 < to; i++)
    if (
      ['on', 'in', 'late', 'early', 'at'].includes((words[i] as Word).lower) &&
      (TIME_WORDS.has((words[i + 1] as Word).lower) || /^(?:19|20)\d\d$/.test((words[i + 1] as Word).text))
    )
      return i;
  const last = (words[to - 1] as Word).lower;
  return to - from > 1 && TIME_WORDS.has(last) ? to - 1 : to;
}

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
    else if (word.text === '(') continue;
    else if (word.text === ')') last = i;
    else if (word.text === ',' && apposes(words, i + 1, stop)) continue;
    else break;
  }
  while (last > from && isQuoteMark(words[last]) && words.slice(from, last + 1).filter(isQuoteMark).length % 2 === 1)
    last--;
  return { from, to: last + 1 };
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
