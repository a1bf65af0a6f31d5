import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { freePort, startPostgres } from './embedded-postgres.mjs';
import { keepRunning } from './keep-running.mjs';
import { takeLock } from './lock.mjs';
import { openLog, tail } from './logs.mjs';
import { end, until } from './processes.mjs';
import { localSecrets } from './secrets.mjs';
import { Trouble } from './trouble.mjs';
import { welcome } from './welcome.mjs';

const LEASH = new URL('leash.mjs', import.meta.url).href;
/** Milliseconds. Together they stay under the ten seconds that a person waits after Ctrl-C. */
const PATIENCE = { api: 3000, worker: 3500, postgres: 2000 };

/**
 * Runs the whole product from `root` until `stopped` resolves: an embedded PostgreSQL (unless DATABASE_URL names a
 * server), the migrations, the first start, the worker and the api, each child restarted when it crashes. Ends them in the
 * order api, worker, PostgreSQL. Rejects with a Trouble when it cannot start or a child cannot be kept alive.
 */
export async function supervise(root, stopped, say = console.log) {
  const run = new Run(root, say);
  const over = stopped.then(() => 'stopped');
  try {
    const first = await Promise.race([run.start().then(() => 'up'), over, run.failed]);
    if (first === 'up') await Promise.race([over, run.failed]);
  } finally {
    await run.stop();
  }
}

class Run {
  constructor(root, say) {
    this.root = root;
    this.say = say;
    this.data = path.resolve(process.env.DATA_DIR || path.join(root, '.data'));
    this.logs = path.join(this.data, 'logs');
    this.kept = new Map();
    this.pids = new Map();
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined);
  }

  async start() {
    await this.openData();
    this.lock = await takeLock(this.data, this.say);
    const secrets = await localSecrets(this.data, { embedded: !process.env.DATABASE_URL });
    await this.readEnvironment(secrets);
    if (!process.env.DATABASE_URL) this.env.DATABASE_URL = await this.postgres();
    const first = await this.migrate();
    await secrets.settle(first.created);
    await this.app('worker');
    await this.app('api');
    await this.ready('worker', `http://${local(this.config.host)}:${this.env.WORKER_PORT}`);
    await this.ready('api', this.url());
    for (const child of this.kept.values()) child.settled();
    this.lock.note({ url: this.url() });
    this.say(welcome({ url: this.url(), env: this.env, data: this.data, first }));
  }

  /** The environment of the children, checked as they will check it, with what a person need not think about filled in. */
  async readEnvironment(secrets) {
    const { readConfig, ConfigError } = await import('#config');
    const filled = {
      ...process.env,
      STORAGE_URL: process.env.STORAGE_URL || path.join(this.data, 'blobs'),
      SECRET_KEY: secrets.secretKey,
      CORROBORATE_BOOTSTRAP_TOKEN: secrets.token ?? '',
      NO_COLOR: '1',
    };
    try {
      this.config = readConfig({ ...filled, DATABASE_URL: filled.DATABASE_URL || 'postgres://embedded' });
    } catch (error) {
      throw error instanceof ConfigError ? new Trouble(error.message) : error;
    }
    this.port = this.config.port || (await freePort());
    const workerPort = process.env.WORKER_PORT ? this.config.workerPort : 0;
    this.env = { ...filled, PORT: String(this.port), WORKER_PORT: String(workerPort || (await freePort())) };
    await this.checkPort('PORT', this.port);
    if (workerPort) await this.checkPort('WORKER_PORT', workerPort);
    if (this.port === workerPort)
      throw new Trouble(`PORT and WORKER_PORT are both ${this.port}: give them different ones.`);
    if (this.config.redisUrl) await answers(this.config.redisUrl);
  }

  url() {
    return `http://${local(this.config.host)}:${this.port}`;
  }

  async openData() {
    const found = await stat(this.data).catch(() => undefined);
    if (found && !found.isDirectory()) {
      throw new Trouble(
        `${this.data} should be a folder, but a file of that name is in the way: move it away and start again.`,
      );
    }
    if (!found) await mkdir(this.data, { mode: 0o700 });
    await mkdir(this.logs, { recursive: true, mode: 0o700 });
  }

  async checkPort(name, port) {
    const wrong = await new Promise((resolve) => {
      const probe = net.createServer().once('error', resolve);
      probe.listen(port, this.config.host, () => probe.close(() => resolve(undefined)));
    });
    if (!wrong) return;
    if (wrong.code === 'EADDRINUSE') {
      throw new Trouble(`Port ${port} is in use: choose another one, for example ${name}=${port + 1} npm start.`);
    }
    throw new Trouble(`Corroborate cannot listen on ${this.config.host}, port ${port}: ${wrong.message}.`);
  }

  /** The embedded server, restarted like any other child; its address stays the same. */
  async postgres() {
    this.say('Starting the embedded PostgreSQL ...');
    const launch = async () => {
      this.server = await startPostgres({ data: this.data, log: path.join(this.logs, 'postgres.log') });
      return this.server.keeper;
    };
    await this.keep('PostgreSQL', launch, 'postgres.log');
    return this.server.url;
  }

  /** Migrations and, on an empty database, the first newsroom: `{ created, token }`. */
  async migrate() {
    this.say('Bringing the database up to date ...');
    const log = openLog(path.join(this.logs, 'migrate.log'));
    let result;
    const child = this.node('apps/cli/src/migrate.js', log.fd, (message) => (result = message));
    log.close();
    this.pids.set('migrate', child.pid);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    this.pids.delete('migrate');
    if (code === 0 && result) return result;
    const which = process.env.DATABASE_URL ? 'The database at DATABASE_URL' : 'The database';
    throw new Trouble(
      `${which} could not be brought up to date:\n${indent(tail(path.join(this.logs, 'migrate.log'), log.from))}`,
    );
  }

  async app(name) {
    this.say(`Starting the ${name} ...`);
    const launch = () => {
      const log = openLog(path.join(this.logs, `${name}.log`));
      this.pids.set(`${name}:from`, log.from);
      const child = this.node(`apps/${name}/src/main.js`, log.fd);
      log.close();
      return child;
    };
    await this.keep(name, launch, `${name}.log`);
  }

  /** In a session of its own, so that Ctrl-C reaches only the supervisor, which ends its children in order. */
  node(file, out, onMessage = () => undefined) {
    const script = path.join(this.root, 'dist', file);
    if (!existsSync(script)) throw new Trouble(`${script} is missing: delete dist and start again.`);
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', LEASH, script], {
      cwd: this.root,
      env: this.env,
      detached: true,
      stdio: ['ignore', out, out, 'ipc'],
    });
    child.on('message', onMessage);
    return child;
  }

  async keep(name, launch, log) {
    const child = keepRunning({
      name,
      launch,
      say: this.say,
      onStart: (started) => this.started(name, started),
      onGiveUp: (how) => this.fail(how.error ?? this.gaveUp(how, path.join(this.logs, log))),
    });
    this.kept.set(name, child);
    await child.start();
  }

  started(name, child) {
    this.pids.set(name, child.pid);
    this.lock.note({ children: [...this.kept.keys()].map((kept) => this.pids.get(kept)).filter(Boolean) });
  }

  gaveUp({ name, crashes, code, signal }, log) {
    const times = crashes > 1 ? `${crashes} times in a row` : 'while starting';
    const words = tail(log, this.pids.get(`${name}:from`) ?? 0, 6);
    return new Trouble(
      `The ${name} ended ${times} (${signal ?? `code ${code}`}); its log is ${log}.\n${indent(words)}`,
    );
  }

  async ready(name, base) {
    let last = 'no answer';
    const answers = async () => {
      const reply = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(3000) }).catch(
        (error) => void (last = error.message),
      );
      if (reply && !reply.ok) last = `${reply.status} ${(await reply.text()).slice(0, 300)}`;
      return reply?.ok ?? false;
    };
    if (await Promise.race([until(answers, 60_000, 100), this.failed])) return;
    throw new Trouble(
      `The ${name} did not become ready in a minute (${last}); its log is ${path.join(this.logs, `${name}.log`)}.`,
    );
  }

  async stop() {
    const api = this.kept.get('api')?.stop((child) => end(child, 'SIGTERM', PATIENCE.api));
    await Promise.race([api, until(() => false, 1000)]);
    const worker = this.kept.get('worker')?.stop((child) => end(child, 'SIGTERM', PATIENCE.worker));
    await Promise.all([api, worker]);
    await this.kept.get('PostgreSQL')?.stop(() => this.server.stop(PATIENCE.postgres));
    this.lock?.release();
  }
}

/** BullMQ would try for ever to reach a Redis that is not there. */
function answers(redisUrl) {
  const { hostname, port } = new URL(redisUrl);
  return new Promise((resolve, reject) => {
    const refuse = (why) =>
      reject(new Trouble(`No Redis answers at ${hostname}:${port || 6379}, where REDIS_URL points (${why}).`));
    const socket = net.connect({ host: hostname, port: Number(port || 6379), timeout: 5000 });
    socket.once('connect', () => resolve(socket.destroy()));
    socket.once('error', (error) => refuse(error.code ?? error.message));
    socket.once('timeout', () => refuse('no answer in 5 s'));
  });
}

/** Where this machine reaches a server that listens on `host`. */
const local = (host) => ({ '0.0.0.0': '127.0.0.1', '::': '[::1]' })[host] ?? (host.includes(':') ? `[${host}]` : host);

const indent = (lines) => lines.map((line) => `  ${line}`).join('\n');
