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

const nlp = winkNLP(model, ['pos']);
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
    if (word.lower === 'think' && next?.lower.startsWith('tank') === true) word.tag = 'NOUN';
    if (/^(?:both|all|each)$/.test(word.lower) && before?.tag === 'AUX' && next?.tag === 'VERB') word.tag = 'ADV';
    if (word.lower === 'further' && next?.tag === 'VERB') word.tag = 'ADV';
    if ((word.tag === 'VERB' || word.tag === 'AUX') && isCompound(words, i)) word.tag = 'ADJ';
    if (word.tag === 'VERB' || word.tag === 'ADJ' || word.tag === 'NOUN') {
      const beside = next?.tag === 'PROPN' || (before?.tag === 'PROPN' && i > 1);
      if (CAPITALISED.test(word.text) && i > 0 && beside && before?.text !== '"' && before?.text !== '.')
        word.tag = 'PROPN';
    }
    if (word.tag === 'NOUN' && before !== undefined && statesSomething(words, i, before, next)) word.tag = 'VERB';
    if (word.tag === 'NOUN' && PASTS.has(word.text)) word.tag = 'VERB';
    if (word.tag === 'NOUN' && word.lower === 'show' && SHOWING.test(before?.lower ?? '')) word.tag = 'VERB';
    if (word.tag === 'VERB' && describesNoun(word, before, next)) word.tag = 'ADJ';
    if (word.tag === 'NOUN' && before !== undefined && holds(words, i, before, next)) word.tag = 'VERB';
    if (word.tag === 'NOUN' && before !== undefined && takesAmount(words, i, before, next)) word.tag = 'VERB';
  });
  return words;
}

const PREFIXES = new Set(['re', 'co', 'pre', 'over', 'out', 'mis', 'de', 'un', 'under']);

/** "cut-price steel", "would-be mayors": half of a compound is no verb, unless the other half is a prefix. */
function isCompound(words: Word[], at: number): boolean {
  const word = words[at] as Word;
  const joins = (mark: Word | undefined): boolean =>
    mark?.text === '-' && (mark.start === word.end || mark.end === word.start);
  if (joins(words[at + 1]) && words[at + 2]?.start === words[at + 1]?.end) return true;
  const first = words[at - 2];
  return joins(words[at - 1]) && first?.end === words[at - 1]?.start && !PREFIXES.has(first?.lower ?? '');
}

/** Irregular past forms that are nothing but verbs; in lower case, so that LED stays a lamp. */
export const PASTS = new Set(
  (
    'led fell won lost sold told held kept met paid sent spent built bought brought caught taught drew grew knew threw flew wrote broke chose began ' +
    'became went came took gave ran sank shrank swore wore tore fought sought heard made said'
  ).split(' '),
);

/** Verbs of measure that are nouns as well, or are taken for them. */
const MEASURES = new Set(
  'cost costs total totals number numbers average averages rank ranks top tops cut cuts hit hits need needs house houses weigh weighs'.split(
    ' ',
  ),
);

/** "the bridge cost 41 million": a noun between a noun and an amount, in a clause that has no other verb, is one. */
function takesAmount(words: Word[], at: number, before: Word, next: Word | undefined): boolean {
  if (next === undefined || !MEASURES.has((words[at] as Word).lower)) return false;
  if (!['NOUN', 'PROPN', 'PRON'].includes(before.tag)) return false;
  if (next.tag !== 'NUM' && !/^[$€£¥]/.test(next.text) && !AMOUNTS.has(next.lower)) return false;
  const edge = (word: Word): boolean =>
    /^[,;:."()]$/.test(word.text) || (word.tag === 'VERB' && CUE_FORMS.get(word.lower)?.classes.has('say') === true);
  const from = words.slice(0, at).findLastIndex(edge) + 1;
  const to = words.findIndex((word, i) => i > at && /^[,;:."()]$/.test(word.text));
  return !words.slice(from, to === -1 ? words.length : to).some((w) => w.tag === 'VERB' || w.tag === 'AUX');
}

/** "the expected fallout", "1,280 pledged delegates". */
function describesNoun({ lower }: Word, before: Word | undefined, next: Word | undefined): boolean {
  if (before === undefined || next?.tag !== 'NOUN' || !lower.endsWith('ed')) return false;
  return (
    before.lower === 'the' ||
    before.lower === 'a' ||
    before.lower === 'an' ||
    POSSESSIVES.has(before.lower) ||
    (before.tag === 'NUM' && lower === 'pledged')
  );
}

/** Verbs of holding that are nouns as well. */
const HOLDING = new Set(
  'support fear claim view call hope doubt question demand want plan blame report vow promise back note'.split(' '),
);

/** "some critics fear the reform", "women who claim he did": a verb between a plural and what it is about, in a clause that has no other. */
function holds(words: Word[], at: number, before: Word, next: Word | undefined): boolean {
  const word = words[at] as Word;
  if (next === undefined || !HOLDING.has(word.lower)) return false;
  if (before.lower === 'who') return true;
  const many =
    (before.tag === 'NOUN' && /(?:[^s]s|men|people|media|police|percent)$/.test(before.lower)) ||
    before.text === '%' ||
    /^(?:they|we|some|many|most|thirds)$/.test(before.lower);
  if (
    !many ||
    !(
      next.tag === 'DET' ||
      next.tag === 'PRON' ||
      next.tag === 'PROPN' ||
      next.lower === 'that' ||
      next.lower === 'to' ||
      next.lower.endsWith('ing')
    )
  )
    return false;
  const from =
    words.slice(0, at).findLastIndex((w) => /^[,;:."()]$/.test(w.text) || w.tag === 'SCONJ' || w.tag === 'CCONJ') + 1;
  return !words.slice(from, at).some((w) => w.tag === 'VERB' || w.tag === 'AUX');
}

/** What shows something, in the plural: "FBI data show". */
const SHOWING =
  /^(?:data|figures|records|documents|polls|surveys|studies|reports|emails|statistics|numbers|filings|results|estimates)$/;
const POSSESSIVES = new Set(['his', 'her', 'its', 'their', 'my', 'our', 'your']);
const AMOUNTS = new Set(['about', 'around', 'nearly', 'almost', 'over', 'roughly', 'approximately', 'some']);

/** "the document states that", "the woman disputes the idea", "as the website reports,": a verb taken for a plural. */
function statesSomething(words: Word[], at: number, before: Word, next: Word | undefined): boolean {
  const word = words[at] as Word;
  const classes = CUE_FORMS.get(word.lower)?.classes;
  if (next === undefined || !word.lower.endsWith('s') || classes === undefined) return false;
  if (!['NOUN', 'PROPN', 'PRON'].includes(before.tag) && before.text !== '"') return false;
  if (next.lower === 'that' && (classes.has('mind') || classes.has('show'))) return true;
  if (!classes.has('say')) return false;
  if (next.lower === 'that' || next.text === ':') return true;
  if (before.tag !== 'PROPN' && before.tag !== 'PRON' && (next.tag === 'DET' || POSSESSIVES.has(next.lower)))
    return !words.slice(0, at).some((w) => w.tag === 'VERB' || w.tag === 'AUX');
  return next.text === ',' && words.slice(Math.max(0, at - 7), at).some((w) => w.lower === 'as');
}
