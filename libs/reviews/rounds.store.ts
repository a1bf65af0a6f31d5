import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import type { RoundPolicy, SeatEnd, SeatKind } from './reviews.types.js';

export interface NewSeat {
  claimId: string;
  roundId: string;
  position: number;
  personId: string;
  /** A lease ends as the policy of the round says; assigned work has no end, only a due time. */
  kind: SeatKind;
  givenBy: string | null;
  dueAt?: string | null;
  message?: string | null;
}

/** A lease that is over, wherever it is. */
export interface LeaseOver {
  newsroom: string;
  claimId: string;
  personId: string;
}

/** All SQL that changes rounds and seats. The caller holds the claim's lock; writes go with the claim's own. */
@Injectable()
export class RoundStore {
  open(tx: Tx, claimId: string, policy: RoundPolicy): string {
    const id = uuidv7();
    tx.tell(
      `INSERT INTO round (newsroom, id, claim_id, number, policy)
       SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4 FROM round WHERE newsroom = $1 AND claim_id = $3`,
      [tx.newsroom, id, claimId, JSON.stringify(policy)],
    );
    return id;
  }

  end(tx: Tx, roundId: string, status: 'closed' | 'abandoned', agreed: boolean | null): void {
    tx.tell(`UPDATE round SET status = $3, agreed = $4, ended_at = app.now() WHERE newsroom = $1 AND id = $2`, [
      tx.newsroom,
      roundId,
      status,
      agreed,
    ]);
  }

  seat(tx: Tx, seat: NewSeat): void {
    tx.tell(
      `INSERT INTO assignment (newsroom, id, claim_id, round_id, position, person_id, kind, given_by, lease_expires_at, due_at, message)
       SELECT $1, $2, $3, id, $5, $6, $7, $8,
         CASE WHEN $7 = 'lease' THEN app.now() + (policy ->> 'leaseHours')::float8 * interval '1 hour' END,
         $9::timestamptz, $10
       FROM round WHERE newsroom = $1 AND id = $4`,
      [
        tx.newsroom,
        uuidv7(),
        seat.claimId,
        seat.roundId,
        seat.position,
        seat.personId,
        seat.kind,
        seat.givenBy,
        seat.dueAt ?? null,
        seat.message ?? null,
      ],
    );
  }

  /** The seat is open again. A review in it is withdrawn, and stays as record. */
  endSeat(tx: Tx, roundId: string, position: number, cause: SeatEnd, reason: string | null): void {
    tx.tell(
      `WITH ended AS (
         UPDATE assignment SET ended_at = app.now(), end_cause = $4, end_reason = $5
         WHERE newsroom = $1 AND round_id = $2 AND position = $3 AND ended_at IS NULL RETURNING review_id)
       UPDATE review SET withdrawn_at = app.now() FROM ended WHERE newsroom = $1 AND id = ended.review_id`,
      [tx.newsroom, roundId, position, cause, reason],
    );
  }

  /** Any saved work renews: the lease runs for its full time again. Undefined when this person holds none. */
  renew(tx: Tx, claimId: string, personId: string): Promise<{ leaseExpiresAt: Date | null } | undefined> {
    return tx.row(
      `UPDATE assignment a SET lease_expires_at = CASE WHEN a.kind = 'lease'
         THEN app.now() + (r.policy ->> 'leaseHours')::float8 * interval '1 hour' END
       FROM round r WHERE r.newsroom = $1 AND r.id = a.round_id AND r.status = 'open'
         AND a.newsroom = $1 AND a.claim_id = $2 AND a.person_id = $3 AND a.ended_at IS NULL AND a.review_id IS NULL
       RETURNING a.lease_expires_at`,
      [tx.newsroom, claimId, personId],
    );
  }

  /** Somebody is to be forgotten: what was said as they got, gave or gave back work. The number of seats. */
  eraseWords(tx: Tx, personId: string): Promise<number> {
    return tx.run(
      `UPDATE assignment SET message = NULL, end_reason = NULL
       WHERE newsroom = $1 AND (person_id = $2 OR given_by = $2) AND (message IS NOT NULL OR end_reason IS NOT NULL)`,
      [tx.newsroom, personId],
    );
  }

  /** As `renew`, on each claim for which this person works with the source. */
  async renewCiting(tx: Tx, sourceId: string, personId: string): Promise<void> {
    await tx.run(
      `UPDATE assignment a SET lease_expires_at = app.now() + (r.policy ->> 'leaseHours')::float8 * interval '1 hour'
       FROM round r WHERE r.newsroom = $1 AND r.id = a.round_id AND r.status = 'open' AND a.kind = 'lease'
         AND a.newsroom = $1 AND a.person_id = $3 AND a.ended_at IS NULL AND a.review_id IS NULL
         AND EXISTS (SELECT FROM evidence e WHERE e.newsroom = $1 AND e.claim_id = a.claim_id AND e.source_id = $2 AND e.withdrawn_at IS NULL)`,
      [tx.newsroom, sourceId, personId],
    );
  }
}

/** Over all newsrooms, longest over first. */
export function leasesOver(tx: SystemTx, limit: number): Promise<LeaseOver[]> {
  return tx.rows(
    `SELECT newsroom, claim_id, person_id FROM assignment
     WHERE ended_at IS NULL AND review_id IS NULL AND lease_expires_at IS NOT NULL AND lease_expires_at <= app.now()
     ORDER BY lease_expires_at LIMIT $1`,
    [limit],
  );
}
