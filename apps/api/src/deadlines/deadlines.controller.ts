import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { DeadlineStore, stages } from '#deadlines';
import { personOf } from '#newsroom';
import { type Answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { listQuery, pageSchema, time, uuid, words } from '../http/schemas.js';

const DeadlineQuery = listQuery({
  desk: words(100).optional(),
  assignee: uuid.optional().meta({
    description: 'work that was given to this person with a due time of its own, and replies that they wait for',
  }),
  overdue: z.enum(['true', 'false']).optional(),
});
const DeadlineView = z
  .object({
    id: uuid,
    claimId: uuid,
    text: z.string(),
    state: z.string(),
    desk: z.string().nullable(),
    assignee: uuid.nullable().meta({
      description: 'Whose work is due, or who waits for a reply; null where the claim itself is due.',
    }),
    replyRequestId: uuid.nullable().meta({ description: 'The request for comment whose answer is due.' }),
    dueAt: time,
    overdue: z.boolean(),
    told: z
      .enum(stages)
      .meta({ description: 'How far it was told: events of this name, or an escalation to this level.' }),
    nextAt: time
      .nullable()
      .meta({ description: 'When it is looked at again; null: nothing more will be told, or not counted yet.' }),
  })
  .meta({ id: 'Deadline' });

@Controller()
export class DeadlinesController {
  constructor(
    private readonly edge: Edge,
    private readonly store: DeadlineStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/deadlines',
    id: 'listDeadlines',
    tag: 'Queue',
    summary:
      'What is due, soonest first: claims that are not done, work that was given with a due time, and replies that were asked for',
    permission: 'claim.read',
    query: DeadlineQuery,
    replies: { 200: pageSchema(DeadlineView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof DeadlineQuery> }>): Promise<Answer> {
    const { desk, assignee, overdue } = call.query;
    return this.edge.read(call, async (tx) => {
      const rows = await this.store.list(tx, {
        desk,
        assignee,
        overdue: overdue === undefined ? undefined : overdue === 'true',
        viewer: personOf(call.actor),
        after: call.after as [string, string] | undefined,
        limit: call.limit,
      });
      return pageOf(
        call,
        rows,
        ({ dueAt, id }) => [dueAt, id],
        (row) => row,
      );
    });
  }
}
