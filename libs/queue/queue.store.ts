import { Injectable } from '@nestjs/common';
import { CLAIM, claimOf, type Claim, type ClaimRow } from '#claims';
import type { Tx } from '#database';
import { unconflicted } from '#reviews';
import type { NextFilter, QueueAfter } from './queue.types.js';

/**
 * The one order of the queue: priority (what is live and open again one step up), due time, check-worthiness, time of
 * entry, id. Word for word that of the indexes `claim_queue` and `claim_queue_of_desk`.
 */
const RANK = `(priority + (publication = 'live')::int)`;
const ORDER = `${RANK} DESC, due_at, score DESC NULLS LAST, created_at, id`;
const WAITS = `newsroom = $1 AND open_seats > 0 AND (not_before IS NULL OR not_before <= app.now())`;

@Injectable()
export class QueueStore {
  /**
   * The first claim that this person could take, locked; claims that others are being given at this moment are passed
   * over. Left out: other desks' claims, those that a recusal or a conflict of interest keeps the person out of, and those
   * of a round in which they sit, sat, or gave the seat back. `passed`: ids that turned out not to fit. OFFSET 0: rounds are
   * looked up claim by claim; a join, planned while few are open, would go on reading all of them.
   */
  async lockNext(
    tx: Tx,
    person: { id: string; desks: readonly string[] },
    { desk, labels }: NextFilter,
    passed: readonly string[],
  ): Promise<Claim | undefined> {
    const row = await tx.row<ClaimRow>(
      `SELECT ${CLAIM} FROM claim WHERE ${WAITS} AND (desk IS NULL OR desk = ANY ($3::text[]))
         ${desk === undefined ? 'AND $4::text IS NULL' : 'AND desk = $4'}
         AND ($5::text[] IS NULL OR labels && $5) AND id <> ALL ($6::uuid[])
         AND NOT EXISTS (SELECT FROM recusal WHERE recusal.newsroom = $1 AND recusal.claim_id = claim.id AND recusal.person_id = $2 OFFSET 0)
         AND ${unconflicted('claim.id', '$2')}
         AND NOT EXISTS (
           SELECT FROM round r JOIN assignment a ON a.newsroom = $1 AND a.round_id = r.id AND a.person_id = $2
           WHERE r.newsroom = $1 AND r.claim_id = claim.id AND r.status = 'open'
             AND a.end_cause IS DISTINCT FROM 'expired' OFFSET 0)
       ORDER BY ${ORDER} LIMIT 1 FOR NO KEY UPDATE OF claim SKIP LOCKED`,
      [tx.newsroom, person.id, person.desks, desk ?? null, labels ?? null, passed],
    );
    return row && claimOf(row);
  }

  /** Claims with an open seat, in the order in which they are handed out; one more than `limit` when there are more. */
  async list(tx: Tx, desk: string | undefined, after: QueueAfter | undefined, limit: number): Promise<Claim[]> {
    const values: unknown[] = [tx.newsroom, limit + 1];
    const where = [WAITS];
    if (desk !== undefined) where.push(`desk = $${values.push(desk)}`);
    if (after !== undefined) {
      const at = values.length;
      values.push(...after);
      where.push(behind(at));
    }
    const rows = await tx.rows<ClaimRow>(
      `SELECT ${CLAIM} FROM claim WHERE ${where.join(' AND ')} ORDER BY ${ORDER} LIMIT $2`,
      values,
    );
    return rows.map(claimOf);
  }
}

/** After the row with these five keys, whose places start at `at` + 1. Null due times and scores come last. */
function behind(at: number): string {
  const [rank, due, score, created, id] = [1, 2, 3, 4, 5].map((place) => `$${at + place}`);
  const sameDue = `due_at IS NOT DISTINCT FROM ${due}::timestamptz`;
  const sameScore = `score IS NOT DISTINCT FROM ${score}::real`;
  const laterDue = `(${due}::timestamptz IS NOT NULL AND (due_at > ${due}::timestamptz OR due_at IS NULL))`;
  const lowerScore = `(${score}::real IS NOT NULL AND (score < ${score}::real OR score IS NULL))`;
  return `${RANK} <= ${rank} AND (${RANK} < ${rank} OR ${laterDue} OR (${sameDue} AND (${lowerScore}
    OR (${sameScore} AND (created_at, id) > (${created}::timestamptz, ${id}::uuid)))))`;
}
