/*
 * `npm run bench [-- --claims 100000 --seconds 5 --rounds 3]`: the service beside a bare node:http + pg server on the same tables in
 * the same run, interleaved, and prints ratios. Absolute figures do not travel from machine to machine; the ratios do.
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
import { load, median } from './load.mjs';
import { nextSql } from './floor.mjs';
import { post, TOKEN } from './post.mjs';
import { seed } from './seed.mjs';
import { toDelivery } from './to-delivery.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const { values: given } = parseArgs({
  options: {
    claims: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
  },
});
const claims = Number(given.claims);
const seconds = Number(given.seconds);
const rounds = Number(given.rounds);
const ASKERS = 32;

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
  const url = Object.assign(new URL(postgres.url), { pathname: '/bench' }).href;
  await query(postgres.superuserUrl, ['create database bench owner corroborate']);
  const env = {
    ...process.env,
    DATABASE_URL: url,
    REDIS_URL: '',
    SECRET_KEY: 'bench'.repeat(8),
    CORROBORATE_BOOTSTRAP_TOKEN: TOKEN,
    STORAGE_URL: path.join(folder, 'blobs'),
    RATE_LIMIT: '100000000',
    EGRESS_ALLOW: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
  };
  await node('apps/cli/src/migrate.js', env);
  const super_ = new pg.Client({
    connectionString: Object.assign(new URL(postgres.superuserUrl), { pathname: '/bench' }).href,
  });
  await super_.connect();
  running.push(() => super_.end());
  const { rows } = await super_.query('SELECT id FROM newsroom');
  const newsroom = rows[0].id;
  console.log(`Seeding ${claims.toLocaleString('en')} claims ...`);
  await seed(super_, newsroom, claims);
  const apiPort = await freePort();
  const api = `http://127.0.0.1:${apiPort}`;
  await process_(path.join(root, 'dist/apps/api/src/main.js'), { ...env, PORT: String(apiPort) }, `${api}/readyz`);
  const workerPort = await freePort();
  await process_(
    path.join(root, 'dist/apps/worker/src/main.js'),
    { ...env, WORKER_PORT: String(workerPort) },
    `http://127.0.0.1:${workerPort}/readyz`,
  );
  const floorPort = await freePort();
  const floor = `http://127.0.0.1:${floorPort}`;
  await process_(path.join(root, 'bench/service/floor.mjs'), { ...env, NEWSROOM: newsroom, PORT: String(floorPort) });
  const tokens = await hire(api);
  await super_.query('UPDATE person SET capacity = 1000000');
  await compare(super_, newsroom, { api, floor, tokens, url });
  running.push(await toDelivery(super_, api));
}

/** Thirty-two reviewers who can hold any number of claims. */
async function hire(api) {
  const tokens = [];
  for (let n = 0; n < ASKERS; n++) {
    const person = await post(api, '/v1/people', { name: `Reviewer ${n}`, roles: ['editor'] });
    tokens.push((await post(api, `/v1/people/${person.id}/tokens`, { name: 'bench' })).token);
  }
  return tokens;
}

async function compare(client, newsroom, { api, floor, tokens, url }) {
  const ids = async (state) =>
    (
      await client.query('SELECT id FROM claim WHERE newsroom = $1 AND state = $2 ORDER BY id', [newsroom, state])
    ).rows.map((row) => row.id);
  const all = await ids('queued');
  const proposed = await ids('proposed');
  const half = Math.floor(proposed.length / 2);
  const stack = { api: proposed.slice(0, half), floor: proposed.slice(half) };
  const any = () => all[Math.floor(Math.random() * all.length)];
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  let n = 0;
  const text = () =>
    JSON.stringify({ text: `Claim made in the bench, number ${++n}, about ${(n * 17) % 1000} crowns` });
  const operations = [
    {
      name: 'create claim',
      aim: 0.35,
      api: () => ({ method: 'POST', path: '/v1/claims', headers, body: text() }),
      floor: () => ({ method: 'POST', path: '/claim', body: text() }),
    },
    {
      name: 'queue page of 50',
      aim: 0.6,
      api: () => ({ method: 'GET', path: '/v1/queue?limit=50', headers }),
      floor: () => ({ method: 'GET', path: '/queue' }),
    },
    {
      name: 'one claim',
      aim: 0.6,
      api: () => ({ method: 'GET', path: `/v1/claims/${any()}`, headers }),
      floor: () => ({ method: 'GET', path: `/claim?${any()}` }),
    },
    {
      name: 'its evidence',
      aim: 0.6,
      api: () => ({ method: 'GET', path: `/v1/claims/${any()}/evidence`, headers }),
      floor: () => ({ method: 'GET', path: `/evidence?${any()}` }),
    },
    {
      name: 'workflow action',
      aim: 0.35,
      api: () => action(stack.api.pop(), headers),
      floor: () => taken(stack.floor.pop()),
    },
    {
      name: 'queue/next',
      aim: 0.35,
      api: (asker) => ({
        method: 'POST',
        path: '/v1/queue/next',
        headers: { ...headers, authorization: `Bearer ${tokens[asker]}` },
        body: '{}',
      }),
      floor: () => ({ method: 'POST', path: '/next' }),
    },
  ];
  console.log(
    `\n${ASKERS} connections, ${claims.toLocaleString('en')} claims, ${rounds} interleaved rounds of ${seconds} s; medians`,
  );
  console.log('operation           api/s   floor/s   ratio   aim    api p50 / p99 ms   failed');
  for (const operation of operations) await row(operation, api, floor);
  const doubles = await client.query(
    'SELECT count(*)::int AS count FROM (SELECT claim_id FROM assignment WHERE newsroom = $1 AND ended_at IS NULL GROUP BY claim_id HAVING count(*) > 1) AS twice',
    [newsroom],
  );
  console.log(`claims handed out twice: ${doubles.rows[0].count}`);
  await bareNext(url, newsroom);
}

function action(id, headers) {
  if (!id) return undefined;
  return {
    method: 'POST',
    path: `/v1/claims/${id}/actions/accept`,
    headers: { ...headers, 'if-match': '"1"' },
    body: '{}',
  };
}

function taken(id) {
  return id && { method: 'POST', path: `/accept?${id}`, body: '{"version":1}' };
}

async function row({ name, aim, api: ofApi, floor: ofFloor }, api, floor) {
  const results = { api: [], floor: [] };
  await load(api, 1, ofApi);
  await load(floor, 1, ofFloor);
  for (let round = 0; round < rounds; round++) {
    const both = [
      ['api', api, ofApi],
      ['floor', floor, ofFloor],
    ];
    for (const [side, origin, next] of round % 2 ? both.reverse() : both)
      results[side].push(await load(origin, seconds, next));
  }
  const ratio = median(results.api.map((result, round) => result.perSecond / results.floor[round].perSecond));
  const of = (side, figure) => median(results[side].map((result) => result[figure]));
  const failures = [...results.api, ...results.floor].filter(({ failed }) => failed > 0);
  console.log(
    `${name.padEnd(18)} ${of('api', 'perSecond').toFixed(0).padStart(6)} ${of('floor', 'perSecond').toFixed(0).padStart(9)} ${ratio.toFixed(2).padStart(7)} ${String(aim).padStart(5)}` +
      `   ${of('api', 'p50').toFixed(1).padStart(8)} / ${of('api', 'p99').toFixed(1).padEnd(8)} ${failures.length ? failures[0].firstFailure : 0}`,
  );
}

/** The statement behind claim-next without HTTP: what PostgreSQL alone gives to 32 askers. */
async function bareNext(url, newsroom) {
  const pool = new pg.Pool({ connectionString: url, max: ASKERS });
  const until = performance.now() + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: ASKERS }, async () => {
      while (performance.now() < until) {
        const { rowCount } = await pool.query({ name: 'next', text: nextSql(), values: [newsroom] });
        if (rowCount === 0) break;
        count++;
      }
    }),
  );
  console.log(`bare SQL of claim-next, no HTTP: ${(count / seconds).toFixed(0)}/s`);
  await pool.end();
}

async function node(file, env) {
  const child = spawn(process.execPath, [path.join(root, 'dist', file)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}

async function process_(file, env, ready) {
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  running.push(() => end(child, 'SIGTERM', 5000));
  if (!ready) return new Promise((resolve) => child.once('message', resolve));
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(ready).then(
        (reply) => reply.ok,
        () => false,
      )
    )
      return undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${file} did not become ready`);
}
