/**
 * `npm run bench:matching -- [DATA_DIR]`: how fast earlier fact-checks are found in PostgreSQL, and with DATA_DIR (files as in
 * `claim-matching/`) how well, beside the index in memory.
 */
import { fileURLToPath } from 'node:url';
import { buildIndex, type MatchDocument, type MatchQuery } from '#matching';
import { clefDocuments, clefQueries, politifact, type Ranked } from '../extraction/matching.js';
import { BenchArchive } from './archive.js';
import { dice, likeReal, madeUp } from './corpus.js';

type Filled = Awaited<ReturnType<BenchArchive['fill']>>;

const dir = process.argv[2];
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const say = (text: string): void => console.log(text);
const three = (x: number): string => x.toFixed(3);
const archive = await BenchArchive.open(root);

try {
  if (dir !== undefined) {
    const documents = clefDocuments(dir);
    const filled = await archive.fill('clef', documents);
    for (const part of ['train', 'dev'] as const)
      await quality(`CLEF-2020 ${part}`, filled, documents, clefQueries(dir, part));
    const checks = politifact(dir);
    await quality(
      'PolitiFact 2012-2017',
      await archive.fill('politifact', checks.documents),
      checks.documents,
      checks.queries,
    );
    await nothingThere(dir, documents);
  }
  for (const count of [10_000, 100_000]) {
    const made = madeUp(count);
    await timed('made-up', made, paraphrases(made));
    if (dir === undefined) continue;
    const queries = clefQueries(dir, 'dev');
    const filled = await timed(
      'real and recombined',
      likeReal(dir, count),
      queries.map(({ query }) => query),
    );
    const { map5, found } = await figures(queries, async (query) => (await filled.search(query)).map(({ id }) => id));
    say(`  CLEF-2020 dev among them: MAP@5 ${three(map5)}  S@10 ${three(found)}`);
  }
} finally {
  await archive.close();
}

async function timed(kind: string, documents: readonly MatchDocument[], queries: readonly MatchQuery[]) {
  const filled = await archive.fill(`${kind.replaceAll(' ', '-')}-${documents.length}`, documents);
  const rate = Math.round(documents.length / (filled.filledInMs / 1000));
  say(`${documents.length} ${kind} documents, archived at ${rate} a second: ${await speed(filled, queries)}`);
  return filled;
}

/** Made-up claims with a third of their words left out and two put in. */
function paraphrases(documents: readonly MatchDocument[]): MatchQuery[] {
  const roll = dice(3);
  return Array.from({ length: 200 }, () => {
    const { claim } = documents[Math.floor(roll() * documents.length)] as MatchDocument;
    const { claim: other } = documents[Math.floor(roll() * documents.length)] as MatchDocument;
    return { text: [...claim.split(' ').filter(() => roll() > 0.33), ...other.split(' ').slice(0, 2)].join(' ') };
  });
}

/** By the clock, and by the processor: the second does not grow when others use the machine. */
async function speed({ search, cpu }: Filled, queries: readonly MatchQuery[]): Promise<string> {
  for (const query of queries.slice(0, 30)) await search(query);
  const taken: { clock: number; here: number; there: number }[] = [];
  for (const query of queries) {
    const [from, before] = [performance.now(), cpu()];
    await search(query);
    const [to, after] = [performance.now(), cpu()];
    taken.push({ clock: to - from, here: after.here - before.here, there: after.there - before.there });
  }
  const line = (name: string, of: (one: (typeof taken)[number]) => number): string => {
    const times = taken.map(of).sort((a, b) => a - b);
    const part = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
    return `${name} ${part(0.5)}, ${part(0.95)}`;
  };
  const each = [
    line('clock', ({ clock }) => clock),
    line('processor', ({ here, there }) => here + there),
    line('of it PostgreSQL', ({ there }) => there),
  ];
  return `p50 and p95 in ms over ${taken.length} queries: ${each.join('; ')}`;
}

async function quality(
  name: string,
  { search }: Filled,
  documents: MatchDocument[],
  queries: readonly Ranked[],
): Promise<void> {
  const memory = buildIndex(documents);
  const inMemory = await figures(queries, async (query) => memory.search(query, 10).map(({ id }) => id));
  const inArchive = await figures(queries, async (query) => (await search(query)).map(({ id }) => id));
  const wide = await figures(queries, async (query) => (await search(query, 200)).map(({ id }) => id));
  say(`${name} (${queries.length} queries)`);
  say(`  in memory   MAP@5 ${three(inMemory.map5)}  MRR ${three(inMemory.mrr)}  S@10 ${three(inMemory.found)}`);
  say(
    `  PostgreSQL  MAP@5 ${three(inArchive.map5)}  MRR ${three(inArchive.mrr)}  S@10 ${three(inArchive.found)}  among the candidates ${three(wide.found)}`,
  );
}

async function figures(queries: readonly Ranked[], search: (query: MatchQuery) => Promise<string[]>) {
  const n = { map5: 0, mrr: 0, found: 0 };
  for (const { query, gold } of queries) {
    const ids = await search(query);
    const first = ids.findIndex((id) => gold.has(id));
    let hits = 0;
    let precision = 0;
    ids.slice(0, 5).forEach((id, rank) => {
      if (gold.has(id)) precision += ++hits / (rank + 1);
    });
    n.map5 += precision / Math.min(5, gold.size || 1);
    if (first !== -1) n.mrr += 1 / (first + 1);
    if (first !== -1) n.found++;
  }
  const of = (x: number): number => x / (queries.length || 1);
  return { map5: of(n.map5), mrr: of(n.mrr), found: of(n.found) };
}

/** Half of the queries lose their answer: how many of the others are found when nine of ten findings must be right; and where right answers score. */
async function nothingThere(folder: string, documents: MatchDocument[]): Promise<void> {
  for (const part of ['train', 'dev'] as const) {
    const queries = clefQueries(folder, part);
    const lost = new Set(queries.filter((_, i) => i % 2 === 1).flatMap(({ gold }) => [...gold]));
    const filled = await archive.fill(
      `half-${part}`,
      documents.filter(({ id }) => !lost.has(id)),
    );
    const tops: { score: number; right: boolean; there: boolean }[] = [];
    for (const { query, gold } of queries) {
      const [top] = await filled.search(query, 1);
      const there = [...gold].some((id) => !lost.has(id));
      tops.push({ score: top?.score ?? 0, there, right: there && top !== undefined && gold.has(top.id) });
    }
    tops.sort((a, b) => b.score - a.score);
    const possible = tops.filter(({ there }) => there).length;
    let right = 0;
    let best = { recall: 0, score: 1 };
    tops.forEach((top, i) => {
      if (top.right) right += 1;
      if (right / (i + 1) >= 0.9 && right / possible > best.recall)
        best = { recall: right / possible, score: top.score };
    });
    const rights = tops.filter((top) => top.right).map(({ score }) => score);
    const wrongs = tops.filter((top) => !top.there).map(({ score }) => score);
    const at = (list: number[], share: number): string => three(list[Math.floor(list.length * share)] ?? 0);
    say(
      `Is it there at all, CLEF-2020 ${part}: recall ${three(best.recall)} at precision .90 (score ${three(best.score)})`,
    );
    say(
      `  scores of right answers: 99 of 100 above ${at(rights, 0.99)}, 95 above ${at(rights, 0.95)}, 90 above ${at(rights, 0.9)}; of the best where there is none: 50 of 100 above ${at(wrongs, 0.5)}, 10 above ${at(wrongs, 0.1)}`,
    );
  }
}
