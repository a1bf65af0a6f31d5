import { isHead, subjectBefore, type Range, type VerbGroup } from './phrases.rules.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

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
  for (const piece of independent(reading, stretch)) out.push(...predicates(reading, piece));
  return out
    .map((ranges) => ranges.map((range) => trimmed(reading.words, range)).filter((range) => range.to > range.from))
    .filter((ranges) => size(ranges) >= 2);
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
    if (i - start < LEAST) continue;
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

/** A subject right at `at` with its finite verb behind it. */
function ownClause(reading: Reading, at: number, to: number): boolean {
  const { words, groups } = reading;
  const verb = groups.find((g) => g.from > at && g.finite && g.from < to);
  if (verb === undefined || verb.from - at > 18) return false;
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
    const joint = words[group.from - 1] as Word;
    const adverb = joint.tag === 'ADV' ? (words[group.from - 2] as Word) : joint;
    if (adverb.lower !== 'and' && adverb.lower !== 'but') continue;
    if (!sameForm(words, main, group)) continue;
    const at = group.from - (adverb === joint ? 1 : 2);
    if (at - from < LEAST || clause.to - group.from < LEAST) continue;
    out.push(from === clause.from ? [{ from, to: at }] : [subject, { from, to: at }]);
    from = at + 1;
  }
  out.push(from === clause.from ? [clause] : [subject as Range, { from, to: clause.to }]);
  return out;
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
