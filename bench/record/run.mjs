/*
 * `npm run bench:record [-- --claims 100000 --history 1000000 --seconds 3 --rounds 6]`: what the record costs and what it answers.
 * `--sealing`: actions per second with the log sealed and read behind them, against the same while the worker stands still; interleaved,
 * as ratios. `--figures`: every figure over a million steps of history. `--chain`: the rows a second at which the chain is
 * followed and written out. All of them unless some are named.
 */
import { parseArgs } from 'node:util';
import { median } from '../service/load.mjs';
import { TOKEN } from '../service/post.mjs';
import { seed } from '../service/seed.mjs';
import { Stand } from '../service/stand.mjs';
import { history } from './history.mjs';
import { processorTime } from './processor.mjs';
import { sealing } from './sealing.mjs';

const { values: given } = parseArgs({
  options: {
    claims: { type: 'string', default: '100000' },
    history: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '6' },
    sealing: { type: 'boolean', default: false },
    figures: { type: 'boolean', default: false },
    chain: { type: 'boolean', default: false },
  },
});
const [claims, steps, seconds, rounds] = [given.claims, given.history, given.seconds, given.rounds].map(Number);
const all = !given.sealing && !given.figures && !given.chain;
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

const PERIODS = [
  ['a month', 30, ''],
  ['a year', 366, ''],
  ['a desk’s year', 366, '&desk=news'],
  ['a label’s year', 366, '&label=label-3'],
];
const FIGURES = 'turnaround throughput rates agreement people desks overdue ratings sources'.split(' ');

const stand = await Stand.open();
try {
  await main();
} finally {
  await stand.close();
}
process.exit();

async function main() {
  const base = await stand.database();
  const { client, env, newsroom } = base;
  console.log(`Seeding ${claims.toLocaleString('en')} claims ...`);
  await seed(client, newsroom, claims);
  const api = await stand.api(env);
  if (all || given.sealing || given.chain) await sealing(stand, { ...base, api, headers, seconds, rounds });
  if (all || given.chain) await chain(client, api);
  if (all || given.figures) await figures(client, api, newsroom);
}

async function figures(client, api, newsroom) {
  console.log(`\nFilling ${steps.toLocaleString('en')} steps of history over a year ...`);
  await history(client, newsroom, steps);
  console.log('ms over HTTP, median of 5 (of a processor, api and PostgreSQL together)');
  console.log(`figure      ${PERIODS.map(([name]) => name.padStart(16)).join('')}`);
  for (const what of FIGURES) {
    let row = what.padEnd(12);
    for (const [, days, filter] of PERIODS) {
      const from = new Date(Date.now() - days * 86_400_000).toISOString();
      const times = [];
      const cpu = processorTime();
      for (let n = 0; n < 5; n++) times.push(await timed(`${api}/v1/stats/${what}?from=${from}${filter}`));
      row += `${median(times).toFixed(0)} (${((processorTime() - cpu) / times.length).toFixed(0)})`.padStart(16);
    }
    console.log(row);
  }
}

async function timed(address) {
  const begun = performance.now();
  const reply = await fetch(address, { headers });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${address}: ${text}`);
  return performance.now() - begun;
}

/** How fast the chain is followed and written out. */
async function chain(client, api) {
  const { rows } = await client.query('SELECT sequence::int FROM log_head');
  const count = rows[0].sequence;
  const rate = (begun, read) => (read / ((performance.now() - begun) / 1000)).toFixed(0);
  let begun = performance.now();
  const found = await (await fetch(`${api}/v1/audit/verify?limit=50000`, { headers })).json();
  if (!found.ok) throw new Error(JSON.stringify(found.broken));
  console.log(`\nverify: ${rate(begun, found.rows)} rows a second (${found.rows} of ${count})`);
  begun = performance.now();
  const reply = await fetch(`${api}/v1/audit/export`, { headers });
  let bytes = 0;
  for await (const chunk of reply.body) bytes += chunk.length;
  console.log(`export: ${rate(begun, count)} rows a second, ${(bytes / count).toFixed(0)} bytes a row`);
}
