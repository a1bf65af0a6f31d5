import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Backend } from './backend.js';
import type { JobRequest, QueueName } from './define-job.js';

/** Adds jobs. The same key twice while the first waits or runs is one job. */
@Injectable()
export class JobQueues {
  private readonly queues = new Map<QueueName, Queue>();

  constructor(private readonly backend: Backend) {}

  async add(requests: readonly JobRequest[]): Promise<void> {
    const byQueue = byQueueName(requests);
    for (const [name, group] of byQueue) {
      await this.queue(name).addBulk(
        group.map(({ job, payload, delayMs }) => ({
          name: job.name,
          data: payload,
          opts: {
            jobId: `${job.name}.${job.key(payload)}`,
            attempts: job.attempts,
            backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
            delay: delayMs,
          },
        })),
      );
    }
  }

  /** Jobs that wait, run or are put off, by queue. */
  async depth(): Promise<Record<string, number>> {
    const entries = [...this.queues].map(async ([name, queue]) => {
      const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized');
      return [name, Object.values(counts).reduce((sum, count) => sum + count, 0)] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close().catch(() => undefined)));
  }

  private queue(name: QueueName): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = this.backend.queue(name);
      queue.on('error', () => undefined);
      this.queues.set(name, queue);
    }
    return queue;
  }
}

function byQueueName(requests: readonly JobRequest[]): Map<QueueName, JobRequest[]> {
  const groups = new Map<QueueName, JobRequest[]>();
  for (const request of requests) groups.set(request.job.queue, [...(groups.get(request.job.queue) ?? []), request]);
  return groups;
}
