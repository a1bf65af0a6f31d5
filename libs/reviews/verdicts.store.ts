import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import type { Verdict, VerdictOrigin, VerdictText, Vote } from './reviews.types.js';

export interface NewVerdict extends VerdictText {
  claimId: string;
  roundId: string;
  origin: VerdictOrigin;
  reviewId: string | null;
  scaleId: string;
  scaleVersion: number;
  authors: readonly string[];
  createdBy: string | null;
}

/** All SQL on verdicts, votes and recusals. The caller holds the claim's lock. */
@Injectable()
export class VerdictStore {
  /** Stands from now on; what stood before is superseded, and stays as record. */
  set(tx: Tx, given: NewVerdict): Verdict {
    const id = uuidv7();
    this.end(tx, given.claimId, 'superseded');
    tx.tell(
      `INSERT INTO verdict (newsroom, id, claim_id, round_id, origin, review_id, rating, scale_id, scale_version, summary,
         explanation, evidence_ids, authors, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        tx.newsroom,
        id,
        given.claimId,
        given.roundId,
        given.origin,
        given.reviewId,
        given.rating,
        given.scaleId,
        given.scaleVersion,
        given.summary,
        given.explanation,
        given.evidenceIds,
        given.authors,
        given.createdBy,
      ],
    );
    const { createdBy: _, ...verdict } = given;
    return { ...verdict, id, authors: [...given.authors] };
  }

  end(tx: Tx, claimId: string, status: 'superseded' | 'published'): void {
    tx.tell(
      `UPDATE verdict SET status = $3, ended_at = app.now() WHERE newsroom = $1 AND claim_id = $2 AND status = 'standing'`,
      [tx.newsroom, claimId, status],
    );
  }

  /** Takes the place of this person's earlier vote, which stays on record. */
  vote(
    tx: Tx,
    verdict: { id: string; claimId: string },
    given: { person: string; vote: Vote['vote']; reason?: string },
  ): void {
    this.lapse(tx, verdict.id, given.person);
    tx.tell(
      `INSERT INTO vote (newsroom, id, verdict_id, claim_id, person_id, vote, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.newsroom, uuidv7(), verdict.id, verdict.claimId, given.person, given.vote, given.reason ?? null],
    );
  }

  /** All votes in force on the verdict, or one person's. */
  lapse(tx: Tx, verdictId: string, person: string | null = null): void {
    tx.tell(
      `UPDATE vote SET lapsed_at = app.now() WHERE newsroom = $1 AND verdict_id = $2 AND lapsed_at IS NULL
         AND ($3::uuid IS NULL OR person_id = $3)`,
      [tx.newsroom, verdictId, person],
    );
  }

  recuse(tx: Tx, claimId: string, given: { person: string; reason: string; by: string | null }): void {
    tx.tell(
      `INSERT INTO recusal (newsroom, id, claim_id, person_id, reason, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tx.newsroom, uuidv7(), claimId, given.person, given.reason, given.by],
    );
  }

  /** Why somebody was kept out is about them; that they were stays. */
  forgetReasons(tx: Tx, personId: string): Promise<number> {
    return tx.run(`UPDATE recusal SET reason = '' WHERE newsroom = $1 AND person_id = $2 AND reason <> ''`, [
      tx.newsroom,
      personId,
    ]);
  }
}
