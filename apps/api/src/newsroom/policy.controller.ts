import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '#database';
import { Policies, type WholePolicy } from '#newsroom';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { PolicyBody, PolicyView } from './newsroom.schemas.js';
import { policyView } from './newsroom.views.js';

@Controller()
export class PolicyController {
  constructor(
    private readonly edge: Edge,
    private readonly policies: Policies,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/policy',
    id: 'getPolicy',
    tag: 'Policy',
    summary: 'How this newsroom works: reviews, sign-offs, evidence, deadlines',
    permission: 'claim.read',
    replies: { 200: PolicyView },
    etag: true,
  })
  get(@Calling() call: Call): Promise<Answer> {
    return this.edge.read(call, async (tx) => this.answer(tx, await this.policies.whole(tx)));
  }

  @Route({
    method: 'PUT',
    path: '/v1/policy',
    id: 'savePolicy',
    tag: 'Policy',
    summary: 'Save a new version of the policy',
    description:
      'Rounds that are open keep the policy under which they opened. A policy that the people at hand cannot fulfil is saved, with warnings that name what would get stuck.',
    permission: 'policy.manage',
    body: PolicyBody,
    replies: { 200: PolicyView },
    problems: ['policy.invalid'],
    change: true,
  })
  save(@Calling() call: Call<{ body: z.output<typeof PolicyBody> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      this.answer(tx, await this.policies.save(tx, call.actor, call.seenVersion, call.body)),
    );
  }

  private async answer(tx: Tx, policy: WholePolicy): Promise<Answer> {
    return answer(policyView(policy, await this.policies.warnings(tx, policy.body)), { version: policy.version });
  }
}
