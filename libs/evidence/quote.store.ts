import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Citation, QuoteStanding } from './evidence.types.js';

export interface QuoteUpdate {
  anchor: unknown;
  state: QuoteStanding;
  found: string | null;
  changes: unknown;
  touched: readonly string[];
  captureId: string;
}

/** How each quoted passage stands on its source. */
@Injectable()
export class QuoteStore {
  /** The passage is to be looked for anew: it is new, or was changed. */
  async expect(tx: Tx, evidenceId: string, sourceId: string, quote: string): Promise<void> {
    const anchor = { exact: quote, prefix: '', suffix: '', start: null, end: null };
    await tx.run(
      `INSERT INTO evidence_quote (newsroom, evidence_id, source_id, anchor) VALUES ($1, $2, $3, $4)
       ON CONFLICT (newsroom, evidence_id) DO UPDATE SET anchor = excluded.anchor, state = 'pending', found = NULL, changes = NULL,
         touched = '{}', first_capture_id = NULL, capture_id = NULL, checked_at = NULL, changed_at = NULL`,
      [tx.newsroom, evidenceId, sourceId, JSON.stringify(anchor)],
    );
  }

  async forget(tx: Tx, evidenceId: string): Promise<void> {
    await tx.run('DELETE FROM evidence_quote WHERE newsroom = $1 AND evidence_id = $2', [tx.newsroom, evidenceId]);
  }

  /** All passages quoted from a source by evidence that stands. */
  ofSource(tx: Tx, sourceId: string): Promise<Citation[]> {
    return tx.rows(
      `SELECT q.evidence_id, e.claim_id, e.quote, q.anchor, q.state, q.found, q.first_capture_id, q.capture_id,
         app.kept_blind(e.newsroom, e.claim_id, e.person_id, e.created_at, NULL) AS kept_blind
       FROM evidence_quote q JOIN evidence e ON e.newsroom = q.newsroom AND e.id = q.evidence_id
       WHERE q.newsroom = $1 AND q.source_id = $2 AND e.withdrawn_at IS NULL AND e.quote IS NOT NULL ORDER BY e.created_at, e.id`,
      [tx.newsroom, sourceId],
    );
  }

  /** What a check found. False when the quote was changed meanwhile: the next check looks again. */
  async settle(
    tx: Tx,
    { evidenceId, quote }: Pick<Citation, 'evidenceId' | 'quote'>,
    found: QuoteUpdate,
  ): Promise<boolean> {
    const count = await tx.run(
      `UPDATE evidence_quote q SET anchor = $4, changed_at = CASE WHEN q.state <> $5 AND q.state <> 'pending' THEN app.now() ELSE q.changed_at END,
         state = $5, found = $6, changes = $7, touched = $8, capture_id = $9, checked_at = app.now(),
         first_capture_id = CASE WHEN $5 IN ('exact', 'normalised', 'ambiguous') THEN coalesce(q.first_capture_id, $9) ELSE q.first_capture_id END
       FROM evidence e WHERE q.newsroom = $1 AND q.evidence_id = $2 AND e.newsroom = $1 AND e.id = $2 AND e.quote = $3`,
      [
        ...[tx.newsroom, evidenceId, quote, JSON.stringify(found.anchor), found.state, found.found],
        ...[found.changes === undefined ? null : JSON.stringify(found.changes), found.touched, found.captureId],
      ],
    );
    return count > 0;
  }

  /** How much hangs on a source: whether a live claim, or an open one, cites it. */
  async stake(tx: Tx, sourceId: string): Promise<'published' | 'open' | 'none'> {
    const row = await tx.row<{ live: boolean; open: boolean }>(
      `SELECT coalesce(bool_or(c.publication = 'live'), false) AS live,
         coalesce(bool_or(c.state NOT IN ('dismissed', 'merged', 'retracted')), false) AS open
       FROM evidence e JOIN claim c ON c.newsroom = e.newsroom AND c.id = e.claim_id
       WHERE e.newsroom = $1 AND e.source_id = $2 AND e.withdrawn_at IS NULL`,
      [tx.newsroom, sourceId],
    );
    return row?.live ? 'published' : row?.open ? 'open' : 'none';
  }
}
