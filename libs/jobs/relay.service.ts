import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { LogReaders } from '#log';
import { jobs, type JobRequest } from './define-job.js';
import { JobQueues } from './queues.service.js';
import { jobsOf } from './reactions.js';

const LIMIT = 500;

/** Makes jobs of sealed log rows, and again of everything that is due by PostgreSQL's account. */
@Injectable()
export class JobRelay {
  private readonly logger = new Logger('relay');

  constructor(
    private readonly database: Database,
    private readonly queues: JobQueues,
    readers: LogReaders,
  ) {
    readers.add({
      name: 'jobs',
      read: async (_tx, rows) => {
        const requests = rows.flatMap(jobsOf);
        return () => this.add(requests);
      },
    });
  }

  /** Adds what is due of every kind: the way back after a crash or an emptied job store. */
  async sweep(): Promise<void> {
    for (const job of jobs()) {
      if (!job.due) continue;
      const due = job.due;
      const payloads = await this.database.system('sweep', (tx) => due(tx, LIMIT));
      await this.add(payloads.map((payload) => job.of(payload)));
    }
  }

  /** A job store that is away is no reason to stop: the next sweep finds the work again. */
  async add(requests: JobRequest[]): Promise<void> {
    if (requests.length === 0) return;
    try {
      await this.queues.add(requests);
    } catch (error) {
      this.logger.warn(`${requests.length} job(s) wait for the next sweep: ${(error as Error).message}`);
    }
  }
}
