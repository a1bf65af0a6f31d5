import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import type { After } from './factchecks.store.js';
import type { NewRecheck, Recheck, RecheckEnd } from './factchecks.types.js';

const COLUMNS = `id, fact_check_id, claim_id, number, cause, source_id, evidence_id, from_capture_id, to_capture_id,
  detail, state, opened_review, opened_at, resolution, resolution_reason, resolved_at, version`;

export interface RecheckFilter {
  state?: Recheck['state'];
  claimId?: string;
  sourceId?: string;
  cause?: Recheck['cause'];
}

/** All SQL on rechecks. */
@Injectable()
export class RecheckStore {
  byId(tx: Tx, id: string): Promise<Recheck | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM recheck WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  lock(tx: Tx, id: string): Promise<Recheck | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM recheck WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [
      tx.newsroom,
      id,
    ]);
  }

  /** Undefined when one is open for the same finding already. */
  insert(tx: Tx, about: { factCheckId: string; number: number }, given: NewRecheck): Promise<Recheck | undefined> {
    return tx.row(
      `INSERT INTO recheck (newsroom, id, fact_check_id, claim_id, number, cause, source_id, evidence_id,
         from_capture_id, to_capture_id, detail, opened_review)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (newsroom, fact_check_id, cause, source_id, evidence_id)
         WHERE state = 'open' AND cause <> 'by-hand' DO NOTHING
       RETURNING ${COLUMNS}`,
      [
        tx.newsroom,
        uuidv7(),
        about.factCheckId,
        given.claimId,
        about.number,
        given.cause,
        given.sourceId ?? null,
        given.evidenceId ?? null,
        given.fromCaptureId ?? null,
        given.toCaptureId ?? null,
        given.detail ?? null,
        given.opensReview,
      ],
    );
  }

  openTwin(tx: Tx, factCheckId: string, given: NewRecheck): Promise<Recheck | undefined> {
    return tx.row(
      `SELECT ${COLUMNS} FROM recheck WHERE newsroom = $1 AND fact_check_id = $2 AND state = 'open' AND cause = $3
         AND source_id IS NOT DISTINCT FROM $4::uuid AND evidence_id IS NOT DISTINCT FROM $5::uuid`,
      [tx.newsroom, factCheckId, given.cause, given.sourceId ?? null, given.evidenceId ?? null],
    );
  }

  openOf(tx: Tx, claimId: string): Promise<Recheck[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM recheck WHERE newsroom = $1 AND claim_id = $2 AND state = 'open' ORDER BY opened_at, id`,
      [tx.newsroom, claimId],
    );
  }

  async resolve(tx: Tx, ids: readonly string[], how: RecheckEnd, reason: string | null): Promise<Recheck[]> {
    return tx.rows(
      `UPDATE recheck SET state = 'resolved', resolution = $3, resolution_reason = $4, resolved_at = app.now(),
         version = version + 1
       WHERE newsroom = $1 AND id = ANY ($2::uuid[]) AND state = 'open' RETURNING ${COLUMNS}`,
      [tx.newsroom, ids, how, reason],
    );
  }

  /** Newest first. */
  list(tx: Tx, filter: RecheckFilter, after: After | undefined, limit: number): Promise<Recheck[]> {
    const values: unknown[] = [tx.newsroom];
    const where = ['newsroom = $1'];
    const add = (sql: (n: number) => string, ...given: unknown[]) => {
      where.push(sql(values.length + 1));
      values.push(...given);
    };
    if (filter.state) add((n) => `state = $${n}`, filter.state);
    if (filter.claimId) add((n) => `claim_id = $${n}`, filter.claimId);
    if (filter.sourceId) add((n) => `source_id = $${n}`, filter.sourceId);
    if (filter.cause) add((n) => `cause = $${n}`, filter.cause);
    if (after) add((n) => `(opened_at, id) < ($${n}::timestamptz, $${n + 1}::uuid)`, after.at, after.id);
    add((n) => `true ORDER BY opened_at DESC, id DESC LIMIT $${n}`, limit);
    return tx.rows(`SELECT ${COLUMNS} FROM recheck WHERE ${where.join(' AND ')}`, values);
  }
}
