import winkNLP from 'wink-nlp';
import model from 'wink-eng-lite-web-model';
import { CUE_FORMS } from './cues.lexicon.js';
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
  return retagged(words);
}

const CAPITALISED = /^\p{Lu}\p{Ll}/u;

/** Mends what the tagger, trained on clean prose, gets wrong in news: "Associated Press", "the document states that". */
function retagged(words: Word[]): Word[] {
  let open = false;
  words.forEach((word, i) => {
    if (word.text === "'") {
      const owner = words[i - 1];
      if (!open && owner?.end === word.start && owner.lower.endsWith('s')) word.tag = 'PART';
      else open = !open;
    }
    const before = words[i - 1];
    const next = words[i + 1];
    if (word.lower === 'further' && next?.tag === 'VERB') word.tag = 'ADV';
    if (word.tag === 'VERB' || word.tag === 'ADJ' || word.tag === 'NOUN') {
      const beside = next?.tag === 'PROPN' || (before?.tag === 'PROPN' && i > 1);
      if (CAPITALISED.test(word.text) && i > 0 && beside && before?.text !== '"' && before?.text !== '.')
        word.tag = 'PROPN';
    }
    if (word.tag === 'NOUN' && before !== undefined && statesSomething(words, i, before, next)) word.tag = 'VERB';
  });
  return words;
}

/** "the document states that", "the woman disputes the idea", "as the website reports,": a verb taken for a plural. */
function statesSomething(words: Word[], at: number, before: Word, next: Word | undefined): boolean {
  const word = words[at] as Word;
  if (next === undefined || !word.lower.endsWith('s') || CUE_FORMS.get(word.lower)?.classes.has('say') !== true)
    return false;
  if (!['NOUN', 'PROPN', 'PRON'].includes(before.tag) && before.text !== '"') return false;
  if (next.lower === 'that' || next.text === ':') return true;
  if (before.tag !== 'PROPN' && before.tag !== 'PRON' && next.tag === 'DET')
    return !words.slice(0, at).some((w) => w.tag === 'VERB' || w.tag === 'AUX');
  return next.text === ',' && words.slice(Math.max(0, at - 7), at).some((w) => w.lower === 'as');
}
