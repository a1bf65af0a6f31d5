import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Articles as they came in, the text that spans point into, and where their reading stands. */
export class TakeInArticles20261122101000 implements MigrationInterface {
  name = 'TakeInArticles20261122101000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(ARTICLE);
    await db.query(KEEP);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE article; DROP FUNCTION app.keep_article()');
  }
}

// Digests stand for addresses and texts in the indexes: an index row holds 2.7 kB at most.
const ARTICLE = `
  CREATE TABLE article (
    newsroom uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL DEFAULT 'received',
    kind text NOT NULL,
    url text,
    url_key bytea,
    title text,
    author text,
    publisher text,
    published_at timestamptz(3),
    language text,
    desk text,
    external_ref text,
    supersedes uuid,
    same_as uuid,
    input bytea,
    input_type text,
    input_sha256 bytea,
    fetched_from text,
    text text,
    text_sha256 bytea,
    text_key bytea,
    reading jsonb,
    claim_count integer NOT NULL DEFAULT 0,
    failure jsonb,
    attempts integer NOT NULL DEFAULT 0,
    fence uuid,
    due_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT app.now(),
    created_by jsonb NOT NULL,
    CONSTRAINT article_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT article_newsroom_fkey FOREIGN KEY (newsroom) REFERENCES newsroom (id),
    CONSTRAINT article_supersedes FOREIGN KEY (newsroom, supersedes) REFERENCES article (newsroom, id),
    CONSTRAINT article_same_as FOREIGN KEY (newsroom, same_as) REFERENCES article (newsroom, id),
    CONSTRAINT article_status CHECK (status IN ('received', 'fetching', 'extracting', 'extracted', 'failed')),
    CONSTRAINT article_kind CHECK (kind IN ('text', 'html', 'url')),
    CONSTRAINT article_of_url CHECK (kind <> 'url' OR url IS NOT NULL),
    CONSTRAINT article_extracted CHECK (status <> 'extracted' OR text IS NOT NULL),
    CONSTRAINT article_failed CHECK (status <> 'failed' OR failure IS NOT NULL),
    CONSTRAINT article_due CHECK ((due_at IS NULL) = (status IN ('extracted', 'failed')))
  );
  CREATE INDEX article_by_entry ON article (newsroom, created_at, id);
  CREATE INDEX article_by_status ON article (newsroom, status, created_at, id);
  CREATE INDEX article_by_external_ref ON article (newsroom, external_ref, created_at, id) WHERE external_ref IS NOT NULL;
  CREATE INDEX article_by_url ON article (newsroom, url_key) WHERE url_key IS NOT NULL;
  CREATE INDEX article_by_input ON article (newsroom, input_sha256) WHERE input_sha256 IS NOT NULL;
  CREATE INDEX article_by_text ON article (newsroom, text_key) WHERE text_key IS NOT NULL;
  CREATE INDEX article_by_supersedes ON article (newsroom, supersedes) WHERE supersedes IS NOT NULL;
  CREATE INDEX article_work ON article (due_at) WHERE due_at IS NOT NULL;
  ${newsroomTable('article', 'SELECT, INSERT, UPDATE')}
`;

// What was taken in stays as it was: claims carry offsets into it.
const KEEP = `
  CREATE FUNCTION app.keep_article() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (OLD.text IS NOT NULL AND NEW.text IS DISTINCT FROM OLD.text)
      OR (OLD.input IS NOT NULL AND NEW.input IS DISTINCT FROM OLD.input)
      OR NEW.kind <> OLD.kind OR NEW.url IS DISTINCT FROM OLD.url OR NEW.external_ref IS DISTINCT FROM OLD.external_ref
      OR NEW.supersedes IS DISTINCT FROM OLD.supersedes
    THEN RAISE EXCEPTION 'an article is stored once and never changed' USING ERRCODE = 'insufficient_privilege'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_article BEFORE UPDATE ON article FOR EACH ROW EXECUTE FUNCTION app.keep_article();
`;
