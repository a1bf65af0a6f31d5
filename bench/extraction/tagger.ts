import { attributionsOf, type Attribution, type Span } from '#extraction';
import { BUCKETS, type Features } from '../../libs/extraction/checkworthiness.features.rules.js';
import { readDocument } from '../../libs/extraction/document.rules.js';
import type { Word } from '../../libs/extraction/words.rules.js';
import type { Attributed } from './attribution.js';
import { learn, margin, type Learned } from './logistic.js';

/**
 * A tagger of words as source, cue or content, learned from PolNeAR each time the benchmark runs. Its licence is not stated, so what is learned
 * from it does not ship; the figure says what annotated articles of one's own would be worth. The rules' own answer is among its features.
 */
export interface Tagger {
  source: Learned;
  cue: Learned;
  content: Learned;
}

const PARTS = ['source', 'cue', 'content'] as const;
const SETTINGS = { epochs: 3, rate: 0.08, l2: 1e-6, least: 3, seed: 7 };
const CUTS = { source: -0.45, cue: -0.55, content: -0.35 };

interface Token extends Span {
  features: Features;
}

export function trainTagger(articles: Attributed[]): Tagger {
  const rows = articles.map((article) => ({ tokens: tokensOf(article.text), gold: article.gold }));
  const one = (part: (typeof PARTS)[number]): Learned =>
    learn(
      rows.flatMap(({ tokens, gold }) => {
        const spans = gold.flatMap((held) => held[part]);
        return tokens.map((token) => ({ features: token.features, label: inside(token, spans) }));
      }),
      SETTINGS,
    );
  return { source: one('source'), cue: one('cue'), content: one('content') };
}

/** The tagger's answer as one holding, since the figures are counted over words. */
export function tag(tagger: Tagger, text: string): Attribution[] {
  const tokens = tokensOf(text);
  const spans = (part: (typeof PARTS)[number]): Span[] => {
    const margins = tokens.map((token) => margin(tagger[part], token.features));
    return tokens.filter((_, i) => smoothed(margins, i) > CUTS[part]).map(({ start, end }) => ({ start, end }));
  };
  return [{ source: spans('source'), cue: spans('cue'), content: spans('content') }];
}

/** Neighbours have a say: words are held in stretches. */
function smoothed(margins: number[], at: number): number {
  const side = ((margins[at - 1] ?? 0) + (margins[at + 1] ?? 0)) / 2;
  return 0.65 * (margins[at] as number) + 0.35 * side;
}

function inside(token: Span, spans: Span[]): boolean {
  return spans.some((span) => token.start < span.end && token.end > span.start);
}

function tokensOf(text: string): Token[] {
  const document = readDocument(text);
  const rules = attributionsOf(text);
  const by = PARTS.map((part) => rules.flatMap((held) => held[part]));
  return document.readings.flatMap(({ words, quoteOf }) => {
    const held = words.map((word) => by.map((spans) => (inside(word, spans) ? '1' : '0')).join(''));
    const verb = words.findIndex((word) => word.tag === 'VERB');
    return words.map((word, at) => ({
      start: word.start,
      end: word.end,
      features: hashed(traits(words, quoteOf, held, at, verb)),
    }));
  });
}

function traits(words: Word[], quoteOf: number[], held: string[], at: number, verb: number): string[] {
  const word = (k: number): string => words[at + k]?.lower ?? '#';
  const tagOf = (k: number): string => words[at + k]?.tag ?? '#';
  const quoted = (quoteOf[at] ?? -1) === -1 ? 'o' : 'q';
  const rule = (k: number): string => held[at + k] ?? '#';
  const place = at < 3 ? 's' : at > words.length - 4 ? 'e' : 'm';
  const cue = held.some((h) => h[1] === '1') ? (held.findIndex((h) => h[1] === '1') < at ? 'a' : 'b') : 'n';
  const first = words[verb]?.lower ?? '#';
  return [
    'bias',
    `w0${word(0)}`,
    `w1${word(1)}`,
    `w2${word(2)}`,
    `w-1${word(-1)}`,
    `w-2${word(-2)}`,
    `b${word(-1)} ${word(0)}`,
    `c${word(0)} ${word(1)}`,
    `t${tagOf(-2)}${tagOf(-1)}${tagOf(0)}${tagOf(1)}${tagOf(2)}`,
    `u${tagOf(-1)}${tagOf(0)}${tagOf(1)}`,
    `x${word(0).slice(-3)}`,
    `r${rule(0)}`,
    `R${rule(-1)}${rule(0)}${rule(1)}`,
    `RR${rule(-3)}${rule(-2)}${rule(0)}${rule(2)}${rule(3)}`,
    `q${quoted}${cue}`,
    `p${place}${cue}${tagOf(0)}`,
    `rt${rule(0)}${tagOf(0)}${quoted}`,
    `rw${rule(0)}${word(0)}`,
    `v${first}${at < verb ? '<' : '>'}`,
    `rc${rule(0)}${cue}${quoted}${place}`,
  ];
}

function hashed(traits: string[]): Features {
  const buckets = new Int32Array(traits.length);
  traits.forEach((trait, at) => {
    let x = 0x811c9dc5;
    for (let i = 0; i < trait.length; i++) x = Math.imul(x ^ trait.charCodeAt(i), 0x01000193);
    buckets[at] = ((x ^ (x >>> 15)) >>> 0) & (BUCKETS - 1);
  });
  return { buckets, values: new Float32Array(traits.length).fill(1 / Math.sqrt(traits.length)) };
}
