import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Desks, DeskStore } from '#newsroom';
import { problem } from '#problems';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { MemberBody, MemberList, MemberView, OneMember } from './desks.schemas.js';
import { memberView } from './newsroom.views.js';

type ById = z.output<typeof ById>;
type OneMember = z.output<typeof OneMember>;
const tag = 'Desks';
const permission = 'people.manage';

@Controller()
export class DeskMembersController {
  constructor(
    private readonly edge: Edge,
    private readonly desks: Desks,
    private readonly store: DeskStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/desks/:id/members',
    id: 'listDeskMembers',
    tag,
    summary: 'Who works at a desk, with which weight and capacity',
    permission: 'claim.read',
    params: ById,
    replies: { 200: MemberList },
    problems: ['desk.not-found'],
  })
  list(@Calling() call: Call<{ params: ById }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const desk = await this.store.byId(tx, call.params.id);
      if (!desk) throw problem('desk.not-found');
      return answer({ data: (await this.store.members(tx, desk.key)).map(memberView) });
    });
  }

  @Route({
    method: 'PUT',
    path: '/v1/desks/:id/members/:personId',
    id: 'putDeskMember',
    tag,
    summary: 'Somebody works at this desk, so much and on that',
    description: 'Counts at once. The person’s `desks` name the desk from then on.',
    permission,
    params: OneMember,
    body: MemberBody,
    replies: { 200: MemberView },
    problems: ['desk.not-found', 'person.not-found'],
  })
  put(@Calling() call: Call<{ params: OneMember; body: z.output<typeof MemberBody> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id, personId } = call.params;
      return answer(memberView(await this.desks.putMember(tx, call.actor, id, personId, call.body)));
    });
  }

  @Route({
    method: 'DELETE',
    path: '/v1/desks/:id/members/:personId',
    id: 'removeDeskMember',
    tag,
    summary: 'Somebody leaves the desk; what they have in hand stays with them',
    permission,
    params: OneMember,
    replies: { 204: null },
    problems: ['desk.not-found', 'desk.member-not-found'],
  })
  remove(@Calling() call: Call<{ params: OneMember }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      await this.desks.removeMember(tx, call.actor, call.params.id, call.params.personId);
      return answer(undefined);
    });
  }
}
