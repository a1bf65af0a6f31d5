import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** Work that is handed over is due when it was, and its due time goes on where it was told: nobody hears twice that it is overdue. */
export class KeepDueTimesOverHandOvers20261122128100 implements MigrationInterface {
  name = 'KeepDueTimesOverHandOvers20261122128100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(keepSeatDeadline(GO_ON)));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(keepSeatDeadline(''));
  }
}

const GO_ON = `
      IF TG_OP = 'INSERT' THEN
        UPDATE deadline d SET told = before.told, since = before.since
        FROM (SELECT o.told, o.since FROM assignment a JOIN deadline o ON o.newsroom = a.newsroom AND o.id = a.id
          WHERE a.newsroom = NEW.newsroom AND a.round_id = NEW.round_id AND a.position = NEW.position
            AND a.end_cause = 'handed over' AND o.due_at = NEW.due_at
          ORDER BY a.ended_at DESC LIMIT 1) AS before
        WHERE d.newsroom = NEW.newsroom AND d.id = NEW.id;
      END IF;`;

const keepSeatDeadline = (more: string) => `
  CREATE OR REPLACE FUNCTION app.keep_seat_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.due_at IS NOT NULL AND NEW.ended_at IS NULL AND NEW.review_id IS NULL
    THEN
      PERFORM app.arm_deadline(NEW.newsroom, NEW.claim_id, NEW.id, NEW.due_at);${more}
    ELSE UPDATE deadline SET armed = false, next_at = NULL WHERE newsroom = NEW.newsroom AND id = NEW.id;
    END IF;
    RETURN NULL;
  END $$`;
