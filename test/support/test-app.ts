import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { closeSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './client.js';
import { eventually } from './eventually.js';
import type { TestDatabase } from './test-database.js';

const ROOT = join(import.meta.dirname, '../..');
const LEASH = join(ROOT, 'tools/leash.mjs');

export type AppName = 'api' | 'worker';

/** One running process of the product. */
export interface Running {
  name: AppName;
  child: ChildProcess;
  url: string;
  /** Resolves when the process has ended: its exit code, or the signal. */
  ended: Promise<number | NodeJS.Signals>;
}

/**
 * Api and worker as real processes from dist, on a test's database. The job store is the one that JOBS_BACKEND names
 * (postgres or redis). Times are short: sweeps every 250 ms, deliveries again after 200 ms.
 */
export class TestApp {
  readonly running: Running[] = [];

  private constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  static async start(
    db: TestDatabase,
    { apis = 1, workers = 1, env = {} as Record<string, string> } = {},
  ): Promise<TestApp> {
    const folder = await mkdtemp(join(tmpdir(), 'corroborate-app-'));
    const app = new TestApp(folder, { ...settings(db, folder), ...env });
    try {
      const names: AppName[] = [...Array<AppName>(apis).fill('api'), ...Array<AppName>(workers).fill('worker')];
      await Promise.all(names.map((name) => app.startOne(name)));
    } catch (error) {
      await app.stop();
      throw error;
    }
    return app;
  }

  /** The address of the first api. */
  get url(): string {
    const api = this.running.find(({ name }) => name === 'api');
    if (!api) throw new Error('No api runs.');
    return api.url;
  }

  get blobs(): string {
    return join(this.folder, 'blobs');
  }

  as(token?: string): Client {
    return new Client(this.url, token);
  }

  of(name: AppName): Running[] {
    return this.running.filter((one) => one.name === name);
  }

  /** Starts one more process and waits until it is ready. A port that somebody took in between is tried again. */
  async startOne(name: AppName, env: Record<string, string> = {}): Promise<Running> {
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      const one = this.spawn(name, port, env);
      let over: number | string | undefined;
      void one.ended.then((how) => (over = how));
      const ready = () => over !== undefined || fetch(`${one.url}/readyz`).then((reply) => reply.ok);
      await eventually(ready, { within: 60_000, what: `the ${name}` });
      if (over === undefined) {
        this.running.push(one);
        return one;
      }
      const log = await this.log();
      if (attempt === 3 || !log.includes('EADDRINUSE')) throw new Error(`The ${name} ended with ${over}:\n${log}`);
    }
  }

  /** Ends all processes of a name (or one), with kill -9 unless told otherwise, and waits until they are gone. */
  async kill(which: AppName | Running, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const gone = typeof which === 'string' ? this.of(which) : [which];
    for (const one of gone) {
      this.running.splice(this.running.indexOf(one), 1);
      one.child.kill(signal);
    }
    await Promise.all(gone.map(({ ended }) => ended));
  }

  /** What all processes printed so far. */
  log(): Promise<string> {
    return readFile(join(this.folder, 'log'), 'utf8').catch(() => '');
  }

  /** Asks all to end, makes them end after 20 s, and removes their files. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.running.forEach(({ child }) => child.kill('SIGKILL')), 20_000);
    await this.kill('api', 'SIGTERM');
    await this.kill('worker', 'SIGTERM');
    clearTimeout(timer);
    await rm(this.folder, { recursive: true, force: true });
  }

  private spawn(name: AppName, port: number, env: Record<string, string>): Running {
    const out = openSync(join(this.folder, 'log'), 'a');
    const file = join(ROOT, `dist/apps/${name}/src/main.js`);
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', LEASH, file], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, ...this.env, PORT: String(port), WORKER_PORT: String(port), ...env },
      stdio: ['ignore', out, out, 'ipc'],
    });
    closeSync(out);
    const ended = new Promise<number | NodeJS.Signals>((resolve) =>
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 0)),
    );
    return { name, child, url: `http://127.0.0.1:${port}`, ended };
  }
}

function settings(db: TestDatabase, folder: string): Record<string, string> {
  const redis = process.env.JOBS_BACKEND === 'redis';
  if (redis && !process.env.TEST_REDIS_URL) throw new Error('JOBS_BACKEND is redis and no Redis runs.');
  return {
    DATABASE_URL: db.url,
    REDIS_URL: redis ? (process.env.TEST_REDIS_URL as string) : '',
    HOST: '127.0.0.1',
    PUBLIC_BASE_URL: 'http://corroborate.example',
    STORAGE_URL: join(folder, 'blobs'),
    SECRET_KEY: 'only-for-tests-only-for-tests-00',
    EGRESS_ALLOW: '127.0.0.0/8',
    SWEEP_EVERY: '250ms',
    WEBHOOK_SCHEDULE: '200ms,200ms,200ms,200ms,200ms',
    WEBHOOK_TIMEOUT: '3s',
    HOST_GAP: '10ms',
    RATE_LIMIT: '1000000',
    LOG_LEVEL: 'warn',
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
