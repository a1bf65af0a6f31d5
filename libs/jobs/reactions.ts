import { matchesTypes, type SealedRow } from '#log';
import type { JobRequest } from './define-job.js';

type Reaction = (row: SealedRow) => JobRequest | JobRequest[] | undefined;

const reactions: { pattern: string; react: Reaction }[] = [];

/** Turns a sealed row of the log into jobs, e.g. `onEvent('article.received', (row) => extractArticle.of({...}))`. Pure. */
export function onEvent<P>(
  pattern: string,
  react: (row: SealedRow) => JobRequest<P> | JobRequest<P>[] | undefined,
): void {
  reactions.push({ pattern, react: react as Reaction });
}

export function jobsOf(row: SealedRow): JobRequest[] {
  return reactions.filter(({ pattern }) => matchesTypes(row.type, [pattern])).flatMap(({ react }) => react(row) ?? []);
}
