import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ArchiveSearch } from '#archive';
import { DemandStore, type Demand } from '#claims';
import { ClaimReading } from '../claims/claims.reading.js';
import { appearanceView } from '../claims/claims.views.js';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { MatchReading } from './matches.reading.js';
import { DemandView, MatchFindings, MatchSearch } from './matches.schemas.js';

const PLACES = 50;
const tag = 'Matches';

/** Searching what was claimed and checked before. */
@Controller()
export class ArchiveController {
  constructor(
    private readonly edge: Edge,
    private readonly archive: ArchiveSearch,
    private readonly demand: DemandStore,
    private readonly claims: ClaimReading,
    private readonly reading: MatchReading,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/matches/search',
    id: 'searchMatches',
    tag,
    summary: 'Was this checked before? Claims, fact-checks and imported reviews that a text is like, best first',
    description: 'Changes nothing. A claim can be found within seconds of coming in.',
    permission: 'claim.read',
    body: MatchSearch,
    replies: { 200: MatchFindings },
  })
  search(@Calling() call: Call<{ body: z.output<typeof MatchSearch> }>): Promise<Answer> {
    const { limit, ...query } = call.body;
    return this.edge.read(call, async (tx) => {
      const found = await this.archive.search(tx, query, limit);
      const leads = found.map(({ claimId: earlierId, reviewId }) => ({ earlierId, reviewId }));
      const view = await this.reading.leads(tx, leads);
      const data = found.map(({ score, words, sameWords, claimId: earlierId, reviewId }) => ({
        ...{ score, words, sameWords },
        ...view({ earlierId, reviewId }),
      }));
      return answer({ data });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/demand',
    id: 'getClaimDemand',
    tag,
    summary: 'How often a claim was made, and where, over all claims confirmed to be alike',
    permission: 'claim.read',
    params: ById,
    replies: { 200: DemandView },
    problems: ['claim.not-found'],
  })
  asked(@Calling() call: Call<{ params: z.output<typeof ById> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.claims.found(tx, call.params.id);
      const demand = (await this.demand.ofClaims(tx, [id])).get(id) as Demand;
      const places = await this.demand.places(tx, id, PLACES);
      return answer({ ...demand, places: places.map((one) => ({ claimId: one.claimId, ...appearanceView(one) })) });
    });
  }
}
