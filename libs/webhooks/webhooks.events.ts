import { z } from 'zod';
import { defineEvent } from '#log';

const endpoint = {
  endpointId: z.uuid(),
  url: z.url().describe('Without its query, which may hold a key.'),
  events: z.array(z.string()),
  desk: z.string().nullable(),
};
const example = {
  endpointId: '0193f2c0-7a51-7d3e-9b1c-2f4e6a8c0d13',
  url: 'https://cms.example.org/hooks/corroborate',
  events: ['claim.*', 'factcheck.published'],
  desk: null,
};

export const ping = defineEvent({
  type: 'ping',
  summary: 'Somebody asked for a test of an endpoint. It goes to that endpoint alone, whatever it subscribed to.',
  subject: 'webhook-endpoint',
  data: z.object(endpoint),
  example,
});

export const endpointDisabled = defineEvent({
  type: 'endpoint.disabled',
  summary: 'An endpoint gets nothing any more: by hand, because it answered 410, or because it failed for too long.',
  subject: 'webhook-endpoint',
  data: z.object({
    ...endpoint,
    reason: z.enum(['by-hand', 'gone', 'failing']),
    failingSince: z.string().nullable(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
  }),
  example: {
    ...example,
    reason: 'failing',
    failingSince: '2026-11-17T08:15:30.000Z',
    lastStatus: 503,
    lastError: 'http-503',
  },
});

const historyOnly = { subject: 'webhook-endpoint', public: false, data: z.object(endpoint), example } as const;

export const endpointCreated = defineEvent({
  ...historyOnly,
  type: 'endpoint.created',
  summary: 'An endpoint was added.',
});
export const endpointChanged = defineEvent({
  ...historyOnly,
  type: 'endpoint.changed',
  summary: 'Address, events or desk of an endpoint were changed.',
});
export const endpointEnabled = defineEvent({
  ...historyOnly,
  type: 'endpoint.enabled',
  summary: 'An endpoint gets events again.',
});
export const secretRotated = defineEvent({
  ...historyOnly,
  type: 'endpoint.secret-rotated',
  summary: 'An endpoint has a new secret; the old one signs too until it expires.',
  data: z.object({ ...endpoint, graceSeconds: z.int() }),
  example: { ...example, graceSeconds: 86_400 },
});
export const replayAsked = defineEvent({
  ...historyOnly,
  type: 'endpoint.replay-asked',
  summary: 'Events of a span of time are to be sent again.',
  data: z.object({ ...endpoint, replayId: z.uuid(), since: z.string(), until: z.string(), which: z.string() }),
  example: {
    ...example,
    replayId: '0193f2c4-1b2c-7d3e-8f90-a1b2c3d4e5f6',
    since: '2026-11-20T00:00:00.000Z',
    until: '2026-11-21T00:00:00.000Z',
    which: 'undelivered',
  },
});

export const resendAsked = defineEvent({
  type: 'delivery.resend-asked',
  summary: 'One delivery is to be tried again now.',
  subject: 'delivery',
  public: false,
  data: z.object({ deliveryId: z.uuid(), endpointId: z.uuid(), eventId: z.uuid() }),
  example: {
    deliveryId: '0193f2c6-0d1e-7f2a-b3c4-d5e6f7a8b9c0',
    endpointId: example.endpointId,
    eventId: '0193f2c5-aabb-7ccd-8eef-001122334455',
  },
});
