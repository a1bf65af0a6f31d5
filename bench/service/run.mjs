/*
 * `npm run bench [-- --claims 100000 --seconds 5 --rounds 3]`: the service beside a bare node:http + pg server on the same tables in
 * the same run, interleaved, and prints ratios. Absolute figures do not travel from machine to machine; the ratios do.
 * `--only queue-next --claims 100000,1000000`: `queue/next` alone, in newsrooms with desks, beside its bare SQL statement.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { freePort } from '../../tools/embedded-postgres.mjs';
import { load, median } from './load.mjs';
import { nextSql } from './floor.mjs';
import { post, TOKEN } from './post.mjs';
import { queueNext } from './queue-next.mjs';
import { seed } from './seed.mjs';
import { Stand } from './stand.mjs';
import { toDelivery } from './to-delivery.mjs';

const { values: given } = parseArgs({
  options: {
    claims: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const sizes = given.claims.split(',').map(Number);
const [claims] = sizes;
const seconds = Number(given.seconds);
const rounds = Number(given.rounds);
const ASKERS = 32;
const parts = { 'queue-next': queueNext };
if (given.only !== undefined && parts[given.only] === undefined)
  throw new Error(`--only takes ${Object.keys(parts).join(', ')}`);

const stand = await Stand.open();
try {
  await (given.only === undefined ? main() : parts[given.only](stand, { sizes, seconds, rounds }));
} finally {
  await stand.close();
}
process.exit();

async function main() {
  const { url, env, client, newsroom } = await stand.database();
  console.log(`Seeding ${claims.toLocaleString('en')} claims ...`);
  await seed(client, newsroom, claims);
  const api = await stand.api(env);
  await stand.worker(env);
  const floorPort = String(await freePort());
  await stand.start('bench/service/floor.mjs', { ...env, NEWSROOM: newsroom, PORT: floorPort });
  const tokens = await hire(api);
  await client.query('UPDATE person SET capacity = 1000000');
  await compare(client, newsroom, { api, floor: `http://127.0.0.1:${floorPort}`, tokens, url });
  stand.onClose(await toDelivery(client, api));
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
