import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { signal, stillRuns, until } from './processes.mjs';
import { Trouble } from './trouble.mjs';

const SUPERVISOR = 'tools/start.mjs';
const CHILDREN = ['leash.mjs', 'postgres-keeper.mjs'];

/**
 * One supervisor per `.data`: `supervisor.json` names the process that holds it and its children. A holder that was
 * killed leaves the file; its children end by themselves within seconds, which is waited for.
 */
export async function takeLock(data, say = console.log) {
  const file = path.join(data, 'supervisor.json');
  const before = read(file);
  if (before && before.pid !== process.pid && stillRuns(before.pid, SUPERVISOR)) {
    throw new Trouble(`Corroborate already runs on ${data} (process ${before.pid}, ${before.url ?? 'starting'}).`);
  }
  await outlive(before?.children ?? [], say);
  const held = { pid: process.pid, url: undefined, children: [] };
  const write = () => writeFileSync(file, `${JSON.stringify(held)}\n`, { mode: 0o600 });
  write();
  return {
    note(change) {
      Object.assign(held, change);
      write();
    },
    release: () => rmSync(file, { force: true }),
  };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function outlive(pids, say) {
  const alive = () => pids.filter((pid) => CHILDREN.some((mark) => stillRuns(pid, mark)));
  if (alive().length === 0) return;
  say('The last run was cut short; waiting for its processes to end ...');
  if (await until(() => alive().length === 0, 12_000)) return;
  for (const pid of alive()) signal(pid, 'SIGKILL');
  await until(() => alive().length === 0, 2_000);
}
