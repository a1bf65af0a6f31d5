import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { Tx } from '#database';
import { digestOf } from './chain.rules.js';
import type { EventType } from './event-types.js';

/** Who did it. `application` names the program that a person's token was made for. */
export interface LogActor {
  kind: 'person' | 'machine' | 'system';
  id: string | null;
  application?: string | null;
  /** Of the request that caused the change; carried through job and webhook. */
  requestId?: string;
  traceparent?: string;
}

export interface LogEntry<D = unknown> {
  actor: LogActor;
  subject: { id: string; version?: number; externalRef?: string | null };
  /** Set on everything that belongs to a claim's history. */
  claimId?: string;
  data: D;
  /** Personal fields (names, free text about people): hashed into the chain with a salt, so that they can be erased. */
  personal?: Record<string, unknown>;
}

const INSERT = `
  INSERT INTO log (newsroom, id, type, actor, subject_kind, subject_id, subject_version, subject_external_ref,
                   claim_id, data, personal, salt, personal_digest, request_id, traceparent)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

/**
 * Writes the one row of a change into the newsroom's log, in the transaction of the change, at the latest with its commit.
 * The row's id.
 */
export function record<D extends z.ZodType>(tx: Tx, event: EventType<D>, entry: LogEntry<z.input<D>>): Promise<string> {
  const { actor, subject } = entry;
  const data = event.data.parse(entry.data);
  const id = uuidv7();
  const salt = entry.personal ? randomBytes(16) : null;
  tx.tell(INSERT, [
    tx.newsroom,
    id,
    event.type,
    JSON.stringify({ kind: actor.kind, id: actor.id, application: actor.application ?? null }),
    event.subject,
    subject.id,
    subject.version ?? null,
    subject.externalRef ?? null,
    entry.claimId ?? null,
    JSON.stringify(data),
    entry.personal ? JSON.stringify(entry.personal) : null,
    salt,
    salt ? digestOf(salt, entry.personal) : null,
    actor.requestId ?? null,
    actor.traceparent ?? null,
  ]);
  tx.ring('log');
  return Promise.resolve(id);
}
