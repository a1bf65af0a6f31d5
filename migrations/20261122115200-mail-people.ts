import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** Mails on their way, so that one is sent once: a crash in the middle of one leaves it marked, and nobody sends it again. */
export class MailPeople20261122115200 implements MigrationInterface {
  name = 'MailPeople20261122115200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(MAIL));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE mail');
  }
}

// The address is the person's when it is sent, and stands nowhere here. \`unknown\`: the server may have taken it, or not.
const MAIL = `
  CREATE TABLE mail (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    digest boolean NOT NULL,
    state text NOT NULL DEFAULT 'waiting',
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz(3) NOT NULL DEFAULT app.now(),
    fence integer NOT NULL DEFAULT 0,
    leased_until timestamptz(3),
    last_error text,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    ended_at timestamptz(3),
    CONSTRAINT mail_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT mail_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT mail_state CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')),
    CONSTRAINT mail_lease CHECK ((state = 'sending') = (leased_until IS NOT NULL))
  );
  CREATE INDEX mail_to_send ON mail (next_attempt_at) WHERE state = 'waiting';
  CREATE INDEX mail_under_way ON mail (leased_until) WHERE state = 'sending';
  CREATE INDEX mail_of_person ON mail (newsroom, person_id);
  ${newsroomTable('mail')}
`;
