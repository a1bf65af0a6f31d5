/*
 * `npm run bench:record [-- --claims 100000 --history 1000000 --seconds 5 --rounds 3]`: what the record costs and what it answers.
 * Actions per second with the log sealed and read behind them, against the same without a worker, interleaved, as a ratio; then
 * every figure over a million steps of history, and the rows a second at which the chain is followed and written out.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ensureBuilt } from '../../tools/build.mjs';
import { freePort, query, startPostgres } from '../../tools/embedded-postgres.mjs';
import { end } from '../../tools/processes.mjs';
import { load, median } from '../service/load.mjs';
import { TOKEN } from '../service/post.mjs';
import { seed } from '../service/seed.mjs';
import { history } from './history.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const { values: given } = parseArgs({
  options: {
    claims: { type: 'string', default: '100000' },
    history: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
  },
});
const [claims, steps, seconds, rounds] = [given.claims, given.history, given.seconds, given.rounds].map(Number);
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

const folder = await mkdtemp(path.join(tmpdir(), 'corroborate-bench-'));
const running = [];
try {
  await main();
} finally {
  for (const stop of running.reverse()) await stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();

async function main() {
  await ensureBuilt(root);
  const postgres = await startPostgres({ data: folder });
  running.push(() => postgres.stop());
  await query(postgres.superuserUrl, ['create database bench owner corroborate']);
  const at = (url) => Object.assign(new URL(url), { pathname: '/bench' }).href;
  const env = {
    ...process.env,
    DATABASE_URL: at(postgres.url),
    REDIS_URL: '',
    SECRET_KEY: 'bench'.repeat(8),
    CORROBORATE_BOOTSTRAP_TOKEN: TOKEN,
    STORAGE_URL: path.join(folder, 'blobs'),
    RATE_LIMIT: '100000000',
    LOG_LEVEL: 'warn',
  };
  await once('dist/apps/cli/src/migrate.js', env);
  const client = new pg.Client({ connectionString: at(postgres.superuserUrl) });
  await client.connect();
  running.push(() => client.end());
  const newsroom = (await client.query('SELECT id FROM newsroom')).rows[0].id;
  console.log(`Seeding ${claims.toLocaleString('en')} claims ...`);
  await seed(client, newsroom, claims);
  const port = String(await freePort());
  const api = `http://127.0.0.1:${port}`;
  const child = await start('dist/apps/api/src/main.js', { ...env, PORT: port }, `${api}/readyz`);
  running.push(() => end(child, 'SIGTERM', 5000));
  await sealing(client, api, newsroom, env);
  await figures(client, api, newsroom);
  await chain(client, api);
}

/** The same action with and without a worker that seals and reads behind it. */
async function sealing(client, api, newsroom, env) {
  const { rows } = await client.query(`SELECT id FROM claim WHERE newsroom = $1 AND state = 'proposed' ORDER BY id`, [
    newsroom,
  ]);
  const next = () => {
    const row = rows.pop();
    return row && accept(row.id);
  };
  await load(api, 2, next);
  const perSecond = { off: [], on: [] };
  for (let round = 0; round < rounds; round++) {
    const measured = {
      off: () => load(api, seconds, next),
      on: () => atWork(client, env, () => load(api, seconds, next)),
    };
    for (const side of round % 2 ? ['on', 'off'] : ['off', 'on']) {
      const result = await measured[side]();
      if (result.failed > 0) throw new Error(result.firstFailure);
      perSecond[side].push(result.perSecond);
    }
  }
  const ratio = median(perSecond.on.map((value, round) => value / perSecond.off[round]));
  console.log(`\n32 connections, ${rounds} interleaved rounds of ${seconds} s; medians`);
  console.log(
    `actions a second: ${median(perSecond.off).toFixed(0)} unsealed, ${median(perSecond.on).toFixed(0)} with the log sealed and read behind them: ratio ${ratio.toFixed(2)}`,
  );
}

function accept(id) {
  return {
    method: 'POST',
    path: `/v1/claims/${id}/actions/accept`,
    headers: { ...headers, 'if-match': '"1"' },
    body: '{}',
  };
}

/** With a worker that has caught up before; says how long the last row waited for its seal afterwards. */
async function atWork(client, env, work) {
  const port = String(await freePort());
  const worker = await start(
    'dist/apps/worker/src/main.js',
    { ...env, WORKER_PORT: port },
    `http://127.0.0.1:${port}/readyz`,
  );
  try {
    await quiet(client);
    const result = await work();
    const begun = performance.now();
    await quiet(client);
    console.log(`sealed and read to the end ${((performance.now() - begun) / 1000).toFixed(1)} s after the load`);
    return result;
  } finally {
    await end(worker, 'SIGTERM', 5000);
  }
}

async function figures(client, api, newsroom) {
  console.log(`\nFilling ${steps.toLocaleString('en')} steps of history over a year ...`);
  await history(client, newsroom, steps);
  console.log('figure           a month ms   a year ms   (slowest of 5 in brackets)');
  const month = 30 * 86_400_000;
  for (const what of [
    'turnaround',
    'throughput',
    'rates',
    'agreement',
    'people',
    'desks',
    'overdue',
    'ratings',
    'sources',
  ]) {
    const of = async (length) => {
      const times = [];
      for (let n = 0; n < 5; n++) {
        const begun = performance.now();
        const from = new Date(Date.now() - length).toISOString();
        const reply = await fetch(`${api}/v1/stats/${what}?from=${from}`, { headers });
        if (!reply.ok) throw new Error(`${what}: ${await reply.text()}`);
        await reply.text();
        times.push(performance.now() - begun);
      }
      return `${median(times).toFixed(0).padStart(6)} (${Math.max(...times).toFixed(0)})`;
    };
    console.log(`${what.padEnd(14)} ${(await of(month)).padStart(14)} ${(await of(12.2 * month)).padStart(14)}`);
  }
}

/** How fast the chain is followed and written out. */
async function chain(client, api) {
  const { rows } = await client.query('SELECT sequence::int FROM log_head');
  const all = rows[0].sequence;
  const rate = (begun, count) => (count / ((performance.now() - begun) / 1000)).toFixed(0);
  let begun = performance.now();
  const found = await (await fetch(`${api}/v1/audit/verify?limit=50000`, { headers })).json();
  if (!found.ok) throw new Error(JSON.stringify(found.broken));
  console.log(`\nverify: ${rate(begun, found.rows)} rows a second (${found.rows} of ${all})`);
  begun = performance.now();
  const reply = await fetch(`${api}/v1/audit/export`, { headers });
  let bytes = 0;
  for await (const chunk of reply.body) bytes += chunk.length;
  console.log(`export: ${rate(begun, all)} rows a second, ${(bytes / all).toFixed(0)} bytes a row`);
}

/** Waits until every row is sealed and every reader has read it. */
async function quiet(client) {
  for (;;) {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM log WHERE sequence IS NULL) + (SELECT coalesce(sum(h.sequence - r.sequence), 0)
         FROM log_head h JOIN log_reader r USING (newsroom)) AS waiting`,
    );
    if (Number(rows[0].waiting) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function once(file, env) {
  const child = spawn(process.execPath, [path.join(root, file)], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}

async function start(file, env, ready) {
  const child = spawn(process.execPath, [path.join(root, file)], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  for (let tries = 0; tries < 600; tries++) {
    const up = await fetch(ready).then(
      (reply) => reply.ok,
      () => false,
    );
    if (up) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${file} did not become ready`);
}
