import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { ClaimEntry, inputs, type InputOf } from '#workflow';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { once, uuid } from '../http/schemas.js';
import { ClaimReading } from './claims.reading.js';
import { ItemResults } from './claims.schemas.js';

const item = z.strictObject({
  id: uuid,
  version: z
    .number()
    .int()
    .min(1)
    .optional()
    .meta({ description: 'The version that you saw; not compared when left out.' }),
});
const items = z
  .array(item)
  .min(1)
  .max(200)
  .superRefine(once(({ id }) => id, 'names a claim twice'));
const many = <S extends z.ZodRawShape>(id: string, input: z.ZodObject<S>) =>
  z.strictObject({ claims: items, ...input.shape }).meta({ id });

const AcceptClaims = many('AcceptClaims', inputs.accept);
const DismissClaims = many('DismissClaims', inputs.dismiss);
const AssignClaims = many('AssignClaims', inputs.assign);

type Body<S extends z.ZodType> = Call<{ body: z.output<S> }>;
const tag = 'Claims';
const replies = { 200: ItemResults };

/** One action on many claims: each has a result of its own, and one that is refused stops no other. */
@Controller()
export class BulkActionsController {
  constructor(
    private readonly edge: Edge,
    private readonly entry: ClaimEntry,
    private readonly reading: ClaimReading,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/claims/actions/accept',
    id: 'acceptClaims',
    tag,
    summary: 'Accept many claims',
    permission: 'claim.triage',
    body: AcceptClaims,
    replies,
  })
  accept(@Calling() call: Body<typeof AcceptClaims>): Promise<Answer> {
    return this.perform(call, 'accept', {}, call.body.claims);
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/actions/dismiss',
    id: 'dismissClaims',
    tag,
    summary: 'Dismiss many claims, for one reason',
    permission: 'claim.triage',
    body: DismissClaims,
    replies,
  })
  dismiss(@Calling() call: Body<typeof DismissClaims>): Promise<Answer> {
    const { claims, ...input } = call.body;
    return this.perform(call, 'dismiss', input, claims);
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/actions/assign',
    id: 'assignClaims',
    tag,
    summary: 'Assign many claims to one person',
    permission: 'claim.assign',
    body: AssignClaims,
    replies,
  })
  assign(@Calling() call: Body<typeof AssignClaims>): Promise<Answer> {
    const { claims, ...input } = call.body;
    return this.perform(call, 'assign', input, claims);
  }

  private perform<A extends 'accept' | 'dismiss' | 'assign'>(
    call: Call,
    action: A,
    input: InputOf<A>,
    claims: readonly z.output<typeof item>[],
  ): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const each = claims.map(({ id, version }) => ({ id, version, input }));
      const results = await this.entry.performMany(tx, call.actor, action, each);
      return answer(await this.reading.results(tx, call.actor, results, 200));
    });
  }
}
