import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import { SOURCE } from './source.store.js';
import type { Source, SourceHealth, SourceWork, Strikes } from './source.types.js';

/** What one check came to, for the source's row and its history. */
export interface Settlement {
  outcome: string;
  finding: string;
  detail: string | null;
  status: number | null;
  conditional: boolean;
  durationMs: number;
  health: SourceHealth;
  strikes: Strikes;
  nextCheckSeconds: number;
  /** The page was there. */
  verified: boolean;
  changed: boolean;
  captureId: string | null;
  etag: string | null;
  lastModified: string | null;
  /** Where permanent redirects led. */
  proposedUrl: string | null;
}

const WORK = `${SOURCE}, fence, etag, last_modified, conditional_checks, proposed_times, first_visit_at`;

/** A turn that ends later than any turn can is left over from a clock that was wrong: it binds nobody. */
const LONGEST_TURN = `app.now() + interval '15 minutes'`;
const BUSY = `(t.free_at > app.now() AND t.free_at < ${LONGEST_TURN}
  OR t.holder IS NOT NULL AND t.held_until > app.now() AND t.held_until < ${LONGEST_TURN})`;

/** The turns of checks: which source, by whom, and when its site may be asked again. */
@Injectable()
export class SourceWorkStore {
  /** Due sources over all newsrooms, at most one a site and only at sites that are free. */
  due(tx: SystemTx, limit: number): Promise<{ newsroom: string; sourceId: string }[]> {
    return tx.rows(
      `SELECT newsroom, id AS source_id FROM (
         SELECT DISTINCT ON (s.site) s.newsroom, s.id, s.site, s.next_check_at FROM source s
         WHERE s.next_check_at <= app.now() ORDER BY s.site, s.next_check_at) AS first
       WHERE NOT EXISTS (SELECT FROM app.site_turn t WHERE t.site_key = sha256(convert_to(first.site, 'UTF8')) AND ${BUSY})
       ORDER BY next_check_at LIMIT $1`,
      [limit],
    );
  }

  /** The next due source of this newsroom at a site. */
  async dueAtSite(tx: Tx, site: string): Promise<string | undefined> {
    const row = await tx.row<{ id: string }>(
      `SELECT id FROM source WHERE newsroom = $1 AND site = $2 AND next_check_at <= app.now() ORDER BY next_check_at LIMIT 1`,
      [tx.newsroom, site],
    );
    return row?.id;
  }

  /** The site of a source that is due. */
  async siteIfDue(tx: Tx, id: string): Promise<string | undefined> {
    const row = await tx.row<{ site: string }>(
      'SELECT site FROM source WHERE newsroom = $1 AND id = $2 AND next_check_at <= app.now()',
      [tx.newsroom, id],
    );
    return row?.site;
  }

  /** Takes the check for `leaseMinutes`; undefined when it is not due or somebody is at it. */
  take(tx: Tx, id: string, fence: string, leaseMinutes: number): Promise<SourceWork | undefined> {
    return tx.row(
      `UPDATE source SET fence = $3, asked = false, next_check_at = app.now() + make_interval(mins => $4)
       WHERE newsroom = $1 AND id = $2 AND next_check_at <= app.now() RETURNING ${WORK}`,
      [tx.newsroom, id, fence, leaseMinutes],
    );
  }

  /** The site's turn for one check; false while somebody has it, or its gap is not over. */
  async takeTurn(tx: Tx, site: string, holder: string, leaseMinutes: number): Promise<boolean> {
    const taken = await tx.run(
      `INSERT INTO app.site_turn AS t (site_key, holder, held_until, free_at)
       VALUES ($1, $2, app.now() + make_interval(mins => $3), app.now())
       ON CONFLICT (site_key) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
       WHERE NOT ${BUSY}`,
      [keyOf(site), holder, leaseMinutes],
    );
    return taken > 0;
  }

  /** The site may be asked again `gapMs` from now. */
  async endTurn(tx: Tx, site: string, holder: string, gapMs: number): Promise<void> {
    await tx.run(
      `UPDATE app.site_turn SET holder = NULL, free_at = app.now() + make_interval(secs => $3)
       WHERE site_key = $1 AND holder = $2`,
      [keyOf(site), holder, gapMs / 1_000],
    );
  }

  /** Gives a check back unmade: due again after `seconds`. */
  async putOff(tx: Tx, work: Pick<SourceWork, 'id' | 'fence'>, seconds: number): Promise<void> {
    await tx.run(
      `UPDATE source SET fence = NULL, next_check_at = app.now() + make_interval(secs => $4)
       WHERE newsroom = $1 AND id = $2 AND fence = $3`,
      [tx.newsroom, work.id, work.fence, seconds],
    );
  }

  /** Locks the source and says whether the fence still holds. */
  async holds(tx: Tx, work: Pick<SourceWork, 'id' | 'fence'>): Promise<boolean> {
    const row = await tx.row(
      'SELECT 1 AS one FROM source WHERE newsroom = $1 AND id = $2 AND fence = $3 FOR NO KEY UPDATE',
      [tx.newsroom, work.id, work.fence],
    );
    return row !== undefined;
  }

  /** Ends a check: the source's row and one line of its history. The caller holds the fence. */
  async settle(tx: Tx, work: SourceWork, s: Settlement): Promise<Source> {
    await tx.run(
      `INSERT INTO source_check (newsroom, id, source_id, outcome, finding, detail, status, conditional, duration_ms, capture_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[tx.newsroom, uuidv7(), work.id, s.outcome, s.finding, s.detail, s.status, s.conditional, s.durationMs],
        s.captureId,
      ],
    );
    const row = await tx.row<Source>(
      `UPDATE source SET fence = NULL, asked = false, last_checked_at = app.now(),
         next_check_at = CASE WHEN asked THEN app.now() ELSE app.now() + make_interval(secs => $4) END,
         outcome = $5, detail = $6, health = $7, strikes = $8, version = version + (health <> $7 OR $10)::int,
         last_verified_at = CASE WHEN $9 THEN app.now() ELSE last_verified_at END,
         last_changed_at = CASE WHEN $10 THEN app.now() ELSE last_changed_at END,
         first_visit_at = CASE WHEN $9 THEN coalesce(first_visit_at, app.now()) ELSE first_visit_at END,
         visits = visits + ($9 AND first_visit_at IS NOT NULL)::int, changes = changes + $10::int,
         conditional_checks = CASE WHEN $11 THEN conditional_checks + 1 ELSE 0 END,
         capture_id = coalesce($12, capture_id),
         etag = CASE WHEN $9 THEN $13 ELSE etag END, last_modified = CASE WHEN $9 THEN $14 ELSE last_modified END,
         proposed_times = CASE WHEN $15::text IS NULL THEN 0 WHEN proposed_url = $15 THEN proposed_times + 1 ELSE 1 END,
         proposed_url = $15
       WHERE newsroom = $1 AND id = $2 AND fence = $3 RETURNING ${SOURCE}`,
      [
        ...[
          tx.newsroom,
          work.id,
          work.fence,
          s.nextCheckSeconds,
          s.outcome,
          s.detail,
          s.health,
          JSON.stringify(s.strikes),
        ],
        ...[s.verified, s.changed, s.conditional, s.captureId, s.etag, s.lastModified, s.proposedUrl],
      ],
    );
    return row as Source;
  }

  /** Today's date in UTC, by the newsroom's clock, and the hours since the source's first visit. */
  async calendar(tx: Tx, work: SourceWork): Promise<{ today: string; now: Date; spanHours: number }> {
    const row = await tx.row<{ today: string; now: Date; spanHours: number }>(
      `SELECT to_char(app.now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today, app.now() AS now,
         coalesce(extract(epoch FROM app.now() - $1::timestamptz), 0)::float8 / 3600 AS span_hours`,
      [work.firstVisitAt],
    );
    return row as { today: string; now: Date; spanHours: number };
  }

  /** Of the sites that this newsroom's checks reached for in the last hour: how many answered in no way at all. */
  async weather(tx: Tx): Promise<{ sites: number; unreachable: number }> {
    const row = await tx.row<{ sites: number; unreachable: number }>(
      `SELECT count(*)::int AS sites, count(*) FILTER (WHERE down)::int AS unreachable FROM (
         SELECT s.site, bool_and(c.status IS NULL AND c.finding = 'unreachable') AS down
         FROM source_check c JOIN source s ON s.newsroom = c.newsroom AND s.id = c.source_id
         WHERE c.newsroom = $1 AND c.at > app.now() - interval '1 hour' GROUP BY s.site) AS hour`,
      [tx.newsroom],
    );
    return row ?? { sites: 0, unreachable: 0 };
  }

  /** Turns of sites long left alone. */
  async forgetTurns(tx: SystemTx): Promise<void> {
    await tx.run(
      `DELETE FROM app.site_turn WHERE free_at < app.now() - interval '1 day' AND (holder IS NULL OR held_until < app.now())`,
    );
  }
}

function keyOf(site: string): Buffer {
  return createHash('sha256').update(site).digest();
}
