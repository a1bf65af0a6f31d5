import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import type { LogActor } from '#log';
import { siteOf, sourceUrl, urlKey } from './address.rules.js';
import type { Source, SourceCheck, SourceHealth } from './source.types.js';

export const SOURCE = `id, version, url, site, health, outcome, detail, next_check_at, last_checked_at, last_verified_at, last_changed_at,
  visits, changes, strikes, capture_id, CASE WHEN proposed_times >= 2 THEN proposed_url END AS proposed_url, created_at`;

export interface SourceFilter {
  /** Who looks: what a blind round keeps from this person is left out. Null: a machine. */
  viewer: string | null;
  health?: SourceHealth;
  site?: string;
  /** The last row of the page before. */
  after?: [createdAt: string, id: string];
  limit: number;
}

/** Whether a blind round keeps from everybody but one reviewer that this source was cited. */
export async function sourceKeptBlind(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.row<{ blind: boolean }>('SELECT app.source_kept_blind($1, $2, NULL) AS blind', [
    tx.newsroom,
    id,
  ]);
  return row?.blind ?? false;
}

/** Sources as people see them. */
@Injectable()
export class SourceStore {
  /** The source at this address, new or known; `added` when it is new. */
  async cite(tx: Tx, actor: LogActor, url: URL): Promise<{ source: Source; added: boolean }> {
    const row = await tx.row<Source & { added: boolean }>(
      `INSERT INTO source AS s (newsroom, id, url, url_key, site, created_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (newsroom, url_key) DO UPDATE SET site = s.site RETURNING ${SOURCE}, (xmax = 0) AS added`,
      [
        tx.newsroom,
        uuidv7(),
        sourceUrl(url),
        urlKey(url),
        siteOf(url),
        JSON.stringify({ kind: actor.kind, id: actor.id }),
      ],
    );
    const { added, ...source } = row as Source & { added: boolean };
    return { source, added };
  }

  byId(tx: Tx, id: string): Promise<Source | undefined> {
    return tx.row(`SELECT ${SOURCE} FROM source WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** Undefined, too, while a blind round keeps from this person that it was cited. */
  seenBy(tx: Tx, viewer: string | null, id: string): Promise<Source | undefined> {
    return tx.row(
      `SELECT ${SOURCE} FROM source WHERE newsroom = $1 AND id = $2 AND NOT app.source_kept_blind(newsroom, id, $3)`,
      [tx.newsroom, id, viewer],
    );
  }

  /** Whether a blind round keeps from everybody but one reviewer that it was cited. */
  keptBlind(tx: Tx, id: string): Promise<boolean> {
    return sourceKeptBlind(tx, id);
  }

  lock(tx: Tx, id: string): Promise<Source | undefined> {
    return tx.row(`SELECT ${SOURCE} FROM source WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [tx.newsroom, id]);
  }

  byIds(tx: Tx, ids: readonly string[]): Promise<Source[]> {
    return tx.rows(`SELECT ${SOURCE} FROM source WHERE newsroom = $1 AND id = ANY ($2::uuid[])`, [tx.newsroom, ids]);
  }

  /** Newest first. */
  list(tx: Tx, { viewer, health, site, after, limit }: SourceFilter): Promise<Source[]> {
    const values: unknown[] = [tx.newsroom, limit, viewer];
    const given = (value: unknown) => `$${values.push(value)}`;
    const where = ['newsroom = $1', 'NOT app.source_kept_blind(newsroom, id, $3)'];
    if (health) where.push(`health = ${given(health)}`);
    if (site) where.push(`site = ${given(site)}`);
    if (after) where.push(`(created_at, id) < (${given(after[0])}::timestamptz, ${given(after[1])}::uuid)`);
    return tx.rows(
      `SELECT ${SOURCE} FROM source WHERE ${where.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT $2`,
      values,
    );
  }

  /** A check may begin now, or as soon as the one that runs has ended. False when there is no such source. */
  async makeDue(tx: Tx, id: string): Promise<boolean> {
    const count = await tx.run(
      `UPDATE source SET asked = (fence IS NOT NULL),
         next_check_at = CASE WHEN fence IS NULL THEN least(next_check_at, app.now()) ELSE next_check_at END
       WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id],
    );
    return count > 0;
  }

  /** A person moves the source to where its page went; undefined when another source is there. Validators belong to the old address. */
  async accept(tx: Tx, id: string, url: URL): Promise<Source | undefined> {
    return tx.row(
      `UPDATE source SET url = $3, url_key = $4, site = $5, etag = NULL, last_modified = NULL, proposed_url = NULL, proposed_times = 0,
         next_check_at = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 AND NOT EXISTS (SELECT FROM source WHERE newsroom = $1 AND url_key = $4 AND id <> $2)
       RETURNING ${SOURCE}`,
      [tx.newsroom, id, sourceUrl(url), urlKey(url), siteOf(url)],
    );
  }

  /** A copy that a person made becomes the newest capture. */
  async adopt(tx: Tx, id: string, captureId: string): Promise<Source | undefined> {
    return tx.row(
      `UPDATE source SET capture_id = $3, version = version + 1 WHERE newsroom = $1 AND id = $2 RETURNING ${SOURCE}`,
      [tx.newsroom, id, captureId],
    );
  }

  /** Newest first. */
  checks(tx: Tx, sourceId: string, after: [at: string, id: string] | undefined, limit: number): Promise<SourceCheck[]> {
    return tx.rows(
      `SELECT id, at, outcome, finding, detail, status, conditional, duration_ms, capture_id FROM source_check
       WHERE newsroom = $1 AND source_id = $2 AND ($3::timestamptz IS NULL OR (at, id) < ($3::timestamptz, $4::uuid))
       ORDER BY at DESC, id DESC LIMIT $5`,
      [tx.newsroom, sourceId, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }
}
