import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { anchorLine, AnchorStore, endLine, exportedAnchor, LogStore, openingLine, rowLine, withheldLine } from '#log';
import { NewsroomStore } from '#newsroom';
import { problem } from '#problems';
import { WithheldStore } from './withheld.store.js';

const BATCH = 500;

/** One export on its way: how far it came, where it ends, what it was made of so far. */
export interface ExportUnderway {
  at: number;
  until: number;
  /** Whose export it is: another's blind seat is withheld from it. */
  viewer: string | null;
  rows: number;
  sha256: ReturnType<typeof createHash>;
}

/** Writes the log out in the form that `ExportCheck` reads: a part in each transaction, so that none stays open for long. */
@Injectable()
export class LogExports {
  constructor(
    private readonly log: LogStore,
    private readonly anchors: AnchorStore,
    private readonly withheld: WithheldStore,
    private readonly newsrooms: NewsroomStore,
  ) {}

  /** The opening and the anchors. The export ends with the head of this moment. 404 `log.no-such-row`. */
  async begin(
    tx: Tx,
    given: { after: number; viewer: string | null },
  ): Promise<{ text: string; underway: ExportUnderway }> {
    const { id, slug, name } = await this.newsrooms.byId(tx);
    const from = await this.log.pointAt(tx, given.after);
    if (!from) throw problem('log.no-such-row');
    const anchors = await this.anchors.after(tx, given.after); // before the head: none of them can lie behind it
    const { head, now } = await this.log.ends(tx);
    const newsroom = { id, slug, name };
    const opening = openingLine({ newsroom, exportedAt: now.toISOString(), after: from, head });
    const text = opening + anchors.map((each) => anchorLine(exportedAnchor(each))).join('');
    const sha256 = createHash('sha256').update(text);
    return { text, underway: { at: from.sequence, until: head.sequence, viewer: given.viewer, rows: 0, sha256 } };
  }

  /** The next rows; undefined when there are no more, and `end` closes it. */
  async next(tx: Tx, underway: ExportUnderway): Promise<string | undefined> {
    const { at, viewer } = underway;
    if (at >= underway.until) return undefined;
    const until = Math.min(at + BATCH, underway.until);
    const rows = await this.log.chain(tx, at, until, 2 * BATCH);
    const hidden = await this.withheld.between(tx, at, until, viewer);
    const text = rows.map((row) => (hidden.has(row.sequence) ? withheldLine(row) : rowLine(row))).join('');
    underway.at = until;
    underway.rows += rows.length;
    underway.sha256.update(text);
    return text;
  }

  end({ rows, sha256 }: ExportUnderway): string {
    return endLine(rows, sha256.digest());
  }
}
