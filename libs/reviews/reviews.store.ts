import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import type { Review, ReviewOfRound, VerdictText } from './reviews.types.js';

export interface NewReview extends VerdictText {
  claimId: string;
  roundId: string;
  position: number;
  personId: string;
  scaleId: string;
  scaleVersion: number;
}

const REVIEW = `id, claim_id, round_id, position, person_id, rating, scale_id, scale_version, summary, explanation,
  evidence_ids, submitted_at, withdrawn_at`;

/** All SQL on reviews. A review never changes. */
@Injectable()
export class ReviewStore {
  /** Fills the seat of its person. */
  async submit(tx: Tx, given: NewReview): Promise<Review> {
    const row = await tx.row<Review>(
      `INSERT INTO review (newsroom, id, claim_id, round_id, position, person_id, rating, scale_id, scale_version, summary, explanation, evidence_ids)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${REVIEW}`,
      [
        tx.newsroom,
        uuidv7(),
        given.claimId,
        given.roundId,
        given.position,
        given.personId,
        given.rating,
        given.scaleId,
        given.scaleVersion,
        given.summary,
        given.explanation,
        given.evidenceIds,
      ],
    );
    const review = row as Review;
    tx.tell(
      `UPDATE assignment SET review_id = $4 WHERE newsroom = $1 AND round_id = $2 AND position = $3 AND ended_at IS NULL`,
      [tx.newsroom, given.roundId, given.position, review.id],
    );
    return review;
  }

  byId(tx: Tx, id: string): Promise<Review | undefined> {
    return tx.row(`SELECT ${REVIEW} FROM review WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /**
   * Those of a claim that this person may read, oldest first: in a blind round that is still open only their own.
   * `personId` null reads as somebody who wrote none.
   */
  readableBy(tx: Tx, claimId: string, personId: string | null): Promise<ReviewOfRound[]> {
    return tx.rows(
      `SELECT ${REVIEW.split(/,\s*/)
        .map((column) => `w.${column}`)
        .join(', ')}, r.number AS round, r.status AS round_status, (r.policy ->> 'blind')::boolean AS blind
       FROM review w JOIN round r ON r.newsroom = w.newsroom AND r.id = w.round_id
       WHERE w.newsroom = $1 AND w.claim_id = $2
         AND (r.status <> 'open' OR w.person_id = $3 OR NOT (r.policy ->> 'blind')::boolean
           OR (r.policy ->> 'reviewsRequired')::int = 1)
       ORDER BY w.submitted_at, w.id`,
      [tx.newsroom, claimId, personId],
    );
  }
}
