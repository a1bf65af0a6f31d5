import {
  size,
  withoutApposition,
  withoutAsides,
  withoutAttendant,
  withoutParticiple,
  withoutRelative,
} from './asides.rules.js';
import { coordinated, LEAST, predicates, RELATIVE, splitsQuote } from './predicates.rules.js';
import { subjectBefore, type Range } from './phrases.rules.js';
import { type VerbGroup } from './verbs.rules.js';
import { TIME_WORDS } from './sources.lexicon.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

const DASH = /^(?:[—–]|--)$/;
const PRONOUNS = new Set(['he', 'she', 'it', 'they', 'we', 'i', 'you', 'this']);
const SUBORDINATE = new Set([
  'while',
  'although',
  'though',
  'whereas',
  'because',
  'since',
  'after',
  'before',
  'when',
  'as',
]);

/**
 * Cuts [from, to) into statements where that is safe: at semicolons, at ", and" before a clause of its own, at coordinated predicates (the second
 * keeps the subject of the first), at relative clauses between commas. What cannot be cut safely stays whole.
 */
export function statementsIn(reading: Reading, stretch: Range): Range[][] {
  const out: Range[][] = [];
  for (const piece of independent(reading, stretch)) {
    const { rest, asides } = withoutAsides(reading, piece);
    for (const part of rest.length === 1 ? predicates(reading, rest[0] as Range) : coordinated(reading, rest))
      for (const whole of withoutAttendant(reading, part).flatMap((one) => withoutApposition(reading, one)))
        for (const plain of withoutParticiple(reading, whole)) out.push(...withoutRelative(reading, plain));
    out.push(...asides);
  }
  return out
    .map((ranges) => ranges.map((range) => trimmed(reading.words, range)).filter((range) => range.to > range.from))
    .filter((ranges) => size(ranges) >= 2);
}

/** Clauses with a subject of their own. */
function independent(reading: Reading, { from, to }: Range): Range[] {
  const { words, groups, quoteOf } = reading;
  const cuts = [from];
  for (let i = from + LEAST; i < to - LEAST; i++) {
    const word = words[i] as Word;
    const start = cuts.at(-1) as number;
    if (i - start < LEAST || splitsQuote(reading, i, start)) continue;
    if (DASH.test(word.text) && asideEnd(words, i, to) !== -1) {
      i = asideEnd(words, i, to);
      continue;
    }
    if (DASH.test(word.text) && i - start > LEAST && to - i > LEAST && finiteIn(groups, start, i)) cuts.push(i + 1);
    else if (word.text === ';' && finiteIn(groups, start, i) && mainIn(reading, i + 1, to)) cuts.push(i + 1);
    else if (
      word.text === ',' &&
      (opensClause(reading, i + 1, to) || splice(reading, start, i, to)) &&
      finiteIn(groups, start, i) &&
      (quoteOf[i] ?? -1) === (quoteOf[i + 1] ?? -1)
    )
      cuts.push(i + 1);
    else if (
      ['but', 'while', 'whereas'].includes(word.lower) &&
      words[i - 1]?.lower !== 'all' &&
      ownClause(reading, i + 1, to) &&
      finiteIn(groups, start, i)
    )
      cuts.push(i);
    else if (attendant(reading, start, i, to)) cuts.push(i + 1);
    else if (
      word.lower === 'and' &&
      (words[i - 1] as Word).text !== ',' &&
      ownClause(reading, i + 1, to) &&
      closesClause(reading, start, i) &&
      !opensPhrase(reading, i + 1) &&
      i - start >= 6
    )
      cuts.push(i);
  }
  return cuts.map((cut, k) => ({ from: cut, to: cuts[k + 1] ?? to }));
}

const ATTENDANT = new Set(['as', 'after', 'when', 'while', 'although', 'though']);
const LEADS = new Set(['even', 'because', 'by']);
const NEVER_BEFORE = new Set([
  'as',
  'so',
  'such',
  'same',
  'long',
  'soon',
  'well',
  'only',
  'just',
  'known',
  'ever',
  'if',
  'not',
]);

/** "began the layoffs as it expands in Mexico": what happened besides is a statement of its own. A cause or a condition stays with its consequence. */
function attendant(reading: Reading, start: number, at: number, to: number): boolean {
  const { words, groups } = reading;
  if (!ATTENDANT.has((words[at] as Word).lower) || at - start < LEAST + 1 || to - at <= LEAST + 1) return false;
  if (NEVER_BEFORE.has(words[at - 1]?.lower ?? '') || RELATIVE.has(words[at - 1]?.lower ?? '')) return false;
  const looks = (from: number, end: number): boolean =>
    words.slice(from, end).some((w) => w.tag === 'PROPN' || w.tag === 'NUM');
  return (
    looks(at + 1, to) &&
    (looks(start, at) || SUBJECTS.has((words[start] as Word).lower)) &&
    finiteIn(groups, start, at) &&
    ownClause(reading, at + 1, to) &&
    words.slice(start, at).every((w) => w.lower !== 'if')
  );
}

/** The second of two dashes around an aside, where the sentence goes on behind it; -1 where there is none. */
function asideEnd(words: Word[], dash: number, to: number): number {
  for (let i = dash + 2; i < Math.min(to - 1, dash + 25); i++)
    if (DASH.test((words[i] as Word).text)) return ['VERB', 'AUX', 'ADP'].includes((words[i + 1] as Word).tag) ? i : -1;
  return -1;
}

function finiteIn(groups: VerbGroup[], from: number, to: number): boolean {
  return groups.some((g) => g.finite && g.from >= from && g.to <= to);
}

/** A finite verb that is not a relative clause's. */
function mainIn({ words, groups }: Reading, from: number, to: number): boolean {
  return groups.some((g) => g.finite && g.from >= from && g.to <= to && !RELATIVE.has(words[g.from - 1]?.lower ?? ''));
}

const SUBJECTS = new Set(['he', 'she', 'they', 'i', 'we']);

/** Whether a clause ends before the "and" at `at`: not "the policies he and his colleagues pushed for", "workers who this House and our society". */
function closesClause({ words, groups }: Reading, start: number, at: number): boolean {
  const before = words.findLastIndex((w, i) => i < at && (w.text === ':' || w.text === ';'));
  const last = groups.findLast((g) => g.finite && g.from >= Math.max(start, before + 1) && g.to <= at);
  if (last === undefined || SUBJECTS.has((words[at - 1] as Word).lower)) return false;
  return !words
    .slice(last.to, at)
    .some(
      (w, i, all) =>
        (w.tag === 'SCONJ' && all[i + 1]?.lower !== 'of') ||
        ['who', 'whom', 'which', 'where', 'whose'].includes(w.lower),
    );
}

/** "and a crisis that he inherited": a noun and its clause, which go on with what stands before. */
function opensPhrase({ words, groups }: Reading, at: number): boolean {
  const verb = groups.find((g) => g.finite && g.from > at)?.from ?? at;
  return words.slice(at + 1, verb).some((w) => RELATIVE.has(w.lower) && w.tag !== 'DET');
}

/** After a comma: "and/but/so/while" and a clause. */
function opensClause(reading: Reading, at: number, to: number): boolean {
  const word = reading.words[at];
  if (word === undefined || at >= to) return false;
  if (word.lower === 'when' || word.lower === 'as') return false;
  if (word.tag !== 'CCONJ' && !SUBORDINATE.has(word.lower) && word.lower !== 'so') return false;
  return ownClause(reading, at + 1, to);
}

/** "..., he also knows": a pronoun and its verb right behind a comma; or the main clause behind "After ...,". */
function splice(reading: Reading, start: number, comma: number, to: number): boolean {
  const { words, groups } = reading;
  const first = words[start + (words[start]?.tag === 'CCONJ' ? 1 : 0)] as Word;
  const next = words[comma + 1] as Word;
  if (SUBORDINATE.has(first.lower)) return comma - start >= 6 && ownClause(reading, comma + 1, to);
  const verb = groups.find((g) => g.from > comma);
  return (
    PRONOUNS.has(next.lower) && verb !== undefined && verb.finite && verb.from - comma <= 4 && first.lower !== 'if'
  );
}

/** A subject right at `at` with its finite verb behind it. */
function ownClause(reading: Reading, at: number, to: number): boolean {
  const { words, groups } = reading;
  const verb = groups.find((g) => g.from > at && g.finite && g.from < to);
  if (verb === undefined || verb.from - at > 18 || RELATIVE.has(words[verb.from - 1]?.lower ?? '')) return false;
  const subject = subjectBefore(words, verb.from, at);
  if (subject === null || subject.to > verb.from || isTime(words.slice(subject.from, subject.to))) return false;
  const lead = words.slice(at, subject.from);
  const phrase = ['NOUN', 'PROPN', 'PRON', 'DET', 'ADJ'].includes(words[at]?.tag ?? '');
  return (
    lead.length <= 6 &&
    lead.every((w) => w.tag !== 'VERB' && w.tag !== 'AUX' && w.tag !== 'CCONJ') &&
    !(phrase && lead.some((w) => w.text === ','))
  );
}

/** "in 2017 led": a date is nobody who does anything. */
function isTime(subject: Word[]): boolean {
  return subject.every((w) => TIME_WORDS.has(w.lower) || /^(?:1[89]|20)\d\d$/.test(w.text));
}

/** Takes joints and commas off both ends. */
function trimmed(words: Word[], range: Range): Range {
  let { from, to } = range;
  const opens = (word: Word): boolean =>
    /^[,;:—–.-]+$/.test(word.text) || word.tag === 'CCONJ' || ATTENDANT.has(word.lower);
  while (from < to && opens(words[from] as Word) && words[from + 1]?.lower !== 'that') from++;
  while (to > from && (opens(words[to - 1] as Word) || LEADS.has((words[to - 1] as Word).lower))) to--;
  return { from, to };
}
