import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Figures, FlowStore } from '#insights';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Route } from '../http/route.js';
import { FiguresReply, type OfStats } from './figures.reply.js';
import { AgreementOfReviewers, Rates, StatsQuery, Throughput, ThroughputQuery, Turnaround } from './stats.schemas.js';

const common = { method: 'GET', tag: 'Figures', permission: 'stats.read', alsoAs: 'text/csv' } as const;

/** How claims move, and how far reviewers agree. */
@Controller()
export class FlowStatsController {
  constructor(
    private readonly reply: FiguresReply,
    private readonly flow: FlowStore,
    private readonly figures: Figures,
  ) {}

  @Route({
    ...common,
    path: '/v1/stats/turnaround',
    id: 'statsTurnaround',
    summary: 'How long claims stay in each stage: median and 90th percentile',
    query: StatsQuery,
    replies: { 200: Turnaround },
  })
  turnaround(@Calling() call: OfStats): Promise<Answer> {
    const columns = ['stage', 'from', 'to', 'times', 'median', 'p90'] as const;
    return this.reply.of(call, async (tx, period) => ({ rows: await this.figures.turnaround(tx, period) }), columns);
  }

  @Route({
    ...common,
    path: '/v1/stats/throughput',
    id: 'statsThroughput',
    summary: 'How much came in and went out, by day, week or month',
    description: 'In the newsroom’s time zone. Days on which nothing happened are left out.',
    query: ThroughputQuery,
    replies: { 200: Throughput },
  })
  throughput(@Calling() call: Call<{ query: z.output<typeof ThroughputQuery> }>): Promise<Answer> {
    const columns = [
      'start',
      'proposed',
      'queued',
      'dismissed',
      'merged',
      'submitted',
      'approved',
      'published',
      'corrected',
      'retracted',
    ] as const;
    return this.reply.of(
      call,
      async (tx, period) => ({ rows: await this.flow.throughput(tx, period, call.query.by) }),
      columns,
    );
  }

  @Route({
    ...common,
    path: '/v1/stats/rates',
    id: 'statsRates',
    summary: 'What share of claims is accepted at triage, and what share of rounds is disputed',
    description: 'Acceptance: of claims that triage decided on. Dispute: of rounds of several reviews that closed.',
    query: StatsQuery,
    replies: { 200: Rates },
  })
  rates(@Calling() call: OfStats): Promise<Answer> {
    const columns = ['rate', 'of', 'times', 'share'] as const;
    return this.reply.of(
      call,
      async (tx, period) => {
        const { accepted, dismissed, merged, rounds, disputed } = await this.flow.rates(tx, period);
        const rows = [
          shareOf('acceptance', accepted, accepted + dismissed + merged),
          shareOf('dispute', disputed, rounds),
        ];
        return { rows };
      },
      columns,
    );
  }

  @Route({
    ...common,
    path: '/v1/stats/agreement',
    id: 'statsAgreement',
    summary: 'How far reviewers agree beyond chance: Krippendorff’s alpha, and Cohen’s kappa for each two of them',
    description:
      'Over the rounds of several reviews that closed in the period. CSV has the pairs; alpha is in the JSON alone.',
    query: StatsQuery,
    replies: { 200: AgreementOfReviewers },
  })
  agreement(@Calling() call: OfStats): Promise<Answer> {
    const columns = ['one', 'oneName', 'other', 'otherName', 'times', 'observed', 'kappa'] as const;
    return this.reply.of(
      call,
      async (tx, period) => {
        const { pairs, ...more } = await this.figures.agreement(tx, period);
        return { rows: pairs, more };
      },
      columns,
    );
  }
}

function shareOf(rate: string, times: number, of: number) {
  return { rate, of, times, share: of === 0 ? null : times / of };
}
