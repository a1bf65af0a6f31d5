import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Erasures } from '#audit';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { PersonView } from '../newsroom/newsroom.schemas.js';
import { personView } from '../newsroom/newsroom.views.js';
import { ReplyViews } from '../replies/replies.reading.js';
import { ReplyRequestView } from '../replies/replies.schemas.js';

@Controller()
export class ErasureController {
  constructor(
    private readonly edge: Edge,
    private readonly erasures: Erasures,
    private readonly asked: ReplyViews,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/people/:id/erase',
    id: 'erasePerson',
    tag: 'People',
    summary: 'Erase what names a person who left',
    description:
      'Name, address, ids in other systems, tokens, reasons of recusals, and every personal field of the log go for good. What they did stays under their id, the chain of the log stays valid, and what was published under their name stays published.',
    permission: 'people.manage',
    params: ById,
    replies: { 200: PersonView },
    problems: ['person.not-found', 'person.still-active'],
    change: true,
  })
  erase(@Calling() call: Call<{ params: z.output<typeof ById> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const person = await this.erasures.erase(tx, call.actor, call.params.id, call.seenVersion);
      return answer(personView(call.actor, person), { version: person.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/reply-requests/:id/erase',
    id: 'eraseAsked',
    tag: 'Right of reply',
    summary: 'Erase what names somebody who was asked for comment',
    description:
      'Name, role, organisation, contact, the question and the answer go for good, with all their earlier wordings and the personal fields of the log. That somebody was asked, when and until when stays, the chain of the log stays valid, and what was published stays published.',
    permission: 'people.manage',
    params: ById,
    replies: { 200: ReplyRequestView },
    problems: ['reply.not-found'],
    change: true,
  })
  eraseAsked(@Calling() call: Call<{ params: z.output<typeof ById> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      this.asked.answer(tx, await this.erasures.eraseAsked(tx, call.actor, call.params.id, call.seenVersion)),
    );
  }
}
