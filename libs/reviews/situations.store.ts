import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Load, Situation } from './reviews.types.js';

const conflictsKnown = `
  LEFT JOIN (
    SELECT claim, jsonb_agg(jsonb_build_object('person', person, 'kind', kind, 'name', name) ORDER BY kind, name) AS conflicts
    FROM app.conflicts_among($1, $2) GROUP BY claim) known ON known.claim = asked.id`;

/** Most claims have no round and no verdict: nothing is looked up of these. */
const situations = (conflicts: { select: string; from: string }): string => `
  SELECT asked.id AS claim_id,
    CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('id', r.id, 'number', r.number, 'status', r.status,
      'policy', r.policy, 'openedAt', r.opened_at) END AS round,
    CASE WHEN r.id IS NULL THEN '[]' ELSE coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', a.id, 'position', a.position, 'personId', a.person_id, 'kind', a.kind,
        'since', a.since, 'givenBy', a.given_by, 'leaseExpiresAt', a.lease_expires_at,
        'leaseOver', coalesce(a.lease_expires_at <= app.now(), false), 'dueAt', a.due_at, 'message', a.message,
        'isActive', p.active, 'roles', p.roles,
        'review', CASE WHEN w.id IS NOT NULL THEN jsonb_build_object('id', w.id, 'ratingKey', w.rating) END)
        ORDER BY a.position)
      FROM assignment a JOIN person p ON p.newsroom = a.newsroom AND p.id = a.person_id
      LEFT JOIN review w ON w.newsroom = a.newsroom AND w.id = a.review_id
      WHERE a.newsroom = $1 AND a.round_id = r.id AND a.ended_at IS NULL), '[]') END AS seats,
    CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('id', v.id, 'claimId', v.claim_id, 'roundId', v.round_id,
      'origin', v.origin, 'reviewId', v.review_id, 'rating', v.rating, 'scaleId', v.scale_id,
      'scaleVersion', v.scale_version, 'summary', v.summary, 'explanation', v.explanation,
      'evidenceIds', v.evidence_ids, 'authors', v.authors) END AS verdict,
    CASE WHEN v.id IS NULL THEN '[]' ELSE coalesce((
      SELECT jsonb_agg(jsonb_build_object('person', t.person_id, 'vote', t.vote, 'reason', t.reason, 'at', t.at)
        ORDER BY t.at, t.id)
      FROM vote t WHERE t.newsroom = $1 AND t.verdict_id = v.id AND t.lapsed_at IS NULL), '[]') END AS votes,
    ARRAY(SELECT person_id FROM recusal WHERE newsroom = $1 AND claim_id = asked.id) AS kept_out,
    ${conflicts.select} AS conflicts
  FROM unnest($2::uuid[]) AS asked (id)${conflicts.from}
  LEFT JOIN LATERAL (
    SELECT * FROM round WHERE newsroom = $1 AND claim_id = asked.id ORDER BY number DESC LIMIT 1) r ON true
  LEFT JOIN verdict v ON v.newsroom = $1 AND v.claim_id = asked.id AND v.status = 'standing'`;

const SITUATIONS = situations({ select: `coalesce(known.conflicts, '[]')`, from: conflictsKnown });
const REVIEWS_ALONE = situations({ select: `'[]'::jsonb`, from: '' });

const LOAD = `
  SELECT count(*)::int AS open_seats,
    ARRAY(
      SELECT m.desk FROM desk_member m WHERE m.newsroom = $1 AND m.person_id = $2 AND m.capacity IS NOT NULL AND m.capacity <= (
        SELECT count(*) FROM assignment h JOIN claim c ON c.newsroom = h.newsroom AND c.id = h.claim_id
        WHERE h.newsroom = $1 AND h.person_id = $2 AND h.ended_at IS NULL AND h.review_id IS NULL AND c.desk = m.desk)
    ) AS full_desks,
    (SELECT max(ends_at) FROM absence b
     WHERE b.newsroom = $1 AND b.person_id = $2 AND b.ends_at > app.now() AND b.starts_at <= app.now()) AS away_until
  FROM assignment WHERE newsroom = $1 AND person_id = $2 AND ended_at IS NULL AND review_id IS NULL`;

/** Reads what rounds, seats, verdicts, votes and recusals amount to, in one statement for any number of claims. */
@Injectable()
export class SituationStore {
  async of(tx: Tx, claimId: string): Promise<Situation> {
    return (await this.ofAll(tx, [claimId]))[0] as Situation;
  }

  /** As it is after a change to its reviews: whom it concerns, the costliest part, is as it was. */
  async again(tx: Tx, { claimId, conflicts }: Situation): Promise<Situation> {
    const now = await tx.row<Situation>(REVIEWS_ALONE, [tx.newsroom, [claimId]]);
    return { ...(now as Situation), conflicts };
  }

  /** One for each id, in no particular order; a claim that nobody reviewed yet has an empty one. */
  ofAll(tx: Tx, claimIds: readonly string[]): Promise<Situation[]> {
    return claimIds.length === 0 ? Promise.resolve([]) : tx.rows(SITUATIONS, [tx.newsroom, claimIds]);
  }

  /** What this person has in hand, in one look: what decides whether they get more. */
  async loadOf(tx: Tx, personId: string): Promise<Load> {
    return (await tx.row<Load>(LOAD, [tx.newsroom, personId])) as Load;
  }

  /** Seats that these people have taken and not filled, over the whole newsroom. */
  async openSeatsOfAll(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.rows<{ personId: string; count: number }>(
      `SELECT person_id, count(*)::int AS count FROM assignment
       WHERE newsroom = $1 AND person_id = ANY ($2::uuid[]) AND ended_at IS NULL AND review_id IS NULL GROUP BY person_id`,
      [tx.newsroom, ids],
    );
    return new Map(rows.map(({ personId, count }) => [personId, count]));
  }

  /** The claims on which this person has work to do. */
  async claimsOf(tx: Tx, personId: string): Promise<string[]> {
    const rows = await tx.rows<{ claimId: string }>(
      `SELECT claim_id FROM assignment WHERE newsroom = $1 AND person_id = $2 AND ended_at IS NULL AND review_id IS NULL`,
      [tx.newsroom, personId],
    );
    return rows.map(({ claimId }) => claimId);
  }
}
