import { waitMs } from '#egress';

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

/** The class of an HTTP answer; null for success. Only 2xx is success, and a redirect is never followed. */
export function httpError(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'redirect';
  return status === 410 ? 'gone' : `http-${status}`;
}

/** What follows from the outcome of the attempt number `series` of a series. */
export function judge(outcome: Outcome, series: number, schedule: readonly number[], random: number): Verdict {
  if (outcome.error === null) return { kind: 'delivered' };
  if (outcome.error === 'gone') return { kind: 'gone' };
  const wait = waitMs(schedule, series, random);
  if (wait === undefined) return { kind: 'exhausted' };
  return { kind: 'retry', afterMs: Math.max(wait, outcome.retryAfterMs ?? 0), hold: outcome.retryAfterMs !== null };
}
