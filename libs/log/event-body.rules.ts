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

/** `newsroom` is its short name. Personal fields join the data while they are there. */
export function eventBody(row: SealedRow, newsroom: string): EventBody {
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
    data: row.personal ? { ...(row.data as object), ...row.personal } : row.data,
  };
}
