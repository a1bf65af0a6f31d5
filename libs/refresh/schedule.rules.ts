import type { Outcome } from './outcomes.rules.js';
import { MEANING } from './outcomes.rules.js';

/** Visits so far, changes seen in them, and the hours between the first and the last. */
export interface VisitRecord {
  visits: number;
  changes: number;
  spanHours: number;
}

/** How much hangs on a source: a live fact-check, an open claim, or nothing any more. */
export type Stake = 'published' | 'open' | 'none';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const SHORTEST = HOUR;
const LONGEST = 30 * DAY;
const START = DAY;
const JITTER = 0.1;
const LONGEST_RETRY_AFTER = DAY;
export const UNCONDITIONAL_EVERY = 10;
/** A page that changes once in two days is looked at about every day. */
const VALUE = 4.3;
const TOO_FAST = 0.9;

const WEIGHT: Readonly<Record<Stake, number>> = { published: 0.5, open: 1, none: 4 };

/**
 * Changes per hour of a page seen at n regular visits, X of them with a change: Cho & Garcia-Molina, "Estimating frequency of
 * change" (ACM TOIT 2003), -ln((n - X + 0.5) / (n + 0.5)) / I. The naive X / n misses what changed twice between two visits.
 * No change so far counts as a quarter of one: it is never certain that none will come.
 */
export function changesPerHour({ visits, changes, spanHours }: VisitRecord): number {
  if (visits === 0 || spanHours <= 0) return 0;
  const interval = spanHours / visits;
  return -Math.log((visits - Math.max(changes, 0.25) + 0.5) / (visits + 0.5)) / interval;
}

/**
 * Hours between visits that keep the most copies fresh at equal cost: the r = rate x interval with 1 - (1 + r) exp(-r) =
 * value x rate, where an hour of work is worth `value` hours (Cho & Garcia-Molina, "Effective page refresh policies", TODS
 * 2003). Visiting in proportion to the rate is worse than visiting all alike; a page too fast to follow is not chased.
 */
function freshestInterval(rate: number): number {
  const wanted = VALUE * rate;
  if (wanted >= TOO_FAST) return START / HOUR;
  let [low, high] = [0, 20];
  for (let i = 0; i < 50; i += 1) {
    const r = (low + high) / 2;
    if (1 - (1 + r) * Math.exp(-r) < wanted) low = r;
    else high = r;
  }
  return high / rate;
}

/**
 * Seconds until the next check: an hour to thirty days, a day while little is known, sooner for what is published, within a
 * day while a source fails. `chance` in 0..1 spreads sources that were added together by +-10 %.
 */
export function nextCheckIn(
  record: VisitRecord,
  stake: Stake,
  outcome: Outcome,
  chance: number,
  retryAfter?: number,
): number {
  const rate = changesPerHour(record);
  const steady = record.visits < 2 || rate === 0 ? START : freshestInterval(rate) * HOUR;
  const weighted = clamp(steady * WEIGHT[stake], SHORTEST, LONGEST);
  const wanted = MEANING[outcome].life === 'failing' ? Math.min(weighted, DAY) : weighted;
  const spread = clamp(wanted * (1 - JITTER + 2 * JITTER * chance), SHORTEST, LONGEST);
  return Math.round(Math.max(spread, outcome === 'blocked' ? DAY : 0, retryAfter ?? 0));
}

/** Every tenth check asks without validators: a server whose ETag is stuck would hide every edit. */
export function isConditional(checksSinceUnconditional: number): boolean {
  return checksSinceUnconditional < UNCONDITIONAL_EVERY - 1;
}

/** Retry-After (RFC 9110 10.2.3) in seconds from now, at most a day; undefined when absent or meaningless. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LONGEST_RETRY_AFTER);
  const until = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  return clamp(Math.ceil((until - now.getTime()) / 1_000), 0, LONGEST_RETRY_AFTER);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
