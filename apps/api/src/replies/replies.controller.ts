import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ClaimStore } from '#claims';
import { problem } from '#problems';
import { Replies, replyReaderOf, ReplyStore } from '#replies';
import { type Answer, answer, pageWith } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { ReplyViews } from './replies.reading.js';
import { OfClaimQuery, RepliesQuery, ReplyRequestView, ReplyRevisions } from './replies.schemas.js';

type Params = z.output<typeof ById>;
type After = [string, string] | undefined;
const tag = 'Right of reply';
const permission = 'claim.read';

@Controller()
export class RepliesController {
  constructor(
    private readonly edge: Edge,
    private readonly replies: Replies,
    private readonly store: ReplyStore,
    private readonly claims: ClaimStore,
    private readonly views: ReplyViews,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/reply-requests',
    id: 'listReplyRequests',
    tag,
    summary: 'Who was asked for comment on a claim, and what they said; oldest first',
    description:
      'Withdrawn requests stay in the list. In a blind round of several seats, what a reviewer asks is left out for everybody else until the round closes.',
    permission,
    params: ById,
    query: OfClaimQuery,
    replies: { 200: pageSchema(ReplyRequestView) },
    problems: ['claim.not-found'],
  })
  ofClaim(@Calling() call: Call<{ params: Params; query: z.output<typeof OfClaimQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = call.params;
      const page = { after: call.after as After, limit: call.limit + 1 };
      const [claim, rows] = await Promise.all([
        this.claims.byId(tx, id),
        this.store.ofClaim(tx, id, replyReaderOf(call.actor), page),
      ]);
      if (!claim) throw problem('claim.not-found');
      const shown = rows.slice(0, call.limit);
      const last = rows.length > call.limit ? shown.at(-1) : undefined;
      return pageWith(call, await this.views.of(tx, shown), last ? [last.createdAt, last.id] : null);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/reply-requests',
    id: 'listAllReplyRequests',
    tag,
    summary: 'Requests for comment of the whole newsroom, by deadline, soonest first',
    permission,
    query: RepliesQuery,
    replies: { 200: pageSchema(ReplyRequestView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof RepliesQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const page = { after: call.after as After, limit: call.limit + 1 };
      const rows = await this.store.list(tx, call.query, replyReaderOf(call.actor), page);
      const shown = rows.slice(0, call.limit);
      const last = rows.length > call.limit ? shown.at(-1) : undefined;
      return pageWith(call, await this.views.of(tx, shown), last ? [last.dueAt, last.id] : null);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/reply-requests/:id',
    id: 'getReplyRequest',
    tag,
    summary: 'One request for comment, with its answer',
    permission,
    params: ById,
    replies: { 200: ReplyRequestView },
    problems: ['reply.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: Params }>): Promise<Answer> {
    return this.edge.read(call, async (tx) =>
      this.views.answer(tx, await this.replies.found(tx, call.actor, call.params.id)),
    );
  }

  @Route({
    method: 'GET',
    path: '/v1/reply-requests/:id/revisions',
    id: 'listReplyRevisions',
    tag,
    summary: 'Everything that a request said and that was recorded as its answer, oldest first',
    permission,
    params: ById,
    replies: { 200: ReplyRevisions },
    problems: ['reply.not-found'],
  })
  revisions(@Calling() call: Call<{ params: Params }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const rows = await this.replies.revisions(tx, call.actor, call.params.id);
      return answer({ data: rows.map(({ content, ...row }) => ({ ...content, ...row })) });
    });
  }
}
