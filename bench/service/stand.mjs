import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ensureBuilt } from '../../tools/build.mjs';
import { freePort, query, startPostgres } from '../../tools/embedded-postgres.mjs';
import { end } from '../../tools/processes.mjs';
import { TOKEN } from './post.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Where a bench stands: a PostgreSQL that is thrown away with it, and the processes that were started on its databases. */
export class Stand {
  #running = [];

  static async open() {
    const stand = new Stand();
    try {
      await ensureBuilt(root);
      stand.folder = await mkdtemp(path.join(tmpdir(), 'corroborate-bench-'));
      stand.postgres = await startPostgres({ data: stand.folder, settings: { max_connections: 200 } });
      stand.onClose(() => stand.postgres.stop());
      return stand;
    } catch (error) {
      await stand.close();
      throw error;
    }
  }

  onClose(stop) {
    this.#running.push(stop);
  }

  async close() {
    for (const stop of this.#running.splice(0).reverse()) await stop();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }

  /** A migrated database with one newsroom: `{ url, env, client, newsroom }`; `client` is the superuser's. */
  async database(name = 'bench') {
    const at = (url) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    await query(this.postgres.superuserUrl, [`create database ${name} owner corroborate`]);
    const env = {
      ...process.env,
      DATABASE_URL: at(this.postgres.url),
      REDIS_URL: '',
      SECRET_KEY: 'bench'.repeat(8),
      CORROBORATE_BOOTSTRAP_TOKEN: TOKEN,
      STORAGE_URL: path.join(this.folder, name),
      RATE_LIMIT: '100000000',
      EGRESS_ALLOW: '127.0.0.0/8',
      LOG_LEVEL: 'warn',
    };
    await once('dist/apps/cli/src/migrate.js', env);
    const client = new pg.Client({ connectionString: at(this.postgres.superuserUrl) });
    await client.connect();
    this.onClose(() => client.end());
    const { rows } = await client.query('SELECT id FROM newsroom');
    return { url: at(this.postgres.url), env, client, newsroom: rows[0].id };
  }

  /** The address of an api on this database. */
  async api(env) {
    const port = String(await freePort());
    await this.start('dist/apps/api/src/main.js', { ...env, PORT: port }, `http://127.0.0.1:${port}/readyz`);
    return `http://127.0.0.1:${port}`;
  }

  /** The process of a worker on this database. */
  async worker(env) {
    const port = String(await freePort());
    return this.start('dist/apps/worker/src/main.js', { ...env, WORKER_PORT: port }, `http://127.0.0.1:${port}/readyz`);
  }

  /** The process of a file of the project, started; ready when `ready` answers, or without it when the process says so. */
  async start(file, env, ready) {
    const child = spawn(process.execPath, [path.join(root, file)], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.onClose(() => end(child, 'SIGTERM', 5000));
    if (!ready) return new Promise((resolve) => child.once('message', () => resolve(child)));
    for (let tries = 0; tries < 600; tries++) {
      const isReady = await fetch(ready).then(
        (reply) => reply.ok,
        () => false,
      );
      if (isReady) return child;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${file} did not become ready`);
  }
}

async function once(file, env) {
  const child = spawn(process.execPath, [path.join(root, file)], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}
