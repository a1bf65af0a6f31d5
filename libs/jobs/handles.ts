import type { Job } from './define-job.js';

export interface JobContext {
  /** 1 for the first try. */
  attempt: number;
  /** Aborted when the worker shuts down. */
  signal: AbortSignal;
}

/** Does one kind of job. Must be idempotent, and fenced: after a lost lock its late write must do nothing. */
export interface JobHandler<P = unknown> {
  handle(payload: P, context: JobContext): Promise<void>;
}

type HandlerClass<P> = new (...args: never[]) => JobHandler<P>;

const handlers = new Map<Job, HandlerClass<unknown>[]>();

/** Marks the class that does `job`. */
export function Handles<P>(job: Job<P>) {
  return (target: HandlerClass<P>): void => {
    const known = handlers.get(job as Job) ?? [];
    handlers.set(job as Job, [...known, target as HandlerClass<unknown>]);
  };
}

export function handlerOf(job: Job): HandlerClass<unknown> | undefined {
  return handlers.get(job)?.[0];
}

/** Throws a sentence for every declared job that has no handler, or two. */
export function checkHandlers(declared: readonly Job[]): void {
  const wrong = declared.flatMap((job) => {
    const count = handlers.get(job)?.length ?? 0;
    return count === 1 ? [] : [`${job.name} has ${count === 0 ? 'no handler' : `${count} handlers`}`];
  });
  if (wrong.length > 0) throw new Error(`Every job needs exactly one handler: ${wrong.join('; ')}.`);
}
