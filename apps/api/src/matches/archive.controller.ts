import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { DemandStore, type Demand } from '#claims';
import { ClaimReading } from '../claims/claims.reading.js';
import { appearanceView } from '../claims/claims.views.js';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { DemandView } from './matches.schemas.js';

const PLACES = 50;
const tag = 'Matches';

/** How much of what comes in was claimed before. */
@Controller()
export class ArchiveController {
  constructor(
    private readonly edge: Edge,
    private readonly demand: DemandStore,
    private readonly claims: ClaimReading,
  ) {}

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
