import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';

export interface MachineRow {
  id: string;
  name: string;
  active: boolean;
  version: number;
  createdAt: Date;
}

const COLUMNS = 'id, name, active, version, created_at';

@Injectable()
export class MachinesStore {
  byId(tx: Tx, id: string): Promise<MachineRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM machine WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  lock(tx: Tx, id: string): Promise<MachineRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM machine WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [
      tx.newsroom,
      id,
    ]);
  }

  list(tx: Tx, after: [string, string] | undefined, limit: number): Promise<MachineRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM machine
       WHERE newsroom = $1 AND ($2::timestamptz IS NULL OR (created_at, id) > ($2, $3::uuid)) ORDER BY created_at, id LIMIT $4`,
      [tx.newsroom, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  async insert(tx: Tx, id: string, name: string): Promise<MachineRow> {
    const row = await tx.row<MachineRow>(
      `INSERT INTO machine (newsroom, id, name) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`,
      [tx.newsroom, id, name],
    );
    return row as MachineRow;
  }

  async update(tx: Tx, id: string, values: { name: string; active: boolean }): Promise<MachineRow> {
    const row = await tx.row<MachineRow>(
      `UPDATE machine SET name = $3, active = $4, version = version + 1 WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [tx.newsroom, id, values.name, values.active],
    );
    return row as MachineRow;
  }

  async names(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.rows<MachineRow>(
      'SELECT id, name FROM machine WHERE newsroom = $1 AND id = ANY ($2::uuid[])',
      [tx.newsroom, ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
