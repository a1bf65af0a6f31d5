import { z } from 'zod';
import type { EventType } from '#log';
import type { Attempt, Delivery, Endpoint, Replay, SecretInfo } from '#webhooks';
import { EventView } from '../events/events.controller.js';
import { jsonSchemaOf } from '../http/json-schema.js';

export function endpointView(endpoint: Endpoint, secrets: readonly SecretInfo[]) {
  const { id, url, description, events, desk, status, disabledReason, disabledAt } = endpoint;
  const { failingSince, heldUntil, createdAt, version } = endpoint;
  return {
    id,
    url,
    description,
    events,
    desk,
    status,
    disabledReason,
    disabledAt,
    failingSince,
    heldUntil,
    secrets: secrets.map((each) => ({ id: each.id, createdAt: each.createdAt, expiresAt: each.expiresAt })),
    createdAt,
    version,
  };
}

export function replayView(replay: Replay) {
  const { id, endpointId, since, until, which, state, events, deliveries, createdAt, finishedAt, version } = replay;
  return { id, endpointId, since, until, status: which, state, events, deliveries, createdAt, finishedAt, version };
}

export function deliveryView(delivery: Delivery) {
  const { id, endpointId, eventId, eventType, at, status, attempts, nextAttemptAt } = delivery;
  const { lastStatus, lastError, createdAt, deliveredAt } = delivery;
  return {
    id,
    endpointId,
    eventId,
    eventType,
    eventAt: at,
    status,
    attempts,
    nextAttemptAt,
    lastStatus,
    lastError,
    createdAt,
    deliveredAt,
  };
}

export function attemptView(attempt: Attempt): Attempt {
  return attempt;
}

const EXAMPLE = {
  id: '0193f2a0-7c11-7b3d-a5e2-9f1d3c5b7a90',
  timestamp: '2026-11-22T10:15:30.000Z',
  newsroom: 'demo',
  sequence: 4711,
  actor: { kind: 'person', id: '0193f290-1f2e-7d3c-8b4a-596877665544', application: null },
};

/** An event type with the JSON Schema (2020-12) of its whole body, and a body as it would arrive. */
export function eventTypeView({ type, summary, subject, schemaVersion, data, example }: EventType) {
  const envelope = EventView.extend({
    type: z.literal(type),
    schemaVersion: z.literal(schemaVersion),
    subject: EventView.shape.subject.extend({ kind: z.literal(subject) }),
    data,
  });
  return {
    type,
    summary,
    subject,
    schemaVersion,
    schema: jsonSchemaOf(envelope, 'output'),
    example: {
      ...EXAMPLE,
      type,
      schemaVersion,
      subject: { kind: subject, id: '0193f29f-0a1b-7c2d-8e3f-405162738495', version: 7, externalRef: null },
      data: example,
    },
  };
}
