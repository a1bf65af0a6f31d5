import { z } from 'zod';
import { defineEvent } from '#log';
import { mentionedIn } from './comments.rules.js';
import { commentVisibilities, type Comment } from './comments.types.js';

/** What a log row tells of a comment: where it is, never what it says. */
const snapshot = {
  commentId: z.uuid(),
  claimId: z.uuid(),
  threadId: z.uuid().describe('The comment that began the talk.'),
  replyTo: z.uuid().nullable(),
  evidenceId: z.uuid().nullable(),
  visibility: z.enum(commentVisibilities),
  desk: z.string().nullable().describe('Of a comment to the desk: which.'),
  mentioned: z.array(z.uuid()).describe('Empty while a blind round keeps the comment its author’s alone.'),
  path: z.string().describe('Where the comment is to be had, under the address of the API.'),
};

export function commentSnapshot(comment: Comment) {
  const { id, claimId, threadId, replyTo, evidenceId, visibility, desk, mentions, concealed } = comment;
  return {
    commentId: id,
    claimId,
    threadId,
    replyTo,
    evidenceId: concealed ? null : evidenceId,
    visibility,
    desk,
    mentioned: concealed ? [] : mentionedIn(mentions),
    path: `/v1/comments/${id}`,
  };
}

const example = {
  commentId: '0193f2c1-4a5b-7c6d-8e9f-102938475601',
  claimId: '0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
  threadId: '0193f2c1-4a5b-7c6d-8e9f-102938475601',
  replyTo: null,
  evidenceId: null,
  visibility: 'internal' as const,
  desk: null,
  mentioned: ['0193f2a2-5b6c-7d8e-9f00-112233445566'],
  path: '/v1/comments/0193f2c1-4a5b-7c6d-8e9f-102938475601',
};

const about = { subject: 'comment', data: z.object(snapshot), example } as const;

export const commentPosted = defineEvent({
  ...about,
  type: 'comment.posted',
  summary: 'Somebody said something about a claim, a passage or a piece of evidence.',
});
export const commentEdited = defineEvent({
  ...about,
  type: 'comment.edited',
  summary: 'The author of a comment changed its words; those before stay on record.',
  public: false,
});
export const commentWithdrawn = defineEvent({
  ...about,
  type: 'comment.withdrawn',
  summary: 'A comment was withdrawn; that it was there stays on record.',
  public: false,
});
export const threadResolved = defineEvent({
  ...about,
  type: 'comment.resolved',
  summary: 'What a thread was about is settled.',
  public: false,
});
export const threadReopened = defineEvent({
  ...about,
  type: 'comment.reopened',
  summary: 'A resolved thread is open again, by hand or by a reply.',
  public: false,
});
