import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** The time that somebody has to reply is a deadline as others are: armed where it is written, done with by the answer. */
export class KeepReplyDeadlines20261122120100 implements MigrationInterface {
  name = 'KeepReplyDeadlines20261122120100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(DEADLINE));
    await db.query(ARMING);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TRIGGER arm_deadline ON reply_request; DROP TRIGGER move_deadline ON reply_request;
      DROP FUNCTION app.keep_reply_deadline();
      DELETE FROM deadline WHERE reply_request_id IS NOT NULL;
      ALTER TABLE deadline DROP CONSTRAINT deadline_of_one, DROP COLUMN reply_request_id;
      ALTER TABLE deadline ADD CONSTRAINT deadline_of_one CHECK (id = coalesce(assignment_id, claim_id))`);
  }
}

const DEADLINE = `
  ALTER TABLE deadline ADD COLUMN reply_request_id uuid,
    ADD CONSTRAINT deadline_reply_request FOREIGN KEY (newsroom, reply_request_id) REFERENCES reply_request (newsroom, id),
    DROP CONSTRAINT deadline_of_one,
    ADD CONSTRAINT deadline_of_one CHECK (id = coalesce(reply_request_id, assignment_id, claim_id)) NOT VALID;
  ALTER TABLE deadline VALIDATE CONSTRAINT deadline_of_one;
  CREATE INDEX deadline_of_reply_request ON deadline (newsroom, reply_request_id) WHERE reply_request_id IS NOT NULL;
`;

// As for claims and assignments; it goes over with a claim that is merged.
const ARMING = `
  CREATE FUNCTION app.keep_reply_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.outcome IS NULL AND NEW.withdrawn_at IS NULL THEN
      INSERT INTO deadline AS d (newsroom, id, claim_id, reply_request_id, due_at)
      VALUES (NEW.newsroom, NEW.id, NEW.claim_id, NEW.id, NEW.due_at)
      ON CONFLICT (newsroom, id) DO UPDATE SET claim_id = excluded.claim_id, due_at = excluded.due_at,
        armed = d.due_at <> excluded.due_at OR d.armed, planned = false,
        next_at = CASE WHEN d.due_at <> excluded.due_at OR d.armed THEN app.now() END,
        told = CASE WHEN d.due_at = excluded.due_at THEN d.told ELSE 'nothing' END,
        since = CASE WHEN d.due_at = excluded.due_at THEN d.since ELSE app.now() END;
    ELSE UPDATE deadline SET armed = false, next_at = NULL WHERE newsroom = NEW.newsroom AND id = NEW.id;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER arm_deadline AFTER INSERT ON reply_request FOR EACH ROW EXECUTE FUNCTION app.keep_reply_deadline();
  CREATE TRIGGER move_deadline AFTER UPDATE ON reply_request FOR EACH ROW
    WHEN (OLD.due_at <> NEW.due_at OR OLD.claim_id <> NEW.claim_id OR OLD.outcome IS DISTINCT FROM NEW.outcome
      OR OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at)
    EXECUTE FUNCTION app.keep_reply_deadline();
`;
