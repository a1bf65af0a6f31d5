import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';

export type DisabledReason = 'by-hand' | 'gone' | 'failing';

export interface Endpoint {
  id: string;
  url: string;
  description: string | null;
  events: string[];
  desk: string | null;
  status: 'enabled' | 'disabled';
  disabledReason: DisabledReason | null;
  disabledAt: Date | null;
  failingSince: Date | null;
  heldUntil: Date | null;
  createdBy: string | null;
  createdAt: Date;
  version: number;
}

export interface SecretInfo {
  id: string;
  createdAt: Date;
  /** Null: the current one. */
  expiresAt: Date | null;
}

const COLUMNS = `id, url, description, events, desk, status, disabled_reason, disabled_at, failing_since, held_until,
  created_by, created_at, version`;

export type EndpointValues = Pick<Endpoint, 'url' | 'description' | 'events' | 'desk'>;

/** All SQL on endpoints and their secrets. */
@Injectable()
export class EndpointStore {
  /** The moment of this transaction's rows. */
  async now(tx: Tx): Promise<Date> {
    const row = await tx.row<{ now: Date }>('SELECT app.now() AS now');
    return (row as { now: Date }).now;
  }

  byId(tx: Tx, id: string): Promise<Endpoint | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM webhook_endpoint WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  lock(tx: Tx, id: string): Promise<Endpoint | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM webhook_endpoint WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [
      tx.newsroom,
      id,
    ]);
  }

  /** The endpoint, locked, while it is enabled and has not asked for quiet. */
  lockReady(tx: Tx, id: string): Promise<Endpoint | undefined> {
    return tx.row(
      `SELECT ${COLUMNS} FROM webhook_endpoint WHERE newsroom = $1 AND id = $2 AND status = 'enabled'
         AND (held_until IS NULL OR held_until <= app.now()) FOR NO KEY UPDATE`,
      [tx.newsroom, id],
    );
  }

  /** Oldest first. */
  list(tx: Tx, after: [at: string, id: string] | undefined, limit: number): Promise<Endpoint[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM webhook_endpoint WHERE newsroom = $1
         AND ($2::timestamptz IS NULL OR (created_at, id) > ($2, $3::uuid))
       ORDER BY created_at, id LIMIT $4`,
      [tx.newsroom, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  enabled(tx: Tx): Promise<Endpoint[]> {
    return tx.rows(`SELECT ${COLUMNS} FROM webhook_endpoint WHERE newsroom = $1 AND status = 'enabled'`, [tx.newsroom]);
  }

  async insert(tx: Tx, values: EndpointValues, createdBy: string | null): Promise<Endpoint> {
    const row = await tx.row<Endpoint>(
      `INSERT INTO webhook_endpoint (newsroom, id, url, description, events, desk, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
      [tx.newsroom, uuidv7(), values.url, values.description, values.events, values.desk, createdBy],
    );
    return row as Endpoint;
  }

  async update(tx: Tx, id: string, values: EndpointValues): Promise<Endpoint> {
    const row = await tx.row<Endpoint>(
      `UPDATE webhook_endpoint SET url = $3, description = $4, events = $5, desk = $6, version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [tx.newsroom, id, values.url, values.description, values.events, values.desk],
    );
    return row as Endpoint;
  }

  async enable(tx: Tx, id: string): Promise<Endpoint> {
    const row = await tx.row<Endpoint>(
      `UPDATE webhook_endpoint SET status = 'enabled', disabled_reason = NULL, disabled_at = NULL, failing_since = NULL,
         held_until = NULL, active_since = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [tx.newsroom, id],
    );
    return row as Endpoint;
  }

  /** Undefined when it was disabled already. */
  disable(tx: Tx, id: string, reason: DisabledReason): Promise<Endpoint | undefined> {
    return tx.row(
      `UPDATE webhook_endpoint SET status = 'disabled', disabled_reason = $3, disabled_at = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 AND status = 'enabled' RETURNING ${COLUMNS}`,
      [tx.newsroom, id, reason],
    );
  }

  /** Health after an attempt; writes only what changes. Health is no change that anybody made: the version stays. */
  async succeeded(tx: Tx, id: string): Promise<void> {
    await tx.run(
      `UPDATE webhook_endpoint SET failing_since = NULL, held_until = NULL
       WHERE newsroom = $1 AND id = $2 AND (failing_since IS NOT NULL OR held_until IS NOT NULL)`,
      [tx.newsroom, id],
    );
  }

  /** `holdMs`: how long the receiver asked for quiet. */
  async failed(tx: Tx, id: string, holdMs: number | null): Promise<void> {
    await tx.run(
      `UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, app.now()),
         held_until = CASE WHEN $3::bigint IS NULL THEN held_until
                           ELSE greatest(held_until, app.now() + $3::bigint * interval '1 millisecond') END
       WHERE newsroom = $1 AND id = $2 AND (failing_since IS NULL OR $3::bigint IS NOT NULL)`,
      [tx.newsroom, id, holdMs],
    );
  }

  async failingLongerThan(tx: Tx, id: string, hours: number): Promise<boolean> {
    const row = await tx.row(
      `SELECT 1 AS one FROM webhook_endpoint
       WHERE newsroom = $1 AND id = $2 AND failing_since <= app.now() - $3 * interval '1 hour'`,
      [tx.newsroom, id, hours],
    );
    return row !== undefined;
  }

  async addSecret(tx: Tx, endpointId: string, ciphertext: Buffer): Promise<void> {
    await tx.run('INSERT INTO webhook_secret (newsroom, id, endpoint_id, ciphertext) VALUES ($1, $2, $3, $4)', [
      tx.newsroom,
      uuidv7(),
      endpointId,
      ciphertext,
    ]);
  }

  /** The current secret ends in `graceSeconds`; what has expired is wiped. */
  async retireSecrets(tx: Tx, endpointId: string, graceSeconds: number): Promise<void> {
    await tx.run(
      `UPDATE webhook_secret SET expires_at = app.now() + $3 * interval '1 second'
       WHERE newsroom = $1 AND endpoint_id = $2 AND expires_at IS NULL`,
      [tx.newsroom, endpointId, graceSeconds],
    );
    await tx.run('DELETE FROM webhook_secret WHERE newsroom = $1 AND endpoint_id = $2 AND expires_at <= app.now()', [
      tx.newsroom,
      endpointId,
    ]);
  }

  /** Those that sign now, the current one first. */
  secrets(tx: Tx, endpointId: string): Promise<(SecretInfo & { ciphertext: Buffer })[]> {
    return tx.rows(
      `SELECT id, created_at, expires_at, ciphertext FROM webhook_secret
       WHERE newsroom = $1 AND endpoint_id = $2 AND (expires_at IS NULL OR expires_at > app.now())
       ORDER BY expires_at DESC NULLS FIRST, created_at DESC`,
      [tx.newsroom, endpointId],
    );
  }

  secretsOf(tx: Tx, endpointIds: readonly string[]): Promise<(SecretInfo & { endpointId: string })[]> {
    return tx.rows(
      `SELECT endpoint_id, id, created_at, expires_at FROM webhook_secret
       WHERE newsroom = $1 AND endpoint_id = ANY ($2::uuid[]) AND (expires_at IS NULL OR expires_at > app.now())
       ORDER BY expires_at DESC NULLS FIRST, created_at DESC`,
      [tx.newsroom, endpointIds],
    );
  }
}
