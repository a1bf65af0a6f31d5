import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { LogStore, type SealedRow } from './log.store.js';

/**
 * Reads every sealed row once, in order, newsroom by newsroom. What `read` writes in `tx`, which is of the rows' newsroom,
 * commits together with the cursor; the function that it returns runs after that commit and may be lost in a crash, so it may only hurry things.
 */
export interface LogReader {
  name: string;
  read(tx: Tx, rows: readonly SealedRow[]): Promise<(() => Promise<void>) | void>;
}

const BATCH = 200;

@Injectable()
export class LogReaders {
  private readonly readers: LogReader[] = [];

  constructor(
    private readonly database: Database,
    private readonly store: LogStore,
  ) {}

  add(reader: LogReader): void {
    if (this.readers.some(({ name }) => name === reader.name))
      throw new Error(`Two readers of the log are called ${reader.name}.`);
    this.readers.push(reader);
  }

  /** Lets every reader catch up; the number of rows read. */
  async readAll(): Promise<number> {
    let read = 0;
    for (const reader of this.readers) {
      const newsrooms = await this.database.system('relay', (tx) => this.store.behind(tx, reader.name));
      for (const newsroom of newsrooms) {
        let batch: number;
        do {
          batch = await this.readBatch(reader, newsroom);
          read += batch;
        } while (batch === BATCH);
      }
    }
    return read;
  }

  private async readBatch(reader: LogReader, newsroom: string): Promise<number> {
    const [count, after] = await this.database.system('relay', async (tx) => {
      const cursor = await this.store.lockCursor(tx, newsroom, reader.name);
      if (cursor === undefined) return [0, undefined] as const;
      const rows = await this.store.sealedAfter(tx, newsroom, cursor, BATCH);
      const last = rows.at(-1);
      if (!last) return [0, undefined] as const;
      const afterwards = await reader.read(tx.within(newsroom), rows);
      await this.store.moveCursor(tx, newsroom, reader.name, last.sequence);
      return [rows.length, afterwards] as const;
    });
    await after?.();
    return count;
  }
}
