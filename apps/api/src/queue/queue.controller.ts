import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Queue, type QueueAfter } from '#queue';
import { ClaimReading } from '../claims/claims.reading.js';
import { ClaimInList, ClaimView } from '../claims/claims.schemas.js';
import { answer, type Answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, listQuery, languageTag, pageSchema, time, words } from '../http/schemas.js';

const desk = words(100);
const QueueQuery = listQuery({
  desk: desk.optional(),
  for: z.literal('me').optional().meta({
    description: 'What would be handed out to you: of your desks, in your languages, not what you gave back.',
  }),
});
const Waiting = z
  .object({
    claim: ClaimInList,
    why: z.object({
      rank: z.number().int().meta({ description: 'Priority, 0 low to 3 urgent; one more while live and open again.' }),
      reopened: z.boolean(),
      dueAt: time.nullable(),
      score: z.number().nullable(),
      enteredAt: time,
      reasons: z.array(z.string()),
    }),
  })
  .meta({ id: 'Waiting' });
const NextClaim = z
  .strictObject({
    desk: desk.optional(),
    labels: z.array(words(100)).min(1).max(50).optional().meta({ description: 'A claim with any of these.' }),
    languages: z
      .array(languageTag)
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'In one of these, or in none known; a bare language covers all its regions.' }),
  })
  .meta({ id: 'NextClaim' });
const Lease = z
  .object({ leaseExpiresAt: time.nullable().meta({ description: 'Null: this work has no end.' }) })
  .meta({ id: 'Lease' });

@Controller()
export class QueueController {
  constructor(
    private readonly edge: Edge,
    private readonly queue: Queue,
    private readonly reading: ClaimReading,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/queue',
    id: 'listQueue',
    tag: 'Queue',
    summary: 'Claims with an open seat, in the order in which they are handed out, with why',
    description:
      'The order: priority (what is live and open again one step up), due time, check-worthiness, time of entry, id.',
    permission: 'claim.read',
    query: QueueQuery,
    replies: { 200: pageSchema(Waiting) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof QueueQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const after = call.after as unknown as QueueAfter | undefined;
      const { desk: of, for: whom } = call.query;
      const rows =
        whom === 'me'
          ? await this.queue.listFor(tx, call.actor, of, after, call.limit)
          : await this.queue.list(tx, of, after, call.limit);
      const views = new Map(
        (
          await this.reading.inList(
            tx,
            call.actor,
            rows.map(({ claim }) => claim),
          )
        ).map((view) => [view.id, view]),
      );
      return pageOf(
        call,
        rows,
        ({ claim, why }) => [why.rank, why.dueAt, why.score, why.enteredAt, claim.id],
        ({ claim, why }) => ({ claim: views.get(claim.id), why }),
      );
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/queue/next',
    id: 'takeNextClaim',
    tag: 'Queue',
    summary: 'Get the next claim, on a lease; it goes to nobody else',
    description: '204: nothing waits for you.',
    permission: 'claim.review',
    body: NextClaim,
    bodyOptional: true,
    replies: { 200: ClaimView, 204: null },
    problems: ['queue.at-capacity', 'queue.away', 'claim.not-on-desk'],
  })
  next(@Calling() call: Call<{ body: z.output<typeof NextClaim> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const taken = await this.queue.next(tx, call.actor, call.body);
      return taken ? this.reading.after(tx, call.actor, taken) : answer(undefined);
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/lease/renew',
    id: 'renewLease',
    tag: 'Queue',
    summary: 'Let your lease run for its full time again',
    description: 'Any saved work does so, too. No history, no event.',
    permission: 'claim.review',
    params: ById,
    replies: { 200: Lease },
    problems: ['claim.not-found', 'lease.not-held'],
  })
  renew(@Calling() call: Call<{ params: z.output<typeof ById> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      return answer({ leaseExpiresAt: await this.queue.renew(tx, call.actor, id) });
    });
  }
}
