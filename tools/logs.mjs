import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

const ROTATE_AT = 10 * 2 ** 20;

/** Opens a log for appending; one that has grown past 10 MB becomes `<file>.1` first. */
export function openLog(file) {
  if (existsSync(file) && statSync(file).size > ROTATE_AT) renameSync(file, `${file}.1`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, from: statSync(file).size, close: () => closeSync(fd) };
}

/** The last lines written since `from`, JSON lines reduced to their message. */
export function tail(file, from = 0, lines = 8) {
  if (!existsSync(file)) return [];
  const written = readFileSync(file).subarray(from).toString('utf8').trimEnd().split('\n').filter(Boolean);
  return written
    .filter((line) => !/^\[Nest\].* (LOG|DEBUG) /.test(line))
    .slice(-lines)
    .map(readable);
}

function readable(line) {
  try {
    const { msg, err } = JSON.parse(line);
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
