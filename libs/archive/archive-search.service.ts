import { Injectable } from '@nestjs/common';
import { textKey } from '#claims';
import type { Tx } from '#database';
import {
  NO_LETTERS,
  rescore,
  unpackLetters,
  weighted,
  wordRarity,
  type LetterStatistics,
  type MatchQuery,
} from '#matching';
import { ArchiveStore, type Barring, type CandidateRow } from './archive.store.js';
import { countIn } from './document.rules.js';

/** Something earlier that is like what was asked for. */
export interface Finding {
  claimId: string | null;
  reviewId: string | null;
  /** 0..1; 1 where the words are the same. */
  score: number;
  /** Words of the query that it holds too, the rarest first. */
  words: string[];
  sameWords: boolean;
}

/** How many are scored in process: on the CLEF-2020 development queries the answer is among them for 96 of 100. */
const CANDIDATES = 150;
/** Documents that the query's rarest words may bring together, and one word at most: bounds the work whatever is asked. */
const WIDTH = 3_000;
/** Words of a query that are looked for. A post has thirty. */
const MOST_TERMS = 60;
const NEWSROOMS_KEPT = 32;
/**
 * Documents that are thought to be there besides, none of which holds the words asked for: in an archive of two claims a word that both hold is no
 * common word yet. Among ten thousand they change nothing.
 */
const THOUGHT_OF = 1_000;
const ANYTHING: Barring = { self: null, before: null, barred: [] };

/** Finds what was claimed or checked before. */
@Injectable()
export class ArchiveSearch {
  private readonly letters = new Map<string, { version: number; statistics: LetterStatistics }>();

  constructor(private readonly store: ArchiveStore) {}

  /** The best `k`, best first; equal words before all others. Three statements, whose work does not grow with how often a word is used. */
  async search(tx: Tx, query: MatchQuery, k = 10, barring: Barring = ANYTHING): Promise<Finding[]> {
    const corpus = await this.store.corpus(tx);
    if (corpus.documents === 0) return [];
    const terms = weighted(query).slice(0, MOST_TERMS);
    const known = await this.store.terms(
      tx,
      terms.map(({ term }) => term),
    );
    const holding = new Map(known.flatMap((one) => (one.likeness === 1 ? [[one.wantedTerm, one.documents]] : [])));
    const weightOf = new Map(terms.map(({ term, weight }) => [term, weight]));
    const wanted = known
      .map(({ wantedTerm, term, documents, likeness }) => ({
        term,
        documents,
        weight: (weightOf.get(wantedTerm) ?? 1) * likeness * wordRarity(corpus.documents + THOUGHT_OF, documents),
      }))
      .sort((a, b) => a.documents - b.documents);
    const key = textKey(query.text);
    const rows = await this.store.candidates(tx, rarest(wanted), key, barring, { width: WIDTH, most: CANDIDATES });
    const letters = await this.lettersOf(tx, corpus.lettersVersion);
    const statistics = {
      documents: corpus.documents + THOUGHT_OF,
      averageLength: corpus.words / corpus.documents,
      holding: holding as ReadonlyMap<string, number>,
      letters,
    };
    return found(query, statistics, rows, key, k);
  }

  /** Read again when the archive took a new sample. */
  private async lettersOf(tx: Tx, version: number): Promise<LetterStatistics> {
    const kept = this.letters.get(tx.newsroom);
    if (kept?.version === version) return kept.statistics;
    const row = await this.store.letters(tx);
    if (!row) return NO_LETTERS;
    const statistics = unpackLetters(row.letters);
    this.letters.delete(tx.newsroom);
    this.letters.set(tx.newsroom, { version: row.lettersVersion, statistics });
    const [oldest] = this.letters.keys();
    if (this.letters.size > NEWSROOMS_KEPT && oldest !== undefined) this.letters.delete(oldest);
    return statistics;
  }
}

/** The rarest words first, until they bring enough documents together. At least one. */
function rarest<T extends { documents: number }>(terms: readonly T[]): T[] {
  const chosen: T[] = [];
  let width = 0;
  for (const term of terms) {
    width += term.documents;
    if (chosen.length > 0 && width > WIDTH) break;
    chosen.push(term);
  }
  return chosen;
}

function found(
  query: MatchQuery,
  statistics: Parameters<typeof rescore>[1],
  rows: readonly CandidateRow[],
  key: string,
  k: number,
): Finding[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  // Of those that score the same, the earliest first.
  const inOrder = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const candidates = inOrder.map(({ id, length, letters, terms }) => ({
    id,
    length,
    letters,
    count: (stem: string) => countIn(terms, stem),
  }));
  const same = candidates.filter(({ id }) => byId.get(id)?.textKey === key);
  const alike = candidates.filter(({ id }) => byId.get(id)?.textKey !== key);
  return [...rescore(query, statistics, same, k), ...rescore(query, statistics, alike, k)]
    .slice(0, k)
    .map(({ id, score, words }) => {
      const { claimId, reviewId, textKey: theirs } = byId.get(id) as CandidateRow;
      const sameWords = theirs === key;
      return { claimId, reviewId, score: sameWords ? 1 : Math.min(score, LESS_THAN_SAME), words, sameWords };
    });
}

const LESS_THAN_SAME = 0.999;
