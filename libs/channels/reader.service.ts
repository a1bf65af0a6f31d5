import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { LogReaders, type SealedRow } from '#log';
import { Calendars } from '#newsroom';
import { ChannelStore } from './channels.store.js';
import { newsOf } from './kinds.rules.js';
import { PostStore } from './posts.store.js';

/** Keeps what sealed rows of the log say to the channels of desks, together with the reader's cursor: each row once. */
@Injectable()
export class ChannelReader {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly channels: ChannelStore,
    private readonly posts: PostStore,
    private readonly calendars: Calendars,
    readers: LogReaders,
  ) {
    readers.add({ name: 'channels', read: (tx, rows) => this.read(tx, rows) });
  }

  private async read(tx: Tx, rows: readonly SealedRow[]): Promise<void> {
    const told = rows.flatMap((row) => newsOf(row).map((news) => ({ ...news, sequence: row.sequence, at: row.at })));
    if (told.length === 0) return;
    const [areThere, { body }] = await Promise.all([this.channels.areThere(tx), this.calendars.current(tx)]);
    if (areThere) await this.posts.add(tx, told, body, this.config.channelFold);
  }
}
