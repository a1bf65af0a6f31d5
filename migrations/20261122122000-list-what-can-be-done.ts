import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists of what somebody can act on are read in the order of entry from one index scan for each state (and desk, where only
 * some fit), so that none of them walks past what is not theirs.
 */
export class ListWhatCanBeDone20261122122000 implements MigrationInterface {
  name = 'ListWhatCanBeDone20261122122000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX claim_of_desk');
    await db.query('CREATE INDEX claim_of_desk ON claim (newsroom, desk, state, created_at, id)');
    await db.query(REOPENED);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX claim_reopened');
    await db.query('DROP INDEX claim_of_desk');
    await db.query('CREATE INDEX claim_of_desk ON claim (newsroom, desk, state) WHERE desk IS NOT NULL');
  }
}

// Public and in work again: few, and all that can be upheld, corrected or retracted besides what is published.
const REOPENED = `CREATE INDEX claim_reopened ON claim (newsroom, state, created_at, id)
  WHERE publication = 'live' AND state <> 'published'`;
