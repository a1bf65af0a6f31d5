import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** Who asks for comment watches the claim; what comes back after publication is looked at as a changed source is. */
export class TellOfReplies20261122120200 implements MigrationInterface {
  name = 'TellOfReplies20261122120200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(widened(`, 'asked'`, `, 'reply-received'`)));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `DELETE FROM watcher WHERE why = 'asked'; DELETE FROM recheck WHERE cause = 'reply-received'; ${widened('', '')}`,
    );
  }
}

const widened = (why: string, cause: string) => `
  ALTER TABLE watcher DROP CONSTRAINT watcher_why,
    ADD CONSTRAINT watcher_why CHECK (why IN ('self', 'added', 'assigned', 'commented', 'mentioned'${why})) NOT VALID;
  ALTER TABLE watcher VALIDATE CONSTRAINT watcher_why;
  ALTER TABLE recheck DROP CONSTRAINT recheck_cause,
    ADD CONSTRAINT recheck_cause CHECK (cause IN ('quote-altered', 'quote-missing', 'source-gone', 'evidence-withdrawn', 'by-hand'${cause})) NOT VALID;
  ALTER TABLE recheck VALIDATE CONSTRAINT recheck_cause;
`;
