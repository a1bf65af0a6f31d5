import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { PolicyBody } from './policy.rules.js';

export interface PolicyRow {
  version: number;
  body: PolicyBody;
  createdBy: string | null;
  createdAt: Date;
}

@Injectable()
export class PolicyStore {
  latest(tx: Tx): Promise<PolicyRow | undefined> {
    return tx.row(
      'SELECT version, body, created_by, created_at FROM policy WHERE newsroom = $1 ORDER BY version DESC LIMIT 1',
      [tx.newsroom],
    );
  }

  /** Newest first. */
  before(tx: Tx, version: number | undefined, limit: number): Promise<PolicyRow[]> {
    return tx.rows(
      `SELECT version, body, created_by, created_at FROM policy WHERE newsroom = $1 AND ($2::int IS NULL OR version < $2)
       ORDER BY version DESC LIMIT $3`,
      [tx.newsroom, version ?? null, limit],
    );
  }

  async insert(tx: Tx, version: number, body: PolicyBody, createdBy: string | null): Promise<PolicyRow> {
    const row = await tx.row<PolicyRow>(
      `INSERT INTO policy (newsroom, version, body, created_by) VALUES ($1, $2, $3, $4)
       RETURNING version, body, created_by, created_at`,
      [tx.newsroom, version, JSON.stringify(body), createdBy],
    );
    return row as PolicyRow;
  }
}
