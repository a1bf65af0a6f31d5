import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Erasures } from '#audit';
import { InboxStore } from '#notifications';
import { answer, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { IdempotencyStore } from '../http/idempotency.store.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { personView } from '../newsroom/newsroom.views.js';
import { ReplyViews } from '../replies/replies.reading.js';
import { ReplyRequestView } from '../replies/replies.schemas.js';
import { ErasedPersonView } from './audit.schemas.js';

@Controller()
export class ErasureController {
  constructor(
    private readonly edge: Edge,
    private readonly erasures: Erasures,
    private readonly inbox: InboxStore,
    private readonly answers: IdempotencyStore,
    private readonly asked: ReplyViews,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/people/:id/erase',
    id: 'erasePerson',
    tag: 'People',
    summary: 'Erase what names a person who left',
    description:
      'Name, address, ids in other systems and tokens go for good, and with them: drafts that they did not hand in; the words of their comments, in every wording, and their name in others’; what was said as they got, gave or gave back work; reasons of recusals and conflicts of interest; absences; inbox, mails, watched claims and settings; answers kept for their requests; and every personal field of the log. Reviews, verdicts, votes and evidence stay under their id, the chain of the log stays valid, and what was published under their name stays published. The answer says how much of each was erased.',
    permission: 'people.manage',
    params: ById,
    replies: { 200: ErasedPersonView },
    problems: ['person.not-found', 'person.still-active'],
    change: true,
  })
  erase(@Calling() call: Call<{ params: z.output<typeof ById> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id } = call.params;
      const { person, erased } = await this.erasures.erase(tx, call.actor, id, call.seenVersion);
      const told = await this.inbox.forget(tx, id);
      const answers = await this.answers.forget(tx, id);
      const body = { ...personView(call.actor, person), erased: { ...erased, ...told, answers } };
      return answer(body, { version: person.version });
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
