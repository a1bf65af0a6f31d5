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
      `WITH ${STEPS}, seats AS (${CLOSED} SELECT array_agg(c.person_id ORDER BY c.person_id) AS people,
           array_agg(c.rating ORDER BY c.person_id) AS ratings FROM closed c GROUP BY c.round_id, c.scale_id HAVING count(*) > 1
       ), cells AS (SELECT people[i] AS one, people[j] AS other, ratings[i] AS first, ratings[j] AS second
         FROM seats, generate_series(1, cardinality(people) - 1) AS i, generate_series(i + 1, cardinality(people)) AS j)
       SELECT one, other, first, second, count(*)::int AS times FROM cells GROUP BY one, other, first, second ORDER BY one, other`,
      within(tx, period),
    );
  }
}

/**
 * Reviews of the rounds that closed in the period, with the place of their rating on its scale. Materialized, so that the steps of the
 * period lead: guessing few of them, PostgreSQL went through all reviews there are.
 */
const CLOSED = `
  WITH over_now AS MATERIALIZED (
    SELECT DISTINCT claim_id, round FROM steps WHERE step = 'closed'
  ), place AS MATERIALIZED (
    SELECT z.id AS scale_id, e.rating ->> 'key' AS rating, e.n::int AS place FROM rating_scale z,
      jsonb_array_elements(z.ratings) WITH ORDINALITY AS e (rating, n) WHERE z.newsroom = $1
  ), given AS MATERIALIZED (
    SELECT w.round_id, w.person_id, w.rating, w.scale_id FROM over_now s
    JOIN round r ON r.newsroom = $1 AND r.claim_id = s.claim_id AND r.number = s.round AND r.status = 'closed'
    JOIN review w ON w.newsroom = $1 AND w.round_id = r.id AND w.withdrawn_at IS NULL
  ), closed AS (
    SELECT g.*, coalesce(p.place, 0) AS place FROM given g LEFT JOIN place p ON p.scale_id = g.scale_id AND p.rating = g.rating)`;
