import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { assistantCounts } from '#assistants';
import type { Database } from '#database';
import type { JobQueues } from '#jobs';

/** The worker's /livez, /readyz and /metrics. */
export function serveHealth(port: number, host: string, database: Database, queues: JobQueues): Promise<Server> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const depth = new Gauge({
    name: 'corroborate_jobs',
    help: 'Jobs that wait, run or are put off',
    labelNames: ['queue'],
    registers: [registry],
  });
  const unsealed = new Gauge({
    name: 'corroborate_log_unsealed',
    help: 'Log rows that wait for their seal',
    registers: [registry],
  });
  new Counter({
    name: 'corroborate_assistant_outcomes_total',
    help: 'Questions to outside models by what came of them, and claims of their answers that were dropped',
    labelNames: ['purpose', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { purpose, outcome, times } of assistantCounts()) this.inc({ purpose, outcome }, times);
    },
  });
  const figures = async (): Promise<string> => {
    for (const [queue, count] of Object.entries(await queues.depth())) depth.set({ queue }, count);
    const row = await database.system('metrics', (tx) =>
      tx.row<{ count: number }>('SELECT count(*) AS count FROM log WHERE sequence IS NULL'),
    );
    unsealed.set(row?.count ?? 0);
    return registry.metrics();
  };
  const pages: Record<string, () => Promise<string>> = {
    '/livez': async () => 'ok',
    '/readyz': async () => {
      await database.system('metrics', (tx) => tx.rows('SELECT 1'));
      return 'ok';
    },
    '/metrics': figures,
  };
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    if (!page) return void response.writeHead(404).end();
    page().then(
      (body) => response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(body),
      () => response.writeHead(503).end(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
