import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { TriageDecision } from './decisions.rules.js';
import type { Decision } from './model.rules.js';

/** A decision as the log's row tells it. */
export interface NewLabel extends Pick<TriageDecision, 'decision' | 'reason'> {
  claimId: string;
  worth: boolean | null;
  decidedBy: { kind: string; id: string | null };
  decidedAt: Date;
  sequence: number;
}

export interface LabelCounts {
  accepted: number;
  dismissed: number;
  /** Judged by a person, and scored by the built-in model: what is learned from. */
  counted: number;
}

/** Judged by a person, and scored by the built-in model: what is learned from. */
const COUNTS = 'worth IS NOT NULL AND built_in IS NOT NULL';

/** The newest decisions are learned from; a newsroom's taste of years ago is not. */
const MOST_DECISIONS = 10_000;

@Injectable()
export class LabelStore {
  /**
   * The last decision on each claim stands. The newsroom's count of those to learn from goes along by what these change: counting
   * all of them anew with every batch grew with the newsroom.
   */
  async put(tx: Tx, labels: readonly NewLabel[]): Promise<void> {
    await tx.run(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($2::jsonb) AS l (claim_id uuid, decision text, reason text, worth boolean, decided_by jsonb,
           decided_at timestamptz, sequence bigint)
       ), put AS (
         INSERT INTO triage_label (newsroom, claim_id, decision, reason, worth, built_in, decided_by, decided_at, sequence)
         SELECT $1, l.claim_id, l.decision, l.reason, l.worth,
           CASE WHEN c.score_origin->>'kind' = 'newsroom' THEN (c.score_origin->>'builtInScore')::real
                WHEN c.score_origin->>'kind' = 'built-in' THEN c.score
                WHEN c.score_origin IS NULL AND c.created_by->>'kind' = 'system' THEN c.score END,
           l.decided_by, l.decided_at, l.sequence
         FROM given l JOIN claim c ON c.newsroom = $1 AND c.id = l.claim_id
         ON CONFLICT (newsroom, claim_id) DO UPDATE SET decision = excluded.decision, reason = excluded.reason, worth = excluded.worth,
           built_in = excluded.built_in, decided_by = excluded.decided_by, decided_at = excluded.decided_at, sequence = excluded.sequence
         WHERE triage_label.sequence < excluded.sequence RETURNING claim_id, ${COUNTS} AS counts
       ), change AS ( -- against what stood before this statement; by index, however many there are
         SELECT count(*) FILTER (WHERE p.counts) - count(*) FILTER (WHERE l.counts) AS by
         FROM put p LEFT JOIN LATERAL (
           SELECT ${COUNTS} AS counts FROM triage_label WHERE newsroom = $1 AND claim_id = p.claim_id LIMIT 1) l ON true
       ) INSERT INTO scoring (newsroom, decisions) SELECT $1, by FROM change WHERE by <> 0
       ON CONFLICT (newsroom) DO UPDATE SET decisions = scoring.decisions + excluded.decisions`,
      [tx.newsroom, JSON.stringify(labels.map(rowOf))],
    );
  }

  async counts(tx: Tx): Promise<LabelCounts> {
    const row = await tx.row<LabelCounts>(
      `SELECT count(*) FILTER (WHERE decision = 'accepted') AS accepted, count(*) FILTER (WHERE decision = 'dismissed') AS dismissed,
         count(*) FILTER (WHERE ${COUNTS}) AS counted
       FROM triage_label WHERE newsroom = $1`,
      [tx.newsroom],
    );
    return row as LabelCounts;
  }

  /** The newest that count, oldest first. */
  async decisions(tx: Tx): Promise<Decision[]> {
    const rows = await tx.rows<Decision & { articleId: string | null; reasons: unknown[] }>(
      `SELECT l.claim_id, coalesce(c.article_id, c.id) AS article_id, l.worth, l.sequence, l.built_in, c.text, c.kind,
         (SELECT claimant_kind FROM appearance a WHERE a.newsroom = $1 AND a.claim_id = c.id ORDER BY a.id LIMIT 1) AS claimant,
         coalesce((SELECT jsonb_agg(r->>'code') FROM jsonb_array_elements(c.score_reasons) r WHERE r->>'code' <> 'newsroom'), '[]') AS reasons
       FROM (SELECT * FROM triage_label WHERE newsroom = $1 AND ${COUNTS}
             ORDER BY sequence DESC LIMIT $2) l
       JOIN claim c ON c.newsroom = $1 AND c.id = l.claim_id ORDER BY l.sequence`,
      [tx.newsroom, MOST_DECISIONS],
    );
    return rows;
  }
}

function rowOf({ claimId, decision, reason, worth, decidedBy, decidedAt, sequence }: NewLabel) {
  return { claim_id: claimId, decision, reason, worth, decided_by: decidedBy, decided_at: decidedAt, sequence };
}
