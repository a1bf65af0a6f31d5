import pg from 'pg';
import { nextSql } from './floor.mjs';
import { load, median } from './load.mjs';
import { hire, RARE_LABEL, seedTeam } from './team.mjs';
import { quiet } from './to-delivery.mjs';

const ASKERS = 32;

/**
 * `queue/next` with 32 askers on four desks, in a newsroom of each size, beside the bare statement on the same tables through as
 * many connections: interleaved, the log sealed behind it, each round begun when the log of the last is sealed and read.
 */
export async function queueNext(stand, { sizes, seconds, rounds }) {
  const rooms = [];
  for (const size of sizes) rooms.push(await open(stand, size));
  const sides = ['api', 'bare', 'label', 'language'];
  const turns = rooms.flatMap((room) => sides.map((side) => ({ room, side })));
  for (const { room, side } of turns) await measure[side](room, 1);
  for (let round = 0; round < rounds; round++) {
    for (const { room, side } of round % 2 ? [...turns].reverse() : turns) {
      const result = await measure[side](room, seconds);
      room.results[side].push({ ...result, sealedAfter: await quiet(room.client) });
      await handIn(room);
    }
  }
  print(rooms, { seconds, rounds });
  for (const room of rooms) await check(room);
}

async function open(stand, size) {
  const { url, env, client, newsroom } = await stand.database(`bench_${size}`);
  const api = await stand.api(env);
  const people = await hire(api, ASKERS);
  // Hired and given tokens already; what the api knows of them by their tokens it reads with their first question.
  await client.query('UPDATE person SET capacity = 1000000');
  const begun = performance.now();
  await seedTeam(client, newsroom, size, people);
  console.log(`Seeded ${size.toLocaleString('en')} claims in ${((performance.now() - begun) / 1000).toFixed(0)} s.`);
  await stand.worker(env);
  const pool = new pg.Pool({ connectionString: url, max: ASKERS });
  stand.onClose(() => pool.end());
  const results = { api: [], bare: [], label: [], language: [] };
  return { size, api, client, newsroom, people, pool, results, given: [] };
}

/** Nobody holds hundreds of claims: what was handed out in a round is off their desks before the next. */
async function handIn({ client, newsroom }) {
  await client.query(
    `UPDATE assignment SET ended_at = app.now(), end_cause = 'closed' WHERE newsroom = $1 AND ended_at IS NULL AND review_id IS NULL`,
    [newsroom],
  );
}

const measure = {
  /** Whoever asks gets the best for them. The last asker, of the rare language, asks in a part of their own. */
  api: (room, seconds) => ask(room, seconds, room.people.slice(0, -1), {}),
  label: (room, seconds) => ask(room, seconds, room.people.slice(0, -1), { labels: [RARE_LABEL] }),
  language: (room, seconds) => ask(room, seconds, room.people.slice(-1), {}),
  bare,
};

function ask({ api, given }, seconds, askers, body) {
  const requests = askers.map(({ token }) => ({
    method: 'POST',
    path: '/v1/queue/next',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }));
  const accept = (status, text) => {
    if (status === 200) given.push(JSON.parse(text).id);
    return status === 200 || status === 204;
  };
  return load(api, seconds, (asker) => requests[asker], accept, requests.length);
}

/** The statement alone, without HTTP, rights, desks, rounds and log: what PostgreSQL gives to as many askers. */
async function bare({ pool, newsroom }, seconds) {
  const times = [];
  const start = performance.now();
  const until = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: ASKERS }, async () => {
      while (performance.now() < until) {
        const begun = performance.now();
        const { rowCount } = await pool.query({ name: 'next', text: nextSql(), values: [newsroom] });
        if (rowCount === 0) break;
        times.push(performance.now() - begun);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)] ?? NaN;
  return { perSecond: (times.length / (performance.now() - start)) * 1000, p50: at(0.5), p95: at(0.95), failed: 0 };
}

function print(rooms, { seconds, rounds }) {
  console.log(`\nqueue/next, ${ASKERS} askers on four desks, ${rounds} interleaved rounds of ${seconds} s; medians`);
  console.log('claims       api/s    bare SQL/s   ratio (aim 0.25)   p50 / p95 ms     sealed s later   failed');
  for (const { size, results } of rooms) {
    const of = (side, figure) => median(results[side].map((result) => result[figure]));
    const ratio = median(results.api.map(({ perSecond }, round) => perSecond / results.bare[round].perSecond));
    const failed = results.api.find((result) => result.failed > 0)?.firstFailure ?? 0;
    console.log(
      `${size.toLocaleString('en').padEnd(10)} ${of('api', 'perSecond').toFixed(0).padStart(7)} ${of('bare', 'perSecond').toFixed(0).padStart(13)} ${ratio.toFixed(2).padStart(7)}` +
        `            ${of('api', 'p50').toFixed(1).padStart(8)} / ${of('api', 'p95').toFixed(1).padEnd(8)} ${of('api', 'sealedAfter').toFixed(1).padStart(8)}          ${failed}`,
    );
  }
  for (const [side, name] of [
    ['api', 'anything of their desks'],
    ['label', 'by a rare label'],
    ['language', 'in a rare language, one asker'],
  ]) {
    const p50 = rooms.map(({ results }) => median(results[side].map((result) => result.p50)));
    const failed = rooms.flatMap(({ results }) => results[side]).find((result) => result.failed > 0)?.firstFailure;
    console.log(
      `p50 ${name}: ${p50.map((ms) => `${ms.toFixed(1)} ms`).join(', ')}; largest to smallest newsroom ${(p50.at(-1) / p50[0]).toFixed(2)}${side === 'api' ? ' (aim: at most 1.5)' : ''}${failed ? `; failed: ${failed}` : ''}`,
    );
  }
}

/** What no speed may cost: a claim handed out twice, or to somebody whom it was not for. */
async function check({ size, client, newsroom, given }) {
  const twice = given.length - new Set(given).size;
  const { rows } = await client.query(WRONG, [newsroom, given]);
  console.log(
    `${size.toLocaleString('en')} claims: ${given.length} handed out, ${twice} of them twice, ${rows[0].taken} with more people than seats, ${rows[0].wrong} to somebody whom they are not for`,
  );
  if (twice + rows[0].taken + rows[0].wrong > 0) process.exitCode = 1;
}

const WRONG = `
  SELECT (SELECT count(*)::int FROM (
      SELECT r.id FROM round r JOIN assignment a ON a.newsroom = r.newsroom AND a.round_id = r.id AND a.end_cause IS NOT DISTINCT FROM coalesce(a.end_cause, 'closed')
      WHERE r.newsroom = $1 GROUP BY r.id, r.policy HAVING count(*) > (r.policy ->> 'reviewsRequired')::int
        OR count(*) > count(DISTINCT a.person_id)) AS crowded) AS taken,
    (SELECT count(*)::int FROM unnest($2::uuid[]) AS given (id)
     JOIN claim c ON c.newsroom = $1 AND c.id = given.id
     JOIN LATERAL (SELECT * FROM assignment WHERE newsroom = $1 AND claim_id = c.id ORDER BY since DESC LIMIT 1) a ON true
     LEFT JOIN desk_member m ON m.newsroom = $1 AND m.desk = c.desk AND m.person_id = a.person_id
     WHERE (c.desk IS NOT NULL AND m.desk IS NULL)
       OR (m.languages <> '{}' AND c.language IS NOT NULL AND NOT split_part(c.language, '-', 1) = ANY (m.languages))
       OR (m.labels <> '{}' AND NOT c.labels && m.labels)
       OR EXISTS (SELECT FROM recusal k WHERE k.newsroom = $1 AND k.claim_id = c.id AND k.person_id = a.person_id)
       OR EXISTS (SELECT FROM conflict k WHERE k.newsroom = $1 AND k.person_id = a.person_id AND k.key = ANY (c.labels))) AS wrong`;
