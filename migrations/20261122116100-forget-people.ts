import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** Why somebody was kept out of a claim is theirs to take back when they leave; nothing else of a recusal can change. */
export class ForgetPeople20261122116100 implements MigrationInterface {
  name = 'ForgetPeople20261122116100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded('GRANT UPDATE (reason) ON recusal TO corroborate_app'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('REVOKE UPDATE (reason) ON recusal FROM corroborate_app');
  }
}
