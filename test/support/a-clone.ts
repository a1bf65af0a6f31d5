import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';

const ROOT = join(import.meta.dirname, '../..');
const CLONED = ['apps', 'libs', 'migrations', 'tools', 'package.json', '.swcrc'];

export interface Started {
  child: ChildProcess;
  output(): string;
  ended: Promise<number | NodeJS.Signals>;
}

/** A clone of the project in a temporary folder, its packages installed, to run the commands of a newcomer in. */
export class Clone {
  private readonly started: Started[] = [];

  private constructor(
    readonly root: string,
    readonly port: number,
  ) {}

  static async make(): Promise<Clone> {
    const root = await mkdtemp(join(tmpdir(), 'corroborate-clone-'));
    await chmod(root, 0o755);
    for (const name of CLONED) await cp(join(ROOT, name), join(root, name), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    const probe = await Clone.occupy(0);
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return new Clone(root, port);
  }

  static occupy(port: number): Promise<Server> {
    const server = createServer();
    return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  data(name = ''): string {
    return join(this.root, '.data', name);
  }

  token(): Promise<string> {
    return readFile(this.data('token'), 'utf8').then((text) => text.trim());
  }

  /** `npm start` in a process group of its own, as a terminal's shell runs it. */
  start(env: Record<string, string> = {}): Started {
    const { DATABASE_URL: _1, REDIS_URL: _2, ...rest } = process.env;
    const child = spawn('npm', ['start'], {
      cwd: this.root,
      env: { ...rest, PORT: String(this.port), ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<number | NodeJS.Signals>((resolve) =>
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 0)),
    );
    const started = { child, output: () => text, ended };
    this.started.push(started);
    return started;
  }

  /** Started, and it said so. */
  async ready(env: Record<string, string> = {}): Promise<Started> {
    const started = this.start(env);
    const over = started.ended.then((how) => {
      throw new Error(`npm start ended (${how}):\n${started.output()}`);
    });
    const up = eventually(() => started.output().includes('Corroborate is ready'), {
      within: 90_000,
      what: 'npm start',
    });
    await Promise.race([up, over]);
    over.catch(() => undefined);
    return started;
  }

  /** What Ctrl-C in a terminal does: the signal to every process of the group. */
  interrupt({ child }: Started, signal: NodeJS.Signals = 'SIGINT'): void {
    process.kill(-(child.pid as number), signal);
  }

  async supervisorPid(): Promise<number> {
    return (JSON.parse(await readFile(this.data('supervisor.json'), 'utf8')) as { pid: number }).pid;
  }

  /** Command lines of processes that work for this clone. */
  processes(): string[] {
    const { stdout } = spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line.includes(this.root));
  }

  async remove(): Promise<void> {
    for (const started of this.started) {
      if (started.child.exitCode === null && started.child.signalCode === null) this.interrupt(started, 'SIGTERM');
    }
    await Promise.all(this.started.map(({ ended }) => ended));
    await eventually(() => this.processes().length === 0, { within: 20_000, what: 'the end of all processes' });
    await rm(this.root, { recursive: true, force: true });
  }
}
