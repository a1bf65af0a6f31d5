import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** How often each newsroom asked an outside model on each day, so that a limit holds over all processes. */
export class AskAssistants20261122111100 implements MigrationInterface {
  name = 'AskAssistants20261122111100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE assistant_use (
        newsroom uuid NOT NULL REFERENCES newsroom (id),
        day date NOT NULL,
        purpose text NOT NULL,
        requests integer NOT NULL,
        answered integer NOT NULL DEFAULT 0,
        tokens bigint NOT NULL DEFAULT 0,
        CONSTRAINT assistant_use_pk PRIMARY KEY (newsroom, day, purpose),
        CONSTRAINT assistant_use_purpose CHECK (purpose IN ('extract', 'rerank'))
      );
      ${newsroomTable('assistant_use', 'SELECT, INSERT, UPDATE')}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE assistant_use');
  }
}
