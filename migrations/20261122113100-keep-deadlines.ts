import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** What is due, who was told so, and when to look again: rows, so that no crash and no empty job store forgets a deadline. */
export class KeepDeadlines20261122113100 implements MigrationInterface {
  name = 'KeepDeadlines20261122113100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(DEADLINE));
    await db.query(guarded(ARMING));
    await db.query(BACKFILL);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TRIGGER arm_deadline ON claim; DROP TRIGGER move_deadline ON claim; DROP TRIGGER arm_deadline ON assignment;
      DROP TRIGGER move_deadline ON assignment; DROP TRIGGER plan_deadlines ON policy; DROP TRIGGER plan_deadlines ON calendar;
      DROP FUNCTION app.keep_claim_deadline(), app.keep_seat_deadline(), app.plan_deadlines(), app.arm_deadline(uuid, uuid, uuid, timestamptz);
      DROP TABLE deadline`);
  }
}

// One row for each due time: a claim's (id of the claim) or that of assigned work (id of the assignment). Disarmed, it keeps what was told, so
// that a claim which comes back with the same due time is not told twice. \`planned\`: the moments after it are counted, by policy and calendar.
const DEADLINE = `
  CREATE TABLE deadline (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    assignment_id uuid,
    due_at timestamptz(3) NOT NULL,
    since timestamptz(3) NOT NULL DEFAULT app.now(),
    armed boolean NOT NULL DEFAULT true,
    told text NOT NULL DEFAULT 'nothing',
    planned boolean NOT NULL DEFAULT false,
    soon_at timestamptz(3),
    editors_at timestamptz(3),
    admins_at timestamptz(3),
    next_at timestamptz(3) DEFAULT app.now(),
    CONSTRAINT deadline_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT deadline_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT deadline_assignment FOREIGN KEY (newsroom, assignment_id) REFERENCES assignment (newsroom, id),
    CONSTRAINT deadline_of_one CHECK (id = coalesce(assignment_id, claim_id)),
    CONSTRAINT deadline_told CHECK (told IN ('nothing', 'due-soon', 'overdue', 'editors', 'admins')),
    CONSTRAINT deadline_armed CHECK (armed OR next_at IS NULL)
  );
  CREATE INDEX deadline_next ON deadline (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX deadline_next_of_newsroom ON deadline (newsroom, next_at, id) WHERE next_at IS NOT NULL;
  CREATE INDEX deadline_by_due_time ON deadline (newsroom, due_at, id) WHERE armed;
  CREATE INDEX deadline_of_claim ON deadline (newsroom, claim_id);
  CREATE INDEX deadline_of_assignment ON deadline (newsroom, assignment_id) WHERE assignment_id IS NOT NULL;
  ${newsroomTable('deadline', 'SELECT, INSERT, UPDATE')}
`;

// Whoever writes a due time arms it, whoever ends the work disarms it, in the same statement: no path into or out of work can forget to.
const ARMING = `
  CREATE FUNCTION app.arm_deadline(newsroom uuid, claim_id uuid, assignment_id uuid, due_at timestamptz) RETURNS void LANGUAGE sql
    BEGIN ATOMIC
      INSERT INTO deadline AS d (newsroom, id, claim_id, assignment_id, due_at)
      VALUES (arm_deadline.newsroom, coalesce(arm_deadline.assignment_id, arm_deadline.claim_id), arm_deadline.claim_id,
        arm_deadline.assignment_id, arm_deadline.due_at)
      ON CONFLICT (newsroom, id) DO UPDATE SET armed = true, planned = false, next_at = app.now(), due_at = excluded.due_at,
        told = CASE WHEN d.due_at = excluded.due_at THEN d.told ELSE 'nothing' END,
        since = CASE WHEN d.due_at = excluded.due_at THEN d.since ELSE app.now() END;
    END;

  CREATE FUNCTION app.keep_claim_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.due_at IS NOT NULL AND NEW.publish_at IS NULL
      AND NEW.state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved')
    THEN PERFORM app.arm_deadline(NEW.newsroom, NEW.id, NULL, NEW.due_at);
    ELSE UPDATE deadline SET armed = false, next_at = NULL WHERE newsroom = NEW.newsroom AND id = NEW.id;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.priority, OLD.desk) IS DISTINCT FROM (NEW.priority, NEW.desk) THEN
      UPDATE deadline SET planned = false, next_at = app.now()
      WHERE newsroom = NEW.newsroom AND claim_id = NEW.id AND assignment_id IS NOT NULL AND armed;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER arm_deadline AFTER INSERT ON claim FOR EACH ROW WHEN (NEW.due_at IS NOT NULL) EXECUTE FUNCTION app.keep_claim_deadline();
  CREATE TRIGGER move_deadline AFTER UPDATE ON claim FOR EACH ROW
    WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at OR OLD.priority <> NEW.priority OR OLD.desk IS DISTINCT FROM NEW.desk
      OR (NEW.due_at IS NOT NULL AND ((OLD.publish_at IS NULL) <> (NEW.publish_at IS NULL)
        OR (OLD.state IN ('published', 'dismissed', 'merged', 'retracted')) <> (NEW.state IN ('published', 'dismissed', 'merged', 'retracted')))))
    EXECUTE FUNCTION app.keep_claim_deadline();

  CREATE FUNCTION app.keep_seat_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.due_at IS NOT NULL AND NEW.ended_at IS NULL AND NEW.review_id IS NULL
    THEN PERFORM app.arm_deadline(NEW.newsroom, NEW.claim_id, NEW.id, NEW.due_at);
    ELSE UPDATE deadline SET armed = false, next_at = NULL WHERE newsroom = NEW.newsroom AND id = NEW.id;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER arm_deadline AFTER INSERT ON assignment FOR EACH ROW WHEN (NEW.due_at IS NOT NULL) EXECUTE FUNCTION app.keep_seat_deadline();
  CREATE TRIGGER move_deadline AFTER UPDATE ON assignment FOR EACH ROW
    WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at OR (NEW.due_at IS NOT NULL
      AND ((OLD.ended_at IS NULL) <> (NEW.ended_at IS NULL) OR (OLD.review_id IS NULL) <> (NEW.review_id IS NULL))))
    EXECUTE FUNCTION app.keep_seat_deadline();

  CREATE FUNCTION app.plan_deadlines() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE deadline SET planned = false, next_at = app.now() WHERE newsroom = NEW.newsroom AND armed AND told <> 'admins';
    RETURN NULL;
  END $$;
  CREATE TRIGGER plan_deadlines AFTER INSERT ON policy FOR EACH ROW EXECUTE FUNCTION app.plan_deadlines();
  CREATE TRIGGER plan_deadlines AFTER INSERT ON calendar FOR EACH ROW EXECUTE FUNCTION app.plan_deadlines();
`;

// What was overdue before anybody could be told of it is not told now: an upgrade is no news.
const BACKFILL = `
  SET LOCAL ROLE corroborate_system;
  INSERT INTO deadline (newsroom, id, claim_id, due_at, told)
  SELECT newsroom, id, id, due_at, CASE WHEN due_at <= app.now() THEN 'admins' ELSE 'nothing' END FROM claim
  WHERE due_at IS NOT NULL AND publish_at IS NULL AND state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved');
  INSERT INTO deadline (newsroom, id, claim_id, assignment_id, due_at, told)
  SELECT newsroom, id, claim_id, id, due_at, CASE WHEN due_at <= app.now() THEN 'admins' ELSE 'nothing' END FROM assignment
  WHERE due_at IS NOT NULL AND ended_at IS NULL AND review_id IS NULL;
  RESET ROLE;
`;
