import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { problem } from '#problems';
import { type Answer, bytes } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { eventTypeGiven } from './events.controller.js';
import { EventReading } from './events.reading.js';
import { LiveEvents } from './live-events.service.js';

const sequence = z.string().regex(/^\d{1,15}$/, 'is not the sequence of an event');
const StreamQuery = z.strictObject({
  type: eventTypeGiven.optional(),
  after: sequence.optional().meta({ description: 'As Last-Event-ID, which goes before it; 0 is the beginning.' }),
});

@Controller()
export class EventStreamController {
  constructor(
    private readonly edge: Edge,
    private readonly live: LiveEvents,
    private readonly reading: EventReading,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/events/stream',
    id: 'streamEvents',
    tag: 'Events',
    summary: 'The log as it grows: server-sent events',
    description:
      'Each has the `sequence` as its id and the event, as /v1/events shows it, as its data. Begins after `Last-Event-ID`, or now. A comment comes every few seconds; a client that stops reading is cut off, and so is one whose token ends.',
    permission: 'events.read',
    query: StreamQuery,
    replies: { 200: 'text/event-stream' },
    problems: ['cursor.invalid', 'request.too-many-streams'],
  })
  async stream(@Calling() call: Call<{ query: z.output<typeof StreamQuery> }>): Promise<Answer> {
    const given = call.raw.headers['last-event-id'] ?? call.query.after;
    let after = 0;
    await this.edge.read(call, async (tx) => {
      const head = await this.reading.head(tx);
      after = given === undefined || given === '' ? head : known(given, head);
      return { status: 200, headers: {}, body: undefined, secrets: [] };
    });
    const stream = this.live.open(call.token, call.actor, call.query.type ?? '*', after);
    const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
    return bytes(stream, { contentType: 'text/event-stream; charset=utf-8', headers });
  }
}

function known(given: string | string[], head: number): number {
  const after = sequence.safeParse(given);
  if (after.success && Number(after.data) <= head) return Number(after.data);
  const detail = 'is not the sequence of an event of this log';
  throw problem('cursor.invalid', {
    detail: `Last-Event-ID ${detail}.`,
    errors: [{ pointer: '?after', code: 'cursor', detail }],
  });
}
