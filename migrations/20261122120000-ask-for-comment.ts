import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** The right of reply: who was asked about a claim, by when, and what came back, with every wording that it had. */
export class AskForComment20261122120000 implements MigrationInterface {
  name = 'AskForComment20261122120000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(REQUEST));
    await db.query(REVISION);
    await db.query(MOVE);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE reply_move, reply_revision, reply_request');
  }
}

// What names somebody outside the newsroom (\`name\` to \`question\`, and \`answer\`) can be taken away; that they were asked stays.
const REQUEST = `
  CREATE TABLE reply_request (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    claim_id uuid NOT NULL,
    name text,
    role text,
    organisation text,
    claimant jsonb,
    contact text,
    question text,
    channel text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamptz(3) NOT NULL,
    due_at timestamptz(3) NOT NULL,
    public boolean NOT NULL DEFAULT true,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    outcome text,
    answer text,
    verbatim boolean,
    answered_at timestamptz(3),
    answer_channel text,
    withdrawn_at timestamptz(3),
    withdrawn_by uuid,
    withdrawn_reason text,
    erased_at timestamptz(3),
    CONSTRAINT reply_request_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT reply_request_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT reply_request_asker FOREIGN KEY (newsroom, asked_by) REFERENCES person (newsroom, id),
    CONSTRAINT reply_request_channel CHECK (channel IN ('email', 'phone', 'letter', 'social', 'in-person', 'other')),
    CONSTRAINT reply_request_answer_channel CHECK (answer_channel IN ('email', 'phone', 'letter', 'social', 'in-person', 'other')),
    CONSTRAINT reply_request_named CHECK ((name IS NULL) = (erased_at IS NOT NULL)),
    CONSTRAINT reply_request_due CHECK (due_at > asked_at),
    CONSTRAINT reply_request_outcome CHECK (outcome IN ('answered', 'declined')
      AND (outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answer_channel IS NULL)
      AND (outcome IS NOT NULL OR answer IS NULL) AND (outcome <> 'answered' OR answer IS NOT NULL OR erased_at IS NOT NULL)),
    CONSTRAINT reply_request_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
  );
  CREATE INDEX reply_request_of_claim ON reply_request (newsroom, claim_id, created_at, id);
  CREATE INDEX reply_request_by_due_time ON reply_request (newsroom, due_at, id);
  ${newsroomTable('reply_request', 'SELECT, INSERT, UPDATE')}
`;

const REVISION = `
  CREATE TABLE reply_revision (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    request_id uuid NOT NULL,
    revision integer NOT NULL,
    content jsonb NOT NULL,
    reason text,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    by uuid NOT NULL,
    CONSTRAINT reply_revision_pk PRIMARY KEY (newsroom, request_id, revision),
    CONSTRAINT reply_revision_request FOREIGN KEY (newsroom, request_id) REFERENCES reply_request (newsroom, id)
  );
  ${newsroomTable('reply_revision', 'SELECT, INSERT')}
  GRANT UPDATE (content, reason) ON reply_revision TO corroborate_app;
`;

// A request that went over with a merged claim.
const MOVE = `
  CREATE TABLE reply_move (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    request_id uuid NOT NULL,
    merged_claim uuid NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT reply_move_pk PRIMARY KEY (newsroom, request_id, merged_claim),
    CONSTRAINT reply_move_request FOREIGN KEY (newsroom, request_id) REFERENCES reply_request (newsroom, id)
  );
  CREATE INDEX reply_move_by_claim ON reply_move (newsroom, merged_claim);
  ${newsroomTable('reply_move')}
`;
