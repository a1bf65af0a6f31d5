import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCluster, lastWords, serverEnv, stopLeftover } from './postgres-cluster.mjs';
import { findHome } from './postgres-home.mjs';
import { ended, until } from './processes.mjs';
import { Trouble } from './trouble.mjs';

const KEEPER = fileURLToPath(new URL('postgres-keeper.mjs', import.meta.url));

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  logging_collector: 'off',
};

/** For servers that are thrown away: nothing is flushed to disk. */
export const THROWAWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10s',
  max_connections: 200,
};

/**
 * Starts the embedded PostgreSQL whose files are below `data` and resolves when it answers.
 *
 * The database `corroborate` belongs to the role `corroborate`, which is no superuser (row-level security would not
 * bind it) but may create roles and databases; the superuser is `postgres`. Loopback only, on a port that is kept between
 * starts while it is free; passwords are made once and kept in `data/postgres.json`, mode 0600.
 *
 * Resolves to `{ url, superuserUrl, port, keeper, stop(patience) }`. Only a Trouble needs no stack.
 */
export async function startPostgres({ data, log = path.join(data, 'postgres.log'), settings = {} }) {
  const home = await findHome(data);
  const stateFile = path.join(data, 'postgres.json');
  const state = readState(stateFile, existsSync(path.join(home.cluster, 'PG_VERSION')));
  await writeState(stateFile, state);
  await ensureCluster(home, state.superuserPassword);
  await stopLeftover(home.cluster);
  state.port = await freePort(state.port);
  await writeState(stateFile, state);
  const server = await launch(home, { ...SETTINGS, ...settings, port: state.port }, log);
  const url = (role, password, database) => `postgres://${role}:${password}@127.0.0.1:${state.port}/${database}`;
  const superuserUrl = url('postgres', state.superuserPassword, 'postgres');
  try {
    await answering(server, superuserUrl, log);
    await ensureRole(superuserUrl, state.password);
  } catch (error) {
    await stop(server.keeper, 2000);
    throw error;
  }
  return {
    url: url('corroborate', state.password, 'corroborate'),
    superuserUrl,
    port: state.port,
    keeper: server.keeper,
    stop: (patience = 5000) => stop(server.keeper, patience),
  };
}

function readState(file, clusterExists) {
  if (existsSync(file)) {
    try {
      const { port, superuserPassword, password } = JSON.parse(readFileSync(file, 'utf8'));
      if (superuserPassword && password) return { port, superuserPassword, password };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  if (clusterExists || existsSync(file)) {
    throw new Trouble(
      `${file}, which keeps the database's passwords, is missing or damaged: restore it, or move .data away.`,
    );
  }
  const secret = () => randomBytes(18).toString('hex');
  return { port: 0, superuserPassword: secret(), password: secret() };
}

const writeState = (file, state) => writeFile(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });

/** `wanted` when nobody listens there, else any free port of the loopback. */
export async function freePort(wanted) {
  const attempt = (port) =>
    new Promise((resolve) => {
      const probe = net.createServer().once('error', () => resolve(undefined));
      probe.listen(port, '127.0.0.1', () => {
        const found = probe.address().port;
        probe.close(() => resolve(found));
      });
    });
  return (wanted ? await attempt(wanted) : undefined) ?? (await attempt(0));
}

async function launch({ cluster, native, as }, settings, log) {
  const args = ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const order = { command: path.join(native, 'bin/postgres'), args, ...as };
  const out = openSync(log, 'a', 0o600);
  const from = fstatSync(out).size;
  const keeper = spawn(process.execPath, [KEEPER, JSON.stringify(order)], {
    detached: true,
    env: serverEnv(),
    stdio: ['ignore', out, out, 'ipc'],
  });
  closeSync(out);
  return { keeper, from };
}

async function answering({ keeper, from }, url, log) {
  let over;
  ended(keeper).then((end) => (over = end));
  let last;
  const up = await until(
    async () => {
      if (over) return true;
      last = await query(url, ['select 1']).catch((error) => error);
      return !(last instanceof Error) || last.code?.startsWith('28');
    },
    60_000,
    100,
  );
  if (up && !over && !(last instanceof Error)) return;
  if (last?.code?.startsWith('28')) {
    throw new Trouble(
      'The passwords in postgres.json are not those of the database: restore the file, or move .data away.',
    );
  }
  const words = await lastWords(log, from);
  if (words.some((line) => /No space left on device/.test(line)))
    throw Object.assign(new Error('full'), { code: 'ENOSPC', path: log });
  throw new Trouble(`PostgreSQL did not start: ${words[0] ?? last?.message ?? 'no reason given'}. Its log is ${log}.`);
}

async function ensureRole(superuserUrl, password) {
  const [roles, databases] = await query(superuserUrl, [
    `select 1 from pg_roles where rolname = 'corroborate'`,
    `select 1 from pg_database where datname = 'corroborate'`,
  ]);
  if (roles.rowCount === 0) {
    await query(superuserUrl, [`create role corroborate login createrole createdb password '${password}'`]);
  }
  if (databases.rowCount === 0) await query(superuserUrl, ['create database corroborate owner corroborate']);
}

/** Runs statements one after the other on a connection of their own. */
export async function query(url, statements) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const results = [];
    for (const statement of statements) results.push(await client.query(statement));
    return results;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(keeper, patience) {
  const gone = ended(keeper);
  if (keeper.connected) keeper.send({ stop: true, patience }, () => undefined);
  const timer = setTimeout(() => keeper.kill('SIGKILL'), patience + 2000);
  await gone;
  clearTimeout(timer);
}
