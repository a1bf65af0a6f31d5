import { gramNumbers, gramWeights, placeOf, type LetterStatistics } from './letters.rules.js';
import { lettersOf } from './terms.rules.js';
import {
  asked,
  BEST,
  NOTHING_SHARED,
  saturated,
  scoreOf,
  sharedWords,
  wordRarity,
  type MatchHit,
  type MatchQuery,
} from './weighing.rules.js';

/** What the scores of a few candidates need of the whole corpus that they come from. */
export interface CorpusStatistics {
  documents: number;
  /** Terms a document, on average. */
  averageLength: number;
  /** Documents that hold each of the query's terms; one that is not there is held by none. */
  holding: ReadonlyMap<string, number>;
  letters: LetterStatistics;
}

/** A document as it was indexed. */
export interface Candidate {
  id: string;
  /** How many terms it has. */
  length: number;
  /** How often it holds a term. */
  count(term: string): number;
  /** See `lettersOf`. */
  letters: string;
}

/**
 * Scores candidates as `buildIndex` scores the documents of its whole corpus, from that corpus's statistics. The `k` best, best first, equal
 * ones in the order given. Costs some ten microseconds a candidate.
 */
export function rescore(
  query: MatchQuery,
  corpus: CorpusStatistics,
  candidates: readonly Candidate[],
  k = BEST,
): MatchHit[] {
  const terms = asked(query, (term) => wordRarity(corpus.documents, corpus.holding.get(term) ?? 0));
  const likeness = likenessTo(lettersOf(query.text), corpus.letters);
  return candidates
    .map((candidate) => {
      let words = 0;
      for (const { term, share } of terms) {
        const count = candidate.count(term);
        if (count > 0) words += share * saturated(count, candidate.length, corpus.averageLength || 1);
      }
      return { candidate, score: scoreOf(words, likeness(candidate.letters)) };
    })
    .filter(({ score }) => score > NOTHING_SHARED)
    .sort((a, b) => b.score - a.score)
    .slice(0, k)
    .map(({ candidate, score }) => ({
      id: candidate.id,
      score,
      words: sharedWords(terms, (term) => candidate.count(term) > 0),
    }));
}

/**
 * The cosine of two texts' grams, weighted by rarity: counts below a square root, as `buildIndex` has it. The query's grams lie in a small
 * open-addressed table, and a candidate's in one array that all of them share: this loop is most of what a search costs in process.
 */
function likenessTo(letters: string, statistics: LetterStatistics): (other: string) => number {
  const rarities = gramWeights(statistics);
  const keys = new Int32Array(2 ** Math.ceil(Math.log2(4 * letters.length + 2)));
  const times = new Uint16Array(keys.length);
  const weights = new Float64Array(keys.length);
  const shared = new Uint16Array(keys.length);
  const met = new Int32Array(keys.length);
  let grams = gramNumbers(letters);
  let norm = 0;
  for (let i = 0; i < grams.count; i++) {
    const gram = grams.numbers[i] as number;
    const at = placeOf(keys, gram);
    keys[at] = gram;
    times[at] = (times[at] as number) + 1;
    weights[at] = rarities[placeOf(statistics.keys, gram)] as number;
    norm += weights[at] as number;
  }
  return (other) => {
    grams = gramNumbers(other, grams.numbers);
    let otherNorm = 0;
    let count = 0;
    for (let i = 0; i < grams.count; i++) {
      const gram = grams.numbers[i] as number;
      const at = placeOf(keys, gram);
      if (keys[at] === 0) otherNorm += rarities[placeOf(statistics.keys, gram)] as number;
      else {
        otherNorm += weights[at] as number;
        if (shared[at] === 0) met[count++] = at;
        shared[at] = (shared[at] as number) + 1;
      }
    }
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const at = met[i] as number;
      sum += (weights[at] as number) * Math.sqrt((times[at] as number) * (shared[at] as number));
      shared[at] = 0;
    }
    return sum / (Math.sqrt(norm * otherNorm) || 1);
  };
}
