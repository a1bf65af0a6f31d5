import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { RoundPolicy } from './reviews.types.js';

/** Claims of one desk whose round works under this policy. */
export interface BoundWork {
  desk: string | null;
  policy: RoundPolicy;
  claims: number;
  /** The first twenty. */
  examples: string[];
}

export interface WaitingWork {
  desk: string | null;
  claims: number;
}

@Injectable()
export class PolicyTrialStore {
  /** Work that a round binds: an open one, or a closed one whose verdict waits for a decision or for votes. */
  bound(tx: Tx): Promise<BoundWork[]> {
    return tx.rows(
      `SELECT c.desk, r.policy, count(*) AS claims, (array_agg(c.id ORDER BY c.created_at, c.id))[1:20] AS examples
       FROM (
         SELECT claim_id, policy FROM round WHERE newsroom = $1 AND status = 'open'
         UNION ALL
         SELECT s.id, (SELECT policy FROM round WHERE newsroom = $1 AND claim_id = s.id ORDER BY number DESC LIMIT 1)
         FROM claim s WHERE s.newsroom = $1 AND s.state IN ('disputed', 'in_signoff', 'approved')
       ) AS r JOIN claim c ON c.newsroom = $1 AND c.id = r.claim_id
       GROUP BY c.desk, r.policy ORDER BY c.desk NULLS FIRST, claims DESC`,
      [tx.newsroom],
    );
  }

  /** Claims that wait for a round to open: the new policy is theirs. */
  waiting(tx: Tx): Promise<WaitingWork[]> {
    return tx.rows(
      `SELECT c.desk, count(*) AS claims FROM claim c
       WHERE c.newsroom = $1 AND c.state IN ('proposed', 'queued')
         AND NOT EXISTS (SELECT FROM round r WHERE r.newsroom = $1 AND r.claim_id = c.id AND r.status = 'open')
       GROUP BY c.desk ORDER BY c.desk NULLS FIRST`,
      [tx.newsroom],
    );
  }
}
