import { createServer } from 'node:http';
import { post } from './post.mjs';

/** From the answer of an action to the signed request at the endpoint, with nothing else to do. */
export async function toDelivery(client, api) {
  const arrived = new Map();
  const receiver = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      arrived.set(JSON.parse(Buffer.concat(chunks)).subject.id, performance.now());
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  console.log(`the log was sealed and read to its end ${(await quiet(client)).toFixed(1)} s after the load`);
  await post(api, '/v1/webhook-endpoints', {
    url: `http://127.0.0.1:${receiver.address().port}/`,
    events: ['claim.proposed'],
  });
  const times = [];
  for (let n = 0; n < 30; n++) {
    const { id } = await post(api, '/v1/claims', { text: `A claim to be told of, number ${n}` });
    const sent = performance.now();
    while (!arrived.has(id) && performance.now() - sent < 20_000)
      await new Promise((resolve) => setTimeout(resolve, 2));
    times.push((arrived.get(id) ?? Infinity) - sent);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  times.sort((a, b) => a - b);
  console.log(
    `\nfrom the answer to the signed delivery, at rest: median ${times[15].toFixed(0)} ms, slowest of 30 ${times[29].toFixed(0)} ms (aim: under 1000)`,
  );
  return () => new Promise((resolve) => receiver.close(resolve).closeAllConnections());
}

/** Waits until the sealer and the readers have caught up with the load before; the seconds it took. */
export async function quiet(client) {
  const begun = performance.now();
  for (;;) {
    const { rows } = await client.query(
      'SELECT (SELECT count(*) FROM log WHERE sequence IS NULL) + (SELECT coalesce(sum(h.sequence - r.sequence), 0) FROM log_head h JOIN log_reader r USING (newsroom)) AS waiting',
    );
    if (Number(rows[0].waiting) === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return (performance.now() - begun) / 1000;
}
