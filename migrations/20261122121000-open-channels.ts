import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** A desk talks in Slack or Mattermost; what happens to its claims is told where it talks. */
export class OpenChannels20261122121000 implements MigrationInterface {
  name = 'OpenChannels20261122121000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(CHANNEL));
    await db.query(FROM_NOW_ON);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DELETE FROM log_reader WHERE reader = 'channels';
      DROP TABLE channel_notice, channel_post, desk_channel`);
  }
}

// The address is a secret, and stands here sealed only. A notice belongs to the post that tells it; without one it waits. \`fence\` and \`leased_until\`
// are those of the one post under way.
const CHANNEL = `
  CREATE TABLE desk_channel (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    desk text NOT NULL,
    flavour text NOT NULL,
    url bytea NOT NULL,
    host text NOT NULL,
    ending text NOT NULL,
    tells text[] NOT NULL,
    language text NOT NULL,
    claim_url text,
    quiet boolean NOT NULL,
    digest_hour smallint,
    digest_at timestamptz(3),
    status text NOT NULL DEFAULT 'enabled',
    disabled_reason text,
    disabled_at timestamptz(3),
    last_error text,
    active_since timestamptz(3) NOT NULL DEFAULT app.now(),
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz(3),
    held_until timestamptz(3),
    fence integer NOT NULL DEFAULT 0,
    leased_until timestamptz(3),
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT desk_channel_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT desk_channel_one UNIQUE (newsroom, desk),
    CONSTRAINT desk_channel_desk FOREIGN KEY (newsroom, desk) REFERENCES desk (newsroom, key),
    CONSTRAINT desk_channel_flavour CHECK (flavour IN ('slack', 'mattermost')),
    CONSTRAINT desk_channel_status CHECK (status IN ('enabled', 'disabled')),
    CONSTRAINT desk_channel_disabled CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL AND disabled_at IS NOT NULL)),
    CONSTRAINT desk_channel_reason CHECK (disabled_reason IN ('gone', 'failing')),
    CONSTRAINT desk_channel_digest CHECK (digest_hour BETWEEN 0 AND 23 AND (digest_hour IS NULL) = (digest_at IS NULL))
  );
  CREATE INDEX desk_channel_under_way ON desk_channel (leased_until) WHERE leased_until IS NOT NULL;
  CREATE INDEX desk_channel_digests ON desk_channel (digest_at) WHERE digest_at IS NOT NULL;
  ${newsroomTable('desk_channel')}

  CREATE TABLE channel_post (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    channel_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'sending',
    tells jsonb NOT NULL,
    status integer,
    error text,
    started_at timestamptz(3) NOT NULL DEFAULT app.now(),
    ended_at timestamptz(3),
    CONSTRAINT channel_post_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT channel_post_channel FOREIGN KEY (newsroom, channel_id) REFERENCES desk_channel (newsroom, id),
    CONSTRAINT channel_post_state CHECK (state IN ('sending', 'sent', 'put-off', 'refused', 'unknown')),
    CONSTRAINT channel_post_ended CHECK ((state = 'sending') = (ended_at IS NULL))
  );
  CREATE INDEX channel_post_of_channel ON channel_post (newsroom, channel_id, id);
  ${newsroomTable('channel_post')}

  CREATE TABLE channel_notice (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    channel_id uuid NOT NULL,
    kind text NOT NULL,
    claim_id uuid,
    sequence bigint,
    due_at timestamptz(3) NOT NULL,
    post_id uuid,
    CONSTRAINT channel_notice_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT channel_notice_once UNIQUE (newsroom, channel_id, sequence, kind, claim_id),
    CONSTRAINT channel_notice_channel FOREIGN KEY (newsroom, channel_id) REFERENCES desk_channel (newsroom, id),
    CONSTRAINT channel_notice_post FOREIGN KEY (newsroom, post_id) REFERENCES channel_post (newsroom, id),
    CONSTRAINT channel_notice_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id)
  );
  CREATE INDEX channel_notice_due ON channel_notice (due_at) WHERE post_id IS NULL;
  CREATE INDEX channel_notice_in_post ON channel_notice (newsroom, post_id);
  ${newsroomTable('channel_notice')}
`;

// No channel is older than this migration: its reader need not read what was sealed before.
const FROM_NOW_ON = `
  INSERT INTO log_reader (newsroom, reader, sequence) SELECT newsroom, 'channels', sequence FROM log_head
`;
