import { createPostgresBackend, Queue, withBackend, Worker, type ConnectionOptions, type Processor } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { QueueName } from './define-job.js';

export interface BackendOptions {
  databaseUrl: string;
  /** Empty: BullMQ keeps its jobs in PostgreSQL, in a schema of its own. */
  redisUrl: string;
}

/** The two places BullMQ can keep jobs in, behind one face. */
export interface Backend {
  queue(name: QueueName): Queue;
  worker(name: QueueName, work: Processor, concurrency: number): Worker;
  close(): Promise<void>;
}

export async function openBackend(options: BackendOptions): Promise<Backend> {
  return options.redisUrl ? onRedis(options) : onPostgres(options.databaseUrl);
}

const queueOptions = { defaultJobOptions: { removeOnComplete: true, removeOnFail: true } };
const workerOptions = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 3, autorun: true };

function onRedis({ redisUrl, databaseUrl }: BackendOptions): Backend {
  // One Redis may serve several databases (tests, staging): the queues carry the database's name.
  const prefix = `corroborate-${new URL(databaseUrl).pathname.slice(1) || 'default'}`;
  const open = (extra: object) => {
    const client = new Redis(redisUrl, { maxRetriesPerRequest: null, ...extra });
    client.on('error', () => undefined);
    return client;
  };
  // Adding fails at once while Redis is away: the sweep finds the work again.
  const producer = open({ enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  const consumer = open({});
  return {
    queue: (name) =>
      new Queue(name, {
        connection: producer as ConnectionOptions,
        prefix,
        ...queueOptions,
        skipWaitingForReady: true,
      }),
    worker: (name, work, concurrency) =>
      new Worker(name, work, { connection: consumer as ConnectionOptions, prefix, concurrency, ...workerOptions }),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

async function onPostgres(databaseUrl: string): Promise<Backend> {
  const on = withBackend(createPostgresBackend);
  const setup = new on.Queue('setup', {
    connection: { connectionString: databaseUrl, schema: 'bullmq', migrate: true, max: 1 },
  });
  setup.on('error', () => undefined);
  await setup.waitUntilReady();
  await setup.close();
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 6,
    options: '-c search_path=bullmq',
    application_name: 'corroborate-jobs',
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  return {
    queue: (name) => new on.Queue(name, { connection: pool, ...queueOptions }) as unknown as Queue,
    worker: (name, work, concurrency) =>
      new on.Worker(name, work, { connection: pool, concurrency, ...workerOptions }) as unknown as Worker,
    close: () => pool.end(),
  };
}
