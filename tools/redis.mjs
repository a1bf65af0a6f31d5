import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { freePort } from './embedded-postgres.mjs';
import { end, ended, until } from './processes.mjs';
import { Trouble } from './trouble.mjs';

/** True when this machine has a Redis server to start. */
export const redisInstalled = () => spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** A private Redis for the tests, set as production wants it (AOF, noeviction): `{ url, stop() }`. */
export async function startRedis(folder) {
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const log = openSync(path.join(folder, 'redis.log'), 'a');
  const options = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    'maxmemory-policy': 'noeviction',
    save: '',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let over = false;
  ended(child).then(() => (over = true));
  const up = await until(async () => over || (await answers(port)), 10_000);
  if (!up || over) throw new Trouble(`redis-server did not start; its log is ${path.join(folder, 'redis.log')}.`);
  return { url: `redis://127.0.0.1:${port}`, stop: () => end(child, 'SIGTERM', 3000) };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('data', (data) => done(String(data).startsWith('+PONG')));
    socket.once('error', () => done(false));
    socket.setTimeout(1000, () => done(false));
  });
}
