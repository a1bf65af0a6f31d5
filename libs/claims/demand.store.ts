import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { APPEARANCE, appearanceOf, type AppearanceRow } from './claims.row.js';
import type { Appearance } from './claims.types.js';

/** How often something was claimed, over all claims that a person confirmed to be alike, and those that say the same word for word. */
export interface Demand {
  claims: number;
  appearances: number;
  articles: number;
  /** Different names. */
  claimants: number;
  firstAt: Date | null;
  lastAt: Date | null;
}

/** The claims that stand for one: itself and those confirmed to be alike, one step away, in either direction. */
const ALIKE_CLAIMS = `
  SELECT asked.id AS asked, asked.id AS claim_id FROM unnest($2::uuid[]) AS asked (id)
  UNION SELECT earlier_id, claim_id FROM claim_match WHERE newsroom = $1 AND earlier_id = ANY ($2::uuid[]) AND state = 'confirmed'
  UNION SELECT claim_id, earlier_id FROM claim_match
    WHERE newsroom = $1 AND claim_id = ANY ($2::uuid[]) AND earlier_id IS NOT NULL AND state = 'confirmed'`;
const ALIKE_REVIEWS = `
  SELECT review_id AS asked, claim_id FROM claim_match WHERE newsroom = $1 AND review_id = ANY ($2::uuid[]) AND state = 'confirmed'`;

/** All SQL on how often claims are made. */
@Injectable()
export class DemandStore {
  ofClaims(tx: Tx, ids: readonly string[]): Promise<Map<string, Demand>> {
    return this.over(tx, ALIKE_CLAIMS, ids);
  }

  /** Of imported reviews: the claims that are like them. One that nothing is like has no entry. */
  ofReviews(tx: Tx, ids: readonly string[]): Promise<Map<string, Demand>> {
    return this.over(tx, ALIKE_REVIEWS, ids);
  }

  /** Where it was said, in whichever of the claims alike; newest first. */
  async places(tx: Tx, claimId: string, limit: number): Promise<Appearance[]> {
    const rows = await tx.rows<AppearanceRow>(
      `SELECT ${APPEARANCE} FROM appearance WHERE newsroom = $1 AND claim_id IN (SELECT claim_id FROM (${ALIKE_CLAIMS}) AS alike)
       ORDER BY coalesce(said_at, created_at) DESC, id DESC LIMIT $3`,
      [tx.newsroom, [claimId], limit],
    );
    return rows.map(appearanceOf);
  }

  private async over(tx: Tx, alike: string, ids: readonly string[]): Promise<Map<string, Demand>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.rows<Demand & { asked: string }>(
      `SELECT alike.asked, count(DISTINCT alike.claim_id) AS claims, count(a.id) AS appearances, count(DISTINCT a.article_id) AS articles,
         count(DISTINCT lower(a.claimant_name)) AS claimants, min(coalesce(a.said_at, a.created_at)) AS first_at,
         max(coalesce(a.said_at, a.created_at)) AS last_at
       FROM (${alike}) AS alike LEFT JOIN appearance a ON a.newsroom = $1 AND a.claim_id = alike.claim_id GROUP BY alike.asked`,
      [tx.newsroom, ids],
    );
    return new Map(rows.map(({ asked, ...demand }) => [asked, demand]));
  }
}
