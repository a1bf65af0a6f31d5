/*
 * Resolves when this command is asked to end. npm passes a signal on that the terminal has also sent, so a second one right
 * after the first means nothing; one that comes later than that ends the process at once (its children notice).
 */
const ECHO_MS = 1500;

/** Resolves with the reason: a signal's name, or 'parent' when npm itself was killed. */
export function stopRequest(say = console.log) {
  let since;
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(name, () => {
        if (since === undefined) {
          since = Date.now();
          say(`\n${name}: ending the api, the worker and PostgreSQL ...`);
          resolve(name);
        } else if (Date.now() - since > ECHO_MS) process.exit(1);
      });
    }
    watchParent(resolve);
  });
}

/** A killed npm hands its script over to another parent; run by hand, that is no reason to end. */
function watchParent(resolve) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    resolve('parent');
  }, 500);
  timer.unref();
}
