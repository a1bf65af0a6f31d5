import type { PoolClient } from 'pg';
import { Batch, type Answered, type Asked } from './batch.js';

const OVER = 'the unit of work is over: its connection is somebody else’s now';

export type Question = readonly [text: string, values?: readonly unknown[]];

/**
 * What one unit of work says to PostgreSQL, in as few trips as it allows: all that is asked in one turn of the event loop
 * goes as one batch, and a statement whose answer nobody needs waits for the next one. `first` goes before the very first
 * statement (BEGIN and the scope of a transaction), `each` before every batch (the scope of reads, which need none).
 */
export class Conversation {
  private waiting: Asked[] = [];
  private flying = false;
  private over = false;
  private started = false;

  constructor(
    private readonly client: PoolClient,
    private readonly opening: { first?: readonly Question[]; each?: readonly Question[] },
  ) {}

  ask(text: string, values: readonly unknown[] = []): Promise<Answered> {
    if (this.over) return Promise.reject(new Error(OVER));
    return new Promise((resolve, reject) => {
      if (!this.hasAskers()) queueMicrotask(() => this.send());
      this.waiting.push({ text, values, asker: { resolve, reject } });
    });
  }

  /** Goes with the next statement or the commit. Its failure is theirs. */
  tell(text: string, values: readonly unknown[]): void {
    if (this.over) throw new Error(OVER);
    if (this.opening.first === undefined) throw new Error('a unit of work that only reads cannot write');
    this.waiting.push({ text, values });
  }

  /** Throws away what was told and not sent. */
  forget(): void {
    this.waiting = this.waiting.filter(({ asker }) => asker);
  }

  /** Sends what was told and commits. Nothing was ever asked: nothing to do. */
  async commit(): Promise<void> {
    const isIdle = !this.started && this.waiting.length === 0;
    if (isIdle || this.opening.first === undefined) return this.end();
    const committed = this.ask('COMMIT');
    this.end();
    const { command } = await committed;
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
  }

  /** Takes everything back. The error: the connection is of no use any more. */
  async rollback(): Promise<Error | undefined> {
    this.waiting = [];
    this.over = false;
    const rolledBack = this.started && this.opening.first !== undefined ? this.ask('ROLLBACK') : Promise.resolve();
    this.end();
    return rolledBack.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** Whoever still holds the unit of work, because a sister of theirs failed, gets nothing more through it. */
  private end(): void {
    this.over = true;
  }

  private hasAskers(): boolean {
    return this.waiting.some(({ asker }) => asker);
  }

  private send(): void {
    if (this.flying || this.waiting.length === 0) return;
    const { first = [], each = [] } = this.opening;
    const before = (this.started ? each : [...first, ...each]).map(([text, values = []]) => ({ text, values }));
    const asked = [...before, ...this.waiting];
    this.waiting = [];
    this.started = true;
    this.flying = true;
    const landed = () => {
      this.flying = false;
      if (this.hasAskers()) this.send();
    };
    this.client.query(new Batch(asked, landed));
  }
}
