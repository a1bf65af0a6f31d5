import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Roles, the clock, the newsroom with its people and tokens, the one log: what every other table stands on. */
export class LayTheGround20261122100000 implements MigrationInterface {
  name = 'LayTheGround20261122100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(ROLES);
    await db.query(CLOCK);
    await db.query(NEWSROOM);
    await db.query(LOG);
    await db.query(IDEMPOTENCY);
  }

  async down(): Promise<void> {
    throw new Error('The first migration is not undone: drop the database instead.');
  }
}

const ROLES = `
  DO $$ BEGIN
    CREATE ROLE corroborate_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
  DO $$ BEGIN
    CREATE ROLE corroborate_system NOLOGIN NOSUPERUSER NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
  DO $$ BEGIN
    EXECUTE format('GRANT corroborate_app, corroborate_system TO %I', current_user);
  EXCEPTION WHEN unique_violation THEN NULL; END $$;
  CREATE SCHEMA app;
  GRANT USAGE ON SCHEMA app, public TO corroborate_app, corroborate_system;
  CREATE FUNCTION app.newsroom() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.newsroom', true), '')::uuid;
`;

// One row: a test moves the newsroom's time by moving \`shift\`.
const CLOCK = `
  CREATE TABLE app.clock (shift interval NOT NULL);
  INSERT INTO app.clock VALUES ('0');
  GRANT SELECT ON app.clock TO corroborate_app, corroborate_system;
  CREATE FUNCTION app.now() RETURNS timestamptz(3) LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (clock_timestamp() + (SELECT shift FROM app.clock))::timestamptz(3);
`;

const NEWSROOM = `
  CREATE TABLE newsroom (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT app.now()
  );
  ALTER TABLE newsroom ENABLE ROW LEVEL SECURITY;
  ALTER TABLE newsroom FORCE ROW LEVEL SECURITY;
  CREATE POLICY own_newsroom ON newsroom TO corroborate_app USING (id = app.newsroom()) WITH CHECK (id = app.newsroom());
  CREATE POLICY all_newsrooms ON newsroom TO corroborate_system USING (true) WITH CHECK (true);
  GRANT SELECT, UPDATE ON newsroom TO corroborate_app;
  GRANT SELECT, INSERT, UPDATE ON newsroom TO corroborate_system;

  CREATE TABLE person (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    name text NOT NULL,
    email text,
    roles text[] NOT NULL,
    capacity integer NOT NULL DEFAULT 10 CHECK (capacity >= 0),
    desks text[] NOT NULL DEFAULT '{}',
    external_ids jsonb NOT NULL DEFAULT '{}',
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT person_pk PRIMARY KEY (newsroom, id)
  );
  CREATE UNIQUE INDEX person_email ON person (newsroom, lower(email)) WHERE email IS NOT NULL;
  CREATE INDEX person_by_id ON person (newsroom, created_at, id);
  ${newsroomTable('person', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE machine (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT machine_pk PRIMARY KEY (newsroom, id)
  );
  CREATE INDEX machine_by_id ON machine (newsroom, created_at, id);
  ${newsroomTable('machine', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE token (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    person_id uuid,
    machine_id uuid,
    name text NOT NULL,
    application text,
    hash bytea NOT NULL,
    scopes text[],
    expires_at timestamptz(3),
    revoked_at timestamptz(3),
    last_used_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT token_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT token_hash UNIQUE (hash),
    CONSTRAINT token_of_one CHECK (num_nonnulls(person_id, machine_id) = 1),
    CONSTRAINT token_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT token_machine FOREIGN KEY (newsroom, machine_id) REFERENCES machine (newsroom, id)
  );
  CREATE INDEX token_by_person ON token (newsroom, person_id);
  CREATE INDEX token_by_machine ON token (newsroom, machine_id);
  ${newsroomTable('token', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE policy (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    version integer NOT NULL,
    body jsonb NOT NULL,
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT policy_pk PRIMARY KEY (newsroom, version)
  );
  ${newsroomTable('policy', 'SELECT, INSERT')}

  CREATE TABLE rating_scale (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    name text NOT NULL,
    ratings jsonb NOT NULL,
    is_default boolean NOT NULL DEFAULT false,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT rating_scale_pk PRIMARY KEY (newsroom, id)
  );
  CREATE UNIQUE INDEX rating_scale_default ON rating_scale (newsroom) WHERE is_default;
  ${newsroomTable('rating_scale', 'SELECT, INSERT, UPDATE')}
`;

// The position orders rows inside a sealing batch; it is taken while the change's own locks are held.
const LOG = `
  CREATE SEQUENCE log_position;
  GRANT USAGE ON SEQUENCE log_position TO corroborate_app, corroborate_system;
  CREATE TABLE log (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    position bigint NOT NULL DEFAULT nextval('log_position'),
    type text NOT NULL,
    actor jsonb NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    subject_version integer,
    subject_external_ref text,
    claim_id uuid,
    data jsonb NOT NULL,
    personal jsonb,
    salt bytea,
    personal_digest bytea,
    request_id text,
    traceparent text,
    sequence bigint,
    hash bytea,
    CONSTRAINT log_pk PRIMARY KEY (at, id)
  ) PARTITION BY RANGE (at);
  CREATE TABLE log_default PARTITION OF log DEFAULT;
  CREATE INDEX log_by_sequence ON log (newsroom, sequence) WHERE sequence IS NOT NULL;
  CREATE INDEX log_unsealed ON log (newsroom, position) WHERE sequence IS NULL;
  CREATE INDEX log_by_claim ON log (newsroom, claim_id, position) WHERE claim_id IS NOT NULL;
  CREATE INDEX log_by_id ON log (newsroom, id);
  ${newsroomTable('log', 'SELECT, INSERT')}
  REVOKE DELETE, TRUNCATE, UPDATE ON log FROM corroborate_system;
  GRANT UPDATE (sequence, hash, personal, salt) ON log TO corroborate_system;

  CREATE FUNCTION app.keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.sequence IS NULL OR (NEW.sequence = OLD.sequence AND NEW.hash = OLD.hash))
      AND (NEW.personal IS NOT DISTINCT FROM OLD.personal OR NEW.personal IS NULL)
      AND (NEW.salt IS NOT DISTINCT FROM OLD.salt OR NEW.salt IS NULL)
      AND ROW(NEW.newsroom, NEW.id, NEW.at, NEW.position, NEW.type, NEW.actor, NEW.subject_kind, NEW.subject_id, NEW.subject_version,
              NEW.subject_external_ref, NEW.claim_id, NEW.data, NEW.personal_digest, NEW.request_id, NEW.traceparent)
        IS NOT DISTINCT FROM
          ROW(OLD.newsroom, OLD.id, OLD.at, OLD.position, OLD.type, OLD.actor, OLD.subject_kind, OLD.subject_id, OLD.subject_version,
              OLD.subject_external_ref, OLD.claim_id, OLD.data, OLD.personal_digest, OLD.request_id, OLD.traceparent)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER keep_log BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION app.keep_log();
  CREATE FUNCTION app.keep_log_whole() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege'; END $$;
  CREATE TRIGGER keep_log_whole BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION app.keep_log_whole();

  CREATE TABLE log_head (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    sequence bigint NOT NULL DEFAULT 0,
    hash bytea NOT NULL,
    sealed_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT log_head_pk PRIMARY KEY (newsroom)
  );
  ${newsroomTable('log_head', 'SELECT')}

  CREATE TABLE log_reader (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    reader text NOT NULL,
    sequence bigint NOT NULL DEFAULT 0,
    CONSTRAINT log_reader_pk PRIMARY KEY (newsroom, reader)
  );
  ${newsroomTable('log_reader', 'SELECT')}

  CREATE FUNCTION app.make_partitions(parent text, months integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app AS $$
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
        EXCEPTION WHEN duplicate_table OR check_violation THEN NULL; -- another process was first, or the default partition holds rows of this month
        END;
      END IF;
    END LOOP;
  END $$;
  GRANT EXECUTE ON FUNCTION app.make_partitions TO corroborate_system;
  SELECT app.make_partitions('log', 2);
`;

const IDEMPOTENCY = `
  CREATE TABLE idempotency_key (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    actor_id uuid NOT NULL,
    key text NOT NULL,
    request bytea NOT NULL,
    status integer NOT NULL,
    headers jsonb NOT NULL,
    body text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT idempotency_key_pk PRIMARY KEY (newsroom, actor_id, key)
  );
  CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
  ${newsroomTable('idempotency_key', 'SELECT, INSERT, DELETE')}
`;
