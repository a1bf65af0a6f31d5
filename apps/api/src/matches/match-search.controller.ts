import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ArchiveSearch } from '#archive';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { MatchReading } from './matches.reading.js';
import { MatchFindings, MatchSearch } from './matches.schemas.js';
import { Reordering } from './reordering.js';

/** Searching what was claimed and checked before. */
@Controller()
export class MatchSearchController {
  constructor(
    private readonly edge: Edge,
    private readonly archive: ArchiveSearch,
    private readonly reading: MatchReading,
    private readonly reordering: Reordering,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/matches/search',
    id: 'searchMatches',
    tag: 'Matches',
    summary: 'Was this checked before? Claims, fact-checks and imported reviews that a text is like, best first',
    description:
      'Changes nothing. A claim can be found within seconds of coming in. Where an outside re-ranker is configured and answers in time, it has the order; otherwise `outsideScore` is null.',
    permission: 'claim.read',
    body: MatchSearch,
    replies: { 200: MatchFindings },
  })
  async search(@Calling() call: Call<{ body: z.output<typeof MatchSearch> }>): Promise<Answer> {
    const { limit, ...query } = call.body;
    let data: Awaited<ReturnType<MatchSearchController['found']>> = [];
    await this.edge.read(call, async (tx) => {
      data = await this.found(tx, query, this.reordering.width(limit));
      return answer(undefined);
    });
    return answer({ data: (await this.reordering.of(call.actor.newsroom, query.text, data)).slice(0, limit) });
  }

  private async found(tx: Parameters<ArchiveSearch['search']>[0], query: { text: string }, most: number) {
    const found = await this.archive.search(tx, query, most);
    const leads = found.map(({ claimId: earlierId, reviewId }) => ({ earlierId, reviewId }));
    const view = await this.reading.leads(tx, leads);
    return found.map(({ score, words, sameWords, claimId: earlierId, reviewId }) => ({
      ...{ score, words, sameWords },
      ...view({ earlierId, reviewId }),
    }));
  }
}
