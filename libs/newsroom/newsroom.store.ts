import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '#database';
import { problem } from '#problems';

export interface NewsroomRow {
  id: string;
  slug: string;
  name: string;
  version: number;
  createdAt: Date;
}

const COLUMNS = 'id, slug, name, version, created_at';

@Injectable()
export class NewsroomStore {
  /** The transaction's own newsroom. */
  async byId(tx: Tx): Promise<NewsroomRow> {
    const row = await tx.row<NewsroomRow>(`SELECT ${COLUMNS} FROM newsroom WHERE id = $1`, [tx.newsroom]);
    if (!row) throw problem('newsroom.not-found');
    return row;
  }

  bySlug(tx: SystemTx, slug: string): Promise<NewsroomRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM newsroom WHERE slug = $1`, [slug]);
  }

  async any(tx: SystemTx): Promise<boolean> {
    return (await tx.row('SELECT 1 AS one FROM newsroom LIMIT 1')) !== undefined;
  }

  insert(tx: SystemTx, row: { id: string; slug: string; name: string }): Promise<number> {
    return tx.run('INSERT INTO newsroom (id, slug, name) VALUES ($1, $2, $3)', [row.id, row.slug, row.name]);
  }

  /**
   * The newsroom's row, locked: whoever changes people, policy or scales takes it first, so that rules over all of them
   * (one admin stays, one scale is the default, no address twice) hold. Does not stop anybody who only refers to it.
   */
  lock(tx: Tx): Promise<NewsroomRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM newsroom WHERE id = $1 FOR NO KEY UPDATE`, [tx.newsroom]);
  }

  rename(tx: Tx, name: string): Promise<NewsroomRow | undefined> {
    return tx.row(`UPDATE newsroom SET name = $2, version = version + 1 WHERE id = $1 RETURNING ${COLUMNS}`, [
      tx.newsroom,
      name,
    ]);
  }

  /** Held until the transaction ends; one process at a time makes the first newsroom. */
  async lockFirstStart(tx: SystemTx): Promise<void> {
    await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended('corroborate.first-start', 0))`);
  }
}
