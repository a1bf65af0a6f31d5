import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Draft, DraftValues } from './reviews.types.js';

const DRAFT = 'claim_id, person_id, version, rating, summary, explanation, evidence_ids, handed_on_by, updated_at';

/** All SQL on drafts. One for each person and claim; nobody else writes it. */
@Injectable()
export class DraftStore {
  of(tx: Tx, claimId: string, personId: string): Promise<Draft | undefined> {
    return tx.row(`SELECT ${DRAFT} FROM draft WHERE newsroom = $1 AND claim_id = $2 AND person_id = $3`, [
      tx.newsroom,
      claimId,
      personId,
    ]);
  }

  lock(tx: Tx, claimId: string, personId: string): Promise<Draft | undefined> {
    return tx.row(
      `SELECT ${DRAFT} FROM draft WHERE newsroom = $1 AND claim_id = $2 AND person_id = $3 FOR NO KEY UPDATE`,
      [tx.newsroom, claimId, personId],
    );
  }

  /** Writes it, one version on. */
  async save(tx: Tx, claimId: string, personId: string, values: DraftValues): Promise<Draft> {
    const row = await tx.row<Draft>(
      `INSERT INTO draft AS d (newsroom, claim_id, person_id, rating, summary, explanation, evidence_ids)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (newsroom, claim_id, person_id) DO UPDATE SET rating = $4, summary = $5, explanation = $6,
         evidence_ids = $7, version = d.version + 1, updated_at = app.now()
       RETURNING ${DRAFT}`,
      [tx.newsroom, claimId, personId, values.rating, values.summary, values.explanation, values.evidenceIds],
    );
    return row as Draft;
  }

  /** A copy for the successor, unless they have written one themselves. */
  handOn(tx: Tx, claimId: string, from: string, to: string): void {
    tx.tell(
      `INSERT INTO draft (newsroom, claim_id, person_id, rating, summary, explanation, evidence_ids, handed_on_by)
       SELECT newsroom, claim_id, $4, rating, summary, explanation, evidence_ids, person_id FROM draft
       WHERE newsroom = $1 AND claim_id = $2 AND person_id = $3
       ON CONFLICT (newsroom, claim_id, person_id) DO NOTHING`,
      [tx.newsroom, claimId, from, to],
    );
  }

  /** Their author left and is to be forgotten. What was handed on is the successor's. */
  erase(tx: Tx, personId: string): Promise<number> {
    return tx.run('DELETE FROM draft WHERE newsroom = $1 AND person_id = $2', [tx.newsroom, personId]);
  }
}
