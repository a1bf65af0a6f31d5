import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '#database';
import type { Membership } from './actor.js';
import type { Permission, Role } from './permissions.rules.js';

/** A token as its owner sees it again: never the token itself. */
export interface TokenRow {
  id: string;
  personId: string | null;
  machineId: string | null;
  name: string;
  application: string | null;
  scopes: Permission[] | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
}

export interface NewTokenRow {
  id: string;
  personId: string | null;
  machineId: string | null;
  name: string;
  application: string | null;
  hash: Buffer;
  scopes: readonly Permission[] | null;
  expiresAt: Date | null;
}

/** A live token with its owner. */
export interface Bearer {
  newsroom: string;
  tokenId: string;
  application: string | null;
  scopes: Permission[] | null;
  personId: string | null;
  machineId: string | null;
  name: string;
  roles: Role[] | null;
  desks: string[] | null;
  memberships: Membership[] | null;
  capacity: number | null;
  /** Milliseconds until it expires, by the database's clock; null: never. */
  leftMs: number | null;
  /** The hour of last use on record is over. */
  useIsOld: boolean;
}

const COLUMNS =
  'id, person_id, machine_id, name, application, scopes, expires_at, revoked_at, last_used_at, created_at';

const BEARER = `
  SELECT t.newsroom, t.id AS token_id, t.application, t.scopes, t.person_id, t.machine_id, coalesce(p.name, m.name) AS name,
    p.roles, p.desks, p.capacity, (
      SELECT jsonb_agg(jsonb_build_object('desk', k.desk, 'capacity', k.capacity,
        'languages', CASE WHEN k.languages = '{}' THEN d.languages ELSE k.languages END,
        'labels', CASE WHEN k.labels = '{}' THEN d.labels ELSE k.labels END) ORDER BY k.desk)
      FROM desk_member k JOIN desk d ON d.newsroom = k.newsroom AND d.key = k.desk
      WHERE k.newsroom = t.newsroom AND k.person_id = t.person_id) AS memberships, (extract(epoch FROM t.expires_at - app.now()) * 1000)::float8 AS left_ms,
    coalesce(t.last_used_at < app.now() - interval '1 hour', true) AS use_is_old
  FROM token t
  LEFT JOIN person p ON p.newsroom = t.newsroom AND p.id = t.person_id
  LEFT JOIN machine m ON m.newsroom = t.newsroom AND m.id = t.machine_id
  WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > app.now()) AND coalesce(p.active, m.active)`;

@Injectable()
export class TokensStore {
  bearer(tx: SystemTx, hash: Buffer): Promise<Bearer | undefined> {
    return tx.row(BEARER, [hash]);
  }

  /** Notes the use of a token, to the hour: a write for each request would cost more than it tells. */
  async noteUse(tx: SystemTx, newsroom: string, id: string): Promise<void> {
    await tx.run('UPDATE token SET last_used_at = app.now() WHERE newsroom = $1 AND id = $2', [newsroom, id]);
  }

  byId(tx: Tx, id: string): Promise<TokenRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM token WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** Newest first, revoked and expired ones too. */
  ofOwner(tx: Tx, owner: { personId: string } | { machineId: string }, limit: number): Promise<TokenRow[]> {
    const [column, id] = 'personId' in owner ? ['person_id', owner.personId] : ['machine_id', owner.machineId];
    return tx.rows(
      `SELECT ${COLUMNS} FROM token WHERE newsroom = $1 AND ${column} = $2 ORDER BY created_at DESC, id DESC LIMIT $3`,
      [tx.newsroom, id, limit],
    );
  }

  async insert(tx: Tx, token: NewTokenRow): Promise<TokenRow> {
    const row = await tx.row<TokenRow>(
      `INSERT INTO token (newsroom, id, person_id, machine_id, name, application, hash, scopes, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
      [
        tx.newsroom,
        token.id,
        token.personId,
        token.machineId,
        token.name,
        token.application,
        token.hash,
        token.scopes,
        token.expiresAt,
      ],
    );
    return row as TokenRow;
  }

  /** Whether a time lies behind the database's clock. */
  async isPast(tx: Tx, time: Date): Promise<boolean> {
    const row = await tx.row<{ past: boolean }>('SELECT $1::timestamptz <= app.now() AS past', [time]);
    return row?.past ?? false;
  }

  /** False when it was revoked before. */
  async revoke(tx: Tx, id: string): Promise<boolean> {
    const count = await tx.run(
      'UPDATE token SET revoked_at = app.now() WHERE newsroom = $1 AND id = $2 AND revoked_at IS NULL',
      [tx.newsroom, id],
    );
    return count === 1;
  }
}
