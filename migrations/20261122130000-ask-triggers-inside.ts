import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/**
 * PostgreSQL parses a trigger's WHEN anew for each statement: a fifth of what handing a claim out cost its row. A function's body is parsed
 * once for a connection, so the conditions stand there. A change of many rows in one statement pays some 4 microseconds more for each.
 */
export class AskTriggersInside20261122130000 implements MigrationInterface {
  name = 'AskTriggersInside20261122130000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(FOLLOWED.map((f) => keeper(f, askedOf(f.when)) + trigger(f, '')).join('')));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(guarded(FOLLOWED.map((f) => keeper(f, '') + trigger(f, `WHEN (${f.when})`)).join('')));
  }
}

/** A trigger after an UPDATE of a claim: the moves that concern it, and what its function, which an INSERT's trigger shares, does then. */
interface Followed {
  trigger: string;
  of?: string;
  when: string;
  function: string;
  settings?: string;
  does: string;
}

// Neither true nor unknown is asked for: as of a WHEN, only what is true counts.
const askedOf = (when: string) => `
    IF TG_OP = 'UPDATE' AND (${when}) IS NOT TRUE THEN
      RETURN NULL;
    END IF;`;

const keeper = (f: Followed, asked: string) => `
  CREATE OR REPLACE FUNCTION app.${f.function}() RETURNS trigger LANGUAGE plpgsql ${f.settings ?? ''} AS $$
  BEGIN${asked}${f.does}
    RETURN NULL;
  END $$;`;

// Replaced, not dropped: claims are read meanwhile.
const trigger = (f: Followed, when: string) => `
  CREATE OR REPLACE TRIGGER ${f.trigger} AFTER UPDATE ${f.of ?? ''} ON claim FOR EACH ROW ${when} EXECUTE FUNCTION app.${f.function}();`;

const FOLLOWED: Followed[] = [
  {
    trigger: 'keep_waiting',
    when: `
    (OLD.open_seats > 0) <> (NEW.open_seats > 0)
    OR NEW.open_seats > 0 AND (OLD.desk, OLD.language, OLD.labels, OLD.priority, OLD.publication, OLD.due_at, OLD.score)
      IS DISTINCT FROM (NEW.desk, NEW.language, NEW.labels, NEW.priority, NEW.publication, NEW.due_at, NEW.score)`,
    function: 'keep_waiting',
    settings: 'SET enable_seqscan = off',
    does: `
    IF TG_OP = 'UPDATE' AND OLD.open_seats > 0 THEN
      DELETE FROM waiting WHERE newsroom = OLD.newsroom AND claim_id = OLD.id;
    END IF;
    IF NEW.open_seats > 0 THEN
      INSERT INTO waiting
  SELECT NEW.newsroom, NEW.id, l.label, coalesce(NEW.desk, ''), coalesce(split_part(lower(NEW.language), '-', 1), ''), coalesce(lower(NEW.language), ''),
    NEW.priority + (NEW.publication = 'live')::int, NEW.due_at, NEW.score, NEW.created_at FROM (SELECT '' AS label UNION SELECT unnest(NEW.labels)) AS l;
    END IF;`,
  },
  {
    trigger: 'move_deadline',
    when: `OLD.due_at IS DISTINCT FROM NEW.due_at OR OLD.priority <> NEW.priority OR OLD.desk IS DISTINCT FROM NEW.desk
      OR (NEW.due_at IS NOT NULL AND ((OLD.publish_at IS NULL) <> (NEW.publish_at IS NULL)
        OR (OLD.state IN ('published', 'dismissed', 'merged', 'retracted')) <> (NEW.state IN ('published', 'dismissed', 'merged', 'retracted'))))`,
    function: 'keep_claim_deadline',
    does: `
    IF NEW.due_at IS NOT NULL AND NEW.publish_at IS NULL
      AND NEW.state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved')
    THEN PERFORM app.arm_deadline(NEW.newsroom, NEW.id, NULL, NEW.due_at);
    ELSE UPDATE deadline SET armed = false, next_at = NULL WHERE newsroom = NEW.newsroom AND id = NEW.id;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.priority, OLD.desk) IS DISTINCT FROM (NEW.priority, NEW.desk) THEN
      UPDATE deadline SET planned = false, next_at = app.now()
      WHERE newsroom = NEW.newsroom AND claim_id = NEW.id AND assignment_id IS NOT NULL AND armed;
    END IF;`,
  },
  {
    trigger: 'want_match_again',
    of: 'OF text, wording, state, merged_into',
    when: `OLD.text IS DISTINCT FROM NEW.text OR OLD.wording IS DISTINCT FROM NEW.wording
      OR OLD.merged_into IS DISTINCT FROM NEW.merged_into
      OR (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('in_review', 'in_signoff', 'disputed'))`,
    function: 'want_match_of_claim',
    does: `
    INSERT INTO match_work (newsroom, claim_id) VALUES (NEW.newsroom, NEW.id);
    IF TG_OP = 'UPDATE' AND OLD.merged_into IS DISTINCT FROM NEW.merged_into THEN
      INSERT INTO match_work (newsroom, claim_id) VALUES (NEW.newsroom, coalesce(NEW.merged_into, OLD.merged_into));
    END IF;`,
  },
];
