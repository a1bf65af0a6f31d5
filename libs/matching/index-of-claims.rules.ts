import { termsOf } from './terms.rules.js';

export interface MatchDocument {
  id: string;
  claim: string;
  title?: string;
  alternatives?: string[];
}

export interface MatchQuery {
  text: string;
  claimant?: string;
  context?: string;
}

export interface MatchHit {
  id: string;
  /** At least 0, without an upper end: for the order within one answer. */
  score: number;
  /** Words of the query, as written there, that the document holds too; the rarest first. */
  words: string[];
}

export interface ClaimIndex {
  search(query: MatchQuery, k?: number): MatchHit[];
}

const K1 = 1.2;
const B = 0.75;

/** BM25 (Robertson and Zaragoza, 2009) over claim, title and alternative wordings. Building is linear in the text; a search in the postings it touches. */
export function buildIndex(docs: MatchDocument[]): ClaimIndex {
  const postings = new Map<string, { doc: number; count: number }[]>();
  const lengths = docs.map((doc, index) => {
    const terms = termsOf([doc.claim, doc.title ?? '', ...(doc.alternatives ?? [])].join(' \n '));
    const counts = new Map<string, number>();
    for (const { term } of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [{ doc: index, count }]);
      else list.push({ doc: index, count });
    }
    return terms.length;
  });
  const average = lengths.reduce((sum, n) => sum + n, 0) / (lengths.length || 1) || 1;
  return {
    search(query, k = 10) {
      const scores = new Map<number, number>();
      const matched = new Map<number, [number, string][]>();
      for (const [term, { weight, word }] of weighted(query)) {
        const list = postings.get(term);
        if (list === undefined) continue;
        const idf = Math.log(1 + (docs.length - list.length + 0.5) / (list.length + 0.5));
        for (const { doc, count } of list) {
          const norm = K1 * (1 - B + (B * (lengths[doc] as number)) / average);
          scores.set(doc, (scores.get(doc) ?? 0) + (weight * idf * count * (K1 + 1)) / (count + norm));
          const words = matched.get(doc);
          if (words === undefined) matched.set(doc, [[idf, word]]);
          else words.push([idf, word]);
        }
      }
      return [...scores]
        .sort((x, y) => y[1] - x[1] || x[0] - y[0])
        .slice(0, k)
        .map(([doc, score]) => ({
          id: (docs[doc] as MatchDocument).id,
          score,
          words: (matched.get(doc) ?? []).sort((x, y) => y[0] - x[0]).map(([, word]) => word),
        }));
    },
  };
}

function weighted(query: MatchQuery): Map<string, { weight: number; word: string }> {
  const out = new Map<string, { weight: number; word: string }>();
  const add = (text: string | undefined, weight: number): void => {
    for (const { term, word } of termsOf(text ?? '')) if (!out.has(term)) out.set(term, { weight, word });
  };
  add(query.text, 1);
  add(query.claimant, 0.5);
  add(query.context, 0.3);
  return out;
}
