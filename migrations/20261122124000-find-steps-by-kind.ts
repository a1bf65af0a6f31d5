import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** Every figure asks for steps of a few kinds: by time alone it went through all of a year to find one in eight, and to the table for rounds. */
export class FindStepsByKind20261122124000 implements MigrationInterface {
  name = 'FindStepsByKind20261122124000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(`CREATE INDEX claim_step_by_kind ON claim_step (newsroom, step, at) ${COLUMNS}, round)`));
    await db.query(guarded('DROP INDEX claim_step_by_time'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`CREATE INDEX claim_step_by_time ON claim_step (newsroom, at) ${COLUMNS.replace('(', '(step, ')})`);
    await db.query('DROP INDEX claim_step_by_kind');
  }
}

const COLUMNS = 'INCLUDE (claim_id, desk, person_id, seconds, due_at';
