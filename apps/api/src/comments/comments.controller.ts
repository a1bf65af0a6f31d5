import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ClaimStore } from '#claims';
import { type Comment, Comments, CommentStore, readerOf } from '#comments';
import { problem } from '#problems';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { CommentViews } from './comments.reading.js';
import { CommentRevisions, CommentsQuery, CommentView } from './comments.schemas.js';

type Params = z.output<typeof ById>;
const tag = 'Comments';
const permission = 'claim.read';

@Controller()
export class CommentsController {
  constructor(
    private readonly edge: Edge,
    private readonly comments: Comments,
    private readonly store: CommentStore,
    private readonly claims: ClaimStore,
    private readonly views: CommentViews,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/comments',
    id: 'listComments',
    tag,
    summary: 'What was said about a claim, oldest first',
    description:
      'Withdrawn comments stay in the list without their words. In a blind round of several seats, what a reviewer says is left out for everybody else until the round closes.',
    permission,
    params: ById,
    query: CommentsQuery,
    replies: { 200: pageSchema(CommentView) },
    problems: ['claim.not-found'],
  })
  list(@Calling() call: Call<{ params: Params; query: z.output<typeof CommentsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = call.params;
      if (!(await this.claims.byId(tx, id))) throw problem('claim.not-found');
      const page = { after: call.after as [string, string] | undefined, limit: call.limit + 1 };
      const rows = await this.store.ofClaim(tx, id, call.query, readerOf(call.actor), page);
      const listed = pageOf(
        call,
        rows,
        (row) => [row.createdAt, row.id],
        (row) => row,
      );
      const { data, ...rest } = listed.body as { data: Comment[] };
      return { ...listed, body: { data: await this.views.of(tx, data), ...rest } };
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/comments/:id',
    id: 'getComment',
    tag,
    summary: 'One comment',
    permission,
    params: ById,
    replies: { 200: CommentView },
    problems: ['comment.not-found'],
    etag: true,
  })
  get(@Calling() call: Call<{ params: Params }>): Promise<Answer> {
    return this.edge.read(call, async (tx) =>
      this.views.answer(tx, await this.comments.found(tx, call.actor, call.params.id)),
    );
  }

  @Route({
    method: 'GET',
    path: '/v1/comments/:id/revisions',
    id: 'listCommentRevisions',
    tag,
    summary: 'Every text that a comment has had, oldest first',
    description: 'Of a withdrawn comment for its author and for those who may read the audit.',
    permission,
    params: ById,
    replies: { 200: CommentRevisions },
    problems: ['comment.not-found', 'comment.withdrawn'],
  })
  revisions(@Calling() call: Call<{ params: Params }>): Promise<Answer> {
    return this.edge.read(call, async (tx) =>
      answer({ data: await this.comments.revisions(tx, call.actor, call.params.id) }),
    );
  }
}
