import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Replies } from '#replies';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { ReplyViews } from './replies.reading.js';
import { UnderLive } from './under-live.service.js';
import {
  NewReplyAnswer,
  NewReplyRequest,
  ReplyAnswerCorrection,
  ReplyRequestChange,
  ReplyRequestView,
  ReplyWithdrawal,
} from './replies.schemas.js';

type Params = z.output<typeof ById>;
type With<B extends z.ZodType> = Call<{ params: Params; body: z.output<B> }>;
const tag = 'Right of reply';
const permission = 'reply.ask';
const keptOut = ['claim.kept-out', 'claim.conflict-of-interest'] as const;
const unchangeable = [
  'reply.not-found',
  'reply.withdrawn',
  'reply.erased',
  'reply.in-blind-round',
  ...keptOut,
] as const;

@Controller()
export class ReplyChangesController {
  constructor(
    private readonly edge: Edge,
    private readonly replies: Replies,
    private readonly underLive: UnderLive,
    private readonly views: ReplyViews,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/reply-requests',
    id: 'askForComment',
    tag,
    summary: 'Record that somebody was asked for comment, with a deadline',
    description:
      'The service asks nobody itself. When the deadline passes without an answer, who asked and who works on the claim are told, once. The claim’s version stays.',
    permission,
    params: ById,
    body: NewReplyRequest,
    replies: { 201: ReplyRequestView },
    problems: [
      'claim.not-found',
      'claim.wrong-state',
      'reply.nobody-named',
      'reply.claimant-unknown',
      'reply.asked-in-future',
      'reply.due-past',
      ...keptOut,
    ],
  })
  ask(@Calling() call: With<typeof NewReplyRequest>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const request = await this.replies.ask(tx, call.actor, call.params.id, call.body);
      return this.views.answer(tx, request, { status: 201, location: `/v1/reply-requests/${request.id}` });
    });
  }

  @Route({
    method: 'PATCH',
    path: '/v1/reply-requests/:id',
    id: 'changeReplyRequest',
    tag,
    summary: 'Word a request differently, give more time, or keep it out of public',
    description: 'By who asked, or with claim.edit. What it said before stays readable, but for the contact.',
    permission,
    params: ById,
    body: ReplyRequestChange,
    replies: { 200: ReplyRequestView },
    problems: [
      ...unchangeable,
      'reply.not-yours',
      'reply.answer-recorded',
      'reply.asked-in-future',
      'reply.due-past',
      'reply.received-before-asked',
    ],
    change: true,
  })
  change(@Calling() call: With<typeof ReplyRequestChange>): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      this.views.answer(tx, await this.replies.change(tx, call.actor, call.params.id, call.seenVersion, call.body)),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/reply-requests/:id/answer',
    id: 'recordReply',
    tag,
    summary: 'Record what somebody said who was asked, or that they declined to comment',
    description:
      'After the deadline, too: it is marked as late. Whoever watches the claim is told. Once a version is public this opens a recheck: a correction (`withReplies`) takes the answer in.',
    permission,
    params: ById,
    body: NewReplyAnswer,
    replies: { 200: ReplyRequestView },
    problems: [...unchangeable, 'reply.answer-recorded', 'reply.received-in-future', 'reply.received-before-asked'],
    change: true,
  })
  answer(@Calling() call: With<typeof NewReplyAnswer>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const recorded = await this.replies.answer(tx, call.actor, call.params.id, call.seenVersion, call.body);
      await this.underLive.raise(tx, call.actor, recorded);
      return this.views.answer(tx, recorded.request);
    });
  }

  @Route({
    method: 'PUT',
    path: '/v1/reply-requests/:id/answer',
    id: 'correctReply',
    tag,
    summary: 'Correct a recorded answer, with a reason; its earlier wording stays on record',
    permission,
    params: ById,
    body: ReplyAnswerCorrection,
    replies: { 200: ReplyRequestView },
    problems: [...unchangeable, 'reply.no-answer', 'reply.received-in-future', 'reply.received-before-asked'],
    change: true,
  })
  correct(@Calling() call: With<typeof ReplyAnswerCorrection>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const recorded = await this.replies.correct(tx, call.actor, call.params.id, call.seenVersion, call.body);
      await this.underLive.raise(tx, call.actor, recorded);
      return this.views.answer(tx, recorded.request);
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/reply-requests/:id/withdraw',
    id: 'withdrawReplyRequest',
    tag,
    summary: 'Withdraw a request for comment, with a reason',
    description: 'By who asked, or with claim.edit. It stays on record, counts no longer, and nobody waits for it.',
    permission,
    params: ById,
    body: ReplyWithdrawal,
    replies: { 200: ReplyRequestView },
    problems: [...unchangeable, 'reply.not-yours'],
    change: true,
  })
  withdraw(@Calling() call: With<typeof ReplyWithdrawal>): Promise<Answer> {
    const { reason } = call.body;
    return this.edge.write(call, async (tx) =>
      this.views.answer(tx, await this.replies.withdraw(tx, call.actor, call.params.id, call.seenVersion, reason)),
    );
  }
}
