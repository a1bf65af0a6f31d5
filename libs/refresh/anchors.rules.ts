import search from 'approx-string-match';
import { diffWordsWithSpace } from 'diff';
import { type TouchedMeaning, touchedMeaning, type WordChange } from './meaning.rules.js';
import { normalise, type NormalText, originalRange } from './text.rules.js';

/**
 * Hold on a passage: W3C Web Annotation TextQuoteSelector (`exact`, `prefix`, `suffix`) with a TextPositionSelector as a hint
 * (`start`, `end` in UTF-16 of the text that it was made on; null when the passage was not found there).
 */
export interface QuoteAnchor {
  exact: string;
  prefix: string;
  suffix: string;
  start: number | null;
  end: number | null;
}

export type QuoteState = 'exact' | 'normalised' | 'altered' | 'ambiguous' | 'missing';

/** Where the passage stands now. For `altered`: what stands there, the words that differ, and what kind of meaning they touch. */
export interface QuoteFinding {
  state: QuoteState;
  start: number | null;
  end: number | null;
  found: string | null;
  changes?: WordChange[];
  touched?: TouchedMeaning[];
}

export const CONTEXT = 32;
/** Shorter quotes turn up by chance: "Linus" was found in "chines" by a client that searched approximately. */
const SHORTEST_APPROXIMATE = 20;
const MAX_ERRORS = 0.2;
/** Approximate search costs 130 ms for 0.4 M characters and a quote of 83 (measured). */
const MAX_SEARCHED = 2_000_000;
const MAX_PATTERN = 256;
const MAX_HITS = 200;
/** Of the words of a passage, this part is left where it was rewritten; with fewer it was replaced. */
const WORDS_LEFT = 1 / 3;
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });
/** Two places whose surroundings fit equally well, within this, cannot be told apart. */
const NEAR_EQUAL = 0.1;

const MISSING: QuoteFinding = { state: 'missing', start: null, end: null, found: null };

/** The anchor of a quote as somebody typed it, on the text in which it should stand, and how it stands there. */
export function makeAnchor(text: string, quote: string): { anchor: QuoteAnchor; finding: QuoteFinding } {
  const bare: QuoteAnchor = { exact: quote, prefix: '', suffix: '', start: null, end: null };
  const finding = findAnchor(text, bare);
  if (finding.start === null || finding.end === null || finding.state === 'altered') return { anchor: bare, finding };
  const { start, end } = finding;
  return {
    anchor: {
      exact: quote,
      prefix: text.slice(Math.max(0, start - CONTEXT), start),
      suffix: text.slice(end, end + CONTEXT),
      start,
      end,
    },
    finding,
  };
}

/**
 * Looks for a passage: verbatim, then in normal form, then with up to 20 % of its characters changed, then as the gap between
 * its surroundings. Whatever is found by the last two is altered: no likeness makes another digit the same statement.
 */
export function findAnchor(text: string, anchor: QuoteAnchor): QuoteFinding {
  if (anchor.exact.trim() === '') return MISSING;
  const verbatim = choose(occurrences(text, anchor.exact), text, anchor, anchor.exact.length);
  if (verbatim) return { ...verbatim, state: verbatim.ambiguous ? 'ambiguous' : 'exact', found: anchor.exact };
  const page = normalise(text);
  const quote = normalise(anchor.exact).text;
  if (quote === '') return MISSING;
  const context = { ...anchor, exact: quote, prefix: inside(anchor.prefix), suffix: inside(anchor.suffix) };
  const same = choose(occurrences(page.text, quote), page.text, context, quote.length);
  if (same) {
    const range = originalRange(page, same.start, same.end, text);
    return { ...range, state: same.ambiguous ? 'ambiguous' : 'normalised', found: text.slice(range.start, range.end) };
  }
  if (quote.length < SHORTEST_APPROXIMATE || page.text.length > MAX_SEARCHED) return MISSING;
  const near = approximate(page.text, quote, context) ?? betweenSurroundings(page.text, quote, context);
  return near ? altered(near, quote, page, text) : MISSING;
}

/** Normal form that keeps the spaces at both ends. */
function inside(text: string): string {
  return normalise(`|${text}|`).text.slice(1, -1);
}

function altered(range: Range, quote: string, page: NormalText, text: string): QuoteFinding {
  const whole = toWordEnds(page.text, range);
  const changes: WordChange[] = diffWordsWithSpace(quote, page.text.slice(whole.start, whole.end)).map((part) => ({
    kind: part.added ? 'added' : part.removed ? 'removed' : 'same',
    text: part.value,
  }));
  const original = originalRange(page, whole.start, whole.end, text);
  const found = text.slice(original.start, original.end);
  return { ...original, state: 'altered', found, changes, touched: touchedMeaning(changes) };
}

interface Range {
  start: number;
  end: number;
}

function occurrences(text: string, wanted: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0 && found.length < MAX_HITS; at = text.indexOf(wanted, at + 1))
    found.push(at);
  return found;
}

/** The occurrence whose surroundings fit best; ambiguous when another fits as well and the quote is too short to stand alone. */
function choose(
  starts: number[],
  text: string,
  anchor: QuoteAnchor,
  length: number,
): (Range & { ambiguous: boolean }) | undefined {
  const ranked = starts
    .map((start) => ({ start, end: start + length, score: fit(text, start, start + length, anchor) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score || distance(a, anchor) - distance(b, anchor));
  const [best, second] = ranked;
  if (!best) return undefined;
  const ambiguous = second !== undefined && best.score - second.score < NEAR_EQUAL && length < SHORTEST_APPROXIMATE;
  return { start: best.start, end: best.end, ambiguous };
}

/**
 * How well a place fits, 0..1; negative when the page goes on where the quote began or ended: "4.2 million" is not what
 * "14.2 million" says, though it stands in it. A quote that nobody found before may be cut out of words.
 */
function fit(text: string, start: number, end: number, anchor: QuoteAnchor): number {
  const score = surroundings(text, start, end, anchor);
  const joins = [joined(text, start), joined(text, end)];
  if (anchor.start === null) return score + (joins.includes(true) ? 0 : NEAR_EQUAL);
  const whole = anchor.prefix + anchor.exact + anchor.suffix;
  const joinedThen = [joined(whole, anchor.prefix.length), joined(whole, whole.length - anchor.suffix.length)];
  return joins.every((now, side) => !now || joinedThen[side]) ? score : -1;
}

/** Whether the characters on both sides of a place are of one word or one number, its sign included. */
function joined(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at, at + 2);
  if (/[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after)) return true;
  if (/\p{N}[.,]$/u.test(before) && /^\p{N}/u.test(after)) return true;
  if (/\p{N}$/u.test(before) && /^[.,]\p{N}/u.test(after)) return true;
  return /(^|\s)[-−+]$/.test(before) && /^\p{N}/u.test(after);
}

/** 0..1: how much of prefix and suffix, from the passage outwards, stands around a place. 0 when the anchor knows neither. */
function surroundings(text: string, start: number, end: number, { prefix, suffix }: QuoteAnchor): number {
  const known = prefix.length + suffix.length;
  if (known === 0) return 0;
  let same = 0;
  for (let i = 1; i <= prefix.length && prefix.at(-i) === text[start - i]; i += 1) same += 1;
  for (let i = 0; i < suffix.length && suffix[i] === text[end + i]; i += 1) same += 1;
  return same / known;
}

function distance({ start }: Range, anchor: QuoteAnchor): number {
  return anchor.start === null ? start : Math.abs(start - anchor.start);
}

/** The most alike place with at most 20 % of the characters changed. A long quote is held by its two ends. */
function approximate(text: string, quote: string, anchor: QuoteAnchor): Range | undefined {
  if (quote.length <= MAX_PATTERN) return nearest(text, quote, anchor);
  const head = nearest(text, quote.slice(0, MAX_PATTERN), anchor);
  const tail = nearest(text, quote.slice(-MAX_PATTERN), anchor);
  if (head && tail && tail.end > head.start && plausible(tail.end - head.start, quote.length))
    return { start: head.start, end: tail.end };
  if (head) return { start: head.start, end: Math.min(text.length, head.start + quote.length) };
  return tail && { start: Math.max(0, tail.end - quote.length), end: tail.end };
}

function nearest(text: string, pattern: string, anchor: QuoteAnchor): Range | undefined {
  const hits = search(text, pattern, Math.floor(pattern.length * MAX_ERRORS));
  const ranked = hits
    .slice(0, MAX_HITS)
    .map((hit) => ({ ...hit, score: surroundings(text, hit.start, hit.end, anchor) - hit.errors / pattern.length }))
    .sort((a, b) => b.score - a.score || distance(a, anchor) - distance(b, anchor));
  return ranked[0];
}

/**
 * Both neighbours still there with other words between them: the passage was rewritten in its place. Where hardly a word of it
 * is left, another sentence took its place, and the passage is gone.
 */
function betweenSurroundings(text: string, quote: string, { prefix, suffix }: QuoteAnchor): Range | undefined {
  const before = prefix.trim();
  const after = suffix.trim();
  if (before.length < CONTEXT / 2 || after.length < CONTEXT / 2) return undefined;
  for (const at of occurrences(text, before)) {
    const start = at + before.length;
    const end = text.indexOf(after, start);
    if (end < start || !plausible(end - start, quote.length)) continue;
    if (wordsLeft(quote, text.slice(start, end)) >= WORDS_LEFT) return trimmed(text, { start, end });
  }
  return undefined;
}

/** 0..1: how many of the words that carry a passage stand in the other text, too. Articles and the like carry nothing. */
function wordsLeft(passage: string, now: string): number {
  const all = wordsOf(passage);
  const carrying = all.filter((word) => word.length > 3 || /[^\p{Script=Latin}]/u.test(word));
  const wanted = new Set(carrying.length > 0 ? carrying : all);
  const there = new Set(wordsOf(now));
  return wanted.size === 0 ? 0 : [...wanted].filter((word) => there.has(word)).length / wanted.size;
}

/** In any script: UAX 29 words, by ICU. */
function wordsOf(text: string): string[] {
  return [...SEGMENTER.segment(text.toLowerCase())].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
}

function plausible(length: number, expected: number): boolean {
  return length >= expected / 4 && length <= expected * 2 + CONTEXT;
}

function trimmed(text: string, range: Range): Range {
  const inner = text.slice(range.start, range.end);
  const start = range.start + (inner.length - inner.trimStart().length);
  return { start, end: start + inner.trim().length };
}

/** A passage that begins or ends inside a word is shown with the whole of it: "5.1" is not ".1". */
function toWordEnds(text: string, range: Range): Range {
  const { start: from, end: to } = trimmed(text, range);
  let [start, end] = [from, to];
  while (start > 0 && from - start < CONTEXT && joined(text, start)) start -= 1;
  while (end < text.length && end - to < CONTEXT && joined(text, end)) end += 1;
  return { start, end };
}
