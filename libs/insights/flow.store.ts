import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { PairCell, Unit } from './agreement.rules.js';

/** What figures are asked for. Half-open: `from` is in it, `until` is not. */
export interface Period {
  from: Date;
  until: Date;
  desk: string | null;
  label: string | null;
}

export interface Turnaround {
  step: string;
  times: number;
  median: number;
  p90: number;
}

export interface Throughput {
  start: Date;
  proposed: number;
  queued: number;
  dismissed: number;
  merged: number;
  submitted: number;
  approved: number;
  published: number;
  corrected: number;
  retracted: number;
}

export const buckets = ['day', 'week', 'month'] as const;
export type Bucket = (typeof buckets)[number];

/**
 * Steps of the period. What somebody on a seat did in a blind round that is still open is in no figure: counts that move when
 * a seat is filled would show it.
 */
export const STEPS = `blind AS MATERIALIZED (
    SELECT claim_id, opened_at FROM round WHERE newsroom = $1 AND status = 'open' AND (policy ->> 'blind')::boolean
      AND (policy ->> 'reviewsRequired')::int > 1
  ), steps AS (
    SELECT s.* FROM claim_step s WHERE s.newsroom = $1 AND s.at >= $2 AND s.at < $3 AND ($4::text IS NULL OR s.desk = $4)
      AND ($5::text IS NULL OR EXISTS (SELECT FROM claim c WHERE c.newsroom = $1 AND c.id = s.claim_id AND $5 = ANY (c.labels)))
      AND NOT (s.step IN ('taken', 'submitted', 'released', 'expired') AND EXISTS (
        SELECT FROM blind b WHERE b.claim_id = s.claim_id AND s.at >= b.opened_at))
  )`;

export const within = (tx: Tx, { from, until, desk, label }: Period): unknown[] => [
  tx.newsroom,
  from,
  until,
  desk,
  label,
];

/** Figures of how claims move. */
@Injectable()
export class FlowStore {
  /** The period as the database's clock has it: until now, and thirty days before that, unless given. */
  async period(tx: Tx, given: { from?: Date; until?: Date }): Promise<{ from: Date; until: Date }> {
    const row = await tx.row<{ from: Date; until: Date }>(
      `SELECT coalesce($1, upto - interval '30 days')::timestamptz(3) AS "from", upto AS "until"
       FROM (SELECT coalesce($2, app.now())::timestamptz(3) AS upto) AS ending`,
      [given.from ?? null, given.until ?? null],
    );
    return row as { from: Date; until: Date };
  }

  turnaround(tx: Tx, period: Period): Promise<Turnaround[]> {
    return tx.rows(
      `WITH ${STEPS} SELECT step, times, at[1] AS median, at[2] AS p90 FROM (
         SELECT step, count(*)::int AS times, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) AS at
         FROM steps WHERE seconds IS NOT NULL AND step IN ('queued', 'taken', 'submitted', 'approved', 'published', 'whole')
         GROUP BY step) AS each`,
      within(tx, period),
    );
  }

  /** By days, weeks (from Monday) or months of the newsroom's own time zone; those in which nothing happened are left out. */
  throughput(tx: Tx, period: Period, by: Bucket): Promise<Throughput[]> {
    const counted = [
      'proposed',
      'queued',
      'dismissed',
      'merged',
      'submitted',
      'approved',
      'published',
      'corrected',
      'retracted',
    ];
    const counts = counted.map((step) => `count(*) FILTER (WHERE step = '${step}')::int AS ${step}`).join(', ');
    return tx.rows(
      `WITH ${STEPS} SELECT date_trunc($6, at, zone) AS start, ${counts} FROM steps, (
         SELECT coalesce((SELECT body ->> 'timeZone' FROM calendar WHERE newsroom = $1 ORDER BY version DESC LIMIT 1), 'UTC') AS zone) AS here
       WHERE step = ANY ($7) GROUP BY 1 ORDER BY 1`,
      [...within(tx, period), by, counted],
    );
  }

  /** Decisions at triage, and rounds that closed with several reviews. */
  async rates(
    tx: Tx,
    period: Period,
  ): Promise<Record<'accepted' | 'dismissed' | 'merged' | 'rounds' | 'disputed', number>> {
    const row = await tx.row(
      `WITH ${STEPS} SELECT count(*) FILTER (WHERE step = 'queued' AND seconds IS NOT NULL)::int AS accepted,
         count(*) FILTER (WHERE step = 'dismissed' AND seconds IS NOT NULL)::int AS dismissed,
         count(*) FILTER (WHERE step = 'merged' AND seconds IS NOT NULL)::int AS merged,
         count(r.id)::int AS rounds, count(r.id) FILTER (WHERE NOT r.agreed)::int AS disputed
       FROM steps s LEFT JOIN round r ON s.step = 'closed' AND r.newsroom = $1 AND r.claim_id = s.claim_id AND r.number = s.round
         AND r.agreed IS NOT NULL AND (r.policy ->> 'reviewsRequired')::int > 1
       WHERE s.step IN ('queued', 'dismissed', 'merged', 'closed')`,
      within(tx, period),
    );
    return row as Record<'accepted' | 'dismissed' | 'merged' | 'rounds' | 'disputed', number>;
  }

  /** Rounds that closed in the period by the places of their ratings on their scale, those that ended alike as one. */
  async units(tx: Tx, period: Period): Promise<(Unit & { scale: string })[]> {
    return tx.rows(
      `WITH ${STEPS}, ended AS (${CLOSED} SELECT c.round_id, c.scale_id, array_agg(c.place ORDER BY c.place) AS ratings
         FROM closed c GROUP BY c.round_id, c.scale_id HAVING count(*) > 1)
       SELECT scale_id AS scale, ratings, count(*)::int AS times FROM ended GROUP BY scale_id, ratings`,
      within(tx, period),
    );
  }

  /** How two people rated what both reviewed; the one with the smaller id is the first. */
  pairs(tx: Tx, period: Period): Promise<(PairCell & { one: string; other: string })[]> {
    return tx.rows(
      `WITH ${STEPS}, cells AS (${CLOSED} SELECT a.person_id AS one, b.person_id AS other, a.rating AS first, b.rating AS second
         FROM closed a JOIN closed b ON b.round_id = a.round_id AND b.person_id > a.person_id AND b.scale_id = a.scale_id)
       SELECT one, other, first, second, count(*)::int AS times FROM cells GROUP BY one, other, first, second ORDER BY one, other`,
      within(tx, period),
    );
  }
}

/** Reviews of the rounds that closed in the period, with the place of their rating on its scale. */
const CLOSED = `
  WITH closed AS (
    SELECT w.round_id, w.person_id, w.rating, w.scale_id, coalesce(k.place, 0)::int AS place
    FROM steps s JOIN round r ON r.newsroom = $1 AND r.claim_id = s.claim_id AND r.number = s.round AND r.status = 'closed'
    JOIN review w ON w.newsroom = $1 AND w.round_id = r.id AND w.withdrawn_at IS NULL
    JOIN rating_scale z ON z.newsroom = $1 AND z.id = w.scale_id
    LEFT JOIN LATERAL (SELECT n AS place FROM jsonb_array_elements(z.ratings) WITH ORDINALITY AS e (rating, n)
      WHERE e.rating ->> 'key' = w.rating) k ON true
    WHERE s.step = 'closed')`;
