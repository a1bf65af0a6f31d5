import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Comments } from '#comments';
import type { Tx } from '#database';
import { EvidenceReading } from '../evidence/evidence.reading.js';
import { problem } from '#problems';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { CommentViews } from './comments.reading.js';
import { CommentChange, CommentView, CommentWithdrawal, NewComment } from './comments.schemas.js';

type Params = z.output<typeof ById>;
type OfId = Call<{ params: Params }>;
const tag = 'Comments';
const permission = 'claim.comment';

@Controller()
export class CommentChangesController {
  constructor(
    private readonly edge: Edge,
    private readonly comments: Comments,
    private readonly evidence: EvidenceReading,
    private readonly views: CommentViews,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/comments',
    id: 'postComment',
    tag,
    summary: 'Say something about a claim, a passage or a piece of evidence; or reply',
    description:
      'Whoever is mentioned, and whoever watches the claim, finds it in their inbox. The claim’s version stays. A reply opens a resolved thread again.',
    permission,
    params: ById,
    body: NewComment,
    replies: { 201: CommentView },
    problems: [
      'claim.not-found',
      'claim.wrong-state',
      'claim.span-outside-text',
      'comment.reply-unknown',
      'comment.evidence-unknown',
      'comment.no-desk',
      'comment.span-nowhere',
      'comment.mention-unknown',
      'comment.mention-misplaced',
    ],
  })
  post(@Calling() call: Call<{ params: Params; body: z.output<typeof NewComment> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      await this.assertEvidence(tx, call, call.body.evidenceId);
      const comment = await this.comments.post(tx, call.actor, call.params.id, call.body);
      return this.views.answer(tx, comment, { status: 201, location: `/v1/comments/${comment.id}` });
    });
  }

  @Route({
    method: 'PATCH',
    path: '/v1/comments/:id',
    id: 'editComment',
    tag,
    summary: 'Change the words of your comment',
    description: 'What it said before stays readable. Whoever is mentioned anew is told.',
    permission,
    params: ById,
    body: CommentChange,
    replies: { 200: CommentView },
    problems: [
      'comment.not-found',
      'comment.not-yours',
      'comment.withdrawn',
      'comment.mention-unknown',
      'comment.mention-misplaced',
    ],
    change: true,
  })
  edit(@Calling() call: Call<{ params: Params; body: z.output<typeof CommentChange> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      this.views.answer(tx, await this.comments.edit(tx, call.actor, call.params.id, call.seenVersion, call.body)),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/comments/:id/withdraw',
    id: 'withdrawComment',
    tag,
    summary: 'Withdraw your comment; with claim.edit, anybody’s, with a reason',
    description: 'That it was there stays to be seen, its words do not.',
    permission,
    params: ById,
    body: CommentWithdrawal,
    bodyOptional: true,
    replies: { 200: CommentView },
    problems: ['comment.not-found', 'comment.not-yours', 'comment.withdrawn', 'claim.reason-required'],
    change: true,
  })
  withdraw(@Calling() call: Call<{ params: Params; body: z.output<typeof CommentWithdrawal> }>): Promise<Answer> {
    const reason = call.body.reason ?? null;
    return this.edge.write(call, async (tx) =>
      this.views.answer(tx, await this.comments.withdraw(tx, call.actor, call.params.id, call.seenVersion, reason)),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/comments/:id/resolve',
    id: 'resolveThread',
    tag,
    summary: 'Settle what a thread is about',
    description: 'Once more changes nothing.',
    permission,
    params: ById,
    replies: { 200: CommentView },
    problems: ['comment.not-found', 'comment.not-a-thread'],
  })
  resolve(@Calling() call: OfId): Promise<Answer> {
    return this.settle(call, true);
  }

  @Route({
    method: 'POST',
    path: '/v1/comments/:id/reopen',
    id: 'reopenThread',
    tag,
    summary: 'Open a resolved thread again',
    description: 'Once more changes nothing.',
    permission,
    params: ById,
    replies: { 200: CommentView },
    problems: ['comment.not-found', 'comment.not-a-thread'],
  })
  reopen(@Calling() call: OfId): Promise<Answer> {
    return this.settle(call, false);
  }

  private settle(call: OfId, resolved: boolean): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      this.views.answer(tx, await this.comments.resolve(tx, call.actor, call.params.id, resolved)),
    );
  }

  /** Nobody comments on evidence that they may not see. */
  private async assertEvidence(tx: Tx, call: OfId, id: string | undefined): Promise<void> {
    if (id === undefined) return;
    const known = await this.evidence.seen(tx, call.actor, id);
    if (known?.claimId === call.params.id) return;
    const detail = 'is no evidence of this claim that you may see';
    throw problem('comment.evidence-unknown', {
      errors: [{ pointer: '/evidenceId', code: 'comment.evidence-unknown', detail }],
    });
  }
}
