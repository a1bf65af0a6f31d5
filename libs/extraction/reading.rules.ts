import { type Range } from './phrases.rules.js';
import { verbGroups, type VerbGroup } from './verbs.rules.js';
import type { Block, Span } from './extraction.types.js';
import type { Quote } from './quotes.rules.js';
import { wordsOf, type Word } from './words.rules.js';

/** One sentence as the rules read it. */
export interface Reading {
  index: number;
  span: Span;
  block: number;
  words: Word[];
  groups: VerbGroup[];
  /** For each word the index of the quotation it lies in, or -1. */
  quoteOf: number[];
}

/** Words past this are left unread: a sentence is never this long, and noise may be. */
const MOST_WORDS = 400;

export function readSentence(shadow: string, span: Span, block: number, index: number, quotes: Quote[]): Reading {
  const words = wordsOf(shadow, span).slice(0, MOST_WORDS);
  return {
    index,
    span,
    block,
    words,
    groups: verbGroups(words),
    quoteOf: words.map((word) => quoteAt(quotes, word.start)),
  };
}

function quoteAt(quotes: Quote[], at: number): number {
  let low = 0;
  let high = quotes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { span } = quotes[middle] as Quote;
    if (at < span.start) high = middle - 1;
    else if (at >= span.end) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The characters of a range of words. */
export function spanOf(reading: Reading, range: Range): Span {
  const first = reading.words[range.from] as Word;
  const last = reading.words[range.to - 1] as Word;
  return { start: first.start, end: last.end };
}

export function isProse(block: Block): boolean {
  return block.kind === 'body' || block.kind === 'quote' || block.kind === 'headline';
}
