import winkNLP from 'wink-nlp';
import model from 'wink-eng-lite-web-model';
import type { Span } from './extraction.types.js';

/** One word or mark with its part of speech (Universal POS tags, https://universaldependencies.org/u/pos/). */
export interface Word extends Span {
  text: string;
  lower: string;
  tag: string;
}

const nlp = winkNLP(model, ['sbd', 'pos']);
const its = nlp.its;

/** Tags the words of one sentence of English. Offsets are those of `shadow`; white space yields no word. */
export function wordsOf(shadow: string, span: Span): Word[] {
  const text = shadow.slice(span.start, span.end);
  const tokens = nlp.readDoc(text).tokens();
  const values = tokens.out(its.value) as string[];
  const tags = tokens.out(its.pos) as string[];
  const words: Word[] = [];
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as string;
    const found = text.indexOf(value, at);
    if (found === -1) continue;
    at = found + value.length;
    if (value.trim() === '') continue;
    words.push({
      start: span.start + found,
      end: span.start + at,
      text: value,
      lower: value.toLowerCase(),
      tag: tags[i] ?? 'X',
    });
  }
  return words;
}
