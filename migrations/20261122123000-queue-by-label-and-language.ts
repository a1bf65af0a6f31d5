import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** Whoever works on a rare label, or in a rare language, had everybody else's claims walked past for each of theirs. */
export class QueueByLabelAndLanguage20261122123000 implements MigrationInterface {
  name = 'QueueByLabelAndLanguage20261122123000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(WAITING));
    await db.query(KEPT);
    await db.query(FILLED);
    await db.query('DROP INDEX claim_queue_of_desk; DROP INDEX claim_queue_of_all');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX claim_queue_of_desk ON claim (newsroom, desk, (priority + (publication = 'live')::int) DESC, due_at,
        score DESC NULLS LAST, created_at, id) WHERE open_seats > 0 AND desk IS NOT NULL;
      CREATE INDEX claim_queue_of_all ON claim (newsroom, (priority + (publication = 'live')::int) DESC, due_at,
        score DESC NULLS LAST, created_at, id) WHERE open_seats > 0 AND desk IS NULL;
      DROP TRIGGER keep_waiting_start ON claim; DROP TRIGGER keep_waiting ON claim; DROP FUNCTION app.keep_waiting();
      DROP TABLE waiting`);
  }
}

// A shadow of claim, which its trigger alone writes: it needs no foreign key, and each would cost every action a look. Under row-level
// security only leakproof conditions reach an index: labels && $n never does, label = $n does. Empty label: the claim itself, one row
// for each; empty desk and language: none.
const WAITING = `
  CREATE TABLE waiting (
    newsroom uuid NOT NULL,
    claim_id uuid NOT NULL,
    label text NOT NULL,
    desk text NOT NULL,
    tongue text NOT NULL,
    language text NOT NULL,
    rank integer NOT NULL,
    due_at timestamptz(3),
    score real,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT waiting_pk PRIMARY KEY (newsroom, claim_id, label)
  );
  CREATE INDEX waiting_of_desk ON waiting (newsroom, label, desk, rank DESC, due_at, score DESC NULLS LAST, created_at, claim_id);
  CREATE INDEX waiting_in_language ON waiting (newsroom, label, desk, tongue, rank DESC, due_at, score DESC NULLS LAST, created_at, claim_id);
  ${newsroomTable('waiting', 'SELECT, INSERT, DELETE')}
`;

const ROWS = `
  SELECT c.newsroom, c.id, l.label, coalesce(c.desk, ''), coalesce(split_part(lower(c.language), '-', 1), ''), coalesce(lower(c.language), ''),
    c.priority + (c.publication = 'live')::int, c.due_at, c.score, c.created_at`;

// Sequential scans off: planned while next to nothing waits, and kept for the connection, the DELETE would read all of a queue that grew.
const KEPT = `
  CREATE FUNCTION app.keep_waiting() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.open_seats > 0 THEN
      DELETE FROM waiting WHERE newsroom = OLD.newsroom AND claim_id = OLD.id;
    END IF;
    IF NEW.open_seats > 0 THEN
      INSERT INTO waiting ${ROWS.replaceAll('c.', 'NEW.')} FROM (SELECT '' AS label UNION SELECT unnest(NEW.labels)) AS l;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER keep_waiting_start AFTER INSERT ON claim FOR EACH ROW WHEN (NEW.open_seats > 0) EXECUTE FUNCTION app.keep_waiting();
  CREATE TRIGGER keep_waiting AFTER UPDATE ON claim FOR EACH ROW WHEN (
    (OLD.open_seats > 0) <> (NEW.open_seats > 0)
    OR NEW.open_seats > 0 AND (OLD.desk, OLD.language, OLD.labels, OLD.priority, OLD.publication, OLD.due_at, OLD.score)
      IS DISTINCT FROM (NEW.desk, NEW.language, NEW.labels, NEW.priority, NEW.publication, NEW.due_at, NEW.score))
    EXECUTE FUNCTION app.keep_waiting();
`;

const FILLED = `
  SET LOCAL ROLE corroborate_system;
  INSERT INTO waiting ${ROWS} FROM claim c CROSS JOIN LATERAL (SELECT '' AS label UNION SELECT unnest(c.labels)) AS l WHERE c.open_seats > 0;
  RESET ROLE;
`;
