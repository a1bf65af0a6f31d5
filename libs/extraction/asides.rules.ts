import { NOUNS } from './cues.lexicon.js';
import { RELATIVE } from './predicates.rules.js';
import { isHead, subjectBefore, type Range } from './phrases.rules.js';
import type { Reading } from './reading.rules.js';
import type { Word } from './words.rules.js';

/** What an aside between commas says of the phrase before it, and the statement without it. */
export function withoutAsides(reading: Reading, piece: Range): { rest: Range[]; asides: Range[][] } {
  const { words } = reading;
  for (let i = piece.from + 1; i + 3 < piece.to; i++) {
    if ((words[i] as Word).text !== ',') continue;
    const opener = words[i + 1] as Word;
    const close = ['who', 'which', 'whose'].includes(opener.lower)
      ? relativeEnd(reading, i, piece)
      : appositionEnd(reading, i, piece);
    const subject = close === -1 ? null : antecedentOf(reading, i, piece.from);
    if (subject === null || close - i < 5) continue;
    const rest = [{ from: piece.from, to: i }, ...(piece.to - close > 2 ? [{ from: close, to: piece.to }] : [])];
    if (size(rest) < 5) continue;
    return { rest, asides: [[subject, { from: i + 1, to: close }]] };
  }
  return { rest: [piece], asides: [] };
}

/** The end of ", who once had an affair with the president,"; -1 where no finite verb follows the pronoun. */
function relativeEnd({ words, groups }: Reading, comma: number, piece: Range): number {
  const verb = groups.find((g) => g.from >= comma + 2);
  const furthest = words[comma + 1]?.lower === 'whose' ? 8 : 4;
  if (verb === undefined || verb.from > comma + furthest || !verb.finite) return -1;
  let close = verb.to;
  const ends = (at: number): boolean =>
    (words[at] as Word).text === ',' &&
    groups.some((g) => g.finite && g.from > at && g.from - at <= 8 && g.to <= piece.to);
  while (close < piece.to && !ends(close)) close++;
  return close;
}

/** The end of ", the developer who came to epitomize wealth," right before the verb of the phrase it explains; -1 where it is no apposition. */
function appositionEnd({ words, groups }: Reading, comma: number, piece: Range): number {
  const opener = words[comma + 1] as Word;
  if (!['DET', 'NOUN', 'ADJ', 'NUM'].includes(opener.tag) || !isHead(words[comma - 1])) return -1;
  for (let i = comma + 4; i < Math.min(piece.to, comma + 30); i++) {
    if ((words[i] as Word).text !== ',') continue;
    const verb = groups.find((g) => g.from > i);
    const inside = groups.filter((g) => g.finite && g.from > comma && g.to <= i);
    if (inside.some((g) => !RELATIVE.has(words[g.from - 1]?.lower ?? ''))) return -1;
    if (
      verb !== undefined &&
      verb.finite &&
      verb.from <= i + 2 &&
      words.slice(comma, i).every((w) => w.tag !== 'CCONJ' || inside.length > 0)
    )
      return i;
  }
  return -1;
}

/** ", causing his worth to drop to a low": a participle after a comma says something more, of the same subject. */
export function withoutParticiple(reading: Reading, part: Range[]): Range[][] {
  const { words, groups } = reading;
  const last = part.at(-1) as Range;
  const main = groups.find((g) => g.finite && g.from >= (part[0] as Range).from && g.to <= last.to);
  const group = groups.find((g) => {
    const word = words[g.from] as Word;
    return (
      !g.finite &&
      g.from > last.from + 4 &&
      last.to - g.from >= 6 &&
      word.lower.endsWith('ing') &&
      word.tag === 'VERB' &&
      words[g.from - 1]?.text === ','
    );
  });
  if (group === undefined || main === undefined || main.to > group.from) return [part];
  if (words.slice(group.to, last.to).some((w) => w.text === ',')) return [part];
  const subject = subjectBefore(words, main.from, (part[0] as Range).from);
  const said = { from: group.from, to: last.to };
  return [
    [...part.slice(0, -1), { from: last.from, to: group.from - 1 }],
    subject === null || subject.to - subject.from > 6 ? [said] : [subject, said],
  ];
}

/** "..., a threefold increase since the 1960s" sums up the whole statement, not the phrase before it. */
const SUMS_UP = new Set(
  (
    'increase rise jump surge gain growth decrease decline drop fall reduction cut loss change shift level rate record high low figure number move ' +
    'decision claim charge argument statement fact development sign'
  ).split(' '),
);

/** ", a former prisoner of war" at the end of a statement: a statement of its own, with the phrase it explains. */
export function withoutApposition(reading: Reading, part: Range[]): Range[][] {
  const { words, groups } = reading;
  const last = part.at(-1) as Range;
  for (let i = last.from + 4; i + 4 < last.to; i++) {
    const mark = (words[i] as Word).text;
    if (mark !== ',' && mark !== '–' && mark !== '—' && mark !== '--') continue;
    const opener = words[i + 1] as Word;
    if (!['a', 'an', 'the', 'one'].includes(opener.lower) || !isHead(words[i - 1])) continue;
    if (words.slice(i + 2, i + 5).some((w) => SUMS_UP.has(w.lower))) continue;
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

/** ", with revenue dipping 1.3 percent": what goes with the statement, said apart. */
export function withoutAttendant(reading: Reading, part: Range[]): Range[][] {
  const { words, groups } = reading;
  const last = part.at(-1) as Range;
  for (let i = last.from + 4; i + 5 < last.to; i++) {
    if (words[i]?.text !== ',' || words[i + 1]?.lower !== 'with') continue;
    if (!groups.some((g) => g.finite && g.from >= (part[0] as Range).from && g.to <= i)) continue;
    const verb = groups.find((g) => g.from > i + 2);
    const moves = words.findIndex((w, k) => k > i + 2 && k < i + 9 && (w.lower === 'up' || w.lower === 'down'));
    const at = verb !== undefined && !verb.finite && verb.from <= i + 9 ? verb.from : moves;
    if (at === -1 || at >= last.to - 2 || words.slice(i + 2, at).some((w) => w.tag === 'PUNCT' && w.text !== '-'))
      continue;
    return [[...part.slice(0, -1), { from: last.from, to: i }], [{ from: i + 2, to: last.to }]];
  }
  return [part];
}

const RESTRICTS = new Set(['who', 'which', 'that', 'where', 'whose']);
/** Behind these a clause is no more than what they mean: "those who", "the fact that". */
const EMPTY_HEADS = new Set(
  'those one ones people person anyone everyone someone something anything everything thing things way fact time day moment place it'.split(
    ' ',
  ),
);

/** "laid off workers at a plant that opened in 2015": a clause that tells of what it stands behind, and can be looked up, is a statement of its own. */
export function withoutRelative(reading: Reading, part: Range[]): Range[][] {
  const { words, groups } = reading;
  const last = part.at(-1) as Range;
  if (/^it$/.test((words[(part[0] as Range).from] as Word).lower)) return [part];
  for (let i = last.from + 4; i + 5 < last.to; i++) {
    const word = words[i] as Word;
    if (!RESTRICTS.has(word.lower) || !isHead(words[i - 1]) || words[i - 1]?.tag === 'PRON') continue;
    if (EMPTY_HEADS.has((words[i - 1] as Word).lower) || NOUNS.has((words[i - 1] as Word).lower)) continue;
    const verb = groups.find((g) => g.from > i);
    const own = word.lower === 'where' || word.lower === 'whose';
    if (verb === undefined || !verb.finite || verb.from > i + (own ? 6 : 2) || verb.to > last.to) continue;
    if (!groups.some((g) => g.finite && g.from >= (part[0] as Range).from && g.to <= i)) continue;
    if (words.slice(i, last.to).some((w) => /^[,;"]$/.test(w.text))) continue;
    const subject = antecedentOf(reading, i, last.from);
    if (subject === null || !isDefinite(words, subject)) continue;
    return [[...part.slice(0, -1), { from: last.from, to: i }], [{ from: subject.from, to: last.to }]];
  }
  return [part];
}

/** "a plant", "the deal", "their lawyer": one thing, which is what it is without the clause. "Companies" without their clause are all there are. */
function isDefinite(words: Word[], { from, to }: Range): boolean {
  const first = words[from] as Word;
  const head = words[to - 1] as Word;
  return (
    head.tag === 'PROPN' ||
    (/^(?:a|an|the|one|his|her|its|their|our|my|\d.*)$/.test(first.lower) && !/(?:[^s]s|ies)$/.test(head.lower))
  );
}

/** The noun phrase right before a comma or a relative word, in at most eight words. */
export function antecedentOf(reading: Reading, comma: number, floor: number): Range | null {
  let from = comma;
  while (from > floor && comma - from < 8 && inPhrase(reading.words[from - 1] as Word)) from--;
  return from < comma ? { from, to: comma } : null;
}

function inPhrase(word: Word): boolean {
  return (
    ['NOUN', 'PROPN', 'ADJ', 'DET', 'NUM', 'PART', 'SYM'].includes(word.tag) || word.text === '-' || word.text === '.'
  );
}

export function size(ranges: Range[]): number {
  return ranges.reduce((sum, range) => sum + range.to - range.from, 0);
}
