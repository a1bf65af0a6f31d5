import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** What triage decides is kept as labels, and a newsroom's own scoring models with their figures; a claim says what scored it. */
export class LearnFromTriage20261122111000 implements MigrationInterface {
  name = 'LearnFromTriage20261122111000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded('ALTER TABLE claim ADD COLUMN score_origin jsonb'));
    await db.query(LABEL);
    await db.query(MODEL);
    await db.query(SCORING);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE scoring, scoring_model, triage_label; ALTER TABLE claim DROP COLUMN score_origin');
  }
}

// worth: null where the decision does not judge check-worthiness. built_in: null for a claim that no extraction of ours scored.
const LABEL = `
  CREATE TABLE triage_label (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    claim_id uuid NOT NULL,
    decision text NOT NULL,
    reason text,
    worth boolean,
    built_in real,
    decided_by jsonb NOT NULL,
    decided_at timestamptz(3) NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT triage_label_pk PRIMARY KEY (newsroom, claim_id),
    CONSTRAINT triage_label_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT triage_label_decision CHECK (decision IN ('accepted', 'dismissed'))
  );
  CREATE INDEX triage_label_counted ON triage_label (newsroom, sequence) WHERE worth IS NOT NULL AND built_in IS NOT NULL;
  ${newsroomTable('triage_label', 'SELECT, INSERT, UPDATE')}
`;

const MODEL = `
  CREATE TABLE scoring_model (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    number integer NOT NULL,
    recipe text NOT NULL,
    intercept double precision NOT NULL,
    slope double precision NOT NULL,
    weights jsonb NOT NULL,
    decisions integer NOT NULL,
    fitted_to bigint NOT NULL,
    against uuid,
    figures jsonb NOT NULL,
    better boolean NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT scoring_model_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT scoring_model_against FOREIGN KEY (newsroom, against) REFERENCES scoring_model (newsroom, id),
    CONSTRAINT scoring_model_recipe CHECK (recipe IN ('calibration', 'weights'))
  );
  CREATE UNIQUE INDEX scoring_model_number ON scoring_model (newsroom, number);
  ${newsroomTable('scoring_model', 'SELECT, INSERT')}
`;

// One row a newsroom. learn_from null: never fitted. model_id null: the built-in score.
const SCORING = `
  CREATE TABLE scoring (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    version integer NOT NULL DEFAULT 0,
    automatic boolean NOT NULL DEFAULT true,
    learn_from integer DEFAULT 200,
    model_id uuid,
    decisions integer NOT NULL DEFAULT 0,
    fitted_decisions integer NOT NULL DEFAULT 0,
    fence uuid,
    leased_until timestamptz(3),
    CONSTRAINT scoring_pk PRIMARY KEY (newsroom),
    CONSTRAINT scoring_in_force FOREIGN KEY (newsroom, model_id) REFERENCES scoring_model (newsroom, id),
    CONSTRAINT scoring_learn_from CHECK (learn_from >= 50)
  );
  ${newsroomTable('scoring', 'SELECT, INSERT, UPDATE')}
`;
