import { chmod, copyFile, lstat, mkdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Client } from '../support/client.js';
import { Clone } from '../support/a-clone.js';
import { eventually } from '../support/eventually.js';

interface Me {
  name: string;
}

describe('npm start, on a machine with nothing but Node', () => {
  let clone: Clone;

  beforeAll(async () => {
    clone = await Clone.make();
  });

  afterAll(() => clone.remove());

  const me = async () => (await new Client(clone.url, await clone.token()).get<Me>('/v1/me')).must(200).body;
  const allGone = () => eventually(() => clone.processes().length === 0, { within: 10_000, what: 'the end' });

  it('brings up a newsroom and says where it is and with which token to enter', async () => {
    const run = await clone.ready();
    expect(run.output()).toContain(`${clone.url}/docs`);
    expect(run.output()).toContain(await clone.token());
    expect((await me()).name).toBe('First admin');
    clone.interrupt(run);
    expect(await run.ended).toBe(0);
    expect(clone.processes()).toEqual([]);
  });

  it('finds its newsroom and its token again at the next start', async () => {
    const before = await clone.token();
    const run = await clone.ready();
    expect(await clone.token()).toBe(before);
    await me();
    clone.interrupt(run, 'SIGTERM');
    expect(await run.ended).toBe(0);
    expect(clone.processes()).toEqual([]);
  });

  it('leaves no process behind when it is killed, and starts again at once', async () => {
    const run = await clone.ready();
    process.kill(await clone.supervisorPid(), 'SIGKILL');
    await run.ended;
    const again = await clone.ready();
    await me();
    process.kill(await clone.supervisorPid(), 'SIGKILL');
    await again.ended;
    await allGone();
  });

  it('starts the api, the worker and PostgreSQL again when one of them is killed', async () => {
    const run = await clone.ready();
    for (const part of ['apps/api/src/main.js', 'apps/worker/src/main.js', 'bin/postgres -D']) {
      const pid = Number.parseInt(clone.processes().find((line) => line.includes(part)) ?? '', 10);
      process.kill(pid, 'SIGKILL');
      await eventually(
        () => clone.processes().some((line) => line.includes(part) && Number.parseInt(line, 10) !== pid),
        {
          what: `another ${part}`,
        },
      );
    }
    await eventually(me, { within: 60_000, what: 'an answer' });
    clone.interrupt(run);
    expect(await run.ended).toBe(0);
  });

  it('refuses a second start beside the first, in one sentence', async () => {
    const first = await clone.ready();
    const second = clone.start({ PORT: String(clone.port + 1) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Corroborate already runs on');
    await me();
    clone.interrupt(first);
    await first.ended;
  });

  it('names a port that is taken', async () => {
    const taken = await Clone.occupy(clone.port);
    const run = clone.start();
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(`Port ${clone.port} is in use`);
    await new Promise((resolve) => taken.close(resolve));
  });

  it.each([
    ['a wrong setting', { LOG_LEVEL: 'loud' }, 'The environment is not right: LOG_LEVEL'],
    ['a database that does not answer', { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }, 'ECONNREFUSED 127.0.0.1:1'],
    ['a Redis that does not answer', { REDIS_URL: 'redis://127.0.0.1:1' }, 'No Redis answers at 127.0.0.1:1'],
  ])('names %s', async (_what, env, sentence) => {
    const run = clone.start(env);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(sentence);
  });

  it.each([
    ['rubbish where the database should be', 'postgres/notes.txt', 'not a PostgreSQL cluster'],
    ['the database of another PostgreSQL', 'postgres/PG_VERSION', 'was made by PostgreSQL 9'],
    ['a damaged list of passwords', 'postgres.json', 'is missing or damaged'],
  ])('names %s, and touches nothing', async (_what, file, sentence) => {
    const kept = `${clone.root}/kept`;
    await rename(clone.data(), kept);
    await mkdir(clone.data('postgres'), { recursive: true });
    await copyFile(`${kept}/postgres.json`, clone.data('postgres.json'));
    await writeFile(clone.data(file), '9\n');
    const run = clone.start();
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(sentence);
    expect(await readFile(clone.data(file), 'utf8')).toBe('9\n');
    await rm(clone.data(), { recursive: true });
    await rename(kept, clone.data());
  });

  it('works in a folder that is closed to everybody else, for root and for anybody', async () => {
    const other = await Clone.make();
    await chmod(other.root, 0o700);
    const run = await other.ready();
    other.interrupt(run);
    expect(await run.ended).toBe(0);
    // Root's PostgreSQL runs as somebody who cannot walk to the clone: its data lies outside. Anybody else's lies where it is named.
    const isRoot = process.getuid?.() === 0;
    expect((await lstat(other.data('postgres'))).isSymbolicLink()).toBe(isRoot);
    expect(await readFile(other.data('postgres/PG_VERSION'), 'utf8')).toMatch(/^\d+\n$/);
    if (isRoot) await rm(dirname(await readlink(other.data('postgres'))), { recursive: true });
    await other.remove();
  });
});
