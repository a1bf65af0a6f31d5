import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Plans, type PlanRow } from '#assignments';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { NewPlan, PlanView } from './assignments.schemas.js';

type ById = z.output<typeof ById>;
const tag = 'Assignments';
const permission = 'claim.assign';

@Controller()
export class PlansController {
  constructor(
    private readonly edge: Edge,
    private readonly plans: Plans,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/assignments/plans',
    id: 'planAssignments',
    tag,
    summary: 'Who would get which of these claims; nobody gets any yet',
    description:
      'Respects desk, language, labels, presence, capacity, recusals and who sat in the round. Good for an hour; carry it out by its id.',
    permission,
    body: NewPlan,
    replies: { 201: PlanView },
    problems: ['request.unprocessable', 'claim.person-not-found', 'claim.due-time-past', 'desk.unknown'],
  })
  make(@Calling() call: Call<{ body: z.output<typeof NewPlan> }>): Promise<Answer> {
    const { claims, people, desk, strategy, ...given } = call.body;
    return this.edge.write(call, async (tx) => {
      const plan = await this.plans.make(tx, call.actor, { claims, people, desk, strategy, given });
      return answer(view(plan), { status: 201, location: `/v1/assignments/plans/${plan.id}` });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/assignments/plans/:id',
    id: 'getAssignmentPlan',
    tag,
    summary: 'A plan, and what became of it',
    permission,
    params: ById,
    replies: { 200: PlanView },
    problems: ['plan.not-found'],
  })
  get(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => answer(view(await this.plans.byId(tx, call.params.id))));
  }

  @Route({
    method: 'POST',
    path: '/v1/assignments/plans/:id/carry-out',
    id: 'carryOutPlan',
    tag,
    summary: 'Carry a plan out as it stands',
    description:
      'Each claim has a result of its own; one that is no longer as it was when the plan was made is left alone: `moved-on`. Asked again, it gives the same results and does nothing twice.',
    permission,
    params: ById,
    replies: { 200: PlanView },
    problems: ['plan.not-found', 'plan.expired'],
  })
  carryOut(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => answer(view(await this.plans.carryOut(tx, call.actor, call.params.id))));
  }
}

function view({ id, strategy, given, items, results, createdAt, expiresAt, carriedOutAt }: PlanRow) {
  return { id, strategy, ...given, items, results, createdAt, expiresAt, carriedOutAt };
}
