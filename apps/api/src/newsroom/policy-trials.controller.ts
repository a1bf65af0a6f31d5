import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Policies, type PolicyOfThePast } from '#newsroom';
import { PolicyTrials } from '#reviews';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { pageSchema } from '../http/schemas.js';
import { PolicyBody } from './newsroom.schemas.js';
import {
  ByNumber,
  PolicyTrialView,
  PolicyVersionInList,
  PolicyVersionsQuery,
  PolicyVersionView,
} from './policy-trials.schemas.js';

const tag = 'Policy';

@Controller()
export class PolicyTrialsController {
  constructor(
    private readonly edge: Edge,
    private readonly trials: PolicyTrials,
    private readonly policies: Policies,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/policy/dry-run',
    id: 'tryPolicy',
    tag,
    summary: 'What a policy would change, without saving it',
    description:
      'Which values differ, which claims keep the policy of their round, what new rounds would ask for, and what would get stuck with the people at hand.',
    permission: 'policy.manage',
    body: PolicyBody,
    replies: { 200: PolicyTrialView },
    problems: ['policy.invalid'],
  })
  try(@Calling() call: Call<{ body: z.output<typeof PolicyBody> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => answer(await this.trials.try(tx, call.body)));
  }

  @Route({
    method: 'GET',
    path: '/v1/policy/versions',
    id: 'listPolicyVersions',
    tag,
    summary: 'Every policy that was in force, newest first, with what it changed',
    permission: 'claim.read',
    query: PolicyVersionsQuery,
    replies: { 200: pageSchema(PolicyVersionInList) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof PolicyVersionsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const rows = await this.policies.history(tx, call.after?.[0] as number | undefined, call.limit);
      return pageOf(call, rows, ({ version }) => [version], inList);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/policy/versions/:number',
    id: 'getPolicyVersion',
    tag,
    summary: 'The policy as it was in one version',
    permission: 'claim.read',
    params: ByNumber,
    replies: { 200: PolicyVersionView },
    problems: ['policy.version-not-found'],
  })
  get(@Calling() call: Call<{ params: z.output<typeof ByNumber> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const version = await this.policies.atVersion(tx, call.params.number);
      return answer({ ...version.body, ...inList(version) });
    });
  }
}

function inList({ version, createdAt, createdBy, changes }: PolicyOfThePast) {
  return { version, savedAt: createdAt, savedBy: createdBy, changes };
}
