import { createHash } from 'node:crypto';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient, QueryArrayResult } from 'pg';

const names = new Map<string, string>();
const MOST_NAMED = 1_000;

/** A prepared statement's name, kept for the first thousand texts: ours are fixed, so all of them. */
function nameOf(sql: string): string | undefined {
  let name = names.get(sql);
  if (!name && names.size < MOST_NAMED) {
    name = createHash('sha1').update(sql).digest('base64url');
    names.set(sql, name);
  }
  return name;
}

const camelNames = new Map<string, string>();

function camel(column: string): string {
  let name = camelNames.get(column);
  if (!name) {
    name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(column, name);
  }
  return name;
}

function toObjects<T>({ fields, rows }: QueryArrayResult): T[] {
  const keys = fields.map((field) => camel(field.name));
  return rows.map((row: unknown[]) => {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < keys.length; i++) object[keys[i] as string] = row[i];
    return object as T;
  });
}

/**
 * One open transaction. Only `Database` makes it; stores and verbs take it as their first parameter.
 * Column names come back in camelCase, `timestamptz` as Date, `bigint` as number.
 */
export class Tx {
  constructor(
    /** The newsroom whose rows are visible. A system transaction has none and sees all. */
    readonly newsroom: string,
    private readonly client: PoolClient,
    private readonly runner: QueryRunner,
    private readonly hooks: (() => void)[] = [],
    /** @internal Channels to ring after the commit. */
    readonly channels = new Set<string>(),
  ) {}

  async rows<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return toObjects<T>(
      await this.client.query({ name: nameOf(sql), text: sql, values: values as unknown[], rowMode: 'array' }),
    );
  }

  /** The first row, if there is one. */
  async row<T>(sql: string, values: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(sql, values))[0];
  }

  /** The number of rows that the statement wrote or returned. */
  async run(sql: string, values: readonly unknown[] = []): Promise<number> {
    const result = await this.client.query({ name: nameOf(sql), text: sql, values: values as unknown[] });
    return result.rowCount ?? 0;
  }

  /** TypeORM's manager on this same transaction, for plain inserts and look-ups by entity. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** This same transaction as the one of a newsroom: for system work that writes a newsroom's rows and its log. */
  within(newsroom: string): Tx {
    return new Tx(newsroom, this.client, this.runner, this.hooks, this.channels);
  }

  /** Runs `work` so that its failure undoes only itself: one of many whose results are told one by one. */
  async apart<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('SAVEPOINT apart');
    try {
      const result = await work();
      await this.client.query('RELEASE SAVEPOINT apart');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK TO SAVEPOINT apart');
      throw error;
    }
  }

  /** Runs after the commit, never when the transaction rolled back. */
  afterCommit(hook: () => void): void {
    this.hooks.push(hook);
  }

  /** Tells those who listen on `channel`, in any process, that there is something new: after the commit, as a hint. */
  ring(channel: string): void {
    this.channels.add(channel);
  }

  /** @internal */
  committed(): void {
    for (const hook of this.hooks) hook();
  }
}

/** A transaction over all newsrooms: its `newsroom` is the empty string. */
export type SystemTx = Tx;
