import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Job as QueuedJob, Worker } from 'bullmq';
import type { Backend } from './backend.js';
import { jobs, type QueueName } from './define-job.js';
import { checkHandlers, handlerOf, type JobHandler } from './handles.js';

const CONCURRENCY: Record<QueueName, number> = { fast: 8, fetch: 8, deliver: 32 };
const DRAIN_MS = 15_000;

/** Runs the handlers. */
@Injectable()
export class JobWorkers {
  private readonly logger = new Logger('jobs');
  private readonly workers: Worker[] = [];
  private readonly stopping = new AbortController();

  constructor(
    private readonly backend: Backend,
    private readonly modules: ModuleRef,
  ) {}

  /** Starts taking jobs; throws when a declared job has no handler, or two. */
  start(): void {
    const declared = jobs();
    checkHandlers(declared);
    const work = new Map(
      declared.map((job) => [
        job.name,
        { job, handler: this.modules.get<JobHandler>(handlerOf(job) as never, { strict: false }) },
      ]),
    );
    for (const queue of new Set(declared.map((job) => job.queue))) {
      const run = async ({ name, data, attemptsMade }: QueuedJob): Promise<void> => {
        const found = work.get(name);
        if (!found) throw new Error(`No handler for job ${name}: was it renamed?`);
        await found.handler.handle(found.job.payload.parse(data), {
          attempt: attemptsMade + 1,
          signal: this.stopping.signal,
        });
      };
      const worker = this.backend.worker(queue, run, CONCURRENCY[queue]);
      worker.on('error', (error) => this.logger.debug(error.message));
      worker.on('failed', (job, error) =>
        this.logger.warn(`${job?.name ?? 'a job'} failed (try ${job?.attemptsMade ?? 0}): ${error.message}`),
      );
      this.workers.push(worker);
    }
  }

  /** Lets running jobs end, at most 15 s; what is cut off is found again by the sweep. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const closed = Promise.all(this.workers.map((worker) => worker.close().catch(() => undefined)));
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, DRAIN_MS)));
    await Promise.race([closed, deadline]);
    clearTimeout(timer);
  }
}
