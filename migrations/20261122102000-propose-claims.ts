import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Claims with the order of the queue and the moves that the workflow allows, their appearances, merges and matches. */
export class ProposeClaims20261122102000 implements MigrationInterface {
  name = 'ProposeClaims20261122102000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(CLAIM);
    await db.query(MOVES);
    await db.query(APPEARANCE);
    await db.query(MERGE);
    await db.query(MATCH);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE claim_match, claim_merge_move, claim_merge, appearance, claim; DROP FUNCTION app.keep_claim_moves()',
    );
  }
}

// open_seats: how many people could sit down now. The queue is an index over the claims that have one, in the order in which they are handed out:
// priority (what is live and open again one step up), due time, check-worthiness, time of entry, id.
const CLAIM = `
  CREATE TABLE claim (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    state text NOT NULL DEFAULT 'proposed',
    publication text NOT NULL DEFAULT 'none',
    text text NOT NULL,
    text_key text NOT NULL,
    wording text,
    kind text NOT NULL DEFAULT 'factual',
    article_id uuid,
    spans jsonb NOT NULL DEFAULT '[]',
    context text,
    language text,
    score real,
    score_reasons jsonb NOT NULL DEFAULT '[]',
    priority smallint NOT NULL DEFAULT 1,
    desk text,
    labels text[] NOT NULL DEFAULT '{}',
    due_at timestamptz(3),
    not_before timestamptz(3),
    external_ref text,
    split_from uuid,
    merged_into uuid,
    publish_at timestamptz(3),
    publish_correction jsonb,
    suggestion jsonb,
    open_seats smallint NOT NULL DEFAULT 0,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    created_by jsonb NOT NULL,
    CONSTRAINT claim_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT claim_article FOREIGN KEY (newsroom, article_id) REFERENCES article (newsroom, id),
    CONSTRAINT claim_split_from FOREIGN KEY (newsroom, split_from) REFERENCES claim (newsroom, id),
    CONSTRAINT claim_merged_into FOREIGN KEY (newsroom, merged_into) REFERENCES claim (newsroom, id),
    CONSTRAINT claim_state CHECK (state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved', 'published', 'dismissed', 'merged', 'retracted')),
    CONSTRAINT claim_publication CHECK (publication IN ('none', 'live', 'retracted')),
    CONSTRAINT claim_live CHECK (publication <> 'live' OR state NOT IN ('dismissed', 'merged', 'retracted')),
    CONSTRAINT claim_published CHECK (state <> 'published' OR publication = 'live'),
    CONSTRAINT claim_merged CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CONSTRAINT claim_hour CHECK (publish_at IS NULL OR state = 'approved'),
    CONSTRAINT claim_seats CHECK (open_seats >= 0 AND (open_seats = 0 OR state IN ('queued', 'in_review'))),
    CONSTRAINT claim_kind CHECK (kind IN ('factual', 'prediction', 'opinion')),
    CONSTRAINT claim_priority CHECK (priority BETWEEN 0 AND 3),
    CONSTRAINT claim_score CHECK (score BETWEEN 0 AND 1)
  );
  CREATE INDEX claim_queue ON claim (newsroom, (priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id)
    WHERE open_seats > 0;
  CREATE INDEX claim_queue_of_desk ON claim (newsroom, desk, (priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id)
    WHERE open_seats > 0;
  CREATE INDEX claim_by_entry ON claim (newsroom, created_at, id);
  CREATE INDEX claim_by_state ON claim (newsroom, state, created_at, id);
  CREATE INDEX claim_by_due_time ON claim (newsroom, due_at, id)
    WHERE due_at IS NOT NULL AND state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved');
  CREATE INDEX claim_of_article ON claim (newsroom, article_id, id) WHERE article_id IS NOT NULL;
  CREATE INDEX claim_search ON claim USING gin (to_tsvector('simple', text || ' ' || coalesce(wording, '')));
  CREATE INDEX claim_by_words ON claim (newsroom, text_key);
  CREATE INDEX claim_merged_by_target ON claim (newsroom, merged_into) WHERE merged_into IS NOT NULL;
  CREATE INDEX claim_split_by_origin ON claim (newsroom, split_from) WHERE split_from IS NOT NULL;
  CREATE INDEX claim_hour_set ON claim (publish_at) WHERE publish_at IS NOT NULL;
  CREATE UNIQUE INDEX claim_external_ref ON claim (newsroom, external_ref) WHERE external_ref IS NOT NULL;
  ${newsroomTable('claim', 'SELECT, INSERT, UPDATE')}
`;

// The last net under the one statement that writes a state: an edge that the workflow table lacks is refused whoever writes it.
const MOVES = `
  CREATE FUNCTION app.keep_claim_moves() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state = 'proposed' AND NEW.publication = 'none' THEN RETURN NEW; END IF;
    ELSIF (OLD.state, NEW.state) IN (
      /* moves */
      ('approved', 'dismissed'), ('approved', 'in_review'), ('approved', 'in_signoff'), ('approved', 'merged'), ('approved', 'published'), ('approved', 'queued'),
      ('dismissed', 'queued'),
      ('disputed', 'approved'), ('disputed', 'dismissed'), ('disputed', 'in_review'), ('disputed', 'in_signoff'), ('disputed', 'merged'), ('disputed', 'published'), ('disputed', 'queued'),
      ('in_review', 'approved'), ('in_review', 'dismissed'), ('in_review', 'disputed'), ('in_review', 'in_signoff'), ('in_review', 'merged'), ('in_review', 'proposed'),
      ('in_review', 'published'), ('in_review', 'queued'),
      ('in_signoff', 'approved'), ('in_signoff', 'dismissed'), ('in_signoff', 'in_review'), ('in_signoff', 'merged'), ('in_signoff', 'published'), ('in_signoff', 'queued'),
      ('merged', 'proposed'),
      ('proposed', 'dismissed'), ('proposed', 'in_review'), ('proposed', 'merged'), ('proposed', 'published'), ('proposed', 'queued'),
      ('published', 'queued'), ('published', 'retracted'),
      ('queued', 'dismissed'), ('queued', 'in_review'), ('queued', 'merged'), ('queued', 'published'),
      ('retracted', 'queued')
      /* end of moves */
    ) THEN RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the workflow has no move from % to %', CASE WHEN TG_OP = 'INSERT' THEN 'nothing' ELSE OLD.state END, NEW.state
      USING ERRCODE = 'check_violation';
  END $$;
  CREATE TRIGGER keep_claim_moves BEFORE UPDATE OF state ON claim FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION app.keep_claim_moves();
  CREATE TRIGGER keep_claim_start BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION app.keep_claim_moves();
`;

const APPEARANCE = `
  CREATE TABLE appearance (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    claimant_kind text NOT NULL,
    claimant_name text,
    claimant_role text,
    reported_by text[] NOT NULL DEFAULT '{}',
    stance text NOT NULL DEFAULT 'asserts',
    said_at timestamptz(3),
    article_id uuid,
    url text,
    spans jsonb NOT NULL DEFAULT '[]',
    cue_span jsonb,
    wording text,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT appearance_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT appearance_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT appearance_article FOREIGN KEY (newsroom, article_id) REFERENCES article (newsroom, id),
    CONSTRAINT appearance_claimant_kind CHECK (claimant_kind IN ('person', 'role', 'outlet', 'anonymous', 'unsourced', 'author')),
    CONSTRAINT appearance_stance CHECK (stance IN ('asserts', 'denies', 'reports'))
  );
  CREATE INDEX appearance_of_claim ON appearance (newsroom, claim_id, id);
  CREATE INDEX appearance_of_article ON appearance (newsroom, article_id, id) WHERE article_id IS NOT NULL;
  CREATE INDEX appearance_by_claimant ON appearance (newsroom, lower(claimant_name), claim_id) WHERE claimant_name IS NOT NULL;
  ${newsroomTable('appearance')}
`;

// What a merge brought, so that taking it back gives exactly that back, merges of merges included.
const MERGE = `
  CREATE TABLE claim_merge (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    target_id uuid NOT NULL,
    stance text NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT app.now(),
    undone_at timestamptz(3),
    CONSTRAINT claim_merge_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT claim_merge_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT claim_merge_target FOREIGN KEY (newsroom, target_id) REFERENCES claim (newsroom, id)
  );
  CREATE UNIQUE INDEX claim_merge_standing ON claim_merge (newsroom, claim_id) WHERE undone_at IS NULL;
  CREATE INDEX claim_merge_by_target ON claim_merge (newsroom, target_id) WHERE undone_at IS NULL;
  ${newsroomTable('claim_merge', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE claim_merge_move (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    merge_id uuid NOT NULL,
    appearance_id uuid NOT NULL,
    stance_before text NOT NULL,
    CONSTRAINT claim_merge_move_pk PRIMARY KEY (newsroom, merge_id, appearance_id),
    CONSTRAINT claim_merge_move_merge FOREIGN KEY (newsroom, merge_id) REFERENCES claim_merge (newsroom, id),
    CONSTRAINT claim_merge_move_appearance FOREIGN KEY (newsroom, appearance_id) REFERENCES appearance (newsroom, id) ON DELETE CASCADE
  );
  CREATE INDEX claim_merge_move_of_appearance ON claim_merge_move (newsroom, appearance_id);
  ${newsroomTable('claim_merge_move')}
`;

const MATCH = `
  CREATE TABLE claim_match (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    earlier_id uuid NOT NULL,
    score real NOT NULL,
    reasons jsonb NOT NULL DEFAULT '[]',
    state text NOT NULL DEFAULT 'suggested',
    decided_by uuid,
    decided_at timestamptz(3),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT claim_match_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT claim_match_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT claim_match_earlier FOREIGN KEY (newsroom, earlier_id) REFERENCES claim (newsroom, id),
    CONSTRAINT claim_match_state CHECK (state IN ('suggested', 'confirmed', 'rejected')),
    CONSTRAINT claim_match_apart CHECK (claim_id <> earlier_id),
    CONSTRAINT claim_match_score CHECK (score BETWEEN 0 AND 1)
  );
  CREATE UNIQUE INDEX claim_match_pair ON claim_match (newsroom, claim_id, earlier_id);
  CREATE INDEX claim_match_by_score ON claim_match (newsroom, claim_id, score DESC, id);
  CREATE INDEX claim_match_by_earlier ON claim_match (newsroom, earlier_id);
  ${newsroomTable('claim_match', 'SELECT, INSERT, UPDATE')}
`;
