/*
 * Starts api and worker as production does (from dist) and as a debugger does (from the sources), waits for /readyz, and asks
 * them to end. Types alone do not show a class that Nest cannot inject, a route without a permission or a job without a handler.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { freePort, query } from './embedded-postgres.mjs';
import { ended, until } from './processes.mjs';
import { startTestServers } from './test-servers.mjs';
import { endWith, Trouble } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const WAYS = {
  dist: (app) => [`dist/apps/${app}/src/main.js`],
  source: (app) => [
    '--conditions=@corroborate/source',
    '--import',
    '@swc-node/register/esm-register',
    `apps/${app}/src/main.ts`,
  ],
};

async function boot(app, way, env) {
  const port = await freePort();
  const child = spawn(process.execPath, WAYS[way](app), {
    cwd: root,
    env: { ...process.env, ...env, PORT: String(port), WORKER_PORT: String(port), SWCRC: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  child.stdout.on('data', (chunk) => (words += chunk));
  child.stderr.on('data', (chunk) => (words += chunk));
  const gone = ended(child);
  let over;
  gone.then((how) => (over = how));
  const ready = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    );
  const up = await until(async () => over || (await ready()), 90_000, 100);
  if (!up || over) {
    child.kill('SIGKILL');
    throw new Trouble(`The ${app} does not start from ${way}:\n${words.trim().split('\n').slice(-15).join('\n')}`);
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const { code, signal } = await gone;
  clearTimeout(timer);
  if (code !== 0)
    throw new Trouble(`The ${app} from ${way} did not end well after SIGTERM: ${signal ?? `code ${code}`}\n${words}`);
}

async function main() {
  await ensureBuilt(root, () => undefined);
  const servers = process.env.TEST_POSTGRES_URL ? undefined : await startTestServers(root, { redis: false });
  Object.assign(process.env, servers?.env);
  const name = `boot_${process.pid}`;
  const server = process.env.TEST_POSTGRES_URL;
  const blobs = await mkdtemp(path.join(tmpdir(), 'corroborate-boot-'));
  await query(server, [`create database ${name} template ${process.env.TEST_POSTGRES_TEMPLATE}`]);
  try {
    const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
    const env = {
      DATABASE_URL: url,
      REDIS_URL: '',
      HOST: '127.0.0.1',
      STORAGE_URL: blobs,
      SECRET_KEY: 'x'.repeat(32),
      LOG_LEVEL: 'error',
    };
    for (const way of Object.keys(WAYS)) await Promise.all(['api', 'worker'].map((app) => boot(app, way, env)));
  } finally {
    await query(server, [`drop database ${name} with (force)`]);
    await rm(blobs, { recursive: true, force: true });
    await servers?.stop();
  }
}

await main().catch((error) => endWith(error, root));
process.exit();
