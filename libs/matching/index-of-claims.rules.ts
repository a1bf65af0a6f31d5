import { postingsOf, tally } from './postings.rules.js';
import { gramsOf, termsOf } from './terms.rules.js';
import {
  asked,
  BEST,
  letterRarity,
  LETTERS,
  NOTHING_SHARED,
  saturated,
  scoreOf,
  sharedWords,
  wordRarity,
  type Asked,
  type MatchHit,
  type MatchQuery,
} from './weighing.rules.js';

export interface MatchDocument {
  id: string;
  claim: string;
  title?: string;
  alternatives?: string[];
}

export interface ClaimIndex {
  /** The `k` best documents, best first; equal scores in the order of the documents. Documents that share nothing are left out. */
  search(query: MatchQuery, k?: number): MatchHit[];
}

/**
 * Ranks claims by words and by letters: BM25 over stems (Robertson and Zaragoza, 2009), as a share of what the query could reach, and the cosine
 * of letter 3-4-grams weighted by rarity, which forgives inflection, spelling and compounds. Over claim, title and alternative wordings together.
 */
export function buildIndex(docs: MatchDocument[]): ClaimIndex {
  const texts = docs.map((doc) => [doc.claim, doc.title ?? '', ...(doc.alternatives ?? [])].join(' \n '));
  const words = wordIndex(texts);
  const letters = letterIndex(texts);
  return {
    search(query, k = BEST) {
      const terms = asked(query, words.rarityOf);
      const scores = new Float64Array(docs.length);
      words.add(terms, scores);
      letters.add(query.text, scores);
      return best(scores, k).map((doc) => ({
        id: (docs[doc] as MatchDocument).id,
        score: scoreOf(scores[doc] as number, 0),
        words: sharedWords(terms, (term) => words.holds(term, doc)),
      }));
    },
  };
}

function wordIndex(texts: string[]): {
  rarityOf(term: string): number;
  holds(term: string, doc: number): boolean;
  add(terms: Asked[], scores: Float64Array): void;
} {
  const lengths = new Int32Array(texts.length);
  const postings = postingsOf(texts.length, (doc) => {
    const terms = termsOf(texts[doc] as string).map(({ term }) => term);
    lengths[doc] = terms.length;
    return terms;
  });
  const average = lengths.reduce((sum, n) => sum + n, 0) / (texts.length || 1) || 1;
  return {
    rarityOf(term) {
      const row = postings.row(term);
      return wordRarity(texts.length, row === undefined ? 0 : postings.documents(row).length);
    },
    holds(term, doc) {
      const row = postings.row(term);
      return row !== undefined && isAmong(postings.documents(row), doc);
    },
    add(terms, scores) {
      for (const { term, share } of terms) {
        const row = postings.row(term);
        if (row === undefined) continue;
        const documents = postings.documents(row);
        const counts = postings.counts(row);
        for (let i = 0; i < documents.length; i++) {
          const doc = documents[i] as number;
          const part = share * saturated(counts[i] as number, lengths[doc] as number, average);
          scores[doc] = (scores[doc] as number) + part;
        }
      }
    },
  };
}

/** In a row of documents that rises. */
function isAmong(documents: Int32Array, doc: number): boolean {
  let low = 0;
  let high = documents.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = documents[middle] as number;
    if (here === doc) return true;
    if (here < doc) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function letterIndex(texts: string[]): { add(text: string, scores: Float64Array): void } {
  const postings = postingsOf(texts.length, (doc) => gramsOf(texts[doc] as string));
  const rarity = (row: number | undefined): number =>
    letterRarity(texts.length, row === undefined ? 0 : postings.documents(row).length);
  const norms = new Float64Array(texts.length);
  for (let row = 0; row < postings.rows; row++) {
    const weight = rarity(row) ** 2;
    const counts = postings.counts(row);
    postings.documents(row).forEach((doc, i) => (norms[doc] = (norms[doc] as number) + (counts[i] as number) * weight));
  }
  norms.forEach((sum, doc) => (norms[doc] = Math.sqrt(sum) || 1));
  return {
    add(text, scores) {
      const grams = [...tally(gramsOf(text))].map(([gram, count]) => ({ row: postings.row(gram), count }));
      const norm = Math.sqrt(grams.reduce((sum, { row, count }) => sum + count * rarity(row) ** 2, 0)) || 1;
      for (const { row, count } of grams) {
        if (row === undefined) continue;
        const documents = postings.documents(row);
        const counts = postings.counts(row);
        const weight = (LETTERS * rarity(row) ** 2) / norm;
        for (let i = 0; i < documents.length; i++) {
          const doc = documents[i] as number;
          scores[doc] =
            (scores[doc] as number) + (weight * Math.sqrt(count * (counts[i] as number))) / (norms[doc] as number);
        }
      }
    },
  };
}

/** Indices of the `k` highest scores above nothing, by a heap-free partial scan: linear, with k kept small. */
function best(scores: Float64Array, k: number): number[] {
  const kept: number[] = [];
  for (let doc = 0; doc < scores.length; doc++) {
    const score = scores[doc] as number;
    if (score <= NOTHING_SHARED || (kept.length >= k && score <= (scores[kept.at(-1) as number] as number))) continue;
    let at = kept.length;
    while (at > 0 && (scores[kept[at - 1] as number] as number) < score) at--;
    kept.splice(at, 0, doc);
    if (kept.length > k) kept.pop();
  }
  return kept;
}
