import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** A conflict of interest that stands is written down once: the second one would outlive the end of the first unseen. */
export class DeclareConflictsOnce20261122128200 implements MigrationInterface {
  name = 'DeclareConflictsOnce20261122128200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(ONCE));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX conflict_once');
  }
}

// Of several the one written down first stands; the others end as they begin. Those with an end are held apart by the lock on their person.
const ONCE = `
  UPDATE conflict c SET until_at = from_at, version = version + 1
  WHERE until_at IS NULL AND EXISTS (SELECT FROM conflict o WHERE o.newsroom = c.newsroom AND o.person_id = c.person_id AND o.kind = c.kind
    AND o.key = c.key AND o.until_at IS NULL AND (o.from_at, o.id) < (c.from_at, c.id));
  CREATE UNIQUE INDEX conflict_once ON conflict (newsroom, person_id, kind, key) WHERE until_at IS NULL`;
