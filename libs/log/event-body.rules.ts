import { eventType } from './event-types.js';
import type { SealedRow } from './log.store.js';

/** An event as the outside sees it (Standard Webhooks 1.0.0 body, with our own members beside `type`, `timestamp`, `data`). */
export interface EventBody {
  id: string;
  type: string;
  schemaVersion: number;
  timestamp: string;
  newsroom: string;
  sequence: number;
  actor: unknown;
  subject: { kind: string; id: string; version: number | null; externalRef: string | null };
  data: unknown;
}

/** Data with the personal fields, as far as they are there and these permissions let them be seen. */
export function dataFor(row: Pick<SealedRow, 'type' | 'data' | 'personal'>, held: ReadonlySet<string>): unknown {
  const { personalFor } = eventType(row.type);
  const seen = row.personal !== null && (personalFor === undefined || held.has(personalFor));
  return seen ? { ...(row.data as object), ...row.personal } : row.data;
}

/** `newsroom` is its short name; `held` the reader's permissions: a webhook holds none. */
export function eventBody(row: SealedRow, newsroom: string, held: ReadonlySet<string> = new Set()): EventBody {
  return {
    id: row.id,
    type: row.type,
    schemaVersion: eventType(row.type).schemaVersion,
    timestamp: row.at.toISOString(),
    newsroom,
    sequence: row.sequence,
    actor: row.actor,
    subject: {
      kind: row.subjectKind,
      id: row.subjectId,
      version: row.subjectVersion,
      externalRef: row.subjectExternalRef,
    },
    data: dataFor(row, held),
  };
}
