import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';

const WITHHELD = `
  WITH seat AS MATERIALIZED (
    SELECT DISTINCT r.claim_id, r.opened_at, a.person_id FROM round r
    JOIN assignment a ON a.newsroom = $1 AND a.round_id = r.id AND a.person_id IS DISTINCT FROM $4::uuid
    WHERE r.newsroom = $1 AND r.status = 'open' AND (r.policy ->> 'blind')::boolean AND (r.policy ->> 'reviewsRequired')::int > 1
  ), page AS MATERIALIZED (
    SELECT DISTINCT e.source_id, s.opened_at FROM seat s
    JOIN evidence e ON e.newsroom = $1 AND e.claim_id = s.claim_id AND e.person_id = s.person_id AND e.created_at >= s.opened_at
  )
  SELECT l.sequence FROM log l WHERE l.newsroom = $1 AND l.sequence > $2 AND l.sequence <= $3 AND (
    EXISTS (SELECT FROM seat s WHERE s.claim_id = l.claim_id AND l.at >= s.opened_at AND l.actor ->> 'id' = s.person_id::text)
    OR (l.subject_kind = 'reply-request' AND EXISTS (SELECT FROM seat s JOIN reply_request r ON r.newsroom = $1 AND r.id = l.subject_id
      AND r.asked_by = s.person_id AND r.claim_id = s.claim_id AND r.created_at >= s.opened_at))
    OR (l.subject_kind = 'source' AND EXISTS (SELECT FROM page p WHERE p.source_id = l.subject_id AND l.at >= p.opened_at)))`;

/** What of the log is nobody else's yet. */
@Injectable()
export class WithheldStore {
  /**
   * Rows between two sequences (the first is not in it) that come from another's seat in a blind round that is still open: what
   * they did on the claim since it opened, and what became of the pages that they brought and of the requests that they made.
   */
  async between(tx: Tx, after: number, until: number, viewer: string | null): Promise<Set<number>> {
    const rows = await tx.rows<{ sequence: number }>(WITHHELD, [tx.newsroom, after, until, viewer]);
    return new Set(rows.map(({ sequence }) => sequence));
  }
}
