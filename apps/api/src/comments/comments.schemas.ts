import { z } from 'zod';
import { commentVisibilities } from '#comments';
import { listQuery, time, uuid, words } from '../http/schemas.js';

const LONGEST = 20_000;
const place = z.number().int().min(0).max(10_000_000);
const text = words(LONGEST);

const Mention = z.strictObject({ person: uuid, start: place, end: place }).meta({
  id: 'Mention',
  description: 'Somebody called by @: the range of the text that names them, in UTF-16 units.',
});
const mentions = z
  .array(Mention)
  .max(50)
  .meta({ description: 'Each stands where the text has an @, and calls an active person of this newsroom.' });
const Span = z
  .strictObject({ of: z.enum(['claim', 'article']), start: place, end: place })
  .meta({ description: 'A range of the claim’s text as it was found, or of its article’s stored text.' });

export const NewComment = z
  .strictObject({
    text,
    mentions: mentions.default([]),
    replyTo: uuid.optional().meta({ description: 'Joins its thread, and is about what the thread is about.' }),
    evidenceId: uuid.optional().meta({ description: 'Of this claim.' }),
    span: Span.optional(),
    visibility: z.enum(commentVisibilities).optional().meta({
      description:
        '`internal` (unless given): all who may read the claim. `desk`: members of the claim’s desk, and who is mentioned.',
    }),
  })
  .superRefine(({ replyTo, ...given }, ctx) => {
    if (replyTo === undefined) return;
    for (const field of ['evidenceId', 'span', 'visibility'] as const)
      if (given[field] !== undefined)
        ctx.addIssue({ code: 'custom', path: [field], message: 'is the thread’s: a reply takes it from there' });
  })
  .meta({
    id: 'NewComment',
    examples: [
      {
        text: '@Omar, does the account name the access roads?',
        mentions: [{ person: '0193f2a2-5b6c-7d8e-9f00-112233445566', start: 0, end: 5 }],
      },
    ],
  });

export const CommentChange = z.strictObject({ text, mentions: mentions.default([]) }).meta({ id: 'CommentChange' });
export const CommentWithdrawal = z
  .strictObject({ reason: words(2_000).optional() })
  .meta({ id: 'CommentWithdrawal', description: 'Another person’s comment needs the reason.' });

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const CommentsQuery = listQuery({
  threadId: uuid.optional(),
  evidenceId: uuid.optional(),
  resolved: flag.optional().meta({ description: 'Of threads that are resolved, or open.' }),
});

export const CommentView = z
  .object({
    id: uuid,
    claimId: uuid,
    threadId: uuid.meta({ description: 'The comment that began the talk.' }),
    replyTo: uuid.nullable(),
    evidenceId: uuid.nullable(),
    span: z.object({ of: z.enum(['claim', 'article']), start: place, end: place, quote: z.string() }).nullable(),
    visibility: z.enum(commentVisibilities),
    desk: z.string().nullable(),
    text: z.string().nullable().meta({ description: 'Null once withdrawn, and once its author was forgotten.' }),
    mentions: z.array(z.object({ person: uuid, name: z.string().nullable(), start: place, end: place })),
    author: z.object({ id: uuid, name: z.string().nullable() }),
    revision: z.number().int().meta({ description: 'Counts the texts that it has had.' }),
    createdAt: time,
    editedAt: time.nullable(),
    withdrawn: z.object({ at: time, by: uuid, reason: z.string().nullable() }).nullable(),
    erasedAt: time.nullable().meta({ description: 'When its author was forgotten; every text that it had went then.' }),
    resolved: z.object({ at: time, by: uuid }).nullable().meta({ description: 'Of its thread.' }),
    mergedFrom: uuid.nullable().meta({ description: 'The claim that a merge brought its thread from.' }),
    concealed: z.boolean().meta({ description: 'Its author’s alone until the blind round that they sit in closes.' }),
    version: z.number().int(),
  })
  .meta({ id: 'Comment' });

const Revision = z.object({
  revision: z.number().int(),
  text: z.string(),
  mentions: z.array(z.object({ person: uuid, start: place, end: place })),
  at: time,
  by: uuid,
});
export const CommentRevisions = z.object({ data: z.array(Revision) }).meta({ id: 'CommentRevisions' });
