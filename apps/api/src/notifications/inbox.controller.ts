import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Entry, InboxStore, kinds } from '#notifications';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { pageSchema } from '../http/schemas.js';
import { EntryView, InboxQuery, Marking, UnreadView } from './notifications.schemas.js';
import { personIn } from './person-in.js';

const tag = 'Inbox';
const permission = 'anyone';
type Marks = Call<{ body: z.output<typeof Marking> }>;

/** What the caller has been told. There is no way to read somebody else's. */
@Controller()
export class InboxController {
  constructor(
    private readonly edge: Edge,
    private readonly inbox: InboxStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/me/inbox',
    id: 'listInbox',
    tag,
    summary: 'What you have been told, newest first',
    permission,
    query: InboxQuery,
    replies: { 200: pageSchema(EntryView) },
    problems: ['inbox.people-only'],
  })
  list(@Calling() call: Call<{ query: z.output<typeof InboxQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const after = call.after?.[0] as string | undefined;
      const rows = await this.inbox.list(tx, personIn(call), call.query, after, call.limit + 1);
      return pageOf(call, rows, (row) => [row.id], entryView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/me/inbox/counts',
    id: 'countInbox',
    tag,
    summary: 'How much of it is unread, by kind',
    permission,
    replies: { 200: UnreadView },
    problems: ['inbox.people-only'],
  })
  counts(@Calling() call: Call): Promise<Answer> {
    return this.edge.read(call, async (tx) => answer(await this.inbox.unread(tx, personIn(call))));
  }

  @Route({
    method: 'POST',
    path: '/v1/me/inbox/read',
    id: 'markInboxRead',
    tag,
    summary: 'Mark entries as read: some, or all up to one',
    permission,
    body: Marking,
    replies: { 200: UnreadView },
    problems: ['inbox.people-only'],
  })
  read(@Calling() call: Marks): Promise<Answer> {
    return this.mark(call, true);
  }

  @Route({
    method: 'POST',
    path: '/v1/me/inbox/unread',
    id: 'markInboxUnread',
    tag,
    summary: 'Mark entries as unread: some, or all up to one',
    permission,
    body: Marking,
    replies: { 200: UnreadView },
    problems: ['inbox.people-only'],
  })
  unread(@Calling() call: Marks): Promise<Answer> {
    return this.mark(call, false);
  }

  private mark(call: Marks, read: boolean): Promise<Answer> {
    const { ids, upTo } = call.body;
    const person = personIn(call);
    return this.edge.write(call, async (tx) => {
      await this.inbox.mark(tx, person, ids === undefined ? { upTo: upTo as string } : { ids }, read);
      return answer(await this.inbox.unread(tx, person));
    });
  }
}

function entryView(entry: Entry) {
  const { id, kind, claimId, claimText, commentId, note, actor, actorName, eventId, eventType, sequence, at, readAt } =
    entry;
  return {
    id,
    kind,
    says: kinds[kind].says,
    claim: claimId && { id: claimId, text: claimText, path: `/v1/claims/${claimId}` },
    comment: commentId && { id: commentId, path: `/v1/comments/${commentId}` },
    note,
    actor: { kind: actor.kind, id: actor.id, name: actorName },
    event: { id: eventId, type: eventType, sequence },
    at,
    readAt,
  };
}
