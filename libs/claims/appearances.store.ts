import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { APPEARANCE, appearanceOf, type AppearanceRow } from './claims.row.js';
import type { Appearance, AppearanceStance, NewAppearance } from './claims.types.js';

/** All SQL on appearances, and on what merges move. */
@Injectable()
export class AppearanceStore {
  /** By claim, oldest first. */
  async of(tx: Tx, claimIds: readonly string[]): Promise<Appearance[]> {
    if (claimIds.length === 0) return [];
    const rows = await tx.rows<AppearanceRow>(
      `SELECT ${APPEARANCE} FROM appearance WHERE newsroom = $1 AND claim_id = ANY ($2::uuid[]) ORDER BY claim_id, id`,
      [tx.newsroom, claimIds],
    );
    return rows.map(appearanceOf);
  }

  /** Those of an article, with the claims that they belong to. */
  async ofArticle(tx: Tx, articleId: string): Promise<Appearance[]> {
    const rows = await tx.rows<AppearanceRow>(
      `SELECT ${APPEARANCE} FROM appearance WHERE newsroom = $1 AND article_id = $2 ORDER BY id`,
      [tx.newsroom, articleId],
    );
    return rows.map(appearanceOf);
  }

  /**
   * The claims that an article says, in the order of its text; `after` is the last one of the page before. One row more than
   * `limit` when there are more.
   */
  claimsIn(
    tx: Tx,
    articleId: string,
    after: readonly [start: number, claimId: string] | undefined,
    limit: number,
  ): Promise<{ claimId: string; start: number }[]> {
    return tx.rows(
      `SELECT claim_id, min(start) AS start FROM (
         SELECT claim_id, coalesce((spans -> 0 ->> 'start')::int, 0) AS start FROM appearance WHERE newsroom = $1 AND article_id = $2
         UNION ALL
         SELECT id, coalesce((spans -> 0 ->> 'start')::int, 0) FROM claim WHERE newsroom = $1 AND article_id = $2 AND state <> 'merged'
       ) AS said GROUP BY claim_id HAVING $3::int IS NULL OR (min(start), claim_id) > ($3, $4::uuid)
       ORDER BY min(start), claim_id LIMIT $5`,
      [tx.newsroom, articleId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  add(tx: Tx, claimId: string, given: NewAppearance): void {
    tx.tell(
      `INSERT INTO appearance (newsroom, id, claim_id, claimant_kind, claimant_name, claimant_role, reported_by, stance,
         said_at, article_id, url, spans, cue_span, wording)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        tx.newsroom,
        uuidv7(),
        claimId,
        given.claimant.kind,
        given.claimant.name ?? null,
        given.claimant.role ?? null,
        given.reportedBy ?? [],
        given.stance ?? 'asserts',
        given.saidAt ?? null,
        given.articleId ?? null,
        given.url ?? null,
        JSON.stringify(given.spans ?? []),
        given.cueSpan ? JSON.stringify(given.cueSpan) : null,
        given.wording ?? null,
      ],
    );
  }

  removeAll(tx: Tx, claimId: string): void {
    tx.tell('DELETE FROM appearance WHERE newsroom = $1 AND claim_id = $2', [tx.newsroom, claimId]);
  }

  /** Of the first appearance: the one that the public reads as the claimant. */
  async renameClaimant(tx: Tx, claimId: string, name: string): Promise<void> {
    await tx.run(
      `UPDATE appearance SET claimant_name = $3 WHERE newsroom = $1 AND id = (
         SELECT id FROM appearance WHERE newsroom = $1 AND claim_id = $2 ORDER BY id LIMIT 1)`,
      [tx.newsroom, claimId, name],
    );
  }

  /** All appearances of a claim go over to the target with the stance given, remembered for `giveBack`. */
  async handOver(tx: Tx, claimId: string, targetId: string, stance: AppearanceStance): Promise<void> {
    await tx.run(
      `WITH merge AS (
         INSERT INTO claim_merge (newsroom, id, claim_id, target_id, stance) VALUES ($1, $2, $3, $4, $5) RETURNING id),
       before AS (
         SELECT id, stance FROM appearance WHERE newsroom = $1 AND claim_id = $3 FOR NO KEY UPDATE),
       remembered AS (
         INSERT INTO claim_merge_move (newsroom, merge_id, appearance_id, stance_before)
         SELECT $1, merge.id, before.id, before.stance FROM merge, before)
       UPDATE appearance SET claim_id = $4, stance = $5 FROM before
       WHERE appearance.newsroom = $1 AND appearance.id = before.id`,
      [tx.newsroom, uuidv7(), claimId, targetId, stance],
    );
  }

  /** The claim's appearances return from wherever later merges took them, and those merges forget them. */
  async giveBack(tx: Tx, claimId: string): Promise<void> {
    await tx.run(
      `WITH merge AS (
         UPDATE claim_merge SET undone_at = app.now()
         WHERE newsroom = $1 AND claim_id = $2 AND undone_at IS NULL RETURNING id, at),
       moved AS (
         SELECT m.appearance_id, m.stance_before FROM claim_merge_move m JOIN merge ON m.merge_id = merge.id
         WHERE m.newsroom = $1),
       forgotten AS (
         DELETE FROM claim_merge_move m USING moved, claim_merge later, merge
         WHERE m.newsroom = $1 AND m.appearance_id = moved.appearance_id AND later.newsroom = $1
           AND later.id = m.merge_id AND later.at >= merge.at AND later.id <> merge.id)
       UPDATE appearance SET claim_id = $2, stance = moved.stance_before FROM moved
       WHERE appearance.newsroom = $1 AND appearance.id = moved.appearance_id`,
      [tx.newsroom, claimId],
    );
  }
}
