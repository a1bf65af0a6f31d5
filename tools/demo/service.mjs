import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../embedded-postgres.mjs';
import { end } from '../processes.mjs';
import { Trouble } from '../trouble.mjs';

/** The service that the story is played against: `{ url, token, stop() }`. */
export async function theService(root) {
  const { CORROBORATE_URL: url, CORROBORATE_TOKEN: token } = process.env;
  if (url && token) return { url: url.replace(/\/+$/, ''), token, stop: async () => undefined };
  if (url || token) throw new Trouble('CORROBORATE_URL and CORROBORATE_TOKEN go together.');
  return startOne(root);
}

async function startOne(root) {
  console.log('Starting a service for this story ...');
  const data = await mkdtemp(path.join(tmpdir(), 'corroborate-demo-'));
  const token = `demo-${randomBytes(18).toString('base64url')}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    DATA_DIR: path.join(data, 'data'),
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_BASE_URL: url,
    CORROBORATE_BOOTSTRAP_TOKEN: token,
    CORROBORATE_NEWSROOM: 'demo',
    EGRESS_ALLOW: '127.0.0.1/32',
    HOST_GAP: '1s',
  };
  const child = spawn(process.execPath, [path.join(root, 'tools/start.mjs')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const stop = async () => {
    await end(child, 'SIGTERM', 12_000);
    await rm(data, { recursive: true, force: true });
  };
  const over = new Promise((resolve) => child.once('exit', resolve));
  while (!(await answers(url))) {
    const ended = await Promise.race([
      over.then(() => true),
      new Promise((resolve) => setTimeout(resolve, 200, false)),
    ]);
    if (ended) {
      await rm(data, { recursive: true, force: true });
      throw new Trouble(`The service did not start:\n${Buffer.concat(said).toString()}`);
    }
  }
  return { url, token, stop };
}

const answers = (url) =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
