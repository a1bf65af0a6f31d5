import { extractClaims } from '#extraction';
import { buildIndex, type MatchDocument } from '#matching';
import type { Attributed } from './attribution.js';
import { clefDocuments, clefQueries } from './matching.js';

/** Time of this process on the processor, in milliseconds, so that a busy machine does not change the figure. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** One warm-up round, then each article by itself. */
export function extractionSpeed(articles: Attributed[]): string {
  for (const { text } of articles) extractClaims(text);
  let sentences = 0;
  const started = now();
  const times = articles.map(({ text }) => {
    const from = now();
    sentences += extractClaims(text).sentences.length;
    return { words: text.split(/\s+/).length, ms: now() - from };
  });
  const seconds = (now() - started) / 1000;
  const perThousand = times.filter((one) => one.words >= 200).map((one) => (one.ms / one.words) * 1000);
  return `${Math.round(sentences / seconds)} sentences a second of one core; an article of 1,000 words p95 ${p95(perThousand).toFixed(1)} ms   (goal 1500; 50 ms)`;
}

/** In process, over the CLEF corpus and over ten copies of it. */
export function matchingSpeed(dir: string): string[] {
  const docs = clefDocuments(dir);
  const queries = clefQueries(dir, 'dev').map(({ query }) => query);
  return [1, 10].map((copies) => {
    const corpus: MatchDocument[] = Array.from({ length: copies }, (_, copy) =>
      docs.map((doc) => ({ ...doc, id: `${copy}-${doc.id}` })),
    ).flat();
    const started = now();
    const index = buildIndex(corpus);
    const built = (now() - started) / 1000;
    for (const query of queries.slice(0, 50)) index.search(query);
    const times = queries.map((query) => {
      const from = now();
      index.search(query);
      return now() - from;
    });
    return `${corpus.length} documents in process: p95 ${p95(times).toFixed(1)} ms a query, built in ${built.toFixed(1)} s   (goal, with PostgreSQL: 20 ms at 10,000, 100 ms at 100,000)`;
  });
}

function p95(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}
