import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** What the first net let through: rows that come sealed, half a seal, an emptied partition, a head that goes back. And the anchors. */
export class KeepTheLogWhole20261122116000 implements MigrationInterface {
  name = 'KeepTheLogWhole20261122116000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(RIGHTS));
    await db.query(ROWS);
    await db.query(PARTITIONS);
    await db.query(HEAD);
    await db.query(ANCHOR);
  }

  async down(): Promise<void> {
    throw new Error('The log’s protection is not taken away.');
  }
}

// A writer gives neither its time nor its place. Whose data is erased is decided inside a newsroom, so the system does not.
const COLUMNS = `newsroom, id, type, actor, subject_kind, subject_id, subject_version, subject_external_ref, claim_id, data,
  personal, salt, personal_digest, request_id, traceparent`;
const RIGHTS = `
  REVOKE ALL ON log FROM corroborate_app, corroborate_system;
  GRANT SELECT ON log TO corroborate_app, corroborate_system;
  GRANT INSERT (${COLUMNS}) ON log TO corroborate_app, corroborate_system;
  GRANT UPDATE (personal, salt) ON log TO corroborate_app;
  GRANT UPDATE (sequence, hash) ON log TO corroborate_system;
`;

const ROWS = `
  CREATE OR REPLACE FUNCTION app.keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE'
      AND ROW(NEW.newsroom, NEW.id, NEW.at, NEW.position, NEW.type, NEW.actor, NEW.subject_kind, NEW.subject_id, NEW.subject_version,
              NEW.subject_external_ref, NEW.claim_id, NEW.data, NEW.personal_digest, NEW.request_id, NEW.traceparent)
        IS NOT DISTINCT FROM
          ROW(OLD.newsroom, OLD.id, OLD.at, OLD.position, OLD.type, OLD.actor, OLD.subject_kind, OLD.subject_id, OLD.subject_version,
              OLD.subject_external_ref, OLD.claim_id, OLD.data, OLD.personal_digest, OLD.request_id, OLD.traceparent)
    THEN
      -- the seal, once and whole
      IF OLD.sequence IS NULL AND OLD.hash IS NULL AND NEW.sequence > 0 AND octet_length(NEW.hash) = 32
        AND ROW(NEW.personal, NEW.salt) IS NOT DISTINCT FROM ROW(OLD.personal, OLD.salt)
      THEN RETURN NEW; END IF;
      -- an erasure
      IF NEW.personal IS NULL AND NEW.salt IS NULL
        AND ROW(NEW.sequence, NEW.hash) IS NOT DISTINCT FROM ROW(OLD.sequence, OLD.hash)
      THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER keep_log_unsealed BEFORE INSERT ON log FOR EACH ROW
    WHEN (NEW.sequence IS NOT NULL OR NEW.hash IS NOT NULL) EXECUTE FUNCTION app.keep_log();
`;

// A trigger of the whole table does not guard its partitions against being emptied by name.
const PARTITIONS = `
  DO $$ DECLARE part regclass; BEGIN
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'log'::regclass LOOP
      EXECUTE format('CREATE TRIGGER keep_log_whole BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION app.keep_log_whole()', part);
    END LOOP;
  END $$;
  CREATE OR REPLACE FUNCTION app.make_partitions(parent text, months integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app AS $$
  DECLARE start date; name text;
  BEGIN
    IF parent NOT IN ('log', 'delivery', 'delivery_attempt') THEN RAISE EXCEPTION 'not partitioned by month: %', parent; END IF;
    FOR i IN 0..months LOOP
      start := date_trunc('month', app.now() AT TIME ZONE 'UTC') + make_interval(months => i);
      name := parent || '_' || to_char(start, 'YYYYMM');
      IF to_regclass('public.' || name) IS NULL THEN
        BEGIN
          EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
            name, parent, start::timestamp AT TIME ZONE 'UTC', (start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
          IF parent = 'log' THEN
            EXECUTE format('CREATE TRIGGER keep_log_whole BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION app.keep_log_whole()', name);
          END IF;
        EXCEPTION WHEN duplicate_table OR check_violation THEN NULL; -- another process was first, or the default partition holds rows of this month
        END;
      END IF;
    END LOOP;
  END $$;
`;

const HEAD = `
  CREATE FUNCTION app.keep_log_head() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' AND NEW.sequence = 0 THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND NEW.newsroom = OLD.newsroom AND NEW.sequence > OLD.sequence AND octet_length(NEW.hash) = 32
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the head of the log only goes forward' USING ERRCODE = 'insufficient_privilege';
  END $$;
  REVOKE DELETE ON log_head FROM corroborate_system;
  CREATE TRIGGER keep_log_head BEFORE INSERT OR UPDATE OR DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION app.keep_log_head();
  CREATE TRIGGER keep_log_head_whole BEFORE TRUNCATE ON log_head FOR EACH STATEMENT EXECUTE FUNCTION app.keep_log_whole();
`;

// A day's head, kept apart from the chain: what was published cannot be taken back by computing the chain anew.
const ANCHOR = `
  CREATE TABLE log_anchor (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    day date NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    made_at timestamptz(3) NOT NULL DEFAULT app.now(),
    tsa text,
    token bytea,
    stamped_at timestamptz(3),
    stamp_due_at timestamptz(3),
    stamp_attempts integer NOT NULL DEFAULT 0,
    stamp_failure text,
    CONSTRAINT log_anchor_pk PRIMARY KEY (newsroom, day),
    CONSTRAINT log_anchor_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT log_anchor_stamp CHECK (num_nonnulls(tsa, token, stamped_at) IN (0, 3) AND (token IS NULL OR stamp_due_at IS NULL))
  );
  CREATE INDEX log_anchor_by_sequence ON log_anchor (newsroom, sequence);
  CREATE INDEX log_anchor_to_stamp ON log_anchor (stamp_due_at) WHERE stamp_due_at IS NOT NULL;
  ${newsroomTable('log_anchor', 'SELECT')}
  REVOKE ALL ON log_anchor FROM corroborate_system;
  GRANT SELECT ON log_anchor TO corroborate_system;
  GRANT INSERT (newsroom, day, sequence, hash, stamp_due_at),
    UPDATE (tsa, token, stamped_at, stamp_due_at, stamp_attempts, stamp_failure) ON log_anchor TO corroborate_app;
  CREATE FUNCTION app.keep_log_anchor() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.token IS NULL
      AND ROW(NEW.newsroom, NEW.day, NEW.sequence, NEW.hash, NEW.made_at) IS NOT DISTINCT FROM ROW(OLD.newsroom, OLD.day, OLD.sequence, OLD.hash, OLD.made_at)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an anchor of the log is for good' USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER keep_log_anchor BEFORE UPDATE OR DELETE ON log_anchor FOR EACH ROW EXECUTE FUNCTION app.keep_log_anchor();
  CREATE TRIGGER keep_log_anchor_whole BEFORE TRUNCATE ON log_anchor FOR EACH STATEMENT EXECUTE FUNCTION app.keep_log_whole();
`;
