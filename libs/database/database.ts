import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { PoolClient } from 'pg';
import { problem } from '#problems';
import { Conversation, type Question } from './conversation.js';
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

  /**
   * A unit of work that only reads: what is asked in one turn is one trip to PostgreSQL, and each trip is a transaction of
   * its own (under READ COMMITTED each statement sees what is committed when it starts, within a transaction or not).
   */
  async read<T>(newsroom: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unit(newsroom, { each: [[READ_SCOPE, [known(newsroom)]]] }, work);
  }

  /** A unit of work that may write. Runs again, up to 3 times, when PostgreSQL ends it for a deadlock: keep outside effects in `afterCommit`. */
  async write<T>(newsroom: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.again(() => this.unit(newsroom, { first: [['BEGIN'], [SCOPE, [known(newsroom)]]] }, work));
  }

  /** The one way to work across newsrooms. */
  async system<T>(_reason: SystemReason, work: (tx: SystemTx) => Promise<T>): Promise<T> {
    return this.again(() => this.unit('', { first: [['BEGIN'], ['SET LOCAL ROLE corroborate_system']] }, work));
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

  private async unit<T>(newsroom: string, opening: Opening, work: (tx: Tx) => Promise<T>): Promise<T> {
    const [client, release] = await connect(this.source);
    const conversation = new Conversation(client, opening);
    let broken: Error | undefined;
    try {
      const tx = new Tx(newsroom, conversation);
      const result = await work(tx);
      await conversation.commit();
      tx.committed();
      for (const channel of tx.channels) this.wake.ring(channel);
      return result;
    } catch (error) {
      broken = await conversation.rollback();
      throw translated(error);
    } finally {
      release(broken);
    }
  }
}

interface Opening {
  first?: readonly Question[];
  each?: readonly Question[];
}

const SCOPE = `SELECT set_config('app.newsroom', $1, true)`;
const READ_SCOPE = `SELECT set_config('app.newsroom', $1, true), set_config('transaction_read_only', 'on', true)`;

function known(newsroom: string): string {
  if (!UUID.test(newsroom)) throw new Error(`"${newsroom}" is not a newsroom’s id`);
  return newsroom;
}

type Connection = [client: PoolClient, release: (broken?: Error) => void];

async function connect(source: DataSource): Promise<Connection> {
  try {
    const [client, release] = (await (source.driver as PostgresDriver).obtainMasterConnection()) as Connection;
    // A connection that breaks fails what runs on it; with nobody listening it would end the process as well.
    if (client.listenerCount('error') === 0) client.on('error', () => undefined);
    return [client, release];
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
