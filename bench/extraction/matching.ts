import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchDocument, MatchQuery } from '#matching';
import { table } from './data.js';

export interface Ranked {
  query: MatchQuery;
  gold: Set<string>;
}

export function clefDocuments(dir: string): MatchDocument[] {
  return table(join(dir, 'claim-matching', 'clef2020_verified_claims.docs.tsv'), '\t').map((row) => ({
    id: row.id ?? '',
    claim: row.vclaim ?? '',
    title: row.title ?? '',
  }));
}

export function clefQueries(dir: string, part: 'train' | 'dev'): Ranked[] {
  const gold = new Map<string, Set<string>>();
  for (const line of readFileSync(join(dir, 'claim-matching', `clef2020_${part}.qrels`), 'utf8')
    .trim()
    .split('\n')) {
    const [query = '', , doc = ''] = line.split('\t');
    gold.set(query, (gold.get(query) ?? new Set()).add(doc));
  }
  return table(join(dir, 'claim-matching', `clef2020_${part}.queries.tsv`), '\t').map((row) => ({
    query: { text: row.tweet_content ?? '' },
    gold: gold.get(row.id ?? '') ?? new Set(),
  }));
}

export function politifact(dir: string): { documents: MatchDocument[]; queries: Ranked[] } {
  const folder = join(dir, 'claim-matching');
  const path = (url: string): string =>
    url
      .replace(/^https?:\/\/(?:www\.)?politifact\.com/, '')
      .replace(/^\/truth-o-meter/, '')
      .replace(/\/$/, '');
  const documents = table(join(folder, 'politifact_factchecks.tsv'), '\t').map((row) => ({
    id: path(row.url ?? ''),
    claim: row.claim ?? '',
    title: row.title ?? '',
  }));
  const known = new Set(documents.map((doc) => doc.id));
  const queries = table(join(folder, 'politifact_pairs_2012-2017.tsv'), '\t').map((row) => ({
    query: { text: row.sentence ?? '', claimant: row.speaker ?? '' },
    gold: new Set([path(row.verified_claim_url ?? '')]),
    statement: row.verified_claim ?? '',
    title: row.verified_claim_article_title ?? '',
  }));
  for (const { gold, statement, title } of queries)
    for (const id of gold)
      if (!known.has(id)) {
        known.add(id);
        documents.push({ id, claim: statement, title });
      }
  return { documents, queries: queries.map(({ query, gold }) => ({ query, gold })) };
}

/** What finds documents, best first: an index in memory, or the archive. */
export type Search = (query: MatchQuery, k: number) => Promise<Scored[]> | Scored[];
export interface Scored {
  id: string;
  score: number;
}

export interface MatchFigures {
  map5: number;
  mrr: number;
  s1: number;
  s10: number;
  /** Found at all, among as many as were asked for. */
  found: number;
}

/** Means over the queries, from the best `depth` of each. */
export async function matchFigures(search: Search, queries: readonly Ranked[], depth = 100): Promise<MatchFigures> {
  const n = { map5: 0, mrr: 0, s1: 0, s10: 0, found: 0 };
  for (const { query, gold } of queries) {
    const ids = (await search(query, depth)).map((hit) => hit.id);
    const first = ids.findIndex((id) => gold.has(id));
    let hits = 0;
    let precision = 0;
    ids.slice(0, 5).forEach((id, rank) => {
      if (gold.has(id)) precision += ++hits / (rank + 1);
    });
    n.map5 += precision / Math.min(5, gold.size || 1);
    if (first === -1) continue;
    n.found++;
    n.mrr += 1 / (first + 1);
    if (first === 0) n.s1++;
    if (first < 10) n.s10++;
  }
  const of = (x: number): number => x / (queries.length || 1);
  return { map5: of(n.map5), mrr: of(n.mrr), s1: of(n.s1), s10: of(n.s10), found: of(n.found) };
}

/** A corpus in which every second query has no answer. */
export function withoutHalf(
  documents: readonly MatchDocument[],
  queries: readonly Ranked[],
): { left: MatchDocument[]; lost: Set<string> } {
  const lost = new Set(queries.filter((_, i) => i % 2 === 1).flatMap(({ gold }) => [...gold]));
  return { left: documents.filter((doc) => !lost.has(doc.id)), lost };
}

export interface Told {
  /** Of the queries that have an answer, those whose answer comes first, at a score from which `precision` of all that come first are right. */
  recall: number;
  threshold: number;
  /** Scores of what comes first, where it is right and where there is nothing to find; falling. */
  rights: number[];
  wrongs: number[];
}

/** "Is it there at all?": the best score must tell which queries have an answer in the corpus. */
export async function isItThere(
  search: Search,
  queries: readonly Ranked[],
  lost: ReadonlySet<string>,
  precision: number,
): Promise<Told> {
  const answers: { score: number; right: boolean; there: boolean }[] = [];
  for (const { query, gold } of queries) {
    const [top] = await search(query, 1);
    const there = [...gold].some((id) => !lost.has(id));
    answers.push({ score: top?.score ?? 0, right: there && top !== undefined && gold.has(top.id), there });
  }
  answers.sort((a, b) => b.score - a.score);
  const possible = answers.filter((answer) => answer.there).length;
  let best = { recall: 0, threshold: 1 };
  let right = 0;
  answers.forEach((answer, i) => {
    if (answer.right) right++;
    if (right / (i + 1) >= precision && right / possible > best.recall)
      best = { recall: right / possible, threshold: answer.score };
  });
  const scores = (of: (answer: (typeof answers)[number]) => boolean) => answers.filter(of).map(({ score }) => score);
  return { ...best, rights: scores(({ right: is }) => is), wrongs: scores(({ there }) => !there) };
}
