import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Webhook endpoints with their secrets, one delivery for each endpoint and event, and every attempt at it. */
export class DeliverWebhooks20261122107000 implements MigrationInterface {
  name = 'DeliverWebhooks20261122107000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(ENDPOINT);
    await db.query(DELIVERY);
    await db.query(ATTEMPT);
    await db.query(REPLAY);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE webhook_replay, delivery_attempt, delivery, webhook_secret, webhook_endpoint');
  }
}

const ENDPOINT = `
  CREATE TABLE webhook_endpoint (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    url text NOT NULL,
    description text,
    events text[] NOT NULL,
    desk text,
    status text NOT NULL DEFAULT 'enabled',
    disabled_reason text,
    disabled_at timestamptz(3),
    active_since timestamptz(3) NOT NULL DEFAULT app.now(),
    failing_since timestamptz(3),
    held_until timestamptz(3),
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT webhook_endpoint_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT webhook_endpoint_status CHECK (status IN ('enabled', 'disabled')),
    CONSTRAINT webhook_endpoint_disabled CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL AND disabled_at IS NOT NULL)),
    CONSTRAINT webhook_endpoint_reason CHECK (disabled_reason IN ('by-hand', 'gone', 'failing')),
    CONSTRAINT webhook_endpoint_events CHECK (cardinality(events) > 0)
  );
  CREATE INDEX webhook_endpoint_by_time ON webhook_endpoint (newsroom, created_at, id);
  ${newsroomTable('webhook_endpoint', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE webhook_secret (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    ciphertext bytea NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    expires_at timestamptz(3),
    CONSTRAINT webhook_secret_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT webhook_secret_endpoint FOREIGN KEY (newsroom, endpoint_id) REFERENCES webhook_endpoint (newsroom, id)
  );
  CREATE INDEX webhook_secret_of_endpoint ON webhook_secret (newsroom, endpoint_id, created_at);
  ${newsroomTable('webhook_secret')}
`;

// \`at\` is the event's: an event and its deliveries lie in the same month. \`series\` counts the attempts since the last
// resend; \`fence\` and \`leased_until\` keep two workers off one attempt, and a late one from writing.
const DELIVERY = `
  CREATE TABLE delivery (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    at timestamptz(3) NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    series integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz(3) DEFAULT app.now(),
    fence integer NOT NULL DEFAULT 0,
    leased_until timestamptz(3),
    last_status integer,
    last_error text,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    delivered_at timestamptz(3),
    CONSTRAINT delivery_pk PRIMARY KEY (newsroom, at, id),
    CONSTRAINT delivery_endpoint FOREIGN KEY (newsroom, endpoint_id) REFERENCES webhook_endpoint (newsroom, id),
    CONSTRAINT delivery_status CHECK (status IN ('pending', 'delivered', 'exhausted')),
    CONSTRAINT delivery_due CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL))
  ) PARTITION BY RANGE (at);
  CREATE TABLE delivery_default PARTITION OF delivery DEFAULT;
  CREATE UNIQUE INDEX delivery_once ON delivery (newsroom, at, endpoint_id, event_id);
  CREATE INDEX delivery_by_id ON delivery (newsroom, id);
  CREATE INDEX delivery_by_endpoint ON delivery (newsroom, endpoint_id, at, id);
  CREATE INDEX delivery_by_status ON delivery (newsroom, endpoint_id, status, at, id);
  CREATE INDEX delivery_due_next ON delivery (newsroom, endpoint_id, next_attempt_at) WHERE status = 'pending';
  ${newsroomTable('delivery', 'SELECT, INSERT, UPDATE')}
  SELECT app.make_partitions('delivery', 2);
`;

const ATTEMPT = `
  CREATE TABLE delivery_attempt (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    at timestamptz(3) NOT NULL,
    id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    number integer NOT NULL,
    started_at timestamptz(3) NOT NULL DEFAULT app.now(),
    url text NOT NULL,
    duration_ms integer NOT NULL,
    status integer,
    error text,
    error_detail text,
    request_headers jsonb NOT NULL,
    response_headers jsonb,
    response_body text,
    CONSTRAINT delivery_attempt_pk PRIMARY KEY (newsroom, at, id),
    CONSTRAINT delivery_attempt_of FOREIGN KEY (newsroom, at, delivery_id) REFERENCES delivery (newsroom, at, id)
  ) PARTITION BY RANGE (at);
  CREATE TABLE delivery_attempt_default PARTITION OF delivery_attempt DEFAULT;
  CREATE UNIQUE INDEX delivery_attempt_numbered ON delivery_attempt (newsroom, at, delivery_id, number);
  ${newsroomTable('delivery_attempt', 'SELECT, INSERT')}
  SELECT app.make_partitions('delivery_attempt', 2);
`;

const REPLAY = `
  CREATE TABLE webhook_replay (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    since timestamptz(3) NOT NULL,
    until timestamptz(3) NOT NULL,
    which text NOT NULL,
    state text NOT NULL DEFAULT 'running',
    sequence bigint NOT NULL DEFAULT 0,
    events integer NOT NULL DEFAULT 0,
    deliveries integer NOT NULL DEFAULT 0,
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    finished_at timestamptz(3),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT webhook_replay_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT webhook_replay_endpoint FOREIGN KEY (newsroom, endpoint_id) REFERENCES webhook_endpoint (newsroom, id),
    CONSTRAINT webhook_replay_which CHECK (which IN ('exhausted', 'missing', 'undelivered', 'all')),
    CONSTRAINT webhook_replay_state CHECK (state IN ('running', 'done')),
    CONSTRAINT webhook_replay_range CHECK (since < until)
  );
  CREATE INDEX webhook_replay_of_endpoint ON webhook_replay (newsroom, endpoint_id, created_at, id);
  CREATE INDEX webhook_replay_running ON webhook_replay (newsroom, id) WHERE state = 'running';
  ${newsroomTable('webhook_replay', 'SELECT, INSERT, UPDATE')}
`;
