import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until `look` gives something truthy, and returns it. Errors of `look` count as not yet; the last one is told when
 * the time is over.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { within = 30_000, every = 50, what = 'the condition' } = {},
): Promise<Exclude<NonNullable<T>, false>> {
  const end = Date.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found) return found as Exclude<NonNullable<T>, false>;
      last = found;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const why = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`${what} did not come about in ${within} ms; last seen: ${why}`);
    }
    await pause(every);
  }
}
