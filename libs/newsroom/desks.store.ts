import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Membership } from './actor.js';

export interface DeskRow {
  id: string;
  /** What claims, articles and clients call it; never changes. */
  key: string;
  name: string;
  active: boolean;
  /** BCP 47; empty: any. What members are offered who have none of their own. */
  languages: string[];
  labels: string[];
  version: number;
  createdAt: Date;
}

export type DeskValues = Pick<DeskRow, 'name' | 'active' | 'languages' | 'labels'>;

export interface MemberValues {
  /** Their share when work is spread by weight; 0: none. */
  weight: number;
  /** Claims of this desk to hold at once; null: no limit besides the person's own. */
  capacity: number | null;
  /** Empty: those of the desk. */
  languages: string[];
  labels: string[];
}

export interface MemberRow extends MemberValues {
  desk: string;
  personId: string;
  name: string;
  since: Date;
}

const DESK = 'id, key, name, active, languages, labels, version, created_at';
const MEMBERS = `
  SELECT m.desk, m.person_id, p.name, m.weight, m.capacity, m.languages, m.labels, m.since
  FROM desk_member m JOIN person p ON p.newsroom = m.newsroom AND p.id = m.person_id WHERE m.newsroom = $1`;

/** All SQL on desks and who works at them. Whoever changes any holds the newsroom's lock. */
@Injectable()
export class DeskStore {
  byId(tx: Tx, id: string): Promise<DeskRow | undefined> {
    return tx.row(`SELECT ${DESK} FROM desk WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  byKeys(tx: Tx, keys: readonly string[]): Promise<DeskRow[]> {
    return tx.rows(`SELECT ${DESK} FROM desk WHERE newsroom = $1 AND key = ANY ($2::text[])`, [tx.newsroom, keys]);
  }

  lock(tx: Tx, id: string): Promise<DeskRow | undefined> {
    return tx.row(`SELECT ${DESK} FROM desk WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [tx.newsroom, id]);
  }

  /** By key; one more than `limit` when there are more. */
  list(tx: Tx, active: boolean | undefined, after: string | undefined, limit: number): Promise<DeskRow[]> {
    return tx.rows(
      `SELECT ${DESK} FROM desk WHERE newsroom = $1 AND ($2::boolean IS NULL OR active = $2) AND ($3::text IS NULL OR key > $3)
       ORDER BY key LIMIT $4`,
      [tx.newsroom, active ?? null, after ?? null, limit + 1],
    );
  }

  /** Undefined when the key is taken. */
  insert(tx: Tx, id: string, key: string, d: Omit<DeskValues, 'active'>): Promise<DeskRow | undefined> {
    return tx.row(
      `INSERT INTO desk (newsroom, id, key, name, languages, labels) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (newsroom, key) DO NOTHING RETURNING ${DESK}`,
      [tx.newsroom, id, key, d.name, d.languages, d.labels],
    );
  }

  async update(tx: Tx, id: string, d: DeskValues): Promise<DeskRow> {
    const row = await tx.row<DeskRow>(
      `UPDATE desk SET name = $3, active = $4, languages = $5, labels = $6, version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${DESK}`,
      [tx.newsroom, id, d.name, d.active, d.languages, d.labels],
    );
    return row as DeskRow;
  }

  members(tx: Tx, desk: string): Promise<MemberRow[]> {
    return tx.rows(`${MEMBERS} AND m.desk = $2 ORDER BY m.since, m.person_id`, [tx.newsroom, desk]);
  }

  /** What these people are offered, and how much of it, at each of their desks. */
  membershipsOf(tx: Tx, ids: readonly string[]): Promise<(Membership & { personId: string; weight: number })[]> {
    return tx.rows(
      `SELECT k.person_id, k.desk, k.weight, k.capacity, CASE WHEN k.languages = '{}' THEN d.languages ELSE k.languages END AS languages,
         CASE WHEN k.labels = '{}' THEN d.labels ELSE k.labels END AS labels
       FROM desk_member k JOIN desk d ON d.newsroom = $1 AND d.key = k.desk
       WHERE k.newsroom = $1 AND k.person_id = ANY ($2::uuid[]) ORDER BY k.person_id, k.desk`,
      [tx.newsroom, ids],
    );
  }

  async member(tx: Tx, desk: string, personId: string): Promise<MemberRow | undefined> {
    return tx.row(`${MEMBERS} AND m.desk = $2 AND m.person_id = $3`, [tx.newsroom, desk, personId]);
  }

  async putMember(tx: Tx, desk: string, personId: string, m: MemberValues): Promise<void> {
    await tx.run(
      `INSERT INTO desk_member (newsroom, desk, person_id, weight, capacity, languages, labels) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (newsroom, desk, person_id) DO UPDATE SET weight = $4, capacity = $5, languages = $6, labels = $7`,
      [tx.newsroom, desk, personId, m.weight, m.capacity, m.languages, m.labels],
    );
    await this.repeatOnPeople(tx, [personId]);
  }

  /** False when they were no member. */
  async removeMember(tx: Tx, desk: string, personId: string): Promise<boolean> {
    const gone = await tx.run('DELETE FROM desk_member WHERE newsroom = $1 AND desk = $2 AND person_id = $3', [
      tx.newsroom,
      desk,
      personId,
    ]);
    if (gone > 0) await this.repeatOnPeople(tx, [personId]);
    return gone > 0;
  }

  /** Exactly these desks; where they are a member already, weight and capacity stay. `person.desks` is the caller's to write. */
  async setDesksOf(tx: Tx, personId: string, keys: readonly string[]): Promise<void> {
    await tx.run(
      `WITH gone AS (DELETE FROM desk_member WHERE newsroom = $1 AND person_id = $2 AND desk <> ALL ($3::text[]))
       INSERT INTO desk_member (newsroom, desk, person_id) SELECT $1, key, $2 FROM unnest($3::text[]) AS key
       ON CONFLICT DO NOTHING`,
      [tx.newsroom, personId, keys],
    );
  }

  private async repeatOnPeople(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.run(
      `UPDATE person p SET version = version + 1, desks = ARRAY(
         SELECT m.desk FROM desk_member m WHERE m.newsroom = $1 AND m.person_id = p.id ORDER BY m.desk)
       WHERE newsroom = $1 AND id = ANY ($2::uuid[])`,
      [tx.newsroom, ids],
    );
  }
}
