import type { z } from 'zod';
import type { SystemTx } from '#database';

/** Few queues; a kind of job is a name in one. `fast`: database work; `fetch`: other people's sites; `deliver`: webhooks. */
export type QueueName = 'fast' | 'fetch' | 'deliver';

export interface JobRequest<P = unknown> {
  job: Job<P>;
  payload: P;
  delayMs?: number;
}

export interface Job<P = unknown> {
  /** Dotted, e.g. `articles.extract`. */
  name: string;
  queue: QueueName;
  payload: z.ZodType<P>;
  /** What the job is about: while one with the same key waits or runs, another is not added. No colon in it. */
  key(payload: P): string;
  /** Tries by the queue, with growing waits, before the job is left to the sweep. */
  attempts: number;
  /** Work of this kind that is due by PostgreSQL's account: what the sweep adds. */
  due?: (tx: SystemTx, limit: number) => Promise<P[]>;
  of(payload: P, delayMs?: number): JobRequest<P>;
}

const registry = new Map<string, Job>();

/** Declares a kind of job once, in the lib that sends it. The worker refuses to start unless it has exactly one handler. */
export function defineJob<P>(job: Omit<Job<P>, 'of' | 'attempts'> & { attempts?: number }): Job<P> {
  if (registry.has(job.name)) throw new Error(`Job ${job.name} is declared twice.`);
  const whole: Job<P> = { attempts: 3, ...job, of: (payload, delayMs) => ({ job: whole, payload, delayMs }) };
  registry.set(job.name, whole as Job);
  return whole;
}

/** All declared jobs. A job is there once its lib was imported. */
export function jobs(): Job[] {
  return [...registry.values()];
}
