import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Fact-checks of others, imported as ClaimReviews, so that nobody checks again what somebody has checked. */
export class ImportClaimReviews20261122110000 implements MigrationInterface {
  name = 'ImportClaimReviews20261122110000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(IMPORT);
    await db.query(REVIEW);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE imported_review, review_import');
  }
}

// `read` is how many records of the file are done: a job that takes over goes on behind them. `fence` grows with each that takes it.
const IMPORT = `
  CREATE TABLE review_import (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL DEFAULT 'waiting',
    name text NOT NULL,
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    read integer NOT NULL DEFAULT 0,
    added integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0,
    faults jsonb NOT NULL DEFAULT '[]',
    failure text,
    fence integer NOT NULL DEFAULT 0,
    lease_until timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    created_by jsonb NOT NULL,
    finished_at timestamptz(3),
    CONSTRAINT review_import_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT review_import_status CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    CONSTRAINT review_import_end CHECK ((status IN ('done', 'failed')) = (finished_at IS NOT NULL))
  );
  CREATE INDEX review_import_by_entry ON review_import (newsroom, created_at, id);
  CREATE INDEX review_import_open ON review_import (lease_until) WHERE finished_at IS NULL;
  CREATE INDEX review_import_of_blob ON review_import (sha256);
  ${newsroomTable('review_import', 'SELECT, INSERT, UPDATE')}
`;

// The same review again is found by `identity`: its address, its author and the claim's words. `digest` tells whether anything changed.
const REVIEW = `
  CREATE TABLE imported_review (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    identity bytea NOT NULL,
    digest bytea NOT NULL,
    url text NOT NULL,
    author text NOT NULL,
    author_url text,
    claim_reviewed text NOT NULL,
    title text,
    claimant text,
    language text,
    published_at timestamptz(3),
    rating_name text,
    rating_value double precision,
    rating_best double precision,
    rating_worst double precision,
    appearances text[] NOT NULL DEFAULT '{}',
    import_id uuid NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    updated_at timestamptz(3) NOT NULL DEFAULT app.now(),
    withdrawn_at timestamptz(3),
    CONSTRAINT imported_review_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT imported_review_import FOREIGN KEY (newsroom, import_id) REFERENCES review_import (newsroom, id)
  );
  CREATE UNIQUE INDEX imported_review_identity ON imported_review (newsroom, identity);
  CREATE INDEX imported_review_by_entry ON imported_review (newsroom, created_at, id);
  CREATE INDEX imported_review_by_url ON imported_review (newsroom, url);
  CREATE INDEX imported_review_of_import ON imported_review (newsroom, import_id);
  ${newsroomTable('imported_review', 'SELECT, INSERT, UPDATE')}
`;
