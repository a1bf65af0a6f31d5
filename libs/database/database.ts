import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';
import { problem } from '#problems';
import { Tx, type SystemTx } from './tx.js';
import { Wake } from './wake.js';

/** Why a piece of code may look across newsrooms; the architecture check lists where each is used. */
export type SystemReason =
  'authenticate' | 'seal' | 'relay' | 'sweep' | 'first-start' | 'upkeep' | 'public-page' | 'metrics';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const RETRIES = 3;
/** serialization_failure and deadlock_detected: the whole unit of work may run again. */
const RETRYABLE = new Set(['40001', '40P01']);

function sqlState(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** Opens units of work. A unit sees one newsroom (row-level security) and commits as a whole or not at all. */
@Injectable()
export class Database implements OnApplicationShutdown {
  constructor(
    private readonly source: DataSource,
    private readonly wake: Wake,
  ) {}

  /** A unit of work that only reads. */
  async read<T>(newsroom: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unit(newsroom, `BEGIN READ ONLY; ${scope(newsroom)}`, work);
  }

  /** A unit of work that may write. Runs again, up to 3 times, when PostgreSQL ends it for a deadlock: keep outside effects in `afterCommit`. */
  async write<T>(newsroom: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.again(() => this.unit(newsroom, `BEGIN; ${scope(newsroom)}`, work));
  }

  /** The one way to work across newsrooms. */
  async system<T>(_reason: SystemReason, work: (tx: SystemTx) => Promise<T>): Promise<T> {
    return this.again(() => this.unit('', 'BEGIN; SET LOCAL ROLE corroborate_system', work));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.wake.close();
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async again<T>(unit: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await unit();
      } catch (error) {
        if (attempt >= RETRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  private async unit<T>(newsroom: string, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const client = (await connect(runner)) as PoolClient;
    let broken = false;
    try {
      await client.query(begin);
      (runner as { isTransactionActive: boolean }).isTransactionActive = true; // TypeORM's manager joins this transaction instead of opening one
      const tx = new Tx(newsroom, client, runner);
      const result = await work(tx);
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
      tx.committed();
      for (const channel of tx.channels) this.wake.ring(channel);
      return result;
    } catch (error) {
      broken = await client.query('ROLLBACK').then(
        () => false,
        () => true,
      );
      throw translated(error);
    } finally {
      (runner as { isTransactionActive: boolean }).isTransactionActive = false;
      if (broken) await (runner as unknown as BrokenRunner).releasePostgresConnection(new Error('broken'));
      else await runner.release();
    }
  }
}

/** The runner's own way to give back a connection that the pool must not use again. */
interface BrokenRunner {
  releasePostgresConnection(error: Error): Promise<void>;
}

function scope(newsroom: string): string {
  if (!UUID.test(newsroom)) throw new Error(`"${newsroom}" is not a newsroom’s id`);
  return `SELECT set_config('app.newsroom', '${newsroom}', true)`;
}

async function connect(runner: QueryRunner): Promise<unknown> {
  try {
    return await runner.connect();
  } catch (cause) {
    throw problem('server.unavailable', {
      detail: 'The database does not answer.',
      cause,
      headers: { 'retry-after': '2' },
    });
  }
}

/** 57xxx (shutting down, cancelled), 55P03 (lock not available), 53xxx (out of resources), 08xxx and broken sockets: try again later. */
function translated(error: unknown): unknown {
  const code = sqlState(error) ?? '';
  const passing = /^(57|53|08)|^55P03$|^25P03$|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code);
  const cut =
    error instanceof Error &&
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message);
  if (code === '53100') return problem('server.storage-full', { cause: error });
  return passing || cut
    ? problem('server.unavailable', {
        detail: 'The database is busy or restarting.',
        cause: error,
        headers: { 'retry-after': '2' },
      })
    : error;
}
