import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** The published record: fact-checks, their versions that nobody can change, the corrections log, and rechecks. */
export class PublishFactChecks20261122106000 implements MigrationInterface {
  name = 'PublishFactChecks20261122106000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(FACT_CHECK);
    await db.query(VERSION);
    await db.query(CORRECTION);
    await db.query(RECHECK);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE recheck, correction, fact_check_version, fact_check; DROP FUNCTION app.keep_published()',
    );
  }
}

const FACT_CHECK = `
  CREATE TABLE fact_check (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    slug text NOT NULL,
    publication text NOT NULL,
    desk text,
    number integer NOT NULL,
    rating_key text NOT NULL,
    wording text NOT NULL,
    language text NOT NULL,
    first_published_at timestamptz(3) NOT NULL DEFAULT app.now(),
    updated_at timestamptz(3) NOT NULL DEFAULT app.now(),
    retracted_at timestamptz(3),
    retraction_reason text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT fact_check_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT fact_check_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT fact_check_publication CHECK (publication IN ('live', 'retracted')),
    CONSTRAINT fact_check_retraction CHECK ((publication = 'retracted') = (retraction_reason IS NOT NULL)),
    CONSTRAINT fact_check_slug_length CHECK (length(slug) BETWEEN 1 AND 120)
  );
  CREATE UNIQUE INDEX fact_check_of_claim ON fact_check (newsroom, claim_id);
  CREATE UNIQUE INDEX fact_check_slug ON fact_check (newsroom, slug);
  CREATE INDEX fact_check_by_update ON fact_check (newsroom, updated_at, id);
  CREATE INDEX fact_check_by_publication ON fact_check (newsroom, publication, updated_at, id);
  ${newsroomTable('fact_check', 'SELECT, INSERT, UPDATE')}
`;

// No role writes a version twice, the owner included: what was published can be defended years later.
const VERSION = `
  CREATE TABLE fact_check_version (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    fact_check_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    number integer NOT NULL,
    published_at timestamptz(3) NOT NULL DEFAULT app.now(),
    published_by uuid,
    rating_key text NOT NULL,
    correction_type text,
    correction_notice text,
    content jsonb NOT NULL,
    CONSTRAINT fact_check_version_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT fact_check_version_fact_check FOREIGN KEY (newsroom, fact_check_id) REFERENCES fact_check (newsroom, id),
    CONSTRAINT fact_check_version_number CHECK (number >= 1),
    CONSTRAINT fact_check_version_correction CHECK (
      (correction_type IS NULL) = (correction_notice IS NULL)
      AND correction_type IN ('rating', 'fact', 'wording', 'update'))
  );
  CREATE UNIQUE INDEX fact_check_version_numbered ON fact_check_version (newsroom, fact_check_id, number);
  ${newsroomTable('fact_check_version', 'SELECT, INSERT')}
  REVOKE UPDATE, DELETE ON fact_check_version FROM corroborate_system;
  CREATE FUNCTION app.keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'what was published is never changed' USING ERRCODE = 'insufficient_privilege'; END $$;
  CREATE TRIGGER keep_version BEFORE UPDATE OR DELETE OR TRUNCATE ON fact_check_version
    FOR EACH STATEMENT EXECUTE FUNCTION app.keep_published();
`;

const CORRECTION = `
  CREATE TABLE correction (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    fact_check_id uuid NOT NULL,
    number integer NOT NULL,
    previous_number integer,
    type text NOT NULL,
    notice text NOT NULL,
    from_rating text,
    to_rating text,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT correction_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT correction_fact_check FOREIGN KEY (newsroom, fact_check_id) REFERENCES fact_check (newsroom, id),
    CONSTRAINT correction_type CHECK (type IN ('rating', 'fact', 'wording', 'update', 'retraction'))
  );
  CREATE INDEX correction_by_time ON correction (newsroom, at, id);
  CREATE INDEX correction_of_fact_check ON correction (newsroom, fact_check_id, at, id);
  ${newsroomTable('correction', 'SELECT, INSERT')}
  REVOKE UPDATE, DELETE ON correction FROM corroborate_system;
  CREATE TRIGGER keep_correction BEFORE UPDATE OR DELETE OR TRUNCATE ON correction
    FOR EACH STATEMENT EXECUTE FUNCTION app.keep_published();
`;

// While one is open for a cause, the same finding again is no second recheck; what people report by hand is never folded.
const RECHECK = `
  CREATE TABLE recheck (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    fact_check_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    number integer NOT NULL,
    cause text NOT NULL,
    source_id uuid,
    evidence_id uuid,
    from_capture_id uuid,
    to_capture_id uuid,
    detail text,
    state text NOT NULL DEFAULT 'open',
    opened_review boolean NOT NULL,
    opened_at timestamptz(3) NOT NULL DEFAULT app.now(),
    resolution text,
    resolution_reason text,
    resolved_at timestamptz(3),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT recheck_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT recheck_fact_check FOREIGN KEY (newsroom, fact_check_id) REFERENCES fact_check (newsroom, id),
    CONSTRAINT recheck_source FOREIGN KEY (newsroom, source_id) REFERENCES source (newsroom, id),
    CONSTRAINT recheck_evidence FOREIGN KEY (newsroom, evidence_id) REFERENCES evidence (newsroom, id),
    CONSTRAINT recheck_cause CHECK (cause IN ('quote-altered', 'quote-missing', 'source-gone', 'evidence-withdrawn', 'by-hand')),
    CONSTRAINT recheck_state CHECK (state IN ('open', 'resolved')),
    CONSTRAINT recheck_end CHECK ((state = 'resolved') = (resolution IS NOT NULL AND resolved_at IS NOT NULL)),
    CONSTRAINT recheck_resolution CHECK (resolution IN ('upheld', 'republished', 'retracted', 'no-change-needed'))
  );
  CREATE INDEX recheck_by_time ON recheck (newsroom, opened_at, id);
  CREATE INDEX recheck_by_state ON recheck (newsroom, state, opened_at, id);
  CREATE INDEX recheck_of_claim ON recheck (newsroom, claim_id, state);
  CREATE UNIQUE INDEX recheck_once ON recheck (newsroom, fact_check_id, cause, source_id, evidence_id) NULLS NOT DISTINCT
    WHERE state = 'open' AND cause <> 'by-hand';
  ${newsroomTable('recheck', 'SELECT, INSERT, UPDATE')}
`;
