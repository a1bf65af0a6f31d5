import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

const ROTATE_AT = 10 * 2 ** 20;

/** Opens a log for appending; one that has grown past 10 MB becomes `<file>.1` first. */
export function openLog(file) {
  if (existsSync(file) && statSync(file).size > ROTATE_AT) renameSync(file, `${file}.1`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, from: statSync(file).size, close: () => closeSync(fd) };
}

/** What went wrong: the last lines written since `from`, from the last error on where there is one; JSON as its message. */
export function tail(file, from = 0, lines = 8) {
  if (!existsSync(file)) return [];
  const written = readFileSync(file).subarray(from).toString('utf8').trimEnd().split('\n').filter(Boolean);
  const told = written.filter((line) => !/^\[Nest\].* (LOG|DEBUG) /.test(line));
  const error = told.findLastIndex((line) => /^\S*(Error|Exception)\b|did not start/.test(line));
  return (error < 0 ? told.slice(-lines) : told.slice(error, error + lines)).map(readable);
}

function readable(line) {
  try {
    const { msg, err } = JSON.parse(line);
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
