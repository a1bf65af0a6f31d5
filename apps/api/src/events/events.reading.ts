import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { type EventBody, eventBody, LogStore, matchesTypes, type SealedRow } from '#log';
import { type Actor, NewsroomStore } from '#newsroom';
import type { Portion } from './event-stream.js';

const PORTION = 200;
/** Rows of each newsroom that streams share, so that each is read once and not once for each stream. */
const MOST_KEPT = 1_000;

/** The last sealed rows of one newsroom, without a gap. */
interface Tail {
  rows: SealedRow[];
  /** The sequence of the last row; 0 while nothing was read. */
  upTo: number;
  reading?: Promise<void>;
}

/** What of the sealed log a caller gets: one at a time from the database, or from the newest rows that all streams share. */
@Injectable()
export class EventReading {
  private readonly tails = new Map<string, Tail>();
  private readonly slugs = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly log: LogStore,
    private readonly newsrooms: NewsroomStore,
  ) {}

  head(tx: Tx): Promise<number> {
    return this.log.head(tx);
  }

  /** The next rows for this caller, after a sequence. */
  async portion(actor: Actor, type: string, after: number): Promise<Portion> {
    const rows = this.kept(actor.newsroom, after) ?? (await this.read(actor.newsroom, after));
    const slug = await this.slug(actor.newsroom);
    const shown = rows.filter((row) => matchesTypes(row.type, [type]));
    return {
      events: shown.map((row): EventBody => eventBody(row, slug, actor.permissions)),
      upTo: rows.at(-1)?.sequence ?? after,
    };
  }

  /** Reads what was sealed since the last time; many who ask at once are one. */
  async refresh(newsroom: string): Promise<void> {
    const tail = this.tails.get(newsroom) ?? { rows: [], upTo: 0 };
    this.tails.set(newsroom, tail);
    tail.reading ??= this.catchUp(newsroom, tail).finally(() => (tail.reading = undefined));
    return tail.reading;
  }

  /** Nobody streams this newsroom any more. */
  forget(newsroom: string): void {
    this.tails.delete(newsroom);
    this.slugs.delete(newsroom);
  }

  private async catchUp(newsroom: string, tail: Tail): Promise<void> {
    if (tail.upTo === 0) tail.upTo = await this.database.read(newsroom, (tx) => this.log.head(tx));
    let rows: SealedRow[];
    do {
      rows = await this.read(newsroom, tail.upTo);
      tail.rows = [...tail.rows, ...rows].slice(-MOST_KEPT);
      tail.upTo = rows.at(-1)?.sequence ?? tail.upTo;
    } while (rows.length === PORTION);
  }

  /** From memory, when all after this sequence is there. */
  private kept(newsroom: string, after: number): SealedRow[] | undefined {
    const tail = this.tails.get(newsroom);
    if (!tail || tail.upTo === 0) return undefined;
    if (after === tail.upTo) return [];
    const first = tail.rows[0]?.sequence ?? Infinity;
    if (after < first - 1 || after > tail.upTo) return undefined;
    return tail.rows.slice(after - first + 1, after - first + 1 + PORTION);
  }

  private read(newsroom: string, after: number): Promise<SealedRow[]> {
    return this.database.read(newsroom, (tx) => this.log.sealedAfter(tx, newsroom, after, PORTION));
  }

  private async slug(newsroom: string): Promise<string> {
    const known = this.slugs.get(newsroom);
    if (known !== undefined) return known;
    const { slug } = await this.database.read(newsroom, (tx) => this.newsrooms.byId(tx));
    this.slugs.set(newsroom, slug);
    return slug;
  }
}
