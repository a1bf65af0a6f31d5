import { Pool } from 'undici';

const CONNECTIONS = 32;

/**
 * Sends requests over `askers` connections for `seconds`, or until `next()` gives nothing more. `next(asker)` gives
 * `{ method, path, headers, body }`. Resolves to `{ perSecond, p50, p95, p99, failed }`, times in milliseconds.
 */
export async function load(origin, seconds, next, accept = (status) => status < 300, askers = CONNECTIONS) {
  const pool = new Pool(origin, { connections: askers, pipelining: 1 });
  const times = [];
  let failed = 0;
  let firstFailure;
  const start = performance.now();
  const end = start + seconds * 1000;
  const asker = async (number) => {
    for (let request = next(number); request && performance.now() < end; request = next(number)) {
      const begun = performance.now();
      const { statusCode, body } = await pool.request(request);
      const text = await body.text();
      times.push(performance.now() - begun);
      if (!accept(statusCode, text)) {
        failed++;
        firstFailure ??= `${statusCode} ${text.slice(0, 300)}`;
      }
    }
  };
  await Promise.all(Array.from({ length: askers }, (_, number) => asker(number)));
  const took = (performance.now() - start) / 1000;
  await pool.close();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { perSecond: times.length / took, p50: at(0.5), p95: at(0.95), p99: at(0.99), failed, firstFailure };
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
