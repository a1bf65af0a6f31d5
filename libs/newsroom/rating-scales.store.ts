import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Rating, RatingScale } from './rating-scale.rules.js';

export interface RatingScaleRow extends RatingScale {
  isDefault: boolean;
  createdAt: Date;
}

const COLUMNS = 'id, version, name, ratings, is_default, created_at';

@Injectable()
export class RatingScalesStore {
  /** The scale that verdicts are given on. */
  default(tx: Tx): Promise<RatingScaleRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM rating_scale WHERE newsroom = $1 AND is_default`, [tx.newsroom]);
  }

  byId(tx: Tx, id: string): Promise<RatingScaleRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM rating_scale WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  list(tx: Tx, after: string | undefined, limit: number): Promise<RatingScaleRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM rating_scale WHERE newsroom = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [tx.newsroom, after ?? null, limit],
    );
  }

  async insert(
    tx: Tx,
    scale: { id: string; name: string; ratings: readonly Rating[]; isDefault: boolean },
  ): Promise<RatingScaleRow> {
    const row = await tx.row<RatingScaleRow>(
      `INSERT INTO rating_scale (newsroom, id, name, ratings, is_default) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
      [tx.newsroom, scale.id, scale.name, JSON.stringify(scale.ratings), scale.isDefault],
    );
    return row as RatingScaleRow;
  }

  async update(
    tx: Tx,
    scale: { id: string; name: string; ratings: readonly Rating[]; isDefault: boolean },
  ): Promise<RatingScaleRow> {
    const row = await tx.row<RatingScaleRow>(
      `UPDATE rating_scale SET name = $3, ratings = $4, is_default = $5, version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [tx.newsroom, scale.id, scale.name, JSON.stringify(scale.ratings), scale.isDefault],
    );
    return row as RatingScaleRow;
  }

  /** Makes room for another default. */
  async unsetDefault(tx: Tx): Promise<void> {
    await tx.run(
      'UPDATE rating_scale SET is_default = false, version = version + 1 WHERE newsroom = $1 AND is_default',
      [tx.newsroom],
    );
  }
}
