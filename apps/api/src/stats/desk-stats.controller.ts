import { Controller } from '@nestjs/common';
import { DeskFiguresStore } from '#insights';
import type { Answer } from '../http/answer.js';
import { Calling } from '../http/call.js';
import { Route } from '../http/route.js';
import { FiguresReply, type OfStats } from './figures.reply.js';
import { DeskFigures, DueFigures, PeopleFigures, RatingFigures, SourceFigures, StatsQuery } from './stats.schemas.js';

const common = {
  method: 'GET',
  tag: 'Figures',
  permission: 'stats.read',
  query: StatsQuery,
  alsoAs: 'text/csv',
} as const;

/** What people, desks and sources carry. */
@Controller()
export class DeskStatsController {
  constructor(
    private readonly reply: FiguresReply,
    private readonly figures: DeskFiguresStore,
  ) {}

  @Route({
    ...common,
    path: '/v1/stats/people',
    id: 'statsPeople',
    summary: 'What each person holds, and did in the period',
    replies: { 200: PeopleFigures },
  })
  people(@Calling() call: OfStats): Promise<Answer> {
    const did = ['taken', 'submitted', 'released', 'expired', 'votes', 'median'] as const;
    const columns = ['person', 'name', 'active', 'capacity', 'held', ...did] as const;
    return this.reply.of(call, async (tx, period) => ({ rows: await this.figures.people(tx, period) }), columns);
  }

  @Route({
    ...common,
    path: '/v1/stats/desks',
    id: 'statsDesks',
    summary: 'What lies on each desk, by state, and what left it in the period',
    replies: { 200: DeskFigures },
  })
  desks(@Calling() call: OfStats): Promise<Answer> {
    const states = ['proposed', 'queued', 'inReview', 'disputed', 'inSignoff', 'approved'] as const;
    const columns = ['desk', ...states, 'overdue', 'submitted', 'published'] as const;
    return this.reply.of(call, async (tx, period) => ({ rows: await this.figures.desks(tx, period) }), columns);
  }

  @Route({
    ...common,
    path: '/v1/stats/overdue',
    id: 'statsOverdue',
    summary: 'What is late now, and how much of what was finished in the period came late',
    replies: { 200: DueFigures },
  })
  overdue(@Calling() call: OfStats): Promise<Answer> {
    const columns = ['desk', 'overdue', 'finished', 'late', 'median'] as const;
    return this.reply.of(call, async (tx, period) => ({ rows: await this.figures.due(tx, period) }), columns);
  }

  @Route({
    ...common,
    path: '/v1/stats/ratings',
    id: 'statsRatings',
    summary: 'How ratings fell, in reviews and in public',
    replies: { 200: RatingFigures },
  })
  ratings(@Calling() call: OfStats): Promise<Answer> {
    const columns = ['rating', 'reviews', 'published', 'live'] as const;
    return this.reply.of(call, async (tx, period) => ({ rows: await this.figures.ratings(tx, period) }), columns);
  }

  @Route({
    ...common,
    path: '/v1/stats/sources',
    id: 'statsSources',
    summary: 'Cited pages by their health, and the rechecks that they caused in the period',
    replies: { 200: SourceFigures },
  })
  sources(@Calling() call: OfStats): Promise<Answer> {
    const columns = ['health', 'sources', 'underLive', 'rechecks'] as const;
    return this.reply.of(call, async (tx, period) => ({ rows: await this.figures.sources(tx, period) }), columns);
  }
}
