import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { roles, roleFor, type Permission, type Role } from './permissions.rules.js';

export interface PersonRow {
  id: string;
  name: string;
  email: string | null;
  roles: Role[];
  capacity: number;
  desks: string[];
  externalIds: Record<string, string>;
  active: boolean;
  version: number;
  createdAt: Date;
}

export type PersonValues = Omit<PersonRow, 'id' | 'version' | 'createdAt'>;

export interface PeopleFilter {
  role?: Role;
  active?: boolean;
  /** `[system, id]` */
  externalId?: [string, string];
  after?: [createdAt: string, id: string];
  limit: number;
}

const COLUMNS = 'id, name, email, roles, capacity, desks, external_ids, active, version, created_at';

@Injectable()
export class PeopleStore {
  byId(tx: Tx, id: string): Promise<PersonRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM person WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  byIds(tx: Tx, ids: readonly string[]): Promise<PersonRow[]> {
    return tx.rows(`SELECT ${COLUMNS} FROM person WHERE newsroom = $1 AND id = ANY ($2::uuid[]) ORDER BY id`, [
      tx.newsroom,
      ids,
    ]);
  }

  /** The person's row, locked; other rows that refer to it can still be written. */
  lock(tx: Tx, id: string): Promise<PersonRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM person WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [tx.newsroom, id]);
  }

  /** Ids that nobody bears are missing from the map. */
  async names(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.rows<{ id: string; name: string }>(
      'SELECT id, name FROM person WHERE newsroom = $1 AND id = ANY ($2::uuid[])',
      [tx.newsroom, ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Of these, the ids of those who work here now. */
  async activeAmong(tx: Tx, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await tx.rows<{ id: string }>(
      'SELECT id FROM person WHERE newsroom = $1 AND id = ANY ($2::uuid[]) AND active',
      [tx.newsroom, ids],
    );
    return rows.map(({ id }) => id);
  }

  active(tx: Tx): Promise<PersonRow[]> {
    return tx.rows(`SELECT ${COLUMNS} FROM person WHERE newsroom = $1 AND active ORDER BY created_at, id`, [
      tx.newsroom,
    ]);
  }

  /** Active people whose roles hold the permission. */
  peopleWith(tx: Tx, permission: Permission): Promise<PersonRow[]> {
    const enough = roles.slice(roles.indexOf(roleFor(permission)));
    return tx.rows(
      `SELECT ${COLUMNS} FROM person WHERE newsroom = $1 AND active AND roles && $2::text[] ORDER BY created_at, id`,
      [tx.newsroom, enough],
    );
  }

  list(tx: Tx, { role, active, externalId, after, limit }: PeopleFilter): Promise<PersonRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM person
       WHERE newsroom = $1 AND ($2::text IS NULL OR $2 = ANY (roles)) AND ($3::boolean IS NULL OR active = $3)
         AND ($4::text IS NULL OR external_ids ->> $4 = $5) AND ($6::timestamptz IS NULL OR (created_at, id) > ($6, $7::uuid))
       ORDER BY created_at, id LIMIT $8`,
      [
        tx.newsroom,
        role ?? null,
        active ?? null,
        externalId?.[0] ?? null,
        externalId?.[1] ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit,
      ],
    );
  }

  insert(tx: Tx, id: string, p: PersonValues): Promise<PersonRow | undefined> {
    return tx.row(
      `INSERT INTO person (newsroom, id, name, email, roles, capacity, desks, external_ids, active)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
      [tx.newsroom, id, p.name, p.email, p.roles, p.capacity, p.desks, JSON.stringify(p.externalIds), p.active],
    );
  }

  update(tx: Tx, id: string, p: PersonValues): Promise<PersonRow | undefined> {
    return tx.row(
      `UPDATE person SET name = $3, email = $4, roles = $5, capacity = $6, desks = $7, external_ids = $8, active = $9, version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [tx.newsroom, id, p.name, p.email, p.roles, p.capacity, p.desks, JSON.stringify(p.externalIds), p.active],
    );
  }

  /** Takes away all that names a person, and all that they could come in with. Their id stays on what they did. */
  async erase(tx: Tx, id: string): Promise<{ person: PersonRow; tokens: number }> {
    const tokens = await tx.run(
      `UPDATE token SET name = '', application = NULL, hash = sha256(id::text::bytea || sha256(hash)),
         revoked_at = coalesce(revoked_at, app.now()), last_used_at = NULL
       WHERE newsroom = $1 AND person_id = $2 AND name <> ''`,
      [tx.newsroom, id],
    );
    const person = await tx.row<PersonRow>(
      `UPDATE person SET name = 'Erased', email = NULL, external_ids = '{}', version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [tx.newsroom, id],
    );
    return { person: person as PersonRow, tokens };
  }

  /** Somebody else with this address, or (`system`) with this id in another system. */
  namesake(
    tx: Tx,
    p: Pick<PersonValues, 'email' | 'externalIds'>,
    notId: string,
  ): Promise<{ id: string; system: string | null } | undefined> {
    return tx.row(
      `SELECT id, CASE WHEN lower(email) = lower($2) THEN NULL ELSE given.key END AS system
       FROM person LEFT JOIN LATERAL (
         SELECT key FROM jsonb_each_text($3::jsonb) WHERE external_ids ->> key = value LIMIT 1) AS given ON true
       WHERE newsroom = $1 AND id <> $4 AND (lower(email) = lower($2) OR given.key IS NOT NULL) LIMIT 1`,
      [tx.newsroom, p.email, JSON.stringify(p.externalIds), notId],
    );
  }

  async otherAdmins(tx: Tx, notId: string): Promise<number> {
    const row = await tx.row<{ count: number }>(
      `SELECT count(*) AS count FROM person WHERE newsroom = $1 AND id <> $2 AND active AND 'admin' = ANY (roles)`,
      [tx.newsroom, notId],
    );
    return row?.count ?? 0;
  }
}
