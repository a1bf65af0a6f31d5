import { Controller, type Type } from '@nestjs/common';
import { z } from 'zod';
import type { Permission } from '#newsroom';
import type { ProblemCode } from '#problems';
import { actions, inputs, table, Workflow, type Action, type InputOf, type ReasonCode } from '#workflow';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { ClaimReading } from './claims.reading.js';
import { ClaimView } from './claims.schemas.js';

type OfAction<A extends Action> = Call<{ params: z.output<typeof ById>; body: InputOf<A> }>;

/** What people and machines may ask for; the clock's own actions have no route. */
const asked = actions.filter((action) => table[action].who.people !== 'nobody');

/** One's own seat is given back without naming a version: what others do meanwhile must not get in the way. */
function namesOther(action: Action, body: unknown, self: string | null): boolean {
  const { person } = (body ?? {}) as { person?: string };
  return action !== 'release' || (person !== undefined && person !== self);
}

function reasonsOf(action: Action): ProblemCode[] {
  const codes: ReasonCode[] = table[action].guards.flatMap(({ codes }) => [...codes]);
  return ['claim.not-found', 'claim.wrong-state', ...new Set(codes)];
}

function describe(action: Action): string {
  const { does, moves } = table[action];
  const version =
    action === 'submit'
      ? ' `If-Match` carries the ETag of the draft that is handed in.'
      : action === 'release'
        ? ' One’s own seat needs no `If-Match`, somebody else’s does.'
        : '';
  return `Whoever does it ${does}. From: ${Object.keys(moves).join(', ')}.${version} A refusal lists all \`reasons\`.`;
}

/** A route for each action of the table, with its own body. */
function controllerOf<A extends Action>(action: A): Type {
  const { people } = table[action].who;
  const permission: Permission = people === 'anybody' || people === 'nobody' ? 'claim.read' : people;
  const schema = inputs[action].meta({ id: `${action[0]?.toUpperCase()}${action.slice(1)}Claim` });

  @Controller()
  class ActionController {
    constructor(
      readonly edge: Edge,
      readonly workflow: Workflow,
      readonly reading: ClaimReading,
    ) {}

    @Route({
      method: 'POST',
      path: `/v1/claims/:id/actions/${action}`,
      id: `${action}Claim`,
      tag: 'Claims',
      summary: `${action}: ${table[action].does}`,
      description: describe(action),
      permission,
      params: ById,
      body: schema,
      bodyOptional: schema.safeParse({}).success,
      change: action !== 'release',
      replies: { 200: ClaimView },
      problems: reasonsOf(action),
    })
    perform(@Calling() call: OfAction<A>): Promise<Answer> {
      const { actor, params, body } = call;
      const seen = namesOther(action, body, actor.id) ? call.seenVersion : undefined;
      return this.edge.write(call, async (tx) => {
        return this.reading.after(tx, actor, await this.workflow.perform(tx, actor, params.id, action, body, seen));
      });
    }
  }
  return ActionController;
}

export const actionControllers: Type[] = asked.map((action) => controllerOf(action));
