import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Draft, RecordedRound, RecordedVerdict, Recusal } from './reviews.types.js';

/** What stays on record of a claim's reviews, whatever became of them. Reads only. */
@Injectable()
export class RecordStore {
  /**
   * Every round with everybody who ever sat in it, oldest first. In a blind round that is open, whoever sits there sees
   * their own seat, and everybody else not why a seat was given back.
   */
  rounds(tx: Tx, claimId: string, viewer: string | null): Promise<RecordedRound[]> {
    return tx.rows(
      `SELECT r.id, r.number, r.status, r.policy, r.agreed, r.opened_at, r.ended_at, coalesce((
         SELECT jsonb_agg(jsonb_build_object('position', a.position, 'person', a.person_id, 'kind', a.kind, 'since', a.since,
           'givenBy', a.given_by, 'dueAt', a.due_at, 'submitted', a.review_id IS NOT NULL, 'endedAt', a.ended_at,
           'endCause', a.end_cause, 'endReason', CASE WHEN NOT b.blind OR a.person_id = $3 THEN a.end_reason END)
           ORDER BY a.since, a.id)
         FROM assignment a WHERE a.newsroom = $1 AND a.round_id = r.id
           AND (NOT b.blind OR a.person_id = $3 OR NOT EXISTS (
             SELECT FROM assignment own WHERE own.newsroom = $1 AND own.round_id = r.id AND own.person_id = $3
               AND own.ended_at IS NULL))), '[]') AS seats
       FROM round r CROSS JOIN LATERAL (SELECT r.status = 'open' AND (r.policy ->> 'blind')::boolean
         AND (r.policy ->> 'reviewsRequired')::int > 1 AS blind) b
       WHERE r.newsroom = $1 AND r.claim_id = $2 ORDER BY r.number`,
      [tx.newsroom, claimId, viewer],
    );
  }

  /** Every verdict that ever stood, oldest first, each with every vote cast on it, the taken back ones too. */
  verdicts(tx: Tx, claimId: string): Promise<RecordedVerdict[]> {
    return tx.rows(
      `SELECT v.id, r.number AS round, v.status, v.origin, v.review_id, v.rating, v.scale_id, v.scale_version, v.summary,
         v.explanation, v.evidence_ids, v.authors, v.created_by, v.created_at, v.ended_at, coalesce((
           SELECT jsonb_agg(jsonb_build_object('person', t.person_id, 'vote', t.vote, 'reason', t.reason, 'at', t.at,
             'lapsedAt', t.lapsed_at) ORDER BY t.at, t.id)
           FROM vote t WHERE t.newsroom = $1 AND t.verdict_id = v.id), '[]') AS votes
       FROM verdict v JOIN round r ON r.newsroom = $1 AND r.id = v.round_id
       WHERE v.newsroom = $1 AND v.claim_id = $2 ORDER BY v.created_at, v.id`,
      [tx.newsroom, claimId],
    );
  }

  recusals(tx: Tx, claimId: string): Promise<Recusal[]> {
    return tx.rows(
      `SELECT person_id AS person, recorded_by AS by, at, reason FROM recusal
       WHERE newsroom = $1 AND claim_id = $2 ORDER BY at, id`,
      [tx.newsroom, claimId],
    );
  }

  /** Everybody but this person who sits or sat in the round. */
  async othersIn(tx: Tx, roundId: string, person: string): Promise<string[]> {
    const rows = await tx.rows<{ personId: string }>(
      'SELECT DISTINCT person_id FROM assignment WHERE newsroom = $1 AND round_id = $2 AND person_id <> $3',
      [tx.newsroom, roundId, person],
    );
    return rows.map(({ personId }) => personId);
  }

  /**
   * Drafts from rounds that are over, and of those who handed this very seat over, for whoever sits on the claim now;
   * newest first. Of other people in the round in progress, none: theirs are their author's alone.
   */
  draftsBefore(tx: Tx, claimId: string, person: string): Promise<Draft[]> {
    return tx.rows(
      `SELECT d.claim_id, d.person_id, d.version, d.rating, d.summary, d.explanation, d.evidence_ids, d.handed_on_by, d.updated_at
       FROM round r
       JOIN assignment own ON own.newsroom = $1 AND own.round_id = r.id AND own.person_id = $3 AND own.ended_at IS NULL
       JOIN draft d ON d.newsroom = $1 AND d.claim_id = r.claim_id AND d.person_id <> $3
       WHERE r.newsroom = $1 AND r.claim_id = $2 AND r.status = 'open'
         AND CASE WHEN EXISTS (SELECT FROM assignment a WHERE a.newsroom = $1 AND a.round_id = r.id AND a.person_id = d.person_id)
           THEN EXISTS (SELECT FROM assignment a WHERE a.newsroom = $1 AND a.round_id = r.id AND a.person_id = d.person_id
               AND a.position = own.position AND a.end_cause = 'handed over')
             AND NOT EXISTS (SELECT FROM assignment a WHERE a.newsroom = $1 AND a.round_id = r.id
               AND a.person_id = d.person_id AND a.ended_at IS NULL)
             AND NOT EXISTS (SELECT FROM draft mine WHERE mine.newsroom = $1 AND mine.claim_id = $2
               AND mine.person_id = $3 AND mine.handed_on_by = d.person_id)
           ELSE EXISTS (SELECT FROM assignment a JOIN round e ON e.newsroom = $1 AND e.id = a.round_id AND e.status <> 'open'
             WHERE a.newsroom = $1 AND a.claim_id = $2 AND a.person_id = d.person_id) END
       ORDER BY d.updated_at DESC`,
      [tx.newsroom, claimId, person],
    );
  }
}
