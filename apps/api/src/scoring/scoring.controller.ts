import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Scorings } from '#learning';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import {
  ScoringEdit,
  ScoringModelInList,
  ScoringModelsQuery,
  ScoringModelView,
  ScoringView,
} from './scoring.schemas.js';
import { modelInList, modelView, scoringView } from './scoring.views.js';

type ById = z.output<typeof ById>;
const tag = 'Scoring';

@Controller()
export class ScoringController {
  constructor(
    private readonly edge: Edge,
    private readonly scorings: Scorings,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/scoring',
    id: 'getScoring',
    tag,
    summary: 'What scores the claims that come in, and what was learned from so far',
    permission: 'claim.read',
    replies: { 200: ScoringView },
    etag: true,
  })
  get(@Calling() call: Call): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const scoring = await this.scorings.whole(tx);
      return answer(scoringView(scoring), { version: scoring.version });
    });
  }

  @Route({
    method: 'PATCH',
    path: '/v1/scoring',
    id: 'changeScoring',
    tag,
    summary: 'Put a model in force, go back to the built-in score, or say when the newsroom learns',
    description:
      'Claims that are there keep their scores; those of the next article get the new ones. A model chosen by hand stays until somebody changes it, unless `automatic` is sent with it.',
    permission: 'policy.manage',
    body: ScoringEdit,
    replies: { 200: ScoringView },
    problems: ['request.unprocessable'],
    change: true,
  })
  change(@Calling() call: Call<{ body: z.output<typeof ScoringEdit> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const scoring = await this.scorings.edit(tx, call.actor, call.seenVersion, call.body);
      return answer(scoringView(scoring), { version: scoring.version });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/scoring-models',
    id: 'listScoringModels',
    tag,
    summary: 'The models fitted so far, newest first, each with the figures of its trial',
    permission: 'claim.read',
    query: ScoringModelsQuery,
    replies: { 200: pageSchema(ScoringModelInList) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof ScoringModelsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { modelId } = await this.scorings.current(tx);
      const rows = await this.scorings.models(tx, call.after?.[0] as number | undefined, call.limit + 1);
      return pageOf(
        call,
        rows,
        (row) => [row.number],
        (row) => modelInList(row, modelId),
      );
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/scoring-models/:id',
    id: 'getScoringModel',
    tag,
    summary: 'One model: its figures, and what it learned',
    permission: 'claim.read',
    params: ById,
    replies: { 200: ScoringModelView },
    problems: ['scoring-model.not-found'],
  })
  one(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { modelId } = await this.scorings.current(tx);
      return answer(modelView(await this.scorings.model(tx, call.params.id), modelId));
    });
  }
}
