import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import type { Recipe, ScoringModel } from './model.rules.js';
import type { Trial } from './trial.rules.js';

/** How a newsroom scores. `modelId` null: by the built-in model. */
export interface Scoring {
  version: number;
  automatic: boolean;
  learnFrom: number | null;
  modelId: string | null;
  decisions: number;
  fittedDecisions: number;
}

/** A fitted model on record, with the figures of its trial. */
export interface KeptModel extends ScoringModel {
  id: string;
  number: number;
  recipe: Recipe;
  decisions: number;
  fittedTo: number;
  against: string | null;
  figures: Trial['figures'];
  better: boolean;
  createdAt: Date;
}

export type NewModel = Omit<KeptModel, 'id' | 'number' | 'createdAt'>;

/** What a newsroom starts from. */
export const LEARN_FROM = 200;
const fresh: Scoring = {
  version: 0,
  automatic: true,
  learnFrom: LEARN_FROM,
  modelId: null,
  decisions: 0,
  fittedDecisions: 0,
};

const SCORING = 'version, automatic, learn_from, model_id, decisions, fitted_decisions';
const MODEL =
  'id, number, recipe, intercept, slope, weights, decisions, fitted_to, against, figures, better, created_at';
/** A fit that ended without a word is taken up again after this; a fit takes seconds. */
const LEASE_MINUTES = 5;
/** Enough decided since the last fit: a tenth more, and fifty at the least. */
const DUE = `decisions >= learn_from AND decisions - fitted_decisions >= greatest(50, fitted_decisions / 10)
  AND (leased_until IS NULL OR leased_until <= app.now())`;

@Injectable()
export class ScoringStore {
  async current(tx: Tx): Promise<Scoring> {
    return (await tx.row<Scoring>(`SELECT ${SCORING} FROM scoring WHERE newsroom = $1`, [tx.newsroom])) ?? fresh;
  }

  /** The row, made if need be, and held against other changes. */
  async lock(tx: Tx): Promise<Scoring> {
    await tx.run('INSERT INTO scoring (newsroom) VALUES ($1) ON CONFLICT DO NOTHING', [tx.newsroom]);
    return (await tx.row<Scoring>(`SELECT ${SCORING} FROM scoring WHERE newsroom = $1 FOR UPDATE`, [
      tx.newsroom,
    ])) as Scoring;
  }

  async save(tx: Tx, to: Pick<Scoring, 'automatic' | 'learnFrom' | 'modelId'>): Promise<Scoring> {
    return (await tx.row<Scoring>(
      `UPDATE scoring SET automatic = $2, learn_from = $3, model_id = $4, version = version + 1 WHERE newsroom = $1 RETURNING ${SCORING}`,
      [tx.newsroom, to.automatic, to.learnFrom, to.modelId],
    )) as Scoring;
  }

  due(tx: SystemTx, limit: number): Promise<{ newsroom: string }[]> {
    return tx.rows(`SELECT newsroom FROM scoring WHERE ${DUE} ORDER BY newsroom LIMIT $1`, [limit]);
  }

  /** Takes the fit; undefined when it is not due, or another job is at it. */
  async take(tx: Tx): Promise<{ fence: string; decisions: number; modelId: string | null } | undefined> {
    return tx.row(
      `UPDATE scoring SET fence = $2, leased_until = app.now() + make_interval(mins => $3)
       WHERE newsroom = $1 AND ${DUE} RETURNING fence, decisions, model_id`,
      [tx.newsroom, uuidv7(), LEASE_MINUTES],
    );
  }

  /** Whether the fence still holds; then the fit is done, and the row is locked. */
  async settle(tx: Tx, fence: string, decisions: number): Promise<Scoring | undefined> {
    return tx.row(
      `UPDATE scoring SET fence = NULL, leased_until = NULL, fitted_decisions = $3 WHERE newsroom = $1 AND fence = $2 RETURNING ${SCORING}`,
      [tx.newsroom, fence, decisions],
    );
  }

  async keep(tx: Tx, model: NewModel): Promise<KeptModel> {
    const { recipe, intercept, slope, weights, decisions, fittedTo, against, figures, better } = model;
    return (await tx.row<KeptModel>(
      `INSERT INTO scoring_model (newsroom, id, number, recipe, intercept, slope, weights, decisions, fitted_to, against, figures, better)
       SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM scoring_model WHERE newsroom = $1
       RETURNING ${MODEL}`,
      [
        ...[tx.newsroom, uuidv7(), recipe, intercept, slope, JSON.stringify(weights), decisions, fittedTo, against],
        ...[JSON.stringify(figures), better],
      ],
    )) as KeptModel;
  }

  model(tx: Tx, id: string): Promise<KeptModel | undefined> {
    return tx.row(`SELECT ${MODEL} FROM scoring_model WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** The model in force; undefined: the built-in one. */
  inForce(tx: Tx): Promise<KeptModel | undefined> {
    const columns = MODEL.replace(/\w+/g, 'm.$&');
    return tx.row(
      `SELECT ${columns} FROM scoring s JOIN scoring_model m ON m.newsroom = $1 AND m.id = s.model_id WHERE s.newsroom = $1`,
      [tx.newsroom],
    );
  }

  /** Newest first, those numbered below `before`. */
  models(tx: Tx, before: number | undefined, limit: number): Promise<KeptModel[]> {
    return tx.rows(
      `SELECT ${MODEL} FROM scoring_model WHERE newsroom = $1 AND number < coalesce($2::integer, 2147483647) ORDER BY number DESC LIMIT $3`,
      [tx.newsroom, before ?? null, limit],
    );
  }
}
