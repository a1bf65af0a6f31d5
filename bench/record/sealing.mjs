import { load, median } from '../service/load.mjs';
import { processorTime } from './processor.mjs';

/**
 * One action, accept, with a worker that seals and reads behind it and with the same worker standing still (SIGSTOP), in turns. It is
 * warm from the first round on, and has nothing else to do: no model is fitted from these decisions, no deadline is near.
 */
export async function sealing(stand, { client, env, newsroom, api, headers, seconds, rounds }) {
  await nothingElse(client, newsroom);
  const { rows } = await client.query(`SELECT id FROM claim WHERE newsroom = $1 AND state = 'proposed' ORDER BY id`, [
    newsroom,
  ]);
  const next = () => {
    const row = rows.pop();
    return row && accept(row.id, headers);
  };
  const worker = await stand.worker(env);
  stand.onClose(() => worker.kill('SIGCONT'));
  await load(api, 3, next);
  await quiet(client);
  const results = { off: [], on: [] };
  const behind = [];
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 ? ['on', 'off'] : ['off', 'on']) {
      worker.kill(side === 'on' ? 'SIGCONT' : 'SIGSTOP');
      const cpu = processorTime();
      const result = await load(api, seconds, next);
      if (result.failed > 0) throw new Error(result.firstFailure);
      const begun = performance.now();
      if (side === 'on') {
        await quiet(client);
        behind.push((performance.now() - begun) / 1000);
      }
      const actions = result.perSecond * seconds;
      results[side].push({ perSecond: result.perSecond, cpu: (processorTime() - cpu) / actions });
      worker.kill('SIGCONT');
      await quiet(client);
    }
  }
  if (rows.length === 0) throw new Error('Claims ran out: take more of them, or fewer rounds.');
  report(results, behind, { seconds, rounds });
}

function report({ off, on }, behind, { seconds, rounds }) {
  const ratio = (figure) => median(on.map((result, round) => result[figure] / off[round][figure]));
  const spread = on.map((result, round) => (result.perSecond / off[round].perSecond).toFixed(2)).sort();
  const of = (side, figure, digits = 0) => median(side.map((result) => result[figure])).toFixed(digits);
  console.log(`\n32 connections, ${rounds} rounds of ${seconds} s in turns; medians`);
  console.log(
    `actions a second: ${of(off, 'perSecond')} unsealed, ${of(on, 'perSecond')} with the log sealed and read behind them: ` +
      `ratio ${ratio('perSecond').toFixed(2)} (${spread[0]} to ${spread.at(-1)})`,
  );
  if (Number.isFinite(ratio('cpu')))
    console.log(
      `processor for an action: ${of(off, 'cpu', 2)} ms unsealed, ${of(on, 'cpu', 2)} ms sealed and read to the end: ratio ${(1 / ratio('cpu')).toFixed(2)}`,
    );
  console.log(`sealed and read to the end ${median(behind).toFixed(1)} s after the load`);
}

/** Work of the worker that has nothing to do with the record. */
async function nothingElse(client, newsroom) {
  await client.query('ALTER TABLE claim DISABLE TRIGGER USER');
  await client.query('UPDATE claim SET due_at = NULL WHERE newsroom = $1', [newsroom]);
  await client.query('ALTER TABLE claim ENABLE TRIGGER USER');
  await client.query('UPDATE waiting SET due_at = NULL WHERE newsroom = $1', [newsroom]);
  await client.query('DELETE FROM match_work WHERE newsroom = $1', [newsroom]);
  await client.query(
    'INSERT INTO scoring (newsroom, learn_from) VALUES ($1, NULL) ON CONFLICT (newsroom) DO UPDATE SET learn_from = NULL',
    [newsroom],
  );
  await client.query('VACUUM ANALYZE claim, waiting');
}

function accept(id, headers) {
  return {
    method: 'POST',
    path: `/v1/claims/${id}/actions/accept`,
    headers: { ...headers, 'if-match': '"1"' },
    body: '{}',
  };
}

/** Waits until every row is sealed and every reader has read it. */
async function quiet(client) {
  for (;;) {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM log WHERE sequence IS NULL) + (SELECT coalesce(sum(h.sequence - r.sequence), 0)
         FROM log_head h JOIN log_reader r USING (newsroom)) AS waiting`,
    );
    if (Number(rows[0].waiting) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
