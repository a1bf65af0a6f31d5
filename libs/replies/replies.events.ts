import { z } from 'zod';
import { defineEvent } from '#log';
import type { Permission } from '#newsroom';
import { replyChannels, replyOutcomes, type ReplyRequest } from './replies.types.js';

/**
 * What a log row tells of a request for comment. Who was asked, what, and what they said are personal fields, for those who
 * read claims; how they were reached is in no row. While a blind round keeps a request its asker's, a row tells that there is one.
 */
const snapshot = {
  requestId: z.uuid(),
  claimId: z.uuid(),
  channel: z
    .enum(replyChannels)
    .nullable()
    .describe('Null, as the times and the outcome, while a blind round keeps it.'),
  askedAt: z.iso.datetime().nullable(),
  dueAt: z.iso.datetime().nullable(),
  public: z.boolean().describe('Whether the published fact-check names it.'),
  outcome: z.enum(replyOutcomes).nullable(),
  answeredAt: z.iso.datetime().nullable(),
  late: z.boolean().describe('The answer came after the deadline.'),
  live: z.boolean().describe('A version of the fact-check is public already.'),
  concealed: z.boolean().describe('Its asker’s alone until the blind round that they sit in closes.'),
  people: z.array(z.uuid()).describe('Who asked.'),
  path: z.string().describe('Where the request is to be had, under the address of the API.'),
};

export function replySnapshot(request: ReplyRequest, live: boolean) {
  const { id, claimId, channel, askedAt, dueAt, outcome, answeredAt, concealed, askedBy } = request;
  const told = <T>(value: T): T | null => (concealed ? null : value);
  return {
    requestId: id,
    claimId,
    channel: told(channel),
    askedAt: told(askedAt.toISOString()),
    dueAt: told(dueAt.toISOString()),
    public: request.public,
    outcome: told(outcome),
    answeredAt: told(answeredAt?.toISOString() ?? null),
    late: !concealed && answeredAt !== null && answeredAt > request.dueAt,
    live,
    concealed,
    people: [askedBy],
    path: `/v1/reply-requests/${id}`,
  };
}

/** Whom it was put to; undefined where a row is not to name them. */
export function replyPersonal({ concealed, erasedAt, name, role, organisation }: ReplyRequest) {
  return concealed || erasedAt !== null ? undefined : { name, role, organisation };
}

const example = {
  requestId: '0193f2d4-77aa-7b3c-9d21-5e6f708192a3',
  claimId: '0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
  channel: 'email' as const,
  askedAt: '2026-11-22T09:00:00.000Z',
  dueAt: '2026-11-23T17:00:00.000Z',
  public: true,
  outcome: null,
  answeredAt: null,
  late: false,
  live: false,
  concealed: false,
  people: ['0193f2a2-5b6c-7d8e-9f00-112233445566'],
  path: '/v1/reply-requests/0193f2d4-77aa-7b3c-9d21-5e6f708192a3',
};
const answered = { ...example, outcome: 'answered' as const, answeredAt: '2026-11-23T11:30:00.000Z' };
const personalFor: Permission = 'claim.read';
const about = { subject: 'reply-request', data: z.object(snapshot), example, personalFor } as const;

export const replyRequested = defineEvent({
  ...about,
  type: 'reply.requested',
  summary: 'Somebody was asked for comment on a claim, with a deadline.',
});
export const replyChanged = defineEvent({
  ...about,
  type: 'reply.changed',
  summary: 'A request for comment reads otherwise, or has another deadline; what it said before stays on record.',
});
export const replyReceived = defineEvent({
  ...about,
  type: 'reply.received',
  summary: 'Somebody who was asked has replied, or declined to comment.',
  example: answered,
});
export const replyCorrected = defineEvent({
  ...about,
  type: 'reply.corrected',
  summary: 'A recorded answer was corrected; its earlier wording stays on record.',
  data: z.object({ ...snapshot, reason: z.string().nullable().describe('Null while a blind round keeps it.') }),
  example: { ...answered, reason: 'A line of the letter was missing.' },
});
export const replyOverdue = defineEvent({
  ...about,
  type: 'reply.overdue',
  summary: 'The time to reply is over and no answer was recorded. Once for a deadline.',
  data: z.object({
    ...snapshot,
    to: z
      .array(z.uuid())
      .describe('Whom it concerns: who asked, and who works on the claim, where nobody does the editors of its desk.'),
  }),
  example: { ...example, to: example.people },
});
export const replyWithdrawn = defineEvent({
  ...about,
  type: 'reply.withdrawn',
  summary: 'A request for comment was withdrawn; that it was there stays on record.',
  public: false,
});
export const replyErased = defineEvent({
  ...about,
  type: 'reply.erased',
  summary: 'What names somebody who was asked for comment was erased, in the request and in the log.',
  public: false,
});
