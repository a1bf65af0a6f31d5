import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { PairCell } from './agreement.rules.js';

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
 * Steps of the period, read by their names and times from an index that holds all that figures need; never copied, as a year of them
 * is more than memory has room for. What somebody on a seat did in a blind round that is still open is in no figure: counts that move when
 * a seat is filled would show it.
 */
export const STEPS = `blind AS MATERIALIZED (
    SELECT claim_id, opened_at FROM round WHERE newsroom = $1 AND status = 'open' AND (policy ->> 'blind')::boolean
      AND (policy ->> 'reviewsRequired')::int > 1
  ), steps AS NOT MATERIALIZED (
    SELECT s.* FROM claim_step s WHERE s.newsroom = $1 AND s.at >= $2 AND s.at < $3 AND ($4::text IS NULL OR s.desk = $4)
      AND ($5::text IS NULL OR EXISTS (SELECT FROM claim c WHERE c.newsroom = $1 AND c.id = s.claim_id AND $5 = ANY (c.labels)))
      AND NOT (s.step IN ('taken', 'submitted', 'released', 'expired') AND s.claim_id IN (SELECT claim_id FROM blind)
        AND EXISTS (SELECT FROM blind b WHERE b.claim_id = s.claim_id AND s.at >= b.opened_at))
  )`;

export const within = (tx: Tx, { from, until, desk, label }: Period): unknown[] => [
  tx.newsroom,
  from,
  until,
  desk,
  label,
];

/** Reviews of the rounds that closed in the period, each once, however often the round closed. */
export const GIVEN = `given AS (
    SELECT w.round_id, w.person_id, w.rating, w.scale_id FROM round r
    JOIN review w ON w.newsroom = $1 AND w.round_id = r.id AND w.withdrawn_at IS NULL
    WHERE r.newsroom = $1 AND r.status = 'closed' AND EXISTS (
      SELECT FROM steps s WHERE s.step = 'closed' AND s.claim_id = r.claim_id AND s.round = r.number))`;

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

  /** Rounds of several reviews that closed in the period by what was given in them, those that ended alike as one; in no order. */
  rounds(tx: Tx, period: Period): Promise<{ scale: string; ratings: string[]; times: number }[]> {
    return tx.rows(
      `WITH ${STEPS}, ${GIVEN}, ended AS (
         SELECT scale_id, array_agg(rating) AS ratings FROM given GROUP BY round_id, scale_id HAVING count(*) > 1)
       SELECT scale_id AS scale, ratings, count(*)::int AS times FROM ended GROUP BY scale_id, ratings`,
      within(tx, period),
    );
  }

  /** The ratings of a scale, by their place on it. */
  async scale(tx: Tx, id: string): Promise<string[]> {
    const rows = await tx.rows<{ rating: string }>(
      `SELECT e.rating ->> 'key' AS rating FROM rating_scale z, jsonb_array_elements(z.ratings) WITH ORDINALITY AS e (rating, n)
       WHERE z.newsroom = $1 AND z.id = $2 ORDER BY e.n`,
      [tx.newsroom, id],
    );
    return rows.map(({ rating }) => rating);
  }

  /** How two people rated what both reviewed; the one with the smaller id is the first. */
  pairs(tx: Tx, period: Period): Promise<(PairCell & { one: string; other: string })[]> {
    return tx.rows(
      `WITH ${STEPS}, ${GIVEN}, seats AS (
         SELECT array_agg(person_id) AS people, array_agg(rating) AS ratings FROM given GROUP BY round_id, scale_id HAVING count(*) > 1
       ), cells AS (
         SELECT people[i] < people[j] AS ordered, people[i] AS here, people[j] AS there, ratings[i] AS mine, ratings[j] AS yours
         FROM seats, generate_series(1, cardinality(people) - 1) AS i, generate_series(i + 1, cardinality(people)) AS j)
       SELECT least(here, there) AS one, greatest(here, there) AS other, CASE WHEN ordered THEN mine ELSE yours END AS first,
         CASE WHEN ordered THEN yours ELSE mine END AS second, count(*)::int AS times
       FROM cells GROUP BY 1, 2, 3, 4 ORDER BY 1, 2`,
      within(tx, period),
    );
  }
}
