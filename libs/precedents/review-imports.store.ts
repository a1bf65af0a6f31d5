import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import type { Fault } from './claim-review-reading.rules.js';

export interface ReviewImport {
  id: string;
  version: number;
  status: 'waiting' | 'running' | 'done' | 'failed';
  /** Of the file. */
  name: string;
  sha256: string;
  bytes: number;
  /** Records of the file that were read so far. */
  read: number;
  added: number;
  updated: number;
  /** There already, saying the same. */
  unchanged: number;
  skipped: number;
  /** The first hundred records that were skipped, and why. */
  faults: Fault[];
  /** Why the file could not be read to its end. */
  failure: string | null;
  createdAt: Date;
  createdBy: { kind: string; id: string | null };
  finishedAt: Date | null;
}

/** An import that a job has taken; what it writes counts only while nobody else took it. */
export interface ImportWork extends ReviewImport {
  fence: number;
}

export interface Counted {
  read: number;
  added: number;
  updated: number;
  unchanged: number;
  skipped: number;
  faults: readonly Fault[];
}

const IMPORT = `id, version, status, name, sha256, bytes, read, added, updated, unchanged, skipped, faults, failure, created_at, created_by,
  finished_at`;
const LEASE = `interval '2 minutes'`;
const MOST_FAULTS = 100;

/** All SQL on imports. */
@Injectable()
export class ReviewImportStore {
  async insert(
    tx: Tx,
    given: { name: string; sha256: string; bytes: number; createdBy: ReviewImport['createdBy'] },
  ): Promise<ReviewImport> {
    const row = await tx.row<ReviewImport>(
      `INSERT INTO review_import (newsroom, id, name, sha256, bytes, created_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${IMPORT}`,
      [tx.newsroom, uuidv7(), given.name, given.sha256, given.bytes, JSON.stringify(given.createdBy)],
    );
    return row as ReviewImport;
  }

  byId(tx: Tx, id: string): Promise<ReviewImport | undefined> {
    return tx.row(`SELECT ${IMPORT} FROM review_import WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** Newest first; one row more than `limit` when there are more. */
  list(tx: Tx, page: { after?: readonly [string, string]; limit: number }): Promise<ReviewImport[]> {
    return tx.rows(
      `SELECT ${IMPORT} FROM review_import WHERE newsroom = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [tx.newsroom, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1],
    );
  }

  due(tx: SystemTx, limit: number): Promise<{ newsroom: string; importId: string }[]> {
    return tx.rows(
      `SELECT newsroom, id AS import_id FROM review_import WHERE finished_at IS NULL AND (lease_until IS NULL OR lease_until < app.now())
       ORDER BY created_at LIMIT $1`,
      [limit],
    );
  }

  take(tx: Tx, id: string): Promise<ImportWork | undefined> {
    return tx.row(
      `UPDATE review_import SET status = 'running', fence = fence + 1, lease_until = app.now() + ${LEASE}, version = version + 1
       WHERE newsroom = $1 AND id = $2 AND finished_at IS NULL AND (lease_until IS NULL OR lease_until < app.now())
       RETURNING ${IMPORT}, fence`,
      [tx.newsroom, id],
    );
  }

  /** Locks it, renewed; false when somebody else took it. */
  async holds(tx: Tx, { id, fence }: ImportWork): Promise<boolean> {
    const updated = await tx.run(
      `UPDATE review_import SET lease_until = app.now() + ${LEASE} WHERE newsroom = $1 AND id = $2 AND fence = $3 AND finished_at IS NULL`,
      [tx.newsroom, id, fence],
    );
    return updated === 1;
  }

  async count(tx: Tx, { id }: ImportWork, by: Counted): Promise<void> {
    await tx.run(
      `UPDATE review_import SET read = $3, added = added + $4, updated = updated + $5, unchanged = unchanged + $6, skipped = skipped + $7,
         faults = CASE WHEN jsonb_array_length(faults) + jsonb_array_length($8::jsonb) <= ${MOST_FAULTS} THEN faults || $8::jsonb
           ELSE jsonb_path_query_array(faults || $8::jsonb, '$[0 to ${MOST_FAULTS - 1}]') END,
         version = version + 1
       WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id, by.read, by.added, by.updated, by.unchanged, by.skipped, JSON.stringify(by.faults)],
    );
  }

  async finish(tx: Tx, id: string, failure: string | null): Promise<ReviewImport> {
    const row = await tx.row<ReviewImport>(
      `UPDATE review_import SET status = CASE WHEN $3::text IS NULL THEN 'done' ELSE 'failed' END, failure = $3, finished_at = app.now(),
         lease_until = NULL, version = version + 1 WHERE newsroom = $1 AND id = $2 RETURNING ${IMPORT}`,
      [tx.newsroom, id, failure],
    );
    return row as ReviewImport;
  }

  /** Left to the next job at once. */
  async giveBack(tx: Tx, { id, fence }: ImportWork): Promise<void> {
    await tx.run(
      'UPDATE review_import SET lease_until = NULL WHERE newsroom = $1 AND id = $2 AND fence = $3 AND finished_at IS NULL',
      [tx.newsroom, id, fence],
    );
  }

  /** Which of these blobs an import still needs, in any newsroom. */
  async named(tx: SystemTx, sha256: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ sha256: string }>(
      'SELECT DISTINCT sha256 FROM review_import WHERE sha256 = ANY ($1::text[]) AND finished_at IS NULL',
      [sha256],
    );
    return rows.map((row) => row.sha256);
  }
}
