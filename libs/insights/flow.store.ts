import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { type Period, STEPS, within } from './period.sql.js';

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

  /**
   * Values are counted in their tiers, and sorted in those alone in which a median or ninetieth percentile lies: exact, as percentile_cont,
   * at less than half of its cost over a year. Steps through which nothing went are left out.
   */
  turnaround(tx: Tx, period: Period, steps: readonly string[]): Promise<Turnaround[]> {
    const lies = (place: string) => `${place} >= t.below AND ${place} < t.below + t.times`;
    const valueAt = (place: string) =>
      `(SELECT t.sorted[${place}::int - t.below + 1] FROM sorted t WHERE t.step = p.step AND ${lies(place)})`;
    return tx.rows(
      `WITH ${STEPS}, tiers AS MATERIALIZED (
         SELECT k.step, n.tier, c.times, (sum(c.times) OVER (PARTITION BY k.step ORDER BY n.tier))::int - c.times AS below,
           (sum(c.times) OVER (PARTITION BY k.step))::int AS total
         FROM unnest($6::text[]) AS k (step), generate_series(0, ${HIGHEST_TIER}) AS n (tier), LATERAL (
           SELECT count(*)::int AS times FROM steps s WHERE s.step = k.step AND s.tier = n.tier) AS c
         WHERE c.times > 0
       ), places AS MATERIALIZED (
         SELECT DISTINCT step, total, share, share * (total - 1) AS place, floor(share * (total - 1)) AS low, ceil(share * (total - 1)) AS high
         FROM tiers, unnest('{0.5,0.9}'::float8[]) AS share
       ), wanted AS MATERIALIZED (
         SELECT DISTINCT t.step, t.tier, t.below, t.times FROM places p JOIN tiers t ON t.step = p.step
           AND (${lies('p.low')} OR ${lies('p.high')})
       ), sorted AS MATERIALIZED (
         SELECT t.*, v.sorted FROM wanted t, LATERAL (
           SELECT array_agg(s.seconds ORDER BY s.seconds) AS sorted FROM steps s WHERE s.step = t.step AND s.tier = t.tier) AS v
       ), found AS (SELECT p.*, ${valueAt('p.low')} AS one, ${valueAt('p.high')} AS next FROM places p)
       SELECT step, total AS times, max(one + (place - low) * (next - one)) FILTER (WHERE share = 0.5) AS median,
         max(one + (place - low) * (next - one)) FILTER (WHERE share = 0.9) AS p90
       FROM found GROUP BY step, total`,
      [...within(tx, period), steps],
    );
  }

  /** By days, weeks (from Monday) or months of the newsroom's own time zone; those in which nothing happened are left out. */
  throughput(tx: Tx, period: Period, by: Bucket): Promise<Throughput[]> {
    const counts = COUNTED.map((step) => `(sum(c.times) FILTER (WHERE k.step = '${step}'))::int AS ${step}`).join(', ');
    const edge = (order: 'ASC' | 'DESC') =>
      `(SELECT at FROM steps s WHERE s.step = k.step ORDER BY at ${order} LIMIT 1)`;
    return tx.rows(
      `WITH ${STEPS}, here AS (
         SELECT coalesce((SELECT body ->> 'timeZone' FROM calendar WHERE newsroom = $1 ORDER BY version DESC LIMIT 1), 'UTC') AS zone
       ), spans AS MATERIALIZED (
         SELECT min(${edge('ASC')}) AS first, max(${edge('DESC')}) AS last FROM unnest($7::text[]) AS k (step)
       ), parts AS MATERIALIZED (
         SELECT part AT TIME ZONE zone AS start, (part + ('1 ' || $6)::interval) AT TIME ZONE zone AS finish
         FROM here, spans, generate_series(date_trunc($6, first AT TIME ZONE zone), last AT TIME ZONE zone, ('1 ' || $6)::interval) AS part)
       SELECT p.start, ${counts} FROM parts p, unnest($7::text[]) AS k (step), LATERAL (
         SELECT count(*) AS times FROM steps s WHERE s.step = k.step AND s.at >= p.start AND s.at < p.finish) AS c
       GROUP BY p.start HAVING sum(c.times) > 0 ORDER BY p.start`,
      [...within(tx, period), by, COUNTED],
    );
  }

  /** Decisions at triage, and rounds that closed with several reviews. */
  async rates(tx: Tx, period: Period): Promise<Rates> {
    const row = await tx.row(
      `WITH ${STEPS} SELECT max(decided) FILTER (WHERE k.step = 'queued')::int AS accepted,
         max(decided) FILTER (WHERE k.step = 'dismissed')::int AS dismissed, max(decided) FILTER (WHERE k.step = 'merged')::int AS merged,
         max(rounds)::int AS rounds, max(disputed)::int AS disputed
       FROM unnest('{queued,dismissed,merged,closed}'::text[]) AS k (step), LATERAL (
         SELECT count(s.seconds) AS decided, count(s.agreed) AS rounds, count(*) FILTER (WHERE NOT s.agreed) AS disputed
         FROM steps s WHERE s.step = k.step) AS c`,
      within(tx, period),
    );
    return row as Rates;
  }
}

/** As `app.tier_of` has it. */
const HIGHEST_TIER = 200;

type Rates = Record<'accepted' | 'dismissed' | 'merged' | 'rounds' | 'disputed', number>;

const COUNTED = [
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
