import { z } from 'zod';
import { replayKinds } from '#webhooks';
import { httpUrl, listQuery, time, timeGiven, uuid, words } from '../http/schemas.js';

const patterns = z
  .array(
    z
      .string()
      .max(100)
      .regex(/^(\*|[a-z][a-z-]*(\.[a-z][a-z-]*|\.\*)?)$/, 'is neither an event type nor a group such as claim.*'),
  )
  .min(1)
  .max(100)
  .meta({
    description: 'Event types, groups such as `claim.*`, or `*` for all.',
    examples: [['claim.*', 'factcheck.published']],
  });
const desk = words(200).nullable().meta({ description: 'Only the events of this desk.' });
const description = words(500).nullable();

export const NewEndpoint = z
  .strictObject({ url: httpUrl, events: patterns, desk: desk.optional(), description: description.optional() })
  .meta({ id: 'NewWebhookEndpoint' });
export const EndpointChange = z
  .strictObject({
    url: httpUrl.optional(),
    events: patterns.optional(),
    desk: desk.optional(),
    description: description.optional(),
  })
  .meta({ id: 'WebhookEndpointChange' });

export const EndpointView = z
  .object({
    id: uuid,
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.string()),
    desk: z.string().nullable(),
    status: z.enum(['enabled', 'disabled']),
    disabledReason: z
      .enum(['by-hand', 'gone', 'failing'])
      .nullable()
      .meta({ description: '`gone`: it answered 410. `failing`: no success for five days.' }),
    disabledAt: time.nullable(),
    failingSince: time.nullable().meta({ description: 'The first failure since the last success.' }),
    heldUntil: time.nullable().meta({ description: 'It asked for quiet by Retry-After.' }),
    secrets: z
      .array(z.object({ id: uuid, createdAt: time, expiresAt: time.nullable() }))
      .meta({ description: 'Those that sign now; without `expiresAt` the current one. Never the secret itself.' }),
    createdAt: time,
    version: z.number().int(),
  })
  .meta({ id: 'WebhookEndpoint' });

const secret = z
  .string()
  .meta({ description: 'Shown this once. Verifies every delivery (Standard Webhooks).', examples: ['whsec_…'] });
export const EndpointWithSecret = z.object({ ...EndpointView.shape, secret }).meta({ id: 'WebhookEndpointWithSecret' });

export const Rotation = z
  .strictObject({
    graceSeconds: z
      .number()
      .int()
      .min(0)
      .max(604_800)
      .default(86_400)
      .meta({ description: 'How long the secret before signs too, besides the new one.' }),
  })
  .meta({ id: 'SecretRotation' });

export const PingView = z.object({ eventId: uuid, at: time }).meta({ id: 'WebhookPing' });

export const NewReplay = z
  .strictObject({
    since: timeGiven,
    until: timeGiven.optional().meta({ description: 'Now unless given.' }),
    status: z.enum(replayKinds).default('undelivered').meta({
      description:
        'Which events of the span: `exhausted` deliveries, `missing` ones (no delivery was ever made), `undelivered`: both, or `all`.',
    }),
  })
  .meta({ id: 'NewWebhookReplay' });
export const ReplayView = z
  .object({
    id: uuid,
    endpointId: uuid,
    since: time,
    until: time,
    status: z.enum(replayKinds),
    state: z.enum(['running', 'done']),
    events: z.number().int().meta({ description: 'Log rows looked at so far.' }),
    deliveries: z.number().int().meta({ description: 'Deliveries made or started again so far.' }),
    createdAt: time,
    finishedAt: time.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'WebhookReplay' });

const deliveryStatus = z.enum(['pending', 'delivered', 'exhausted']);
export const DeliveriesQuery = listQuery({
  status: deliveryStatus.optional(),
  type: z.string().max(100).optional().meta({ description: 'one event type' }),
  eventId: uuid.optional(),
  since: timeGiven.optional(),
  until: timeGiven.optional(),
});
export const DeliveryView = z
  .object({
    id: uuid,
    endpointId: uuid,
    eventId: uuid.meta({ description: 'The `webhook-id` of every attempt.' }),
    eventType: z.string(),
    eventAt: time,
    status: deliveryStatus,
    attempts: z.number().int(),
    nextAttemptAt: time.nullable(),
    lastStatus: z.number().int().nullable(),
    lastError: z.string().nullable(),
    createdAt: time,
    deliveredAt: time.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

const headers = z.record(z.string(), z.string());
export const AttemptView = z
  .object({
    id: uuid,
    number: z.number().int(),
    startedAt: time,
    url: z.string(),
    durationMs: z.number().int(),
    status: z.number().int().nullable().meta({ description: 'Of the HTTP answer, when there was one.' }),
    error: z.string().nullable().meta({
      description:
        'Null for success; `http-503`, `redirect`, `gone`, or why there was no answer: `blocked-address`, `dns`, `connect`, `tls`, `timeout`, `reset`, `too-large`, `protocol`, `bad-url`.',
    }),
    errorDetail: z.string().nullable(),
    requestHeaders: headers,
    responseHeaders: headers.nullable(),
    responseBody: z.string().nullable().meta({ description: 'At most its first 16 kB.' }),
  })
  .meta({ id: 'WebhookAttempt' });

export const EventTypeView = z
  .object({
    type: z.string(),
    summary: z.string(),
    subject: z.string().meta({ description: '`subject.kind` of its events.' }),
    schemaVersion: z.number().int(),
    schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the whole body.' }),
    example: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'EventType' });
