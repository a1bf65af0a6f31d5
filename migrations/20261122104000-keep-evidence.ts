import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Evidence with its revisions, how each quoted passage stands on its source, and what merges of claims brought along. */
export class KeepEvidence20261122104000 implements MigrationInterface {
  name = 'KeepEvidence20261122104000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(EVIDENCE);
    await db.query(REVISION);
    await db.query(QUOTE);
    await db.query(MOVE);
    await db.query(CHORE);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE app.chore, evidence_move, evidence_quote, evidence_revision, evidence');
  }
}

const EVIDENCE = `
  CREATE TABLE evidence (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    revision integer NOT NULL DEFAULT 1,
    claim_id uuid NOT NULL,
    kind text NOT NULL,
    stance text NOT NULL,
    visibility text NOT NULL DEFAULT 'newsroom',
    independent_of uuid,
    url text,
    source_id uuid,
    title text,
    quote text,
    note text,
    file_name text,
    file_type text,
    file_bytes bigint,
    file_sha256 text,
    published boolean NOT NULL DEFAULT false,
    withdrawn_at timestamptz(3),
    withdrawn_by uuid,
    withdrawn_reason text,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    created_by jsonb NOT NULL,
    person_id uuid,
    CONSTRAINT evidence_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT evidence_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT evidence_source FOREIGN KEY (newsroom, source_id) REFERENCES source (newsroom, id),
    CONSTRAINT evidence_independent_of FOREIGN KEY (newsroom, independent_of) REFERENCES evidence (newsroom, id),
    CONSTRAINT evidence_kind CHECK (kind IN ('link', 'file', 'quote', 'note')),
    CONSTRAINT evidence_stance CHECK (stance IN ('supports', 'refutes', 'context')),
    CONSTRAINT evidence_visibility CHECK (visibility IN ('public', 'newsroom', 'restricted')),
    CONSTRAINT evidence_link CHECK (kind <> 'link' OR source_id IS NOT NULL),
    CONSTRAINT evidence_quote_given CHECK (kind <> 'quote' OR quote IS NOT NULL),
    CONSTRAINT evidence_note_given CHECK (kind <> 'note' OR note IS NOT NULL),
    CONSTRAINT evidence_file CHECK ((kind = 'file') = (file_sha256 IS NOT NULL)),
    CONSTRAINT evidence_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
  );
  CREATE INDEX evidence_of_claim ON evidence (newsroom, claim_id, created_at, id);
  CREATE INDEX evidence_of_source ON evidence (newsroom, source_id) WHERE source_id IS NOT NULL;
  CREATE INDEX evidence_by_file ON evidence (file_sha256) WHERE file_sha256 IS NOT NULL;
  ${newsroomTable('evidence', 'SELECT, INSERT, UPDATE')}
`;

const REVISION = `
  CREATE TABLE evidence_revision (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    evidence_id uuid NOT NULL,
    revision integer NOT NULL,
    content jsonb NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    by jsonb NOT NULL,
    CONSTRAINT evidence_revision_pk PRIMARY KEY (newsroom, evidence_id, revision),
    CONSTRAINT evidence_revision_evidence FOREIGN KEY (newsroom, evidence_id) REFERENCES evidence (newsroom, id)
  );
  ${newsroomTable('evidence_revision', 'SELECT, INSERT')}
`;

// A row for each quoted passage of a source, beside the evidence: checks write it, and bump nobody's version.
const QUOTE = `
  CREATE TABLE evidence_quote (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    evidence_id uuid NOT NULL,
    source_id uuid NOT NULL,
    anchor jsonb NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    found text,
    changes jsonb,
    touched text[] NOT NULL DEFAULT '{}',
    first_capture_id uuid,
    capture_id uuid,
    checked_at timestamptz(3),
    changed_at timestamptz(3),
    CONSTRAINT evidence_quote_pk PRIMARY KEY (newsroom, evidence_id),
    CONSTRAINT evidence_quote_evidence FOREIGN KEY (newsroom, evidence_id) REFERENCES evidence (newsroom, id),
    CONSTRAINT evidence_quote_source FOREIGN KEY (newsroom, source_id) REFERENCES source (newsroom, id),
    CONSTRAINT evidence_quote_first_capture FOREIGN KEY (newsroom, first_capture_id) REFERENCES capture (newsroom, id),
    CONSTRAINT evidence_quote_capture FOREIGN KEY (newsroom, capture_id) REFERENCES capture (newsroom, id),
    CONSTRAINT evidence_quote_state CHECK (state IN ('pending', 'exact', 'normalised', 'altered', 'ambiguous', 'missing'))
  );
  CREATE INDEX evidence_quote_of_source ON evidence_quote (newsroom, source_id);
  ${newsroomTable('evidence_quote')}
`;

const MOVE = `
  CREATE TABLE evidence_move (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    evidence_id uuid NOT NULL,
    merged_claim uuid NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT evidence_move_pk PRIMARY KEY (newsroom, evidence_id, merged_claim),
    CONSTRAINT evidence_move_evidence FOREIGN KEY (newsroom, evidence_id) REFERENCES evidence (newsroom, id),
    CONSTRAINT evidence_move_claim FOREIGN KEY (newsroom, merged_claim) REFERENCES claim (newsroom, id)
  );
  CREATE INDEX evidence_move_of_claim ON evidence_move (newsroom, merged_claim);
  ${newsroomTable('evidence_move', 'SELECT, INSERT, DELETE')}
`;

// When a daily chore of the installation was last done.
const CHORE = `
  CREATE TABLE app.chore (name text PRIMARY KEY, done_at timestamptz(3) NOT NULL);
  GRANT SELECT, INSERT, UPDATE ON app.chore TO corroborate_system;
`;
