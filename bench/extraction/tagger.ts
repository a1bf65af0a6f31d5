import { attributionsOf, type Attribution, type Span } from '#extraction';
import { BUCKETS, type Features } from '../../libs/extraction/checkworthiness.features.rules.js';
import { readDocument } from '../../libs/extraction/document.rules.js';
import type { Word } from '../../libs/extraction/words.rules.js';
import type { Attributed } from './attribution.js';
import { learn, margin, type Learned } from './logistic.js';
import { atThreshold } from './measures.js';

const PARTS = ['source', 'cue', 'content'] as const;

/**
 * A tagger of words as source, cue or content, learned from PolNeAR each time the benchmark runs. Its licence is not stated, so what is learned
 * from it does not ship; the figure says what annotated articles of one's own would be worth. The rules' own answer is among its features.
 */
export type Tagger = Record<(typeof PARTS)[number], { learned: Learned; cut: number }>;

const SETTINGS = { epochs: 3, rate: 0.08, l2: 1e-6, least: 3, seed: 7 };
const TRIED = Array.from({ length: 21 }, (_, i) => -2 + i * 0.1);
/** Every so many articles are kept back to choose where to cut. */
const KEPT = 10;

interface Token extends Span {
  features: Features;
}

export function trainTagger(articles: Attributed[]): Tagger {
  const rows = articles.map((article) => ({ tokens: tokensOf(article.text), gold: article.gold }));
  const one = (part: (typeof PARTS)[number]): Tagger['source'] => {
    const labels = ({ tokens, gold }: (typeof rows)[number]): boolean[] => {
      const spans = gold.flatMap((held) => held[part]);
      return tokens.map((token) => inside(token, spans));
    };
    const examples = (row: (typeof rows)[number]): { features: Features; label: boolean }[] =>
      labels(row).map((label, i) => ({ features: (row.tokens[i] as Token).features, label }));
    const learned = learn(rows.filter((_, i) => i % KEPT !== 0).flatMap(examples), SETTINGS);
    const kept = rows.filter((_, i) => i % KEPT === 0);
    const scores = kept.flatMap(({ tokens }) => smoothed(tokens.map((token) => margin(learned, token.features))));
    const wanted = kept.flatMap(labels);
    const f1 = (cut: number): number => atThreshold(scores, wanted, cut).f1;
    return { learned, cut: TRIED.reduce((best, cut) => (f1(cut) > f1(best) ? cut : best)) };
  };
  return { source: one('source'), cue: one('cue'), content: one('content') };
}

/** The tagger's answer as one holding, since the figures are counted over words. */
export function tag(tagger: Tagger, text: string): Attribution[] {
  const tokens = tokensOf(text);
  const spans = (part: (typeof PARTS)[number]): Span[] => {
    const { learned, cut } = tagger[part];
    const scores = smoothed(tokens.map((token) => margin(learned, token.features)));
    return tokens.filter((_, i) => (scores[i] as number) >= cut).map(({ start, end }) => ({ start, end }));
  };
  return [{ source: spans('source'), cue: spans('cue'), content: spans('content') }];
}

/** Neighbours have a say: words are held in stretches. */
function smoothed(margins: number[]): number[] {
  return margins.map((own, at) => 0.65 * own + 0.175 * ((margins[at - 1] ?? 0) + (margins[at + 1] ?? 0)));
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
