import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { LogStore, type SealedRow } from './log.store.js';

/**
 * Reads every sealed row once, in order, newsroom by newsroom. What `read` writes in `tx`, which is of the rows' newsroom,
 * commits together with the cursor; the function that it returns runs after that commit and may be lost in a crash, so it may only hurry things.
 * `tx` is shared with the readers that stand at the same row: no savepoints in it.
 */
export interface LogReader {
  name: string;
  read(tx: Tx, rows: readonly SealedRow[]): Promise<(() => Promise<void>) | void>;
}

const BATCH = 200;

/** Readers of a newsroom that have read as far as `after`. */
interface Abreast {
  newsroom: string;
  after: number;
  readers: readonly LogReader[];
}

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

  /** Lets every reader catch up; the number of rows read. A reader that fails keeps no other from reading on. */
  async readAll(): Promise<number> {
    const failures: unknown[] = [];
    let read = 0;
    for (const group of await this.behind()) read += await this.catchUp(group, failures);
    if (failures.length > 0) throw failures[0];
    return read;
  }

  /** Who is behind: those of a newsroom that stand at the same row together, as a row read once serves them all. */
  private behind(): Promise<Abreast[]> {
    return this.database.system('relay', async (tx) => {
      const names = this.readers.map(({ name }) => name);
      const found = await this.store.behind(tx, names);
      const groups = new Map<string, Abreast & { readers: LogReader[] }>();
      const strangers = new Map<string, string[]>();
      for (const { newsroom, reader, sequence } of found) {
        if (sequence === null) strangers.set(newsroom, [...(strangers.get(newsroom) ?? []), reader]);
        const after = sequence ?? 0;
        const key = `${newsroom} ${after}`;
        const group = groups.get(key) ?? { newsroom, after, readers: [] };
        group.readers.push(...this.readers.filter(({ name }) => name === reader));
        groups.set(key, group);
      }
      for (const [newsroom, readers] of strangers) await this.store.openCursors(tx, newsroom, readers);
      return [...groups.values()];
    });
  }

  private async catchUp({ newsroom, after, readers }: Abreast, failures: unknown[]): Promise<number> {
    let [at, read, rows] = [after, 0, 0];
    do {
      try {
        const batch = await this.readBatch({ newsroom, after: at, readers });
        ({ at, rows } = batch);
        read += batch.read;
      } catch (error) {
        if (readers.length === 1) failures.push(error);
        else for (const one of readers) read += await this.catchUp({ newsroom, after: at, readers: [one] }, failures);
        return read;
      }
    } while (rows === BATCH);
    return read;
  }

  /** How far it is read now, how many rows that were, and `read` by all readers together. */
  private async readBatch({ newsroom, after, readers }: Abreast): Promise<{ at: number; rows: number; read: number }> {
    const hurry: (() => Promise<void>)[] = [];
    const done = await this.database.system('relay', async (tx) => {
      hurry.length = 0;
      const names = readers.map(({ name }) => name);
      const [held, rows] = await Promise.all([
        this.store.lockCursors(tx, newsroom, names, after),
        this.store.sealedAfter(tx, newsroom, after, BATCH),
      ]);
      const last = rows.at(-1);
      if (!last || held.length === 0) return { at: after, rows: 0, read: 0 };
      const reading = readers.filter(({ name }) => held.includes(name));
      const own = tx.within(newsroom);
      for (const afterwards of await Promise.all(reading.map((one) => one.read(own, rows))))
        if (afterwards) hurry.push(afterwards);
      this.store.moveCursors(tx, newsroom, held, last.sequence);
      return { at: last.sequence, rows: rows.length, read: rows.length * held.length };
    });
    for (const afterwards of hurry) await afterwards();
    return done;
  }
}
