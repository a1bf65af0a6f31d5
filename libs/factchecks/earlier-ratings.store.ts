import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { PinnedRating } from './version.types.js';

/** What a fact-check of this newsroom found, as it stands in public. */
export interface RatingInPublic {
  claimId: string;
  factCheckId: string;
  slug: string;
  publication: 'live' | 'retracted';
  number: number;
  rating: PinnedRating;
}

/** The ratings that others may hold theirs against. */
@Injectable()
export class EarlierRatingStore {
  /** Of the claims that were published, retracted ones too: the newest version of each. */
  async ofClaims(tx: Tx, claimIds: readonly string[]): Promise<Map<string, RatingInPublic>> {
    if (claimIds.length === 0) return new Map();
    const rows = await tx.rows<RatingInPublic>(
      `SELECT f.claim_id, f.id AS fact_check_id, f.slug, f.publication, f.number, v.content -> 'rating' AS rating
       FROM fact_check f JOIN fact_check_version v ON v.newsroom = $1 AND v.fact_check_id = f.id AND v.number = f.number
       WHERE f.newsroom = $1 AND f.claim_id = ANY ($2::uuid[])`,
      [tx.newsroom, claimIds],
    );
    return new Map(rows.map((row) => [row.claimId, row]));
  }
}
