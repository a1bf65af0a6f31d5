import { isHead, subjectBefore, type Range } from './phrases.rules.js';
import { type VerbGroup } from './verbs.rules.js';
import { TIME_WORDS } from './sources.lexicon.js';
import type { Reading } from './reading.rules.js';
import { PASTS, type Word } from './words.rules.js';

/** Fewer words than this are no statement. */
export const LEAST = 4;
export const RELATIVE = new Set(['who', 'which', 'that', 'whose', 'where']);

/** A statement in two pieces: the subject of the first goes with each predicate of the second. */
export function coordinated(reading: Reading, rest: Range[]): Range[][] {
  const [head, tail] = rest as [Range, Range];
  const parts = predicates(reading, { from: head.from, to: tail.to }, head);
  return parts.length === 1 ? [rest] : parts.map((part) => cutToPieces(part, rest));
}

/** Leaves out of a statement what lies between the pieces. */
function cutToPieces(part: Range[], [head, tail]: Range[]): Range[] {
  if (head === undefined || tail === undefined) return part;
  return part.flatMap((range) =>
    range.from < head.to && range.to > tail.from
      ? [
          { from: range.from, to: head.to },
          { from: tail.from, to: range.to },
        ]
      : [range],
  );
}

/** Predicates of one clause that share its subject; `head` is the subject where an aside stands behind it. */
export function predicates(reading: Reading, clause: Range, head?: Range): Range[][] {
  const { words, groups } = reading;
  const first = head === undefined ? afterCondition(words, clause) : head.to;
  const main = groups.find((g) => g.finite && g.from >= first && g.to <= clause.to && !isRelative(words, g));
  if (main === undefined) return [[clause]];
  const subject = head ?? withoutTime(words, subjectBefore(words, main.from, clause.from));
  if (subject === null) return [[clause]];
  const out: Range[][] = [];
  let from = clause.from;
  for (const group of groups) {
    if (group.from < main.to || group.to > clause.to || !sameForm(words, main, group)) continue;
    const joint = jointBefore(words, group.from);
    if (goesWithInfinitive(reading, main, joint, group)) continue;
    if (
      joint === -1 ||
      joint - from < LEAST ||
      clause.to - group.from < LEAST ||
      splitsQuote(reading, joint, clause.from)
    )
      continue;
    if (words.slice(main.to, group.from).some((w) => RELATIVE.has(w.lower) && w.tag !== 'DET')) continue;
    out.push(from === clause.from ? [{ from, to: joint }] : [subject, { from, to: joint }]);
    from = joint + 1;
  }
  out.push(from === clause.from ? [clause] : [subject, { from, to: clause.to }]);
  return out;
}

const SEASONS = new Set([
  'spring',
  'summer',
  'autumn',
  'winter',
  'year',
  'month',
  'week',
  'of',
  'early',
  'late',
  'mid',
]);

/** "Smith in the spring of 2015": when it was goes with the first predicate alone. */
function withoutTime(words: Word[], subject: Range | null): Range | null {
  if (subject === null) return null;
  let at = subject.to - 1;
  while (at > subject.from && isTime(words[at] as Word)) at--;
  const cut =
    at > subject.from && at < subject.to - 1 && ['in', 'on', 'during', 'since'].includes((words[at] as Word).lower);
  return cut ? { from: subject.from, to: at } : subject;
}

function isTime(word: Word): boolean {
  return word.tag === 'NUM' || word.tag === 'DET' || TIME_WORDS.has(word.lower) || SEASONS.has(word.lower);
}

/** Behind "If ...,": what is stated, not what is supposed. */
function afterCondition(words: Word[], { from, to }: Range): number {
  if (words[from]?.lower !== 'if') return from;
  const comma = words.findIndex((w, i) => i > from && i < to && w.text === ',');
  return comma === -1 ? from : comma + 1;
}

function isRelative(words: Word[], group: VerbGroup): boolean {
  return RELATIVE.has(words[group.from - 1]?.lower ?? '');
}

/** A short quotation that begins inside the clause is not cut in two. */
export function splitsQuote(reading: Reading, at: number, from: number): boolean {
  const quote = reading.quoteOf[at] ?? -1;
  return (
    quote !== -1 && (reading.quoteOf[from] ?? -1) !== quote && reading.quoteOf.filter((q) => q === quote).length < 9
  );
}

/** The "and" or "but" before a verb, over an adverb or a short date: "and in 2017 led". -1 where none stands there. */
function jointBefore(words: Word[], verb: number): number {
  for (let i = verb - 1; i >= Math.max(0, verb - 4); i--) {
    const word = words[i] as Word;
    if (word.lower === 'but' && words[i - 1]?.lower === 'all') return -1;
    if (word.lower === 'and' || word.lower === 'but') return verb - i <= 2 || words[i + 1]?.tag === 'ADP' ? i : -1;
    if (!['ADV', 'ADP', 'NUM', 'PROPN'].includes(word.tag)) return -1;
  }
  return -1;
}

/** "drafted workers to service homes and take calls": a base form goes with the infinitive before it, unless the first verb is one, too. */
function goesWithInfinitive({ words, groups }: Reading, main: VerbGroup, joint: number, other: VerbGroup): boolean {
  const head = words[other.head] as Word;
  if (other.from !== other.head || head.tag !== 'VERB' || /(?:ed|s)$/.test(head.lower) || PASTS.has(head.lower))
    return false;
  if ((words[main.from] as Word).tag === 'AUX' || !/(?:ed|s)$/.test((words[main.head] as Word).lower)) return false;
  return groups.some((g) => g.from >= main.to && g.to <= joint && (words[g.from] as Word).lower === 'to');
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
