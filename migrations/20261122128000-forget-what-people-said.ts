import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** Whoever left may have their words back: what they said, in every wording that it had, and when they were away. */
export class ForgetWhatPeopleSaid20261122128000 implements MigrationInterface {
  name = 'ForgetWhatPeopleSaid20261122128000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      guarded(`
      ALTER TABLE comment ADD COLUMN erased_at timestamptz(3);
      GRANT UPDATE (text, mentions) ON comment_revision TO corroborate_app;
      GRANT DELETE ON absence TO corroborate_app`),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      REVOKE DELETE ON absence FROM corroborate_app;
      REVOKE UPDATE (text, mentions) ON comment_revision FROM corroborate_app;
      ALTER TABLE comment DROP COLUMN erased_at`);
  }
}
