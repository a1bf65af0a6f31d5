import { matchesTypes, type SealedRow } from '#log';
import type { JobRequest } from './define-job.js';

type Reaction = (row: SealedRow) => JobRequest | JobRequest[] | undefined;

const reactions: { pattern: string; react: Reaction }[] = [];
/** By type, as most rows of a busy log are of a few types. */
const reactionsTo = new Map<string, Reaction[]>();

/** Turns a sealed row of the log into jobs, e.g. `onEvent('article.received', (row) => extractArticle.of({...}))`. Pure. */
export function onEvent<P>(
  pattern: string,
  react: (row: SealedRow) => JobRequest<P> | JobRequest<P>[] | undefined,
): void {
  reactions.push({ pattern, react: react as Reaction });
  reactionsTo.clear();
}

export function jobsOf(row: SealedRow): JobRequest[] {
  let reacting = reactionsTo.get(row.type);
  if (!reacting) {
    reacting = reactions.filter(({ pattern }) => matchesTypes(row.type, [pattern])).map(({ react }) => react);
    reactionsTo.set(row.type, reacting);
  }
  return reacting.flatMap((react) => react(row) ?? []);
}
