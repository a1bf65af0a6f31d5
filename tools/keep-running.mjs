import { ended } from './processes.mjs';

const BACKOFF_MS = [500, 1000, 2000, 4000, 8000];
const LONG_ENOUGH_MS = 60_000;

/**
 * Keeps one child process alive: a crash is followed by a restart after half a second, then one, two, four, eight; a run
 * of a minute clears the slate. After that many crashes in a row, or a crash before `settled()` was called, `onGiveUp` gets
 * `{ name, crashes, code, signal }` or `{ name, crashes, error }`.
 */
export function keepRunning({ name, launch, onGiveUp, onStart = () => undefined, say = console.log }) {
  let child;
  let launching;
  let timer;
  let crashes = 0;
  let steady = false;
  let stopping = false;

  const start = () => (launching = begin());

  const begin = async () => {
    const since = Date.now();
    child = await launch();
    onStart(child);
    ended(child).then((how) => crashed(how, Date.now() - since));
  };

  const crashed = (how, ran) => {
    if (stopping) return;
    if (ran > LONG_ENOUGH_MS) crashes = 0;
    const wait = steady ? BACKOFF_MS[crashes] : undefined;
    crashes += 1;
    if (wait === undefined) return onGiveUp({ name, crashes, ...how });
    say(`The ${name} ended (${how.signal ?? `code ${how.code}`}); starting it again in ${wait / 1000} s.`);
    timer = setTimeout(() => start().catch((error) => onGiveUp({ name, crashes, error })), wait);
  };

  return {
    start,
    settled: () => (steady = true),
    pid: () => child?.pid,
    /** No more restarts; `how(child)` ends the child that runs. */
    async stop(how) {
      stopping = true;
      clearTimeout(timer);
      await launching?.catch(() => undefined);
      if (child) await how(child);
    },
  };
}
