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
import { ArchiveStore, type Corpus } from './archive.store.js';
import { countIn } from './document.rules.js';
import { ranked, rarest, type Ranking, type Wanted } from './postings.rules.js';
import { PostingStore, type Barring, type CandidateRow } from './postings.store.js';

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

/** How many are scored in process: more of them change no figure on the CLEF-2020 training queries. */
const CANDIDATES = 200;
/** Postings that the query's words may bring together: bounds the work whatever is asked. */
const MOST_POSTINGS = 20_000;
/** Documents that are looked at when many are barred. */
const MOST_RANKED = 4_000;
/** More than the claim itself and what people rejected for it, as a rule. */
const SPARE = 20;
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

  constructor(
    private readonly store: ArchiveStore,
    private readonly postings: PostingStore,
  ) {}

  /** The best `k`, best first; equal words before all others. Three trips, whose work does not grow with how often a word is used. */
  async search(tx: Tx, query: MatchQuery, k = 10, barring: Barring = ANYTHING): Promise<Finding[]> {
    const terms = weighted(query).slice(0, MOST_TERMS);
    const [corpus, known] = await Promise.all([
      this.store.corpus(tx),
      this.postings.terms(
        tx,
        terms.map(({ term }) => term),
      ),
    ]);
    if (corpus.documents === 0) return [];
    const weightOf = new Map(terms.map(({ term, weight }) => [term, weight]));
    const wanted = new Map<string, Wanted>();
    for (const { wantedTerm, term, documents, likeness } of known) {
      const weight = (weightOf.get(wantedTerm) ?? 1) * likeness * wordRarity(corpus.documents + THOUGHT_OF, documents);
      if (weight > (wanted.get(term)?.weight ?? 0)) wanted.set(term, { term, documents, weight });
    }
    const key = textKey(query.text);
    const { rows, holds } = await this.candidates(tx, corpus, [...wanted.values()], key, barring);
    const statistics = {
      documents: corpus.documents + THOUGHT_OF,
      averageLength: corpus.words / corpus.documents,
      holding: new Map(known.flatMap((one) => (one.likeness === 1 ? [[one.wantedTerm, one.documents]] : []))),
      letters: await this.lettersOf(tx, corpus.lettersVersion),
    };
    return found(query, statistics, rows, key, k, holds);
  }

  private async candidates(
    tx: Tx,
    corpus: Corpus,
    wanted: readonly Wanted[],
    key: string,
    barring: Barring,
  ): Promise<{ rows: CandidateRow[]; holds: Ranking['holds'] }> {
    const { numbered: lastNumber, documents, words } = corpus;
    const chosen = rarest(wanted, lastNumber, MOST_POSTINGS);
    const [postings, same] = await Promise.all([
      this.postings.postings(tx, chosen),
      this.postings.same(tx, key, barring, CANDIDATES),
    ]);
    const rows = new Map(same.map((row) => [row.id, row]));
    const average = words / documents;
    let ranking = ranked(chosen, postings, average, CANDIDATES + SPARE);
    await this.read(tx, ranking, rows, barring);
    if (rows.size < CANDIDATES && ranking.numbers.length === CANDIDATES + SPARE) {
      ranking = ranked(chosen, postings, average, MOST_RANKED);
      await this.read(tx, ranking, rows, barring);
    }
    return { rows: [...rows.values()], holds: ranking.holds };
  }

  private async read(tx: Tx, { numbers }: Ranking, rows: Map<string, CandidateRow>, barring: Barring): Promise<void> {
    for (const row of await this.postings.documents(tx, numbers, barring, CANDIDATES)) rows.set(row.id, row);
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

function found(
  query: MatchQuery,
  statistics: Parameters<typeof rescore>[1],
  rows: readonly CandidateRow[],
  key: string,
  k: number,
  holds: Ranking['holds'],
): Finding[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  // Of those that score the same, the earliest first.
  const inOrder = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const candidates = inOrder.map(({ id, number, length, letters, terms }) => ({
    id,
    length,
    letters,
    count: (stem: string) => (number !== null && holds(number, stem) === false ? 0 : countIn(terms, stem)),
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
