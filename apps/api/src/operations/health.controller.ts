import { Controller } from '@nestjs/common';
import { Database } from '#database';
import { problem } from '#problems';
import { z } from 'zod';
import { answer, text, type Answer } from '../http/answer.js';
import { Route } from '../http/route.js';
import { Metrics } from './metrics.js';

const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  @Route({
    method: 'GET',
    path: '/livez',
    id: 'livez',
    tag: 'Operations',
    summary: 'Whether the process runs',
    permission: 'public',
    replies: { 200: Health },
  })
  live(): Answer {
    return answer({ status: 'ok' });
  }

  @Route({
    method: 'GET',
    path: '/readyz',
    id: 'readyz',
    tag: 'Operations',
    summary: 'Whether it can answer: the database is there',
    permission: 'public',
    replies: { 200: Health },
  })
  async ready(): Promise<Answer> {
    if (this.metrics.stopping) throw problem('server.unavailable', 'This process is shutting down.');
    await this.database.system('metrics', (tx) => tx.rows('SELECT 1'));
    return answer({ status: 'ok' });
  }

  @Route({
    method: 'GET',
    path: '/metrics',
    id: 'metrics',
    tag: 'Operations',
    summary: 'Figures for Prometheus',
    permission: 'public',
    replies: { 200: 'text/plain' },
  })
  async figures(): Promise<Answer> {
    return text(await this.metrics.text(), this.metrics.contentType);
  }
}
