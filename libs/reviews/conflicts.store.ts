import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { conflictKey } from './conflicts.rules.js';
import type { Conflict, NewConflict } from './conflicts.types.js';

const CONFLICT = `id, version, person_id AS person, kind, name, reason, from_at, until_at, recorded_by, recorded_at`;

/** Lets every claim but those that a standing conflict keeps this person out of pass; cheap for whoever has none. */
export const unconflicted = (claim: string, person: string): string =>
  `(NOT EXISTS (SELECT FROM conflict WHERE newsroom = $1 AND person_id = ${person})
    OR NOT EXISTS (SELECT FROM app.conflicts_among($1, ARRAY[${claim}], ${person})))`;

/** All SQL on standing conflicts of interest. Whom they keep out of a claim `app.conflicts_among` says. */
@Injectable()
export class ConflictStore {
  /** The one that stands, or is to, in any of this time; the person is locked until the transaction ends, so that it is written down once. */
  async standing(tx: Tx, person: string, given: NewConflict): Promise<Conflict | undefined> {
    await tx.run('SELECT FROM person WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE', [tx.newsroom, person]);
    return tx.row(
      `SELECT ${CONFLICT} FROM conflict
       WHERE newsroom = $1 AND person_id = $2 AND kind = $3 AND key = $4 AND (until_at IS NULL OR until_at > app.now())
         AND coalesce(until_at, 'infinity') > coalesce($5::timestamptz, app.now()) AND from_at < coalesce($6::timestamptz, 'infinity')
         AND coalesce($6::timestamptz, 'infinity') > greatest(app.now(), $5::timestamptz)
       ORDER BY from_at, id LIMIT 1`,
      [
        ...[tx.newsroom, person, given.kind, conflictKey(given.kind, given.name)],
        ...[given.from ?? null, given.until ?? null],
      ],
    );
  }

  /** Undefined when it would end before it begins. */
  insert(tx: Tx, person: string, by: string | null, given: NewConflict): Promise<Conflict | undefined> {
    return tx.row(
      `INSERT INTO conflict (newsroom, id, person_id, kind, name, key, reason, recorded_by, from_at, until_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, coalesce($9::timestamptz, app.now()), $10::timestamptz
       WHERE $10::timestamptz IS NULL OR ($10::timestamptz > coalesce($9::timestamptz, app.now()) AND $10::timestamptz > app.now())
       RETURNING ${CONFLICT}`,
      [
        ...[tx.newsroom, uuidv7(), person, given.kind, given.name, conflictKey(given.kind, given.name), given.reason],
        ...[by, given.from ?? null, given.until ?? null],
      ],
    );
  }

  lock(tx: Tx, id: string): Promise<Conflict | undefined> {
    return tx.row(`SELECT ${CONFLICT} FROM conflict WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [
      tx.newsroom,
      id,
    ]);
  }

  /** Ends it now; one that was to begin later never begins. */
  async end(tx: Tx, id: string): Promise<Conflict> {
    const row = await tx.row<Conflict>(
      `UPDATE conflict SET until_at = greatest(from_at, least(until_at, app.now())), version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${CONFLICT}`,
      [tx.newsroom, id],
    );
    return row as Conflict;
  }

  /** Oldest first, those that are over too. */
  ofPerson(tx: Tx, person: string): Promise<Conflict[]> {
    return tx.rows(
      `SELECT ${CONFLICT} FROM conflict WHERE newsroom = $1 AND person_id = $2 ORDER BY recorded_at, id LIMIT 1000`,
      [tx.newsroom, person],
    );
  }

  /** Open claims on which this person sits or has voted although it concerns them: somebody has to see to these. */
  async entangled(tx: Tx, person: string): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `SELECT c.id FROM claim c
       WHERE c.newsroom = $1 AND c.state IN ('in_review', 'disputed', 'in_signoff', 'approved')
         AND (EXISTS (SELECT FROM assignment a JOIN round r ON r.newsroom = $1 AND r.id = a.round_id AND r.status <> 'abandoned'
           WHERE a.newsroom = $1 AND a.claim_id = c.id AND a.person_id = $2 AND a.ended_at IS NULL)
         OR EXISTS (SELECT FROM vote t WHERE t.newsroom = $1 AND t.claim_id = c.id AND t.person_id = $2 AND t.lapsed_at IS NULL))
         AND EXISTS (SELECT FROM app.conflicts_among($1, ARRAY[c.id], $2))
       ORDER BY c.id LIMIT 200`,
      [tx.newsroom, person],
    );
    return rows.map(({ id }) => id);
  }

  /** Somebody is to be forgotten: with whom they had what, and why. That there was something stays; it keeps nobody out any more. */
  erase(tx: Tx, person: string): Promise<number> {
    return tx.run(
      `UPDATE conflict SET name = '', key = '', reason = '', version = version + 1,
         until_at = greatest(from_at, least(until_at, app.now()))
       WHERE newsroom = $1 AND person_id = $2 AND name <> ''`,
      [tx.newsroom, person],
    );
  }
}
