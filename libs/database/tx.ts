import type { Conversation } from './conversation.js';

/**
 * One open transaction. Only `Database` makes it; stores and verbs take it as their first parameter.
 * Column names come back in camelCase, `timestamptz` as Date, `bigint` as number.
 */
export class Tx {
  constructor(
    /** The newsroom whose rows are visible. A system transaction has none and sees all. */
    readonly newsroom: string,
    private readonly conversation: Conversation,
    private readonly hooks: (() => void)[] = [],
    /** @internal Channels to ring after the commit. */
    readonly channels = new Set<string>(),
  ) {}

  /** Asked together (`Promise.all`), statements go in one trip. */
  async rows<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.conversation.ask(sql, values)).rows as T[];
  }

  /** The first row, if there is one. */
  async row<T>(sql: string, values: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(sql, values))[0];
  }

  /** The number of rows that the statement wrote or returned. */
  async run(sql: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.conversation.ask(sql, values)).count;
  }

  /** A write whose outcome nobody asks for: it goes with the next statement or the commit, and a failure is theirs. */
  tell(sql: string, values: readonly unknown[] = []): void {
    this.conversation.tell(sql, values);
  }

  /** This same transaction as the one of a newsroom: for system work that writes a newsroom's rows and its log. */
  within(newsroom: string): Tx {
    return new Tx(newsroom, this.conversation, this.hooks, this.channels);
  }

  /** Runs `work` so that its failure undoes only itself: one of many whose results are told one by one. */
  async apart<T>(work: () => Promise<T>): Promise<T> {
    await this.run('SAVEPOINT apart');
    try {
      const result = await work();
      await this.run('RELEASE SAVEPOINT apart');
      return result;
    } catch (error) {
      this.conversation.forget();
      await this.run('ROLLBACK TO SAVEPOINT apart');
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
