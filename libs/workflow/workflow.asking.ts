import type { Actor, Policy } from './workflow.facts.js';

/** Who asks on which of many claims an action is possible now, and what is the same on all of them. */
export interface Asking {
  actor: Actor;
  /** As a candidate for seats; null: a machine or the system. */
  caller: { capacity: number | null; openSeats: number; desks: readonly string[]; fullDesks: readonly string[] } | null;
  policy: (desk: string | null) => Policy;
  /** Desks with a policy of their own. */
  desksWithPolicy: readonly string[];
  /** Puts a value into the statement; its place. */
  given: (value: unknown) => string;
}

/**
 * A guard as SQL on the row `claim`, `$1` being its newsroom: what `check` says to a caller who sends no input yet, of many
 * claims at once. Like `check`, it presumes the states that the row of the table starts from.
 */
export interface Condition {
  where: string;
  /** More claims pass than `check` lets pass: each of them has to be asked. */
  isRough?: true;
  /** Holds only at these desks (null: claims of none), whatever `where` says: each can be read from its own index. */
  at?: readonly (string | null)[];
  /** Holds at none of these. */
  notAt?: readonly string[];
}

export type Asked = (asking: Asking) => Condition;

export const always: Asked = () => ({ where: 'true' });
export const never: Condition = { where: 'false' };

/** The caller could send what it asks for. */
export const withBestInput = always;

/** It holds for everybody but the system, which asks for no lists: its own conditions are the process's. */
export const forPeople: Asked = ({ actor }) => ({ where: 'true', ...(actor.kind === 'system' && { isRough: true }) });

export const where =
  (sql: string): Asked =>
  () => ({ where: sql });

/** The place of the person who asks, given to `sql`; `otherwise` for machines and the system. */
export const ofPerson =
  (sql: (me: string, asking: Asking) => string, otherwise: 'true' | 'false'): Asked =>
  (asking) => {
    const { actor, given } = asking;
    return { where: actor.kind === 'person' ? sql(`${given(actor.person)}::uuid`, asking) : otherwise };
  };

const LATEST_ROUND = `(SELECT id, status, policy FROM round
  WHERE newsroom = $1 AND claim_id = claim.id ORDER BY number DESC LIMIT 1) AS r`;
const FILLED = `(SELECT count(*) FROM assignment WHERE newsroom = $1 AND round_id = r.id AND ended_at IS NULL)`;

/** A seat `a` of the latest round `r`, taken or filled. OFFSET 0, here and below: looked up claim by claim, never joined. */
export const seat = (condition: string): string => `EXISTS (
  SELECT FROM ${LATEST_ROUND} JOIN assignment a ON a.newsroom = $1 AND a.round_id = r.id AND a.ended_at IS NULL
  WHERE ${condition} OFFSET 0)`;

/** A seat in which somebody still has work to do. */
export const seatAtWork = (more = 'true'): string => seat(`r.status = 'open' AND a.review_id IS NULL AND ${more}`);

/** The claims on which this person has work to do, from their own index: they are few, whatever else is in review. */
export const worksOn = (me: string): string => `id = ANY (ARRAY(
  SELECT a.claim_id FROM assignment a JOIN round r ON r.newsroom = $1 AND r.id = a.round_id AND r.status = 'open'
  WHERE a.newsroom = $1 AND a.person_id = ${me} AND a.ended_at IS NULL AND a.review_id IS NULL))`;

/** To whoever sits in a blind round all other seats look taken, see `factsSeenBy`. */
export const sitsBlind = (me: string): string =>
  seat(`r.status = 'open' AND a.person_id = ${me} AND (r.policy ->> 'blind')::boolean
    AND (r.policy ->> 'reviewsRequired')::int > 1`);

export const SEAT_OPEN = `NOT EXISTS (SELECT FROM ${LATEST_ROUND}
  WHERE r.status = 'open' AND (r.policy ->> 'reviewsRequired')::int <= ${FILLED} OFFSET 0)`;
export const LEASE_OVER = seatAtWork('a.lease_expires_at <= app.now()');

export const standingVerdict = (condition: string): string => `EXISTS (
  SELECT FROM verdict v WHERE v.newsroom = $1 AND v.claim_id = claim.id AND v.status = 'standing' AND ${condition} OFFSET 0)`;

export const recusalOf = (person: string): string => `EXISTS (
  SELECT FROM recusal WHERE recusal.newsroom = $1 AND recusal.claim_id = claim.id AND recusal.person_id = ${person} OFFSET 0)`;

/** The fact-check of what is public, with its newest version as `v`. */
export const liveVersion = (condition = 'true'): string => `EXISTS (
  SELECT FROM fact_check f JOIN fact_check_version v ON v.newsroom = $1 AND v.fact_check_id = f.id AND v.number = f.number
  WHERE f.newsroom = $1 AND f.claim_id = claim.id AND f.publication = 'live' AND ${condition} OFFSET 0)`;

/** Whether the policy that binds the work at hand wants sign-offs: the round's own, or that of the claim's desk. */
export function wantsSignOffs({ policy, desksWithPolicy, given }: Asking): string {
  const wants = policy(null).signOffsRequired > 0;
  const others = desksWithPolicy.filter((desk) => policy(desk).signOffsRequired > 0 !== wants);
  const here = others.length === 0 ? `${wants}` : `((desk = ANY (${given(others)}::text[])) IS TRUE) <> ${wants}`;
  return `coalesce((SELECT (r.policy ->> 'signOffsRequired')::int > 0 FROM ${LATEST_ROUND}
    WHERE r.status <> 'abandoned'), ${here})`;
}
