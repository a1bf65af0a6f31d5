import { termsOf } from './terms.rules.js';

export interface MatchQuery {
  text: string;
  claimant?: string;
  context?: string;
}

export interface MatchHit {
  id: string;
  /** In [0, 1], comparable between queries; 1 only where the document is the query. Not a probability. */
  score: number;
  /** Words of the query, as written there, that the document holds too; the rarest first. */
  words: string[];
}

/** BM25's saturation of a word that comes again, and how much a document's length counts (Robertson and Zaragoza, 2009). */
export const K1 = 1.2;
export const B = 0.75;
/** How many are found unless somebody says otherwise. */
export const BEST = 10;
/** Scores up to here are those of documents that share nothing. */
export const NOTHING_SHARED = 1e-9;
/** Weight of the likeness of letters against the likeness of words; chosen on the CLEF-2020 training queries and PolitiFact pairs of 2012-2017. */
export const LETTERS = 2.5;
const CLAIMANT = 0.4;
const CONTEXT = 0.25;

/** A term of a query: the word as written there, and what its field counts. */
export interface Weighted {
  term: string;
  word: string;
  weight: number;
}

/** Each term once, with the weight of the first field that holds it. */
export function weighted(query: MatchQuery): Weighted[] {
  const out = new Map<string, Weighted>();
  const add = (text: string | undefined, weight: number): void => {
    for (const { term, word } of termsOf(text ?? '')) if (!out.has(term)) out.set(term, { term, word, weight });
  };
  add(query.text, 1);
  add(query.claimant, CLAIMANT);
  add(query.context, CONTEXT);
  return [...out.values()];
}

/** A term of a query as a corpus knows it. */
export interface Asked extends Weighted {
  rarity: number;
  /** Of what the query could reach in this corpus, the part that the term may bring; all parts make 1. */
  share: number;
}

/** The query's terms against a corpus in which `rarityOf` says how rare each is. */
export function asked(query: MatchQuery, rarityOf: (term: string) => number): Asked[] {
  const terms = weighted(query).map((term) => ({ ...term, rarity: rarityOf(term.term) }));
  const reach = terms.reduce((sum, { weight, rarity }) => sum + weight * rarity, 0) || 1;
  return terms.map((term) => ({ ...term, share: (term.weight * term.rarity) / reach }));
}

/** Those of the terms that a document holds, as the query wrote them, the rarest first. */
export function sharedWords(terms: readonly Asked[], holds: (term: string) => boolean): string[] {
  return terms
    .filter(({ term }) => holds(term))
    .sort((a, b) => b.rarity - a.rarity)
    .map(({ word }) => word);
}

/** How much a word says that `holding` of `documents` hold: BM25's inverse document frequency, never negative. */
export function wordRarity(documents: number, holding: number): number {
  const held = Math.min(holding, documents);
  return Math.log(1 + (documents - held + 0.5) / (held + 0.5));
}

export function letterRarity(documents: number, holding: number): number {
  return Math.log(1 + documents / (1 + holding));
}

/** What a word counts that stands `count` times in a document of `length` words; 1 for once in one of average length. */
export function saturated(count: number, length: number, average: number): number {
  return (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / average));
}

/** A document's score from its share of the query's words and the likeness of its letters, each as they come. */
export function scoreOf(words: number, letters: number): number {
  return Math.min(1, (words + LETTERS * letters) / (K1 + 1 + LETTERS));
}
