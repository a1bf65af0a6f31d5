import type { Tx } from '#database';

/** What figures are asked for. Half-open: `from` is in it, `until` is not. */
export interface Period {
  from: Date;
  until: Date;
  desk: string | null;
  label: string | null;
}

export const within = (tx: Tx, { from, until, desk, label }: Period): unknown[] => [
  tx.newsroom,
  from,
  until,
  desk,
  label,
];

/** Claims with the label, looked up once for a statement; not even that where none is asked for. */
const LABELLED = `labelled AS MATERIALIZED (SELECT id FROM claim WHERE newsroom = $1 AND $5 = ANY (labels))`;

export const isLabelled = (claimId: string) => `($5::text IS NULL OR ${claimId} IN (SELECT id FROM labelled))`;

/**
 * Steps of the period, to be asked for by name: then an index holds all that figures need; never copied, as a year of them is more than
 * memory has room for. What somebody on a seat did in a blind round that is still open is in no figure: counts that move when a
 * seat is filled would show it.
 */
export const STEPS = `blind AS MATERIALIZED (
    SELECT claim_id, opened_at FROM round WHERE newsroom = $1 AND status = 'open' AND (policy ->> 'blind')::boolean
      AND (policy ->> 'reviewsRequired')::int > 1
  ), ${LABELLED}, steps AS NOT MATERIALIZED (
    SELECT s.* FROM claim_step s WHERE s.newsroom = $1 AND s.at >= $2 AND s.at < $3 AND ($4::text IS NULL OR s.desk = $4)
      AND ${isLabelled('s.claim_id')}
      AND NOT (s.step IN ('taken', 'submitted', 'released', 'expired') AND s.claim_id IN (SELECT claim_id FROM blind)
        AND EXISTS (SELECT FROM blind b WHERE b.claim_id = s.claim_id AND s.at >= b.opened_at))
  )`;

/** Rounds that closed in the period, with what was given in them. */
export const ENDED = `${LABELLED}, ended AS NOT MATERIALIZED (
    SELECT e.* FROM ended_round e WHERE e.newsroom = $1 AND e.at >= $2 AND e.at < $3 AND ($4::text IS NULL OR e.desk = $4)
      AND ${isLabelled('e.claim_id')})`;

/**
 * One row, of which the planner expects a thousand. It plans a statement once for all periods and expects few rows of any, so it
 * would sort a year of them to group them, where hashing takes a third of the time.
 */
export const EXPECT_MANY = `generate_series(1, CASE WHEN $1::uuid IS NULL THEN 0 ELSE 1 END)`;
