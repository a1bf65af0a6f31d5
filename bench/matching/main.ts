/**
 * `npm run bench:matching -- [DATA_DIR]`: how fast earlier fact-checks are found in PostgreSQL, and with DATA_DIR (files as in
 * `claim-matching/`) how well, beside the index in memory.
 */
import { fileURLToPath } from 'node:url';
import { buildIndex, type MatchDocument, type MatchQuery } from '#matching';
import {
  clefDocuments,
  clefQueries,
  isItThere,
  matchFigures,
  politifact,
  withoutHalf,
  type Ranked,
} from '../extraction/matching.js';
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
    const { map5, s10 } = await matchFigures(filled.search, queries);
    say(`  CLEF-2020 dev among them: MAP@5 ${three(map5)}  S@10 ${three(s10)}`);
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
  const inMemory = await matchFigures(buildIndex(documents).search, queries);
  const inArchive = await matchFigures(search, queries);
  const { found } = await matchFigures(search, queries, 200);
  say(`${name} (${queries.length} queries)`);
  say(`  in memory   MAP@5 ${three(inMemory.map5)}  MRR ${three(inMemory.mrr)}  S@10 ${three(inMemory.s10)}`);
  say(
    `  PostgreSQL  MAP@5 ${three(inArchive.map5)}  MRR ${three(inArchive.mrr)}  S@10 ${three(inArchive.s10)}  among the candidates ${three(found)}`,
  );
}

/** Half of the queries lose their answer: how many of the others are found when nine of ten findings must be right; and where right answers score. */
async function nothingThere(folder: string, documents: MatchDocument[]): Promise<void> {
  for (const part of ['train', 'dev'] as const) {
    const queries = clefQueries(folder, part);
    const { left, lost } = withoutHalf(documents, queries);
    const { search } = await archive.fill(`half-${part}`, left);
    const { recall, threshold, rights, wrongs } = await isItThere(search, queries, lost, 0.9);
    const at = (list: number[], share: number): string => three(list[Math.floor(list.length * share)] ?? 0);
    say(`Is it there at all, CLEF-2020 ${part}: recall ${three(recall)} at precision .90 (score ${three(threshold)})`);
    say(
      `  scores of right answers: 99 of 100 above ${at(rights, 0.99)}, 95 above ${at(rights, 0.95)}, 90 above ${at(rights, 0.9)}; of the best where there is none: 50 of 100 above ${at(wrongs, 0.5)}, 10 above ${at(wrongs, 0.1)}`,
    );
  }
}
