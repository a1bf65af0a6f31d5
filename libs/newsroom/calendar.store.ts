import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Calendar } from './calendar.rules.js';

export interface CalendarRow {
  version: number;
  body: Calendar;
  createdAt: Date;
}

/** What the calendar says of a moment. */
export interface Moment {
  at: Date;
  /** Whether hours that count at work pass. */
  atWork: boolean;
  /** From when on people may be told of deadlines: the moment itself, or the end of the quiet that it falls into. */
  awakeAt: Date;
}

/** When this hour of a day in this time zone comes next, by the clocks there: a day of 23 or 25 hours has it once. */
export const NEXT_HOUR = (hour: string, zone: string) => `(
  SELECT ((local.day + ${hour} * interval '1 hour'
    + CASE WHEN local.at < local.day + ${hour} * interval '1 hour' THEN interval '0' ELSE interval '1 day' END) AT TIME ZONE ${zone})
  FROM (SELECT app.now() AT TIME ZONE ${zone} AS at, date_trunc('day', app.now() AT TIME ZONE ${zone}) AS day) AS local)`;

@Injectable()
export class CalendarStore {
  latest(tx: Tx): Promise<CalendarRow | undefined> {
    return tx.row('SELECT version, body, created_at FROM calendar WHERE newsroom = $1 ORDER BY version DESC LIMIT 1', [
      tx.newsroom,
    ]);
  }

  async insert(tx: Tx, version: number, body: Calendar, createdBy: string | null): Promise<CalendarRow> {
    const row = await tx.row<CalendarRow>(
      `INSERT INTO calendar (newsroom, version, body, created_by) VALUES ($1, $2, $3, $4)
       RETURNING version, body, created_at`,
      [tx.newsroom, version, JSON.stringify(body), createdBy],
    );
    return row as CalendarRow;
  }

  /** Whether PostgreSQL knows the zone, too: its database may be older than ours. */
  async knowsZone(tx: Tx, timeZone: string): Promise<boolean> {
    const row = await tx.row<{ known: boolean }>(
      'SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = $1) AS known',
      [timeZone],
    );
    return row?.known ?? false;
  }

  /** Null: now, by the database's clock. */
  async moment(tx: Tx, calendar: Calendar, at: string | Date | null): Promise<Moment> {
    const row = await tx.row<Moment>(
      `WITH asked AS MATERIALIZED (SELECT coalesce($2::timestamptz, app.now())::timestamptz(3) AS at) -- one look at the clock
       SELECT at, app.is_at_work($1, at) AS at_work, app.awake_at($1, at) AS awake_at FROM asked`,
      [JSON.stringify(calendar), at],
    );
    return row as Moment;
  }

  /** When `hours` that count at work have passed since a moment; before it, for negative ones. */
  async working(tx: Tx, calendar: Calendar, since: string | Date, hours: number): Promise<Date> {
    const row = await tx.row<{ at: Date }>('SELECT app.working_time($1, $2::timestamptz, $3::float8) AS at', [
      JSON.stringify(calendar),
      since,
      hours,
    ]);
    return (row as { at: Date }).at;
  }
}
