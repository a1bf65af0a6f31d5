import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';

export interface AbsenceRow {
  id: string;
  personId: string;
  startsAt: Date;
  endsAt: Date;
  giveBack: boolean;
  givenBackAt: Date | null;
  createdBy: string | null;
  createdAt: Date;
}

export interface NewAbsence {
  personId: string;
  startsAt: Date | null;
  endsAt: Date;
  giveBack: boolean;
}

const COLUMNS = 'id, person_id, starts_at, ends_at, give_back, given_back_at, created_by, created_at';

/** All SQL on absences. */
@Injectable()
export class AbsenceStore {
  /** Undefined when it would be over already, or end before it starts. No start: now. */
  insert(tx: Tx, a: NewAbsence, createdBy: string | null): Promise<AbsenceRow | undefined> {
    return tx.row(
      `INSERT INTO absence (newsroom, id, person_id, starts_at, ends_at, give_back, created_by)
       SELECT $1, $2, $3, coalesce($4::timestamptz, app.now()), $5::timestamptz, $6, $7
       WHERE $5::timestamptz > app.now() AND $5::timestamptz > coalesce($4::timestamptz, app.now()) RETURNING ${COLUMNS}`,
      [tx.newsroom, uuidv7(), a.personId, a.startsAt, a.endsAt, a.giveBack, createdBy],
    );
  }

  byId(tx: Tx, id: string): Promise<AbsenceRow | undefined> {
    return tx.row(`SELECT ${COLUMNS} FROM absence WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** Those that are not over, the next first. */
  ofPerson(tx: Tx, personId: string): Promise<AbsenceRow[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM absence WHERE newsroom = $1 AND person_id = $2 AND ends_at > app.now() AND ends_at > starts_at
       ORDER BY starts_at, id LIMIT 200`,
      [tx.newsroom, personId],
    );
  }

  /** Over from now on; one that has not begun never begins. */
  async end(tx: Tx, id: string): Promise<AbsenceRow | undefined> {
    return tx.row(
      `UPDATE absence SET ends_at = greatest(starts_at, least(ends_at, app.now()))
       WHERE newsroom = $1 AND id = $2 AND ends_at > app.now() RETURNING ${COLUMNS}`,
      [tx.newsroom, id],
    );
  }

  /** Somebody is to be forgotten. */
  erase(tx: Tx, personId: string): Promise<number> {
    return tx.run('DELETE FROM absence WHERE newsroom = $1 AND person_id = $2', [tx.newsroom, personId]);
  }

  /** Until when this person is away now. */
  async until(tx: Tx, personId: string): Promise<Date | undefined> {
    const row = await tx.row<{ until: Date | null }>(
      `SELECT max(ends_at) AS until FROM absence
       WHERE newsroom = $1 AND person_id = $2 AND ends_at > app.now() AND starts_at <= app.now()`,
      [tx.newsroom, personId],
    );
    return row?.until ?? undefined;
  }

  /** The absence, once it has begun and nobody has given back for it yet; marked as done. */
  takeGiveBack(tx: Tx, id: string): Promise<AbsenceRow | undefined> {
    return tx.row(
      `UPDATE absence SET given_back_at = app.now()
       WHERE newsroom = $1 AND id = $2 AND give_back AND given_back_at IS NULL AND starts_at <= app.now() AND ends_at > app.now()
       RETURNING ${COLUMNS}`,
      [tx.newsroom, id],
    );
  }
}

/** Over all newsrooms: absences that began, whose work is still to be given back. */
export function absencesBegun(tx: SystemTx, limit: number): Promise<{ newsroom: string; absenceId: string }[]> {
  return tx.rows(
    `SELECT newsroom, id AS absence_id FROM absence
     WHERE give_back AND given_back_at IS NULL AND starts_at <= app.now() AND ends_at > app.now() ORDER BY starts_at LIMIT $1`,
    [limit],
  );
}
