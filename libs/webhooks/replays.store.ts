import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';

export const replayKinds = ['exhausted', 'missing', 'undelivered', 'all'] as const;
/** `missing`: events for which there is no delivery; `undelivered`: those and the exhausted ones. */
export type ReplayKind = (typeof replayKinds)[number];

export interface Replay {
  id: string;
  endpointId: string;
  since: Date;
  until: Date;
  which: ReplayKind;
  state: 'running' | 'done';
  /** The last log row that was looked at. */
  sequence: number;
  events: number;
  deliveries: number;
  createdBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  version: number;
}

const COLUMNS = `id, endpoint_id, since, until, which, state, sequence, events, deliveries, created_by, created_at,
  finished_at, version`;

/** All SQL on replays. */
@Injectable()
export class ReplayStore {
  /** Undefined when `since` is not before `until`; `until` is now unless given, and never later. */
  insert(
    tx: Tx,
    given: { endpointId: string; since: Date; until: Date | null; which: ReplayKind; createdBy: string | null },
  ): Promise<Replay | undefined> {
    return tx.row(
      `INSERT INTO webhook_replay (newsroom, id, endpoint_id, since, until, which, created_by)
       SELECT $1, $2, $3, $4::timestamptz, least($5::timestamptz, app.now()), $6, $7
       WHERE $4::timestamptz < least($5::timestamptz, app.now()) RETURNING ${COLUMNS}`,
      [tx.newsroom, uuidv7(), given.endpointId, given.since, given.until, given.which, given.createdBy],
    );
  }

  byId(tx: Tx, endpointId: string, id: string): Promise<Replay | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM webhook_replay WHERE newsroom = $1 AND endpoint_id = $2 AND id = $3`, [
      tx.newsroom,
      endpointId,
      id,
    ]);
  }

  /** Undefined when it is done, or another worker is at it. */
  lockRunning(tx: Tx, id: string): Promise<Replay | undefined> {
    return tx.row(
      `SELECT ${COLUMNS} FROM webhook_replay WHERE newsroom = $1 AND id = $2 AND state = 'running'
       FOR NO KEY UPDATE SKIP LOCKED`,
      [tx.newsroom, id],
    );
  }

  async advance(
    tx: Tx,
    id: string,
    step: { sequence: number; events: number; deliveries: number; done: boolean },
  ): Promise<void> {
    await tx.run(
      `UPDATE webhook_replay SET sequence = $3, events = events + $4, deliveries = deliveries + $5,
         state = CASE WHEN $6 THEN 'done' ELSE state END, finished_at = CASE WHEN $6 THEN app.now() END,
         version = version + 1
       WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id, step.sequence, step.events, step.deliveries, step.done],
    );
  }

  running(tx: SystemTx, limit: number): Promise<{ newsroom: string; replayId: string }[]> {
    return tx.rows(`SELECT newsroom, id AS replay_id FROM webhook_replay WHERE state = 'running' LIMIT $1`, [limit]);
  }

  list(tx: Tx, endpointId: string, after: [at: string, id: string] | undefined, limit: number): Promise<Replay[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM webhook_replay WHERE newsroom = $1 AND endpoint_id = $2
         AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $5`,
      [tx.newsroom, endpointId, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }
}
