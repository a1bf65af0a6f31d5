import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** Who watches a claim, what everybody finds in their inbox, and how they want to be told. */
export class TellPeople20261122115100 implements MigrationInterface {
  name = 'TellPeople20261122115100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(WATCHER));
    await db.query(INBOX);
    await db.query(HELD);
    await db.query(SETTINGS);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE notification_settings, comment_held, inbox, watcher');
  }
}

const WATCHER = `
  CREATE TABLE watcher (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    claim_id uuid NOT NULL,
    person_id uuid NOT NULL,
    why text NOT NULL,
    added_by uuid,
    since timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT watcher_pk PRIMARY KEY (newsroom, claim_id, person_id),
    CONSTRAINT watcher_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT watcher_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT watcher_why CHECK (why IN ('self', 'added', 'assigned', 'commented', 'mentioned'))
  );
  CREATE INDEX watcher_of_person ON watcher (newsroom, person_id);
  ${newsroomTable('watcher')}
`;

// One row for each (row of the log, person, kind): a reader that starts again writes nothing twice. Ids follow the order of
// arrival. \`digest_at\`: when the next digest would name it, while it is to.
const INBOX = `
  CREATE TABLE inbox (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    sequence bigint NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    kind text NOT NULL,
    claim_id uuid,
    comment_id uuid,
    actor jsonb NOT NULL,
    at timestamptz(3) NOT NULL,
    how text NOT NULL,
    digest_at timestamptz(3),
    outgoing_id uuid,
    read_at timestamptz(3),
    CONSTRAINT inbox_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT inbox_once UNIQUE (newsroom, sequence, person_id, kind),
    CONSTRAINT inbox_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT inbox_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT inbox_comment FOREIGN KEY (newsroom, comment_id) REFERENCES comment (newsroom, id),
    CONSTRAINT inbox_how CHECK (how IN ('inbox', 'mail', 'digest'))
  );
  CREATE INDEX inbox_of_person ON inbox (newsroom, person_id, id);
  CREATE INDEX inbox_unread ON inbox (newsroom, person_id, kind) WHERE read_at IS NULL;
  CREATE INDEX inbox_for_digest ON inbox (digest_at) WHERE digest_at IS NOT NULL;
  CREATE INDEX inbox_in_outgoing ON inbox (newsroom, outgoing_id) WHERE outgoing_id IS NOT NULL;
  ${newsroomTable('inbox')}
`;

// Comments of blind reviewers, of which nobody is told before their round is over.
const HELD = `
  CREATE TABLE comment_held (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    comment_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT comment_held_pk PRIMARY KEY (newsroom, comment_id),
    CONSTRAINT comment_held_comment FOREIGN KEY (newsroom, comment_id) REFERENCES comment (newsroom, id)
  );
  CREATE INDEX comment_held_of_claim ON comment_held (newsroom, claim_id);
  ${newsroomTable('comment_held')}
`;

const SETTINGS = `
  CREATE TABLE notification_settings (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    person_id uuid NOT NULL,
    preferences jsonb NOT NULL DEFAULT '{}',
    digest_hour smallint NOT NULL DEFAULT 8,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT notification_settings_pk PRIMARY KEY (newsroom, person_id),
    CONSTRAINT notification_settings_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT notification_settings_hour CHECK (digest_hour BETWEEN 0 AND 23)
  );
  ${newsroomTable('notification_settings')}
`;
