import { heldIn } from './attribution.rules.js';
import type { Held } from './held.types.js';
import { blocksOf } from './blocks.rules.js';
import { quotesOf, type Quote } from './quotes.rules.js';
import { isProse, readSentence, type Reading } from './reading.rules.js';
import { sentencesOf } from './sentences.rules.js';
import { shadowOf, withTypedMarks, withTypedQuotes } from './shadow.rules.js';
import type { Block, Span } from './extraction.types.js';

/** A text read once: everything later rules look at. */
export interface Document {
  text: string;
  shadow: string;
  blocks: Block[];
  quotes: Quote[];
  sentences: Span[];
  readings: Reading[];
  held: Held[];
}

/** Sentences that are read for words; a book has fewer, and what follows still has its sentences. */
const MOST_SENTENCES = 10_000;

/** With `english` false the words are left unread: blocks, sentences and quotations only. */
export function readDocument(text: string, { language = 'en', english = true } = {}): Document {
  const shadow = shadowOf(text);
  const blocks = blocksOf(text);
  const quotes = quotesOf(withTypedQuotes(text), blocks);
  const sentences: Span[] = [];
  const readings: Reading[] = [];
  blocks.forEach((block, index) => {
    for (const found of sentencesOf(shadow, block.span, language)) {
      const span = withTypedMarks(text, found);
      sentences.push(span);
      if (english && isProse(block) && readings.length < MOST_SENTENCES)
        readings.push(readSentence(shadow, span, index, readings.length, quotes));
    }
  });
  return { text, shadow, blocks, quotes, sentences, readings, held: heldIn(readings, blocks, quotes) };
}
