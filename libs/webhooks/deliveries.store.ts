import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import type { Outcome } from './retry.rules.js';

export type DeliveryStatus = 'pending' | 'delivered' | 'exhausted';

export interface Delivery {
  id: string;
  at: Date;
  endpointId: string;
  eventId: string;
  eventType: string;
  status: DeliveryStatus;
  attempts: number;
  series: number;
  /** Null unless pending. */
  nextAttemptAt: Date | null;
  fence: number;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: Date;
  deliveredAt: Date | null;
}

export interface Attempt {
  id: string;
  number: number;
  startedAt: Date;
  url: string;
  durationMs: number;
  status: number | null;
  error: string | null;
  errorDetail: string | null;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
}

export interface DeliveryFilter {
  status?: DeliveryStatus;
  type?: string;
  eventId?: string;
  since?: Date;
  until?: Date;
}

/** One event for one endpoint. */
export interface Match {
  at: Date;
  endpointId: string;
  eventId: string;
  eventType: string;
}

/** How one attempt ended, and what became of its delivery. `headers` are those sent, fit to be shown. */
export interface AttemptEnd {
  delivery: Delivery;
  url: string;
  headers: Record<string, string>;
  outcome: Outcome;
  status: DeliveryStatus;
  /** Until the next attempt; null when there is none. */
  afterMs: number | null;
}

const COLUMNS = `id, at, endpoint_id, event_id, event_type, status, attempts, series, next_attempt_at, fence, last_status,
  last_error, created_at, delivered_at`;

const ADD = `
  INSERT INTO delivery (newsroom, at, id, endpoint_id, event_id, event_type)
  SELECT $1, m.at, m.id, m.endpoint_id, m.event_id, m.event_type
  FROM unnest($2::timestamptz[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[]) AS m (at, id, endpoint_id, event_id, event_type)
  JOIN webhook_endpoint e ON e.newsroom = $1 AND e.id = m.endpoint_id AND ($7 OR m.at >= e.active_since)
  ON CONFLICT (newsroom, at, endpoint_id, event_id) DO NOTHING`;

const SETTLE = `
  UPDATE delivery d SET status = e.status, attempts = d.attempts + 1, series = d.series + 1, leased_until = NULL,
    next_attempt_at = app.now() + e.after_ms * interval '1 millisecond', last_status = e.http, last_error = e.error,
    delivered_at = CASE WHEN e.status = 'delivered' THEN app.now() ELSE d.delivered_at END
  FROM unnest($2::timestamptz[], $3::uuid[], $4::int[], $5::text[], $6::bigint[], $7::int[], $8::text[])
    AS e (at, id, fence, status, after_ms, http, error)
  WHERE d.newsroom = $1 AND d.at = e.at AND d.id = e.id AND d.fence = e.fence AND d.leased_until IS NOT NULL
  RETURNING d.id`;

const ATTEMPTS = `
  INSERT INTO delivery_attempt (newsroom, at, id, delivery_id, number, started_at, url, duration_ms, status, error,
    error_detail, request_headers, response_headers, response_body)
  SELECT $1, a.at, a.id, a.delivery_id, a.number, app.now() - a.ms * interval '1 millisecond', a.url, a.ms, a.status,
    a.error, a.detail, a.sent, a.got, a.body
  FROM unnest($2::timestamptz[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::int[], $8::int[], $9::text[],
    $10::text[], $11::jsonb[], $12::jsonb[], $13::text[])
    AS a (at, id, delivery_id, number, url, ms, status, error, detail, sent, got, body)`;

/** All SQL on deliveries and attempts. */
@Injectable()
export class DeliveryStore {
  /**
   * A pending delivery for each match that has none yet; their number. Events from before the endpoint was created or
   * enabled are left out, unless `evenOld`.
   */
  add(tx: Tx, matches: readonly Match[], evenOld = false): Promise<number> {
    return tx.run(ADD, [
      tx.newsroom,
      matches.map(({ at }) => at),
      matches.map(() => uuidv7()),
      matches.map(({ endpointId }) => endpointId),
      matches.map(({ eventId }) => eventId),
      matches.map(({ eventType }) => eventType),
      evenOld,
    ]);
  }

  /**
   * Takes up to `room` due deliveries of an endpoint, less those that are under way already, each under a new fence
   * until `leaseMs` from now. The caller holds the endpoint's row, so that two workers do not both fill the room.
   */
  claim(tx: Tx, endpointId: string, room: number, leaseMs: number): Promise<Delivery[]> {
    return tx.rows(
      `WITH due AS (
         SELECT at, id FROM delivery
         WHERE newsroom = $1 AND endpoint_id = $2 AND status = 'pending' AND next_attempt_at <= app.now()
           AND (leased_until IS NULL OR leased_until <= app.now())
         ORDER BY next_attempt_at, id
         LIMIT greatest(0, $3 - (SELECT count(*) FROM delivery WHERE newsroom = $1 AND endpoint_id = $2
                                 AND status = 'pending' AND leased_until > app.now()))
         FOR NO KEY UPDATE SKIP LOCKED)
       UPDATE delivery d SET fence = d.fence + 1, leased_until = app.now() + $4 * interval '1 millisecond'
       FROM due WHERE d.newsroom = $1 AND d.at = due.at AND d.id = due.id
       RETURNING ${COLUMNS.replace(/(\w+)(,|$)/g, 'd.$1$2')}`,
      [tx.newsroom, endpointId, room, leaseMs],
    );
  }

  /** Gives a claimed delivery back untried. */
  async release(tx: Tx, { at, id, fence }: Delivery): Promise<void> {
    await tx.run('UPDATE delivery SET leased_until = NULL WHERE newsroom = $1 AND at = $2 AND id = $3 AND fence = $4', [
      tx.newsroom,
      at,
      id,
      fence,
    ]);
  }

  /** Writes how attempts ended, but for deliveries that somebody else has taken since; the ids of those written. */
  async settle(tx: Tx, ends: readonly AttemptEnd[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(SETTLE, [
      tx.newsroom,
      ends.map(({ delivery }) => delivery.at),
      ends.map(({ delivery }) => delivery.id),
      ends.map(({ delivery }) => delivery.fence),
      ends.map(({ status }) => status),
      ends.map(({ afterMs }) => afterMs),
      ends.map(({ outcome }) => outcome.status),
      ends.map(({ outcome }) => outcome.error),
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async insertAttempts(tx: Tx, ends: readonly AttemptEnd[]): Promise<void> {
    await tx.run(ATTEMPTS, [
      tx.newsroom,
      ends.map(({ delivery }) => delivery.at),
      ends.map(() => uuidv7()),
      ends.map(({ delivery }) => delivery.id),
      ends.map(({ delivery }) => delivery.attempts + 1),
      ends.map(({ url }) => url),
      ends.map(({ outcome }) => outcome.durationMs),
      ends.map(({ outcome }) => outcome.status),
      ends.map(({ outcome }) => outcome.error),
      ends.map(({ outcome }) => outcome.errorDetail),
      ends.map(({ headers }) => JSON.stringify(headers)),
      ends.map(({ outcome }) => outcome.responseHeaders && JSON.stringify(outcome.responseHeaders)),
      ends.map(({ outcome }) => outcome.responseBody),
    ]);
  }

  /** Endpoints with something to send now, in every newsroom. */
  due(tx: SystemTx, limit: number): Promise<{ newsroom: string; endpointId: string }[]> {
    return tx.rows(
      `SELECT e.newsroom, e.id AS endpoint_id FROM webhook_endpoint e
       WHERE e.status = 'enabled' AND (e.held_until IS NULL OR e.held_until <= app.now()) AND EXISTS (
         SELECT 1 FROM delivery d WHERE d.newsroom = e.newsroom AND d.endpoint_id = e.id AND d.status = 'pending'
           AND d.next_attempt_at <= app.now() AND (d.leased_until IS NULL OR d.leased_until <= app.now()))
       LIMIT $1`,
      [limit],
    );
  }

  byId(tx: Tx, id: string): Promise<Delivery | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM delivery WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** Starts a new series now, whatever its status. An attempt under way goes on and counts as its first. */
  async restart(tx: Tx, { at, id }: Pick<Delivery, 'at' | 'id'>): Promise<Delivery> {
    const row = await tx.row<Delivery>(
      `UPDATE delivery SET status = 'pending', series = 0, next_attempt_at = app.now()
       WHERE newsroom = $1 AND at = $2 AND id = $3 RETURNING ${COLUMNS}`,
      [tx.newsroom, at, id],
    );
    return row as Delivery;
  }

  /** The same for all of an endpoint's deliveries of these events that have one of the statuses; their number. */
  restartAll(
    tx: Tx,
    endpointId: string,
    events: readonly { at: Date; eventId: string }[],
    statuses: readonly DeliveryStatus[],
  ): Promise<number> {
    return tx.run(
      `UPDATE delivery d SET status = 'pending', series = 0, next_attempt_at = app.now()
       FROM unnest($3::timestamptz[], $4::uuid[]) AS e (at, event_id)
       WHERE d.newsroom = $1 AND d.at = e.at AND d.endpoint_id = $2 AND d.event_id = e.event_id AND d.status = ANY ($5)`,
      [tx.newsroom, endpointId, events.map(({ at }) => at), events.map(({ eventId }) => eventId), statuses],
    );
  }

  /** Newest event first. */
  list(
    tx: Tx,
    endpointId: string,
    filter: DeliveryFilter,
    after: [at: string, id: string] | undefined,
    limit: number,
  ): Promise<Delivery[]> {
    const values: unknown[] = [tx.newsroom, endpointId];
    const where = ['newsroom = $1 AND endpoint_id = $2'];
    const add = (sql: (n: number) => string, ...given: unknown[]) => {
      where.push(sql(values.length + 1));
      values.push(...given);
    };
    if (filter.status) add((n) => `status = $${n}`, filter.status);
    if (filter.type) add((n) => `event_type = $${n}`, filter.type);
    if (filter.eventId) add((n) => `event_id = $${n}`, filter.eventId);
    if (filter.since) add((n) => `at >= $${n}`, filter.since);
    if (filter.until) add((n) => `at < $${n}`, filter.until);
    if (after) add((n) => `(at, id) < ($${n}::timestamptz, $${n + 1}::uuid)`, after[0], after[1]);
    add((n) => `true ORDER BY at DESC, id DESC LIMIT $${n}`, limit);
    return tx.rows(`SELECT ${COLUMNS} FROM delivery WHERE ${where.join(' AND ')}`, values);
  }

  /** Oldest first. */
  attempts(tx: Tx, { at, id }: Pick<Delivery, 'at' | 'id'>, after: number, limit: number): Promise<Attempt[]> {
    return tx.rows(
      `SELECT id, number, started_at, url, duration_ms, status, error, error_detail, request_headers, response_headers,
         response_body
       FROM delivery_attempt WHERE newsroom = $1 AND at = $2 AND delivery_id = $3 AND number > $4
       ORDER BY number LIMIT $5`,
      [tx.newsroom, at, id, after, limit],
    );
  }

  /** Whether next month has no partition yet. */
  async needsPartitions(tx: SystemTx): Promise<boolean> {
    const row = await tx.row<{ missing: boolean }>(
      `SELECT to_regclass('public.delivery_attempt_' || to_char(app.now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYYMM'))
         IS NULL AS missing`,
    );
    return row?.missing ?? false;
  }

  async makePartitions(tx: SystemTx): Promise<void> {
    await tx.rows(`SELECT app.make_partitions(name, 2) FROM unnest(ARRAY['delivery', 'delivery_attempt']) AS name`);
  }
}
