import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** The steps of claims, read off the sealed log, so that figures over a million rows of history ask nothing of it or of the desk. */
export class CountSteps20261122116200 implements MigrationInterface {
  name = 'CountSteps20261122116200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(STEP));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DELETE FROM log_reader WHERE reader = 'insights'; DROP TABLE claim_step`);
  }
}

// seconds: since the step that this one ends the wait for; null where there was none.
const STEP = `
  CREATE TABLE claim_step (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    sequence bigint NOT NULL,
    step text NOT NULL,
    claim_id uuid NOT NULL,
    at timestamptz(3) NOT NULL,
    desk text,
    person_id uuid,
    round integer,
    due_at timestamptz(3),
    waits boolean NOT NULL,
    seconds double precision,
    CONSTRAINT claim_step_pk PRIMARY KEY (newsroom, sequence, step),
    CONSTRAINT claim_step_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id)
  );
  CREATE INDEX claim_step_by_time ON claim_step (newsroom, at) INCLUDE (step, claim_id, desk, person_id, seconds, due_at);
  CREATE INDEX claim_step_of_claim ON claim_step (newsroom, claim_id, sequence);
  ${newsroomTable('claim_step', 'SELECT')}
`;
