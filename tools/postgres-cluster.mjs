import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chown, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folderFor } from './postgres-home.mjs';
import { commandLine, signal, until } from './processes.mjs';
import { Trouble } from './trouble.mjs';

const ROOM_MB = 300;

/** Makes the cluster when there is none. It is made beside its place and moved in when whole, so a kill leaves no half of one. */
export async function ensureCluster({ cluster, native, as, major }, password) {
  const version = path.join(cluster, 'PG_VERSION');
  if (existsSync(version)) return checkVersion(cluster, version, major);
  if (existsSync(cluster) && (await readdir(cluster)).length > 0) {
    throw new Trouble(
      `${cluster} holds files that are not a PostgreSQL cluster: move the folder away and start again.`,
    );
  }
  await checkRoom(path.dirname(cluster));
  const fresh = `${cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await folderFor(fresh, as);
  const secret = path.join(fresh, 'password');
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (as.uid !== undefined) await chown(secret, as.uid, as.gid);
  await initdb({ native, as }, path.join(fresh, 'cluster'), secret);
  await rm(cluster, { recursive: true, force: true });
  await rename(path.join(fresh, 'cluster'), cluster);
  await rm(fresh, { recursive: true, force: true });
  return true;
}

function checkVersion(cluster, file, wanted) {
  const found = readFileSync(file, 'utf8').trim();
  if (found === wanted) return false;
  throw new Trouble(
    `${cluster} was made by PostgreSQL ${found || '(unknown)'} and this is PostgreSQL ${wanted}: bring the data over with pg_dump, or move .data away.`,
  );
}

async function checkRoom(folder) {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free >= ROOM_MB) return;
  throw new Trouble(
    `The disk that holds ${folder} has ${free} MB left and the database needs ${ROOM_MB}: free some space.`,
  );
}

/** The builtin locale sorts and folds Unicode the same on every machine, whatever its own locales are. */
function initdb({ native, as }, target, secret) {
  const args = [
    `--pgdata=${target}`,
    '--username=postgres',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(native, 'bin/initdb'), args, {
      ...as,
      cwd: '/',
      env: serverEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    child.stdout.on('data', (chunk) => (words += chunk));
    child.stderr.on('data', (chunk) => (words += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      if (/No space left on device/.test(words))
        return reject(Object.assign(new Error(words), { code: 'ENOSPC', path: target }));
      const line = words.split('\n').findLast((text) => /error|fatal|panic/i.test(text)) ?? words.trim();
      reject(new Trouble(`PostgreSQL could not make its cluster in ${target}: ${line.trim()}`));
    });
  });
}

/** The server gets nothing of the person's environment that it could take for a setting, or that is secret. */
export function serverEnv() {
  const { PATH, HOME, TMPDIR } = process.env;
  return { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }), LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Stops a server that a killed supervisor has left on this cluster, and removes a postmaster.pid whose number belongs to
 * nobody or to a stranger by now (PostgreSQL itself would take the stranger for a server and refuse).
 */
export async function stopLeftover(cluster) {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const runs = () => commandLine(pid).includes(cluster);
  if (runs()) {
    signal(pid, 'SIGINT');
    if (!(await until(() => !runs(), 8000))) signal(pid, 'SIGQUIT');
    if (!(await until(() => !runs(), 4000)))
      throw new Trouble(`A PostgreSQL (process ${pid}) still runs on ${cluster} and does not end: stop it first.`);
    await rm(file, { force: true });
    return true;
  }
  if (existsSync(file)) await rm(file);
  return false;
}

/** Why the server did not start, in its own last words: the log since `from` bytes. */
export async function lastWords(log, from) {
  const words = (await stat(log).catch(() => undefined)) ? readFileSync(log).subarray(from).toString('utf8') : '';
  return words
    .split('\n')
    .filter((line) => /(FATAL|PANIC|ERROR):|could not|denied/.test(line))
    .map((line) => line.replace(/^.*?(FATAL|PANIC|ERROR): +/, ''));
}
