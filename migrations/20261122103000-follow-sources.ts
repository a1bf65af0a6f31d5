import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Cited addresses with their health and next check, what each check came to, captures, and turns at other people's sites. */
export class FollowSources20261122103000 implements MigrationInterface {
  name = 'FollowSources20261122103000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(SOURCE);
    await db.query(CAPTURE);
    await db.query(CHECK);
    await db.query(TURN);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE app.site_turn, source_check, capture, source');
  }
}

// asked: somebody wants another check right after the one that runs. next_check_at is when a check may begin; a check that runs moves it to the end of its lease, so a lost worker's source comes due again.
const SOURCE = `
  CREATE TABLE source (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    url text NOT NULL,
    url_key bytea NOT NULL,
    site text NOT NULL,
    health text NOT NULL DEFAULT 'pending',
    outcome text,
    detail text,
    next_check_at timestamptz(3) NOT NULL DEFAULT app.now(),
    fence uuid,
    asked boolean NOT NULL DEFAULT false,
    last_checked_at timestamptz(3),
    last_verified_at timestamptz(3),
    last_changed_at timestamptz(3),
    first_visit_at timestamptz(3),
    visits integer NOT NULL DEFAULT 0,
    changes integer NOT NULL DEFAULT 0,
    conditional_checks smallint NOT NULL DEFAULT 0,
    strikes jsonb NOT NULL DEFAULT '{"failures":0,"gone":0,"days":[]}',
    etag text,
    last_modified text,
    capture_id uuid,
    proposed_url text,
    proposed_times smallint NOT NULL DEFAULT 0,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    created_by jsonb NOT NULL,
    CONSTRAINT source_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT source_health CHECK (health IN ('pending', 'ok', 'changed', 'blocked', 'failing', 'dead', 'unreadable'))
  );
  CREATE UNIQUE INDEX source_by_address ON source (newsroom, url_key);
  CREATE INDEX source_by_entry ON source (newsroom, created_at, id);
  CREATE INDEX source_by_health ON source (newsroom, health, created_at, id);
  CREATE INDEX source_due ON source (next_check_at);
  CREATE INDEX source_due_at_site ON source (site, next_check_at);
  ${newsroomTable('source', 'SELECT, INSERT, UPDATE')}
`;

// A capture never changes: it is what the source said at that moment, and published verdicts rest on it.
const CAPTURE = `
  CREATE TABLE capture (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    made_by jsonb NOT NULL,
    by_hand boolean NOT NULL DEFAULT false,
    note text,
    final_url text NOT NULL,
    status integer,
    hops jsonb NOT NULL DEFAULT '[]',
    headers jsonb NOT NULL DEFAULT '{}',
    content_type text,
    body_sha256 text NOT NULL,
    body_bytes bigint NOT NULL,
    text_sha256 text,
    full_text_sha256 text,
    text_key text,
    text_length integer,
    title text,
    byline text,
    site_name text,
    language text,
    published_at timestamptz(3),
    mode text,
    extractor_version text,
    outcome text NOT NULL,
    CONSTRAINT capture_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT capture_source FOREIGN KEY (newsroom, source_id) REFERENCES source (newsroom, id),
    CONSTRAINT capture_text CHECK ((text_sha256 IS NULL) = (text_key IS NULL)),
    CONSTRAINT capture_mode CHECK (mode IN ('article', 'full-text', 'plain'))
  );
  CREATE INDEX capture_of_source ON capture (newsroom, source_id, at, id);
  CREATE INDEX capture_by_body ON capture (body_sha256);
  CREATE INDEX capture_by_text ON capture (text_sha256) WHERE text_sha256 IS NOT NULL;
  CREATE INDEX capture_by_full_text ON capture (full_text_sha256) WHERE full_text_sha256 IS NOT NULL;
  ALTER TABLE source ADD CONSTRAINT source_capture FOREIGN KEY (newsroom, capture_id) REFERENCES capture (newsroom, id);
  ${newsroomTable('capture', 'SELECT, INSERT')}
`;

const CHECK = `
  CREATE TABLE source_check (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    outcome text NOT NULL,
    finding text NOT NULL,
    detail text,
    status integer,
    conditional boolean NOT NULL,
    duration_ms integer NOT NULL,
    capture_id uuid,
    CONSTRAINT source_check_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT source_check_source FOREIGN KEY (newsroom, source_id) REFERENCES source (newsroom, id),
    CONSTRAINT source_check_capture FOREIGN KEY (newsroom, capture_id) REFERENCES capture (newsroom, id)
  );
  CREATE INDEX source_check_of_source ON source_check (newsroom, source_id, at, id);
  CREATE INDEX source_check_by_time ON source_check (at);
  ${newsroomTable('source_check', 'SELECT, INSERT')}
`;

// Politeness is owed by the installation, not by a newsroom: a site is named by its hash only, so nobody reads off it who cites whom.
const TURN = `
  CREATE TABLE app.site_turn (
    site_key bytea PRIMARY KEY,
    holder uuid,
    held_until timestamptz(3) NOT NULL,
    free_at timestamptz(3) NOT NULL
  );
  GRANT SELECT, INSERT, UPDATE ON app.site_turn TO corroborate_app, corroborate_system;
  GRANT DELETE ON app.site_turn TO corroborate_system;
`;
