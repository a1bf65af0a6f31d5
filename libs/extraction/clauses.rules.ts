import { isHead, subjectBefore, type Range, type VerbGroup } from './phrases.rules.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

const PRONOUNS = new Set(['he', 'she', 'it', 'they', 'we', 'i', 'you', 'this']);
const RELATIVE = new Set(['who', 'which', 'that', 'whose', 'where']);
/** Statements of one stretch of a sentence: each one range of words, or a subject and what is said of it elsewhere. */
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
const LEAST = 4;

/**
 * Cuts [from, to) into statements where that is safe: at semicolons, at ", and" before a clause of its own, at coordinated predicates (the second
 * keeps the subject of the first), at relative clauses between commas. What cannot be cut safely stays whole.
 */
export function statementsIn(reading: Reading, stretch: Range): Range[][] {
  const out: Range[][] = [];
  for (const piece of independent(reading, stretch)) {
    const { rest, aside } = withoutRelative(reading, piece);
    for (const part of rest.length === 1 ? predicates(reading, rest[0] as Range) : [rest])
      out.push(...withoutApposition(reading, part));
    if (aside !== null) out.push(aside);
  }
  return out
    .map((ranges) => ranges.map((range) => trimmed(reading.words, range)).filter((range) => range.to > range.from))
    .filter((ranges) => size(ranges) >= 2);
}

/** ", who once had an affair with the president,": the phrase before the comma and the clause make a statement of their own. */
function withoutRelative(reading: Reading, piece: Range): { rest: Range[]; aside: Range[] | null } {
  const { words, groups } = reading;
  for (let i = piece.from + 1; i + 3 < piece.to; i++) {
    if ((words[i] as Word).text !== ',' || !['who', 'which'].includes(words[i + 1]?.lower ?? '')) continue;
    const verb = groups.find((g) => g.from >= i + 2);
    if (verb === undefined || verb.from > i + 4 || !verb.finite) continue;
    let close = verb.to;
    while (
      close < piece.to &&
      !(
        (words[close] as Word).text === ',' &&
        groups.some((g) => g.finite && g.from > close && g.from - close <= 8 && g.to <= piece.to)
      )
    )
      close++;
    const subject = antecedentOf(reading, i, piece.from);
    if (subject === null || close - i < 6) continue;
    const rest = [{ from: piece.from, to: i }, ...(piece.to - close > 2 ? [{ from: close, to: piece.to }] : [])];
    if (size(rest) < 5) return { rest: [piece], aside: null };
    return { rest, aside: [subject, { from: i + 1, to: close }] };
  }
  return { rest: [piece], aside: null };
}

/** ", a former prisoner of war" at the end of a statement: a statement of its own, with the phrase it explains. */
function withoutApposition(reading: Reading, part: Range[]): Range[][] {
  const { words, groups } = reading;
  const last = part.at(-1) as Range;
  for (let i = last.from + 4; i + 4 < last.to; i++) {
    const mark = (words[i] as Word).text;
    if (mark !== ',' && mark !== '–' && mark !== '—' && mark !== '--') continue;
    const opener = words[i + 1] as Word;
    if (!['a', 'an', 'the', 'one'].includes(opener.lower) || !isHead(words[i - 1])) continue;
    const inside = words.slice(i + 1, last.to);
    if (
      inside.length < 4 ||
      inside.some((w) => w.text === ',' || w.tag === 'CCONJ') ||
      groups.some((g) => g.finite && g.from > i && g.to <= last.to)
    )
      continue;
    const subject = antecedentOf(reading, i, last.from);
    if (subject === null) continue;
    return [
      [...part.slice(0, -1), { from: last.from, to: i }],
      [subject, { from: i + 1, to: last.to }],
    ];
  }
  return [part];
}

function antecedentOf(reading: Reading, comma: number, floor: number): Range | null {
  let from = comma;
  while (
    from > floor &&
    comma - from < 8 &&
    ['NOUN', 'PROPN', 'ADJ', 'DET', 'NUM', 'PART'].includes((reading.words[from - 1] as Word).tag)
  )
    from--;
  return from < comma ? { from, to: comma } : null;
}

export function size(ranges: Range[]): number {
  return ranges.reduce((sum, range) => sum + range.to - range.from, 0);
}

/** Clauses with a subject of their own. */
function independent(reading: Reading, { from, to }: Range): Range[] {
  const { words, groups, quoteOf } = reading;
  const cuts = [from];
  for (let i = from + LEAST; i < to - LEAST; i++) {
    const word = words[i] as Word;
    const start = cuts.at(-1) as number;
    if (i - start < LEAST || splitsQuote(reading, i, start)) continue;
    if (word.text === ';' && finiteIn(groups, start, i) && finiteIn(groups, i, to)) cuts.push(i + 1);
    else if (
      word.text === ',' &&
      opensClause(reading, i + 1, to) &&
      finiteIn(groups, start, i) &&
      (quoteOf[i] ?? -1) === (quoteOf[i + 1] ?? -1)
    )
      cuts.push(i + 1);
    else if (
      ['but', 'while', 'whereas'].includes(word.lower) &&
      ownClause(reading, i + 1, to) &&
      finiteIn(groups, start, i)
    )
      cuts.push(i);
    else if (
      word.lower === 'and' &&
      (words[i - 1] as Word).text !== ',' &&
      ownClause(reading, i + 1, to) &&
      finiteIn(groups, start, i) &&
      i - start >= 6
    )
      cuts.push(i);
  }
  return cuts.map((cut, k) => ({ from: cut, to: cuts[k + 1] ?? to }));
}

function finiteIn(groups: VerbGroup[], from: number, to: number): boolean {
  return groups.some((g) => g.finite && g.from >= from && g.to <= to);
}

/** After a comma: "and/but/so/while" and a clause. */
function opensClause(reading: Reading, at: number, to: number): boolean {
  const word = reading.words[at];
  if (word === undefined || at >= to) return false;
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
  if (subject === null || subject.to > verb.from) return false;
  const lead = words.slice(at, subject.from);
  return lead.length <= 6 && lead.every((w) => w.tag !== 'VERB' && w.tag !== 'AUX');
}

/** Predicates of one clause that share its subject. */
function predicates(reading: Reading, clause: Range): Range[][] {
  const { words, groups } = reading;
  const main = groups.find((g) => g.finite && g.from >= clause.from && g.to <= clause.to);
  if (main === undefined) return [[clause]];
  const subject = subjectBefore(words, main.from, clause.from);
  const out: Range[][] = [];
  let from = clause.from;
  for (const group of groups) {
    if (group.from <= main.to || group.to > clause.to || subject === null) continue;
    const joint = jointBefore(words, group.from);
    if (joint === -1) continue;
    if (
      words.slice(main.to, group.from).some((w) => RELATIVE.has(w.lower) && w.tag !== 'DET') ||
      RELATIVE.has(words[main.from - 1]?.lower ?? '')
    )
      continue;
    if (splitsQuote(reading, group.from - 1, clause.from)) continue;
    if (!sameForm(words, main, group)) continue;
    const at = joint;
    if (at - from < LEAST || clause.to - group.from < LEAST) continue;
    out.push(from === clause.from ? [{ from, to: at }] : [subject, { from, to: at }]);
    from = at + 1;
  }
  out.push(from === clause.from ? [clause] : [subject as Range, { from, to: clause.to }]);
  return out;
}

/** A quotation that begins inside the clause is not cut in two. */
function splitsQuote(reading: Reading, at: number, from: number): boolean {
  const quote = reading.quoteOf[at] ?? -1;
  return quote !== -1 && (reading.quoteOf[from] ?? -1) !== quote;
}

/** The "and" or "but" before a verb, over an adverb or a short date: "and in 2017 led". -1 where none stands there. */
function jointBefore(words: Word[], verb: number): number {
  for (let i = verb - 1; i >= Math.max(0, verb - 4); i--) {
    const word = words[i] as Word;
    if (word.lower === 'and' || word.lower === 'but') return verb - i <= 2 || words[i + 1]?.tag === 'ADP' ? i : -1;
    if (!['ADV', 'ADP', 'NUM', 'PROPN'].includes(word.tag)) return -1;
  }
  return -1;
}

/** Two verbs in the same form: both with an auxiliary, both past, both present, both base after a modal. */
function sameForm(words: Word[], one: VerbGroup, other: VerbGroup): boolean {
  if (!other.finite) return false;
  const a = words[one.head] as Word;
  const b = words[other.head] as Word;
  if ((words[one.from] as Word).tag === 'AUX' && b.tag === 'VERB') return true;
  if (/ed$/.test(a.lower) && /ed$/.test(b.lower)) return true;
  if (/s$/.test(a.lower) && /s$/.test(b.lower)) return true;
  return !isHead(words[other.head - 1]);
}

/** Takes joints and commas off both ends. */
function trimmed(words: Word[], range: Range): Range {
  let { from, to } = range;
  while (from < to && (/^[,;:—–.-]$/.test((words[from] as Word).text) || (words[from] as Word).tag === 'CCONJ')) from++;
  while (to > from && /^[,;:—–.-]$/.test((words[to - 1] as Word).text)) to--;
  return { from, to };
}
