import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { eventTypes } from '#log';
import { type Answer, answer } from '../http/answer.js';
import { NoQuery } from '../http/schemas.js';
import { Route } from '../http/route.js';
import { EventTypeView } from './webhooks.schemas.js';
import { eventTypeView } from './webhooks.views.js';

@Controller()
export class EventTypesController {
  @Route({
    method: 'GET',
    path: '/v1/event-types',
    id: 'listEventTypes',
    tag: 'Webhooks',
    summary: 'Every event that goes out, with its JSON Schema and an example',
    description: 'Schemas only grow; a breaking change is a new `schemaVersion`. Sort what arrives by `sequence`.',
    permission: 'anyone',
    query: NoQuery,
    replies: { 200: z.object({ data: z.array(EventTypeView) }) },
  })
  list(): Answer {
    const goingOut = eventTypes().filter((type) => type.public);
    return answer({ data: goingOut.map(eventTypeView) });
  }
}
