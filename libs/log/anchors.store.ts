import './log.entity.js';
import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '#database';
import type { ExportAnchor } from './export.rules.js';

export interface Anchor {
  /** The newsroom's date on which it was made, `YYYY-MM-DD`. */
  day: string;
  sequence: number;
  hash: Buffer;
  madeAt: Date;
  tsa: string | null;
  token: Buffer | null;
  stampedAt: Date | null;
}

/** An anchor that waits for its time stamp. `attempt` fences: only who began it last may end it. */
export interface StampWork {
  day: string;
  attempt: number;
  hash: Buffer;
}

const COLUMNS = `day::text AS day, sequence, hash, made_at, tsa, token, stamped_at`;

/** The day as the newsroom of `h` has it by its calendar. */
const TODAY = `(app.now() AT TIME ZONE coalesce(
  (SELECT body ->> 'timeZone' FROM calendar c WHERE c.newsroom = h.newsroom ORDER BY version DESC LIMIT 1), 'UTC'))::date`;

/** All SQL on the anchors of the log. */
@Injectable()
export class AnchorStore {
  /** Newsrooms whose log went on since their last anchor, on a day that has none yet. */
  async due(tx: SystemTx, limit: number): Promise<{ newsroom: string }[]> {
    return tx.rows(
      `SELECT h.newsroom FROM log_head h LEFT JOIN LATERAL (
         SELECT day, sequence FROM log_anchor a WHERE a.newsroom = h.newsroom ORDER BY day DESC LIMIT 1) a ON true
       WHERE h.sequence > coalesce(a.sequence, 0) AND ${TODAY} > coalesce(a.day, '-infinity') LIMIT $1`,
      [limit],
    );
  }

  /** Keeps the head as today's anchor, once. `stamped`: an outside clock is to be asked. False where there is nothing new. */
  async make(tx: Tx, stamped: boolean): Promise<boolean> {
    const made = await tx.run(
      `INSERT INTO log_anchor (newsroom, day, sequence, hash, stamp_due_at)
       SELECT newsroom, ${TODAY}, sequence, hash, CASE WHEN $2 THEN app.now() END FROM log_head h
       WHERE newsroom = $1 AND sequence > coalesce((SELECT max(sequence) FROM log_anchor a WHERE a.newsroom = $1), 0)
       ON CONFLICT DO NOTHING`,
      [tx.newsroom, stamped],
    );
    return made > 0;
  }

  /** After a sequence, oldest first. */
  after(tx: Tx, sequence: number, limit = 10_000): Promise<Anchor[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM log_anchor WHERE newsroom = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
      [tx.newsroom, sequence, limit],
    );
  }

  /** Newest first, before a day. */
  latest(tx: Tx, before: string | undefined, limit: number): Promise<Anchor[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM log_anchor WHERE newsroom = $1 AND ($2::date IS NULL OR day < $2) ORDER BY day DESC LIMIT $3`,
      [tx.newsroom, before ?? null, limit],
    );
  }

  toStamp(tx: SystemTx, limit: number): Promise<{ newsroom: string; day: string }[]> {
    return tx.rows(
      `SELECT newsroom, day::text AS day FROM log_anchor WHERE stamp_due_at <= app.now() ORDER BY stamp_due_at LIMIT $1`,
      [limit],
    );
  }

  /** Takes the work for `seconds`, longer with each attempt; undefined when it is not due. */
  beginStamp(tx: Tx, day: string): Promise<StampWork | undefined> {
    return tx.row(
      `UPDATE log_anchor SET stamp_attempts = stamp_attempts + 1,
         stamp_due_at = app.now() + least(interval '1 minute' * power(2, stamp_attempts), interval '6 hours')
       WHERE newsroom = $1 AND day = $2 AND token IS NULL AND stamp_due_at <= app.now()
       RETURNING day::text AS day, stamp_attempts AS attempt, hash`,
      [tx.newsroom, day],
    );
  }

  async stamped(tx: Tx, { day, attempt }: StampWork, stamp: { tsa: string; token: Buffer; at: Date }): Promise<void> {
    await tx.run(
      `UPDATE log_anchor SET tsa = $4, token = $5, stamped_at = $6, stamp_due_at = NULL, stamp_failure = NULL
       WHERE newsroom = $1 AND day = $2 AND stamp_attempts = $3 AND token IS NULL`,
      [tx.newsroom, day, attempt, stamp.tsa, stamp.token, stamp.at],
    );
  }

  async stampFailed(tx: Tx, { day, attempt }: StampWork, failure: string): Promise<void> {
    await tx.run(
      `UPDATE log_anchor SET stamp_failure = $4 WHERE newsroom = $1 AND day = $2 AND stamp_attempts = $3 AND token IS NULL`,
      [tx.newsroom, day, attempt, failure.slice(0, 500)],
    );
  }
}

export function exportedAnchor({ day, sequence, hash, madeAt, token }: Anchor): ExportAnchor {
  return {
    day,
    sequence,
    hash: hash.toString('hex'),
    madeAt: madeAt.toISOString(),
    token: token?.toString('base64') ?? null,
  };
}
