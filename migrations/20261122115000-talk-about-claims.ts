import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** What the newsroom says about a claim while it works on it, with what it said before, and what merges brought along. */
export class TalkAboutClaims20261122115000 implements MigrationInterface {
  name = 'TalkAboutClaims20261122115000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(COMMENT));
    await db.query(REVISION);
    await db.query(MOVE);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE comment_move, comment_revision, comment');
  }
}

// \`thread_id\` is the comment that began the talk, itself for that one; it carries what the whole thread is about and when
// it was resolved.
const COMMENT = `
  CREATE TABLE comment (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    revision integer NOT NULL DEFAULT 1,
    claim_id uuid NOT NULL,
    thread_id uuid NOT NULL,
    reply_to uuid,
    evidence_id uuid,
    span jsonb,
    visibility text NOT NULL DEFAULT 'internal',
    desk text,
    text text NOT NULL,
    mentions jsonb NOT NULL DEFAULT '[]',
    mentioned uuid[] NOT NULL DEFAULT '{}',
    author_id uuid NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    edited_at timestamptz(3),
    withdrawn_at timestamptz(3),
    withdrawn_by uuid,
    withdrawn_reason text,
    resolved_at timestamptz(3),
    resolved_by uuid,
    CONSTRAINT comment_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT comment_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT comment_thread FOREIGN KEY (newsroom, thread_id) REFERENCES comment (newsroom, id),
    CONSTRAINT comment_reply_to FOREIGN KEY (newsroom, reply_to) REFERENCES comment (newsroom, id),
    CONSTRAINT comment_evidence FOREIGN KEY (newsroom, evidence_id) REFERENCES evidence (newsroom, id),
    CONSTRAINT comment_author FOREIGN KEY (newsroom, author_id) REFERENCES person (newsroom, id),
    CONSTRAINT comment_visibility CHECK (visibility IN ('internal', 'desk')),
    CONSTRAINT comment_of_desk CHECK ((visibility = 'desk') = (desk IS NOT NULL)),
    CONSTRAINT comment_begins CHECK ((reply_to IS NULL) = (thread_id = id)),
    CONSTRAINT comment_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT comment_resolved CHECK ((resolved_at IS NULL) = (resolved_by IS NULL) AND (resolved_at IS NULL OR reply_to IS NULL))
  );
  CREATE INDEX comment_of_claim ON comment (newsroom, claim_id, created_at, id);
  CREATE INDEX comment_of_thread ON comment (newsroom, thread_id);
  CREATE INDEX comment_on_evidence ON comment (newsroom, evidence_id) WHERE evidence_id IS NOT NULL;
  ${newsroomTable('comment', 'SELECT, INSERT, UPDATE')}
`;

const REVISION = `
  CREATE TABLE comment_revision (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    comment_id uuid NOT NULL,
    revision integer NOT NULL,
    text text NOT NULL,
    mentions jsonb NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    by uuid NOT NULL,
    CONSTRAINT comment_revision_pk PRIMARY KEY (newsroom, comment_id, revision),
    CONSTRAINT comment_revision_comment FOREIGN KEY (newsroom, comment_id) REFERENCES comment (newsroom, id)
  );
  ${newsroomTable('comment_revision', 'SELECT, INSERT')}
`;

// A thread that went over with a merged claim; replies made since go where the thread goes.
const MOVE = `
  CREATE TABLE comment_move (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    thread_id uuid NOT NULL,
    merged_claim uuid NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT comment_move_pk PRIMARY KEY (newsroom, thread_id, merged_claim),
    CONSTRAINT comment_move_thread FOREIGN KEY (newsroom, thread_id) REFERENCES comment (newsroom, id)
  );
  CREATE INDEX comment_move_by_claim ON comment_move (newsroom, merged_claim);
  ${newsroomTable('comment_move')}
`;
