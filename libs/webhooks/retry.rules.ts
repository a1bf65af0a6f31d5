/** How one attempt ended. `error` is a class of its own: `http-503`, `redirect`, `gone`, or one of egress's failures. */
export interface Outcome {
  status: number | null;
  error: string | null;
  errorDetail: string | null;
  /** In milliseconds, when the receiver asked for it. */
  retryAfterMs: number | null;
  durationMs: number;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
}

export type Verdict =
  | { kind: 'delivered' }
  /** The receiver says that it wants no more (410). */
  | { kind: 'gone' }
  | { kind: 'retry'; afterMs: number; hold: boolean }
  | { kind: 'exhausted' };

const JITTER = 0.2;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

/** The class of an HTTP answer; null for success. Only 2xx is success, and a redirect is never followed. */
export function httpError(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'redirect';
  return status === 410 ? 'gone' : `http-${status}`;
}

/** Retry-After (RFC 9110 10.2.3) as milliseconds: seconds or an HTTP-date, at most 24 h; null for anything else. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : HTTP_DATE.test(text) ? Date.parse(text) - now : Number.NaN;
  if (Number.isNaN(ms) || ms <= 0) return null;
  return Math.min(ms, LONGEST_RETRY_AFTER_MS);
}

const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;

/** The wait before attempt `series + 1`, from a `random` in [0, 1); undefined when the schedule is over. */
export function waitMs(schedule: readonly number[], series: number, random: number): number | undefined {
  const wait = schedule[series - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 - JITTER + 2 * JITTER * random));
}

/** What follows from the outcome of the attempt number `series` of a series. */
export function judge(outcome: Outcome, series: number, schedule: readonly number[], random: number): Verdict {
  if (outcome.error === null) return { kind: 'delivered' };
  if (outcome.error === 'gone') return { kind: 'gone' };
  const wait = waitMs(schedule, series, random);
  if (wait === undefined) return { kind: 'exhausted' };
  return { kind: 'retry', afterMs: Math.max(wait, outcome.retryAfterMs ?? 0), hold: outcome.retryAfterMs !== null };
}
