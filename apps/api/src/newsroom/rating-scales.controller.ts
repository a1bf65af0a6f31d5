import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { RatingScales } from '#newsroom';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { PlainList, ScaleBody, ScaleView } from './newsroom.schemas.js';
import { scaleView } from './newsroom.views.js';

type ById = z.output<typeof ById>;
type ScaleBody = z.output<typeof ScaleBody>;
const tag = 'Rating scales';

@Controller()
export class RatingScalesController {
  constructor(
    private readonly edge: Edge,
    private readonly scales: RatingScales,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/rating-scales',
    id: 'listRatingScales',
    tag,
    summary: 'The newsroom’s rating scales; verdicts are given on the default one',
    permission: 'claim.read',
    query: PlainList,
    replies: { 200: pageSchema(ScaleView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof PlainList> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const rows = await this.scales.list(tx, call.after?.[0] as string | undefined, call.limit + 1);
      return pageOf(call, rows, (row) => [row.id], scaleView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/rating-scales/:id',
    id: 'getRatingScale',
    tag,
    summary: 'One rating scale',
    permission: 'claim.read',
    params: ById,
    replies: { 200: ScaleView },
    problems: ['rating-scale.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const scale = await this.scales.byId(tx, call.params.id);
      return answer(scaleView(scale), { version: scale.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/rating-scales',
    id: 'addRatingScale',
    tag,
    summary: 'Add a rating scale',
    permission: 'policy.manage',
    body: ScaleBody,
    replies: { 201: ScaleView },
    problems: ['rating-scale.invalid'],
  })
  add(@Calling() call: Call<{ body: ScaleBody }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const scale = await this.scales.add(tx, call.actor, call.body);
      const location = `/v1/rating-scales/${scale.id}`;
      return answer(scaleView(scale), { status: 201, version: scale.version, location });
    });
  }

  @Route({
    method: 'PUT',
    path: '/v1/rating-scales/:id',
    id: 'saveRatingScale',
    tag,
    summary: 'Edit a rating scale',
    description: 'Published versions keep the labels of their day.',
    permission: 'policy.manage',
    params: ById,
    body: ScaleBody,
    replies: { 200: ScaleView },
    problems: ['rating-scale.not-found', 'rating-scale.invalid'],
    change: true,
  })
  save(@Calling() call: Call<{ params: ById; body: ScaleBody }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const scale = await this.scales.edit(tx, call.actor, call.params.id, call.seenVersion, call.body);
      return answer(scaleView(scale), { version: scale.version });
    });
  }
}
