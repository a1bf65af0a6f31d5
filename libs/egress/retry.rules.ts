const JITTER = 0.2;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;

/** Retry-After (RFC 9110 10.2.3) as milliseconds: seconds or an HTTP-date, at most 24 h; null for anything else. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : HTTP_DATE.test(text) ? Date.parse(text) - now : Number.NaN;
  if (Number.isNaN(ms) || ms <= 0) return null;
  return Math.min(ms, LONGEST_RETRY_AFTER_MS);
}

/** The wait before attempt `series + 1`, from a `random` in [0, 1); undefined when the schedule is over. */
export function waitMs(schedule: readonly number[], series: number, random: number): number | undefined {
  const wait = schedule[series - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 - JITTER + 2 * JITTER * random));
}
