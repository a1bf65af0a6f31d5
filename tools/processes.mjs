import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The command line of a running process, '' for one that is gone (or a zombie). Works without `ps` where there is a /proc. */
export function commandLine(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return '';
  }
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** True while `pid` runs a command that contains `mark`: a number alone may by now belong to a stranger. */
export const stillRuns = (pid, mark) => pid > 1 && commandLine(pid).includes(mark);

/** Waits until `done()` holds, at most `ms` milliseconds; tells whether it did. */
export async function until(done, ms, step = 50) {
  const end = Date.now() + ms;
  while (!(await done())) {
    if (Date.now() > end) return false;
    await pause(step);
  }
  return true;
}

/** A signal that does not mind a process that is already gone. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the child has ended: `{ code, signal }`. */
export function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  }
  return new Promise((resolve) => child.once('exit', (code, name) => resolve({ code, signal: name })));
}

/** Asks a child to end, and makes it end after `ms`. */
export async function end(child, name, ms) {
  const gone = ended(child);
  child.kill(name);
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await gone;
  clearTimeout(timer);
}
