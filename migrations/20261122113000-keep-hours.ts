import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** When a newsroom works and when it is left in peace, and the arithmetic of it, on PostgreSQL's own time zones. */
export class KeepHours20261122113000 implements MigrationInterface {
  name = 'KeepHours20261122113000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(CALENDAR));
    await db.query(WORK);
    await db.query(QUIET);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION app.hours_from_now(uuid, float8, boolean), app.hours_on(jsonb, timestamptz, float8, boolean), app.awake_at(jsonb, timestamptz);
      DROP FUNCTION app.is_at_work(jsonb, timestamptz), app.working_time(jsonb, timestamptz, float8);
      DROP FUNCTION app.stretches(jsonb, date), app.is_holiday(jsonb, date), app.stretch(text, date, jsonb);
      DROP TABLE calendar`);
  }
}

const CALENDAR = `
  CREATE TABLE calendar (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    version integer NOT NULL,
    body jsonb NOT NULL,
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT calendar_pk PRIMARY KEY (newsroom, version)
  );
  ${newsroomTable('calendar', 'SELECT, INSERT')}
`;

// A wall-clock time becomes a moment by AT TIME ZONE: one that spring skips is the hour after, one that autumn repeats the second of the two.
// A stretch that spring swallows whole is empty, and left out. Lengths are real seconds: a night shift is an hour longer in autumn.
const WORK = `
  CREATE FUNCTION app.stretch(zone text, day date, stretch jsonb) RETURNS tstzrange LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
      SELECT CASE WHEN b < e THEN tstzrange(b, e) ELSE 'empty'::tstzrange END
      FROM (SELECT (day + (stretch ->> 'from')::interval) AT TIME ZONE zone AS b,
        (day + (stretch ->> 'to')::interval
          + CASE WHEN (stretch ->> 'to')::interval <= (stretch ->> 'from')::interval THEN interval '1 day' ELSE interval '0' END)
          AT TIME ZONE zone AS e) AS ends);
  CREATE FUNCTION app.is_holiday(calendar jsonb, day date) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN calendar -> 'holidays' @> jsonb_build_array(jsonb_build_object('date', to_char(day, 'YYYY-MM-DD')));
  CREATE FUNCTION app.stretches(calendar jsonb, day date) RETURNS SETOF tstzrange LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
      SELECT work FROM (
        SELECT app.stretch(calendar ->> 'timeZone', day, one) AS work
        FROM jsonb_array_elements(calendar -> 'workingHours' -> to_char(day, 'dy')) AS one
        WHERE NOT app.is_holiday(calendar, day)) AS found
      WHERE NOT isempty(work) ORDER BY work;
    END;

  CREATE FUNCTION app.working_time(calendar jsonb, since timestamptz, hours float8) RETURNS timestamptz
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
  DECLARE
    today date := (since AT TIME ZONE (calendar ->> 'timeZone'))::date;
    due float8 := abs(hours) * 3600;
    work tstzrange;
    free float8;
  BEGIN
    IF hours >= 0 THEN
      FOR ahead IN -1 .. 4000 LOOP
        FOR work IN SELECT * FROM app.stretches(calendar, today + ahead) LOOP
          free := extract(epoch FROM upper(work) - greatest(lower(work), since));
          CONTINUE WHEN free <= 0;
          IF free >= due THEN RETURN greatest(lower(work), since) + make_interval(secs => due); END IF;
          due := due - free;
        END LOOP;
      END LOOP;
    ELSE
      FOR back IN 0 .. 4000 LOOP
        FOR work IN SELECT s FROM app.stretches(calendar, today - back) AS s ORDER BY s DESC LOOP
          free := extract(epoch FROM least(upper(work), since) - lower(work));
          CONTINUE WHEN free <= 0;
          IF free >= due THEN RETURN least(upper(work), since) - make_interval(secs => due); END IF;
          due := due - free;
        END LOOP;
      END LOOP;
    END IF;
    RETURN since + make_interval(secs => hours * 3600);
  END $$;

  CREATE FUNCTION app.is_at_work(calendar jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN EXISTS (
      SELECT FROM generate_series(-1, 0) AS back,
        app.stretches(calendar, (at AT TIME ZONE (calendar ->> 'timeZone'))::date + back) AS work WHERE work @> at);
  CREATE FUNCTION app.hours_on(calendar jsonb, since timestamptz, hours float8, at_work boolean) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN hours IS NULL THEN NULL WHEN at_work THEN app.working_time(calendar, since, hours)
      ELSE since + make_interval(secs => hours * 3600) END;
  CREATE FUNCTION app.hours_from_now(newsroom uuid, hours float8, at_work boolean) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN hours IS NULL THEN NULL WHEN NOT at_work THEN app.now() + make_interval(secs => hours * 3600)
      ELSE coalesce(
        (SELECT app.working_time(c.body, app.now(), hours) FROM calendar AS c
         WHERE c.newsroom = hours_from_now.newsroom ORDER BY c.version DESC LIMIT 1),
        app.now() + make_interval(secs => hours * 3600)) END;
`;

// The first moment from \`at\` on that is neither in quiet hours (which may have begun the day before) nor on a day off, where those are quiet.
const QUIET = `
  CREATE FUNCTION app.awake_at(calendar jsonb, at timestamptz) RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
  DECLARE
    zone text := calendar ->> 'timeZone';
    quiet jsonb := nullif(calendar -> 'quietHours', 'null');
    days_off boolean := (calendar ->> 'quietOnDaysOff')::boolean;
    today date;
    night tstzrange;
  BEGIN
    FOR step IN 1 .. 2000 LOOP
      EXIT WHEN at IS NULL;
      today := (at AT TIME ZONE zone)::date;
      night := NULL;
      IF quiet IS NOT NULL THEN
        SELECT app.stretch(zone, today + back, quiet) INTO night FROM generate_series(-1, 0) AS back
        WHERE app.stretch(zone, today + back, quiet) @> at LIMIT 1;
      END IF;
      IF night IS NOT NULL THEN
        at := upper(night);
      ELSIF days_off AND (jsonb_array_length(calendar -> 'workingHours' -> to_char(today, 'dy')) = 0 OR app.is_holiday(calendar, today)) THEN
        at := (today + 1)::timestamp AT TIME ZONE zone;
      ELSE
        EXIT;
      END IF;
    END LOOP;
    RETURN at;
  END $$;
`;
