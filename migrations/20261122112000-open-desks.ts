import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** Desks were names that anybody could write anywhere; a name that nobody bears sent claims where nobody looks. */
export class OpenDesks20261122112000 implements MigrationInterface {
  name = 'OpenDesks20261122112000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(DESK));
    await db.query(NAMES_IN_USE);
    await db.query(REFERENCES);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE claim DROP CONSTRAINT claim_desk;
      ALTER TABLE article DROP CONSTRAINT article_desk;
      ALTER TABLE webhook_endpoint DROP CONSTRAINT webhook_endpoint_desk;
      DROP INDEX claim_of_desk;
      DROP TABLE desk_member, desk`);
  }
}

// The key is what claims, articles and clients call a desk, and never changes; the name does. \`person.desks\` repeats the keys of a person's
// memberships, so that whoever asks is known with them in one look.
const DESK = `
  CREATE TABLE desk (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    languages text[] NOT NULL DEFAULT '{}',
    labels text[] NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT desk_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT desk_key UNIQUE (newsroom, key),
    CONSTRAINT desk_key_given CHECK (key <> '')
  );
  ${newsroomTable('desk', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE desk_member (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    desk text NOT NULL,
    person_id uuid NOT NULL,
    weight integer NOT NULL DEFAULT 1,
    capacity integer,
    languages text[] NOT NULL DEFAULT '{}',
    labels text[] NOT NULL DEFAULT '{}',
    since timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT desk_member_pk PRIMARY KEY (newsroom, desk, person_id),
    CONSTRAINT desk_member_desk FOREIGN KEY (newsroom, desk) REFERENCES desk (newsroom, key),
    CONSTRAINT desk_member_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT desk_member_weight CHECK (weight >= 0),
    CONSTRAINT desk_member_capacity CHECK (capacity >= 0)
  );
  CREATE INDEX desk_member_of_person ON desk_member (newsroom, person_id);
  ${newsroomTable('desk_member')}
`;

const NAMES_IN_USE = `
  INSERT INTO desk (newsroom, id, key, name)
  SELECT newsroom, gen_random_uuid(), desk, desk FROM (
    SELECT newsroom, desk FROM claim WHERE desk IS NOT NULL
    UNION SELECT newsroom, desk FROM article WHERE desk IS NOT NULL
    UNION SELECT newsroom, desk FROM webhook_endpoint WHERE desk IS NOT NULL
    UNION SELECT newsroom, unnest(desks) FROM person
    UNION SELECT newsroom, jsonb_object_keys(body -> 'desks') FROM (
      SELECT DISTINCT ON (newsroom) newsroom, body FROM policy ORDER BY newsroom, version DESC) AS in_force
  ) AS used WHERE desk <> '';
  INSERT INTO desk_member (newsroom, desk, person_id)
  SELECT DISTINCT newsroom, unnest(desks), id FROM person;
`;

const REFERENCES = `
  CREATE INDEX claim_of_desk ON claim (newsroom, desk, state) WHERE desk IS NOT NULL;
  ALTER TABLE claim ADD CONSTRAINT claim_desk FOREIGN KEY (newsroom, desk) REFERENCES desk (newsroom, key);
  ALTER TABLE article ADD CONSTRAINT article_desk FOREIGN KEY (newsroom, desk) REFERENCES desk (newsroom, key);
  ALTER TABLE webhook_endpoint ADD CONSTRAINT webhook_endpoint_desk FOREIGN KEY (newsroom, desk) REFERENCES desk (newsroom, key);
`;
