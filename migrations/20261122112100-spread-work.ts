import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** Work goes to those who are there and have room: absences, plans of assignments, and a queue that is flat for each desk. */
export class SpreadWork20261122112100 implements MigrationInterface {
  name = 'SpreadWork20261122112100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(ABSENCE));
    await db.query(PLAN);
    await db.query(QUEUE);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE assignment_plan, absence;
      DROP INDEX claim_queue_of_all, claim_queue_of_desk;
      CREATE INDEX claim_queue_of_desk ON claim (newsroom, desk, (priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id)
        WHERE open_seats > 0`);
  }
}

const ABSENCE = `
  CREATE TABLE absence (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3) NOT NULL,
    give_back boolean NOT NULL,
    given_back_at timestamptz(3),
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT absence_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT absence_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT absence_time CHECK (ends_at >= starts_at)
  );
  CREATE INDEX absence_of_person ON absence (newsroom, person_id, ends_at);
  CREATE INDEX absence_to_give_back ON absence (starts_at) WHERE give_back AND given_back_at IS NULL;
  ${newsroomTable('absence', 'SELECT, INSERT, UPDATE')}
`;

const PLAN = `
  CREATE TABLE assignment_plan (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    strategy text NOT NULL,
    given jsonb NOT NULL,
    items jsonb NOT NULL,
    results jsonb,
    created_by jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    expires_at timestamptz(3) NOT NULL,
    carried_out_at timestamptz(3),
    CONSTRAINT assignment_plan_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT assignment_plan_strategy CHECK (strategy IN ('even', 'weight', 'load')),
    CONSTRAINT assignment_plan_done CHECK ((carried_out_at IS NULL) = (results IS NULL))
  );
  ${newsroomTable('assignment_plan', 'SELECT, INSERT, UPDATE')}
`;

// An IS NULL does not fix the leading column of an index for its order: claims of no desk have an index of their own.
const QUEUE = `
  DROP INDEX claim_queue_of_desk;
  CREATE INDEX claim_queue_of_desk ON claim (newsroom, desk, (priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id)
    WHERE open_seats > 0 AND desk IS NOT NULL;
  CREATE INDEX claim_queue_of_all ON claim (newsroom, (priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id)
    WHERE open_seats > 0 AND desk IS NULL;
`;
