import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { eventBody, LogStore } from '#log';
import { NewsroomStore } from '#newsroom';
import { pageOf, type Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { listQuery, pageSchema, time, uuid } from '../http/schemas.js';

export const EventView = z
  .object({
    id: uuid,
    type: z.string(),
    schemaVersion: z.number().int(),
    timestamp: time,
    newsroom: z.string(),
    sequence: z.number().int(),
    actor: z.object({
      kind: z.enum(['person', 'machine', 'system']),
      id: uuid.nullable(),
      application: z.string().nullable(),
    }),
    subject: z.object({
      kind: z.string(),
      id: uuid,
      version: z.number().int().nullable(),
      externalRef: z.string().nullable(),
    }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });

export const eventTypeGiven = z
  .string()
  .regex(/^[a-z-]+(\.[a-z-]+|\.\*)?$/)
  .max(100)
  .meta({ description: 'one type, or a group such as `claim.*`' });
const EventsQuery = listQuery({ type: eventTypeGiven.optional() });

@Controller()
export class EventsController {
  constructor(
    private readonly edge: Edge,
    private readonly log: LogStore,
    private readonly newsrooms: NewsroomStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/events',
    id: 'listEvents',
    tag: 'Events',
    summary: 'The newsroom’s log, oldest first, by cursor',
    description: 'Sealed rows only: `sequence` has no gaps, and a row once read never changes.',
    permission: 'events.read',
    query: EventsQuery,
    replies: { 200: pageSchema(EventView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof EventsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const newsroom = await this.newsrooms.byId(tx);
      const rows = await this.log.sealedAfter(
        tx,
        tx.newsroom,
        Number(call.after?.[0] ?? 0),
        call.limit + 1,
        call.query.type,
      );
      return pageOf(
        call,
        rows,
        (row) => [row.sequence],
        (row) => eventBody(row, newsroom.slug, call.actor.permissions),
      );
    });
  }
}
