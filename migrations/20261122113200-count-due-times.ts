import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** Since when the hours of a due time run that the policy set, so that another priority can move it; null: set by hand, or none. */
export class CountDueTimes20261122113200 implements MigrationInterface {
  name = 'CountDueTimes20261122113200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      guarded(`
        ALTER TABLE claim ADD COLUMN due_from timestamptz(3);
        CREATE FUNCTION app.hours_since(newsroom uuid, since timestamptz, hours float8, at_work boolean) RETURNS timestamptz
          LANGUAGE sql STABLE PARALLEL SAFE
          RETURN CASE WHEN hours IS NULL THEN NULL WHEN NOT at_work THEN since + make_interval(secs => hours * 3600)
            ELSE coalesce(
              (SELECT app.working_time(c.body, since, hours) FROM calendar AS c
               WHERE c.newsroom = hours_since.newsroom ORDER BY c.version DESC LIMIT 1),
              since + make_interval(secs => hours * 3600)) END;`),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP FUNCTION app.hours_since(uuid, timestamptz, float8, boolean); ALTER TABLE claim DROP COLUMN due_from',
    );
  }
}
