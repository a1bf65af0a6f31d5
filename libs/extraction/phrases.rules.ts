import { CUE_FORMS } from './cues.lexicon.js';
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
  'across',
  'around',
  'throughout',
  'inside',
  'outside',
  'within',
  'between',
]);
/** What opens a remark between commas that tells nothing of the noun before it. */
const PARENTHESIS = new Set(
  'for in on at after before during by through despite however meanwhile though instead too also then it as when while if because although since'.split(
    ' ',
  ),
);
const SUBJECT = new Set(['he', 'she', 'they', 'we', 'i']);
/** How far back or on a phrase is looked for, in words. */
export const FURTHEST = 45;

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
  const end = beforeDay(words, i, floor);
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
  if (SUBJECT.has((words[end] as Word).lower) && !/^(?:and|or|nor|&)$/.test(words[end - 1]?.lower ?? ''))
    return { from: end, to: end + 1 };
  const from = phraseStart(words, end, floor);
  if (from > end) return null;
  const phrase = withoutLead(words, { from, to: end + 1 });
  return phrase === null ? null : (describedBy(words, phrase, floor) ?? phrase);
}

/** "One official who relayed the talks said", "a statement posted on the website said": the noun whose clause the phrase closes. */
function describedBy(words: Word[], phrase: Range, floor: number): Range | null {
  let verb = phrase.from - 1;
  while (verb > floor && (words[verb] as Word).tag === 'ADP') verb--;
  if (verb <= floor || (words[verb] as Word).tag !== 'VERB' || words[verb]?.lower === 'including') return null;
  let at = verb;
  while (at > floor && ['VERB', 'AUX', 'ADV', 'PART'].includes((words[at] as Word).tag)) at--;
  const joint = words[at] as Word;
  const relative = joint.lower === 'who' || (joint.lower === 'that' && at > floor && words[at - 1]?.tag === 'NOUN');
  const end = relative ? at - 1 : at;
  const head = words[end]?.lower ?? '';
  if (end < floor || !isHead(words[end]) || WHO.has(head) || SUBJECT.has(head) || head === 'it') return null;
  if (!relative && (verb - at > 2 || !reduced(words[verb] as Word))) return null;
  const from = phraseStart(words, end, floor);
  if (from > end) return null;
  const found = withoutLead(words, { from, to: end + 1 });
  return found === null || found.to !== end + 1 ? null : { from: found.from, to: phrase.to };
}

/** A participle that describes the noun before it; after verbs of saying and thinking a clause without "that" may begin instead. */
function reduced({ lower }: Word): boolean {
  const classes = CUE_FORMS.get(lower)?.classes;
  return /(?:ed|ing|en|wn|de|nt)$/.test(lower) && classes?.has('say') !== true && classes?.has('mind') !== true;
}

/** "The senator (R-Vt.) on Saturday criticized": the last word before the day. */
function beforeDay(words: Word[], end: number, floor: number): number {
  let i = end;
  while (
    i > floor &&
    (TIME_WORDS.has(words[i]?.lower ?? '') ||
      /^(?:night|morning|evening|afternoon|week|month|year|late|early|last|this)$/.test(words[i]?.lower ?? ''))
  )
    i--;
  if (i === end || i <= floor) return end;
  if ((words[i] as Word).lower === 'on' || (words[i] as Word).lower === 'in') i--;
  return isHead(words[i]) || words[i]?.text === ')' || words[i]?.text === ',' ? i : end;
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
  let edge = at;
  for (let i = at - 1; i >= Math.max(floor, at - FURTHEST); i--) {
    const word = words[i] as Word;
    if (isQuoteMark(word) || word.text === ';' || word.text === ':') break;
    if (word.text !== open) continue;
    if (!isHead(words[i - 1]) && (words[i - 1] as Word | undefined)?.text !== ')') continue;
    const inside = words.slice(i + 1, edge);
    const opener = inside[0];
    if (opener === undefined) break;
    const relative = WHO.has(opener.lower);
    if (
      !relative &&
      inside.some(
        (w, k) =>
          (w.tag === 'AUX' && !inside.slice(0, k).some((x) => WHO.has(x.lower))) ||
          (w.tag === 'VERB' && k === 0 && !/(?:ed|ing|en)$/.test(w.lower)),
      )
    )
      break;
    if (PARENTHESIS.has(opener.lower) || opener.tag === 'VERB' || inside.every((w) => w.tag === 'ADV')) {
      const before = phraseStart(words, i - 1, floor);
      return before > i - 1 ? null : withoutLead(words, { from: before, to: i });
    }
    if (['and', 'but', 'or', 'when', 'after', 'while', 'as', 'if', 'because', 'although'].includes(opener.lower)) break;
    const from = phraseStart(words, i - 1, floor);
    if (from > i - 1) break;
    const lead = words[from - 1];
    if (lead?.tag === 'ADP' && lead.lower !== 'of' && (from === 1 || words[from - 2]?.tag === 'CCONJ')) break;
    found = withoutLead(words, { from, to: open === '(' ? at + 1 : at });
    edge = i;
    const of = ['of', 'from'].includes(words[from - 1]?.lower ?? '') && words[from - 2]?.text === ',';
    if (close === ')' || from === floor || isNamed(words, { from, to: i })) break;
    if ((words[from - 1] as Word).text !== ',' && !of) break;
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
  return (
    isHead(a) &&
    isNominal(b) &&
    (b?.tag !== 'PRON' || (/^(?:his|her|their|its)$/.test(b.lower) && (a?.tag === 'PROPN' || a?.tag === 'PRON')))
  );
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
