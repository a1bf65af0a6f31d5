import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Rounds, who sits in them, drafts, reviews, verdicts, votes and recusals. */
export class ReviewClaims20261122105000 implements MigrationInterface {
  name = 'ReviewClaims20261122105000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(ROUND);
    await db.query(REVIEW);
    await db.query(ASSIGNMENT);
    await db.query(VERDICT);
    await db.query(RECUSAL);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE recusal, vote, verdict, assignment, review, draft, round; DROP FUNCTION app.keep_votes()',
    );
  }
}

const ROUND = `
  CREATE TABLE round (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    number integer NOT NULL,
    status text NOT NULL DEFAULT 'open',
    policy jsonb NOT NULL,
    agreed boolean,
    opened_at timestamptz(3) NOT NULL DEFAULT app.now(),
    ended_at timestamptz(3),
    CONSTRAINT round_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT round_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT round_status CHECK (status IN ('open', 'closed', 'abandoned')),
    CONSTRAINT round_end CHECK ((status = 'open') = (ended_at IS NULL))
  );
  CREATE UNIQUE INDEX round_numbered ON round (newsroom, claim_id, number);
  CREATE UNIQUE INDEX round_one_open ON round (newsroom, claim_id) WHERE status = 'open';
  ${newsroomTable('round', 'SELECT, INSERT, UPDATE')}
`;

// A draft belongs to its author and outlives expiry, release and hand-over; a review never changes, it is at most withdrawn.
const REVIEW = `
  CREATE TABLE draft (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    claim_id uuid NOT NULL,
    person_id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    rating text,
    summary text,
    explanation text,
    evidence_ids uuid[] NOT NULL DEFAULT '{}',
    handed_on_by uuid,
    updated_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT draft_pk PRIMARY KEY (newsroom, claim_id, person_id),
    CONSTRAINT draft_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT draft_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id)
  );
  CREATE INDEX draft_of_person ON draft (newsroom, person_id);
  ${newsroomTable('draft')}

  CREATE TABLE review (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    round_id uuid NOT NULL,
    position smallint NOT NULL,
    person_id uuid NOT NULL,
    rating text NOT NULL,
    scale_id uuid NOT NULL,
    scale_version integer NOT NULL,
    summary text NOT NULL,
    explanation text NOT NULL,
    evidence_ids uuid[] NOT NULL,
    submitted_at timestamptz(3) NOT NULL DEFAULT app.now(),
    withdrawn_at timestamptz(3),
    CONSTRAINT review_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT review_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT review_round FOREIGN KEY (newsroom, round_id) REFERENCES round (newsroom, id),
    CONSTRAINT review_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT review_scale FOREIGN KEY (newsroom, scale_id) REFERENCES rating_scale (newsroom, id)
  );
  CREATE INDEX review_of_claim ON review (newsroom, claim_id, submitted_at, id);
  CREATE INDEX review_of_round ON review (newsroom, round_id);
  CREATE INDEX review_of_person ON review (newsroom, person_id, submitted_at, id);
  CREATE UNIQUE INDEX review_one_of_person ON review (newsroom, round_id, person_id) WHERE withdrawn_at IS NULL;
  ${newsroomTable('review', 'SELECT, INSERT, UPDATE')}
`;

// One row for each time that somebody sits on a seat. Ended: the seat is open again. With a review: the seat is filled.
// The two unique indexes are the last net: no seat for two, and nobody twice in a round.
const ASSIGNMENT = `
  CREATE TABLE assignment (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    round_id uuid NOT NULL,
    position smallint NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    given_by uuid,
    since timestamptz(3) NOT NULL DEFAULT app.now(),
    lease_expires_at timestamptz(3),
    due_at timestamptz(3),
    message text,
    review_id uuid,
    ended_at timestamptz(3),
    end_cause text,
    CONSTRAINT assignment_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT assignment_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT assignment_round FOREIGN KEY (newsroom, round_id) REFERENCES round (newsroom, id),
    CONSTRAINT assignment_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT assignment_review FOREIGN KEY (newsroom, review_id) REFERENCES review (newsroom, id),
    CONSTRAINT assignment_kind CHECK (kind IN ('lease', 'assigned')),
    CONSTRAINT assignment_lease CHECK (kind = 'lease' OR lease_expires_at IS NULL),
    CONSTRAINT assignment_end_cause CHECK (end_cause IN ('released', 'expired', 'handed over', 'recused', 'closed')),
    CONSTRAINT assignment_end CHECK ((ended_at IS NULL) = (end_cause IS NULL))
  );
  CREATE UNIQUE INDEX assignment_one_on_seat ON assignment (newsroom, round_id, position) WHERE ended_at IS NULL;
  CREATE UNIQUE INDEX assignment_nobody_twice ON assignment (newsroom, round_id, person_id) WHERE ended_at IS NULL;
  CREATE INDEX assignment_working ON assignment (newsroom, person_id) WHERE ended_at IS NULL AND review_id IS NULL;
  CREATE INDEX assignment_lease_over ON assignment (lease_expires_at) WHERE ended_at IS NULL AND review_id IS NULL AND lease_expires_at IS NOT NULL;
  CREATE INDEX assignment_of_claim ON assignment (newsroom, claim_id, since, id);
  CREATE INDEX assignment_of_round ON assignment (newsroom, round_id, person_id);
  ${newsroomTable('assignment', 'SELECT, INSERT, UPDATE')}
`;

const VERDICT = `
  CREATE TABLE verdict (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    round_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'standing',
    origin text NOT NULL,
    review_id uuid,
    rating text NOT NULL,
    scale_id uuid NOT NULL,
    scale_version integer NOT NULL,
    summary text NOT NULL,
    explanation text NOT NULL,
    evidence_ids uuid[] NOT NULL,
    authors uuid[] NOT NULL,
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    ended_at timestamptz(3),
    CONSTRAINT verdict_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT verdict_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT verdict_round FOREIGN KEY (newsroom, round_id) REFERENCES round (newsroom, id),
    CONSTRAINT verdict_review FOREIGN KEY (newsroom, review_id) REFERENCES review (newsroom, id),
    CONSTRAINT verdict_scale FOREIGN KEY (newsroom, scale_id) REFERENCES rating_scale (newsroom, id),
    CONSTRAINT verdict_status CHECK (status IN ('standing', 'superseded', 'published')),
    CONSTRAINT verdict_end CHECK ((status = 'standing') = (ended_at IS NULL)),
    CONSTRAINT verdict_origin CHECK (origin IN ('review', 'agreement', 'adjudicated', 'adjudicated-anew', 'amended')),
    CONSTRAINT verdict_authors CHECK (cardinality(authors) > 0)
  );
  CREATE UNIQUE INDEX verdict_one_standing ON verdict (newsroom, claim_id) WHERE status = 'standing';
  CREATE INDEX verdict_of_claim ON verdict (newsroom, claim_id, created_at, id);
  CREATE INDEX verdict_of_round ON verdict (newsroom, round_id);
  ${newsroomTable('verdict', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE vote (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    verdict_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    person_id uuid NOT NULL,
    vote text NOT NULL,
    reason text,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    lapsed_at timestamptz(3),
    CONSTRAINT vote_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT vote_verdict FOREIGN KEY (newsroom, verdict_id) REFERENCES verdict (newsroom, id),
    CONSTRAINT vote_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT vote_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT vote_kind CHECK (vote IN ('signOff', 'dissent')),
    CONSTRAINT vote_dissent CHECK (vote = 'signOff' OR reason IS NOT NULL)
  );
  CREATE UNIQUE INDEX vote_in_force ON vote (newsroom, verdict_id, person_id) WHERE lapsed_at IS NULL;
  CREATE INDEX vote_of_claim ON vote (newsroom, claim_id, at, id);
  ${newsroomTable('vote', 'SELECT, INSERT, UPDATE')}
  CREATE FUNCTION app.keep_votes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM verdict WHERE newsroom = NEW.newsroom AND id = NEW.verdict_id AND NEW.person_id = ANY (authors)) THEN
      RAISE EXCEPTION 'an author does not vote on their own verdict' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_votes BEFORE INSERT ON vote FOR EACH ROW EXECUTE FUNCTION app.keep_votes();
`;

const RECUSAL = `
  CREATE TABLE recusal (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    person_id uuid NOT NULL,
    reason text NOT NULL,
    recorded_by uuid,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT recusal_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT recusal_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT recusal_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id)
  );
  CREATE UNIQUE INDEX recusal_once ON recusal (newsroom, claim_id, person_id);
  CREATE INDEX recusal_of_person ON recusal (newsroom, person_id);
  ${newsroomTable('recusal', 'SELECT, INSERT')}
`;
