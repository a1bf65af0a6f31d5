import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** The archive in which earlier claims, fact-checks and imported reviews are found by their words. */
export class FindMatches20261122110100 implements MigrationInterface {
  name = 'FindMatches20261122110100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(EXTENSION);
    const [{ nspname: trigrams }] = (await db.query(
      `SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'`,
    )) as [{ nspname: string }];
    await db.query(`SET LOCAL search_path = public, app, "${trigrams}"`);
    await db.query(DOCUMENT);
    await db.query(STATISTICS);
    await db.query(WORK);
    await db.query(search(trigrams));
    await db.query(MATCH);
    await db.query(BACKLOG);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION app.match_candidates, app.match_terms;
      DROP TRIGGER want_match ON claim;
      DROP TRIGGER want_match_again ON claim;
      DROP TRIGGER want_match ON fact_check;
      DROP TRIGGER want_match ON imported_review;
      DROP FUNCTION app.want_match_of_claim, app.want_match_of_fact_check, app.want_match_of_review;
      DROP TABLE match_work, match_corpus, match_term, match_document;
      DROP SEQUENCE match_work_position;
      DELETE FROM claim_match WHERE review_id IS NOT NULL;
      DROP INDEX claim_match_review_pair, claim_match_by_review;
      ALTER TABLE claim_match DROP CONSTRAINT claim_match_one, DROP COLUMN review_id, ALTER COLUMN earlier_id SET NOT NULL;
    `);
  }
}

// It comes with PostgreSQL's contrib modules and is "trusted": whoever may CREATE in the database may create it.
const EXTENSION = `
  DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXCEPTION
    WHEN undefined_file OR feature_not_supported THEN
      RAISE EXCEPTION 'This PostgreSQL server does not have the extension pg_trgm, which finding earlier claims needs. Install PostgreSQL''s contrib modules on it (or allow the extension in the provider''s console), then migrate again.';
    WHEN insufficient_privilege THEN
      RAISE EXCEPTION 'The role % may not create the extension pg_trgm in the database %. Let an administrator run CREATE EXTENSION pg_trgm in it once, then migrate again.', current_user, current_database();
  END $$;
`;

// One row for each claim and each imported review that can be found. \`terms\`: stems made in process, so that the index and the scores know the
// same words; labels A claim, B titles and other wordings, C claimants. \`letters\`: what letter grams are cut from.
const DOCUMENT = `
  CREATE TABLE match_document (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    claim_id uuid,
    review_id uuid,
    text_key text NOT NULL,
    terms tsvector NOT NULL,
    length integer NOT NULL,
    letters text NOT NULL,
    published boolean NOT NULL,
    since timestamptz(3) NOT NULL,
    CONSTRAINT match_document_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT match_document_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT match_document_review FOREIGN KEY (newsroom, review_id) REFERENCES imported_review (newsroom, id),
    CONSTRAINT match_document_one CHECK (num_nonnulls(claim_id, review_id) = 1 AND id = coalesce(claim_id, review_id))
  );
  CREATE INDEX match_document_terms ON match_document USING gin (terms) WITH (fastupdate = off);
  CREATE INDEX match_document_by_words ON match_document (newsroom, text_key);
  ${newsroomTable('match_document')}
`;

// How many documents hold a word, kept in step with the documents; and what is known of the whole: the letters from a sample, taken again
// whenever the archive has doubled.
const STATISTICS = `
  CREATE TABLE match_term (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    term text NOT NULL,
    documents integer NOT NULL,
    CONSTRAINT match_term_pk PRIMARY KEY (newsroom, term)
  );
  CREATE INDEX match_term_alike ON match_term USING gin (term gin_trgm_ops) WITH (fastupdate = off);
  ${newsroomTable('match_term')}

  CREATE TABLE match_corpus (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    documents integer NOT NULL,
    words bigint NOT NULL,
    letters bytea,
    letters_version integer NOT NULL DEFAULT 0,
    letters_documents integer NOT NULL DEFAULT 0,
    CONSTRAINT match_corpus_pk PRIMARY KEY (newsroom)
  );
  ${newsroomTable('match_corpus')}
`;

// What the archive has not read yet. Written by triggers, in the transaction of the change, so that nothing is forgotten whoever changes it.
const WORK = `
  CREATE SEQUENCE match_work_position;
  GRANT USAGE ON SEQUENCE match_work_position TO corroborate_app, corroborate_system;
  CREATE TABLE match_work (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    position bigint NOT NULL DEFAULT nextval('match_work_position'),
    claim_id uuid,
    review_id uuid,
    CONSTRAINT match_work_pk PRIMARY KEY (newsroom, position),
    CONSTRAINT match_work_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT match_work_review FOREIGN KEY (newsroom, review_id) REFERENCES imported_review (newsroom, id),
    CONSTRAINT match_work_one CHECK (num_nonnulls(claim_id, review_id) = 1)
  );
  ${newsroomTable('match_work', 'SELECT, INSERT, DELETE')}

  CREATE FUNCTION app.want_match_of_claim() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO match_work (newsroom, claim_id) VALUES (NEW.newsroom, NEW.id);
    IF TG_OP = 'UPDATE' AND OLD.merged_into IS DISTINCT FROM NEW.merged_into THEN
      INSERT INTO match_work (newsroom, claim_id) VALUES (NEW.newsroom, coalesce(NEW.merged_into, OLD.merged_into));
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER want_match AFTER INSERT ON claim FOR EACH ROW EXECUTE FUNCTION app.want_match_of_claim();
  CREATE TRIGGER want_match_again AFTER UPDATE OF text, wording, state, merged_into ON claim FOR EACH ROW
    WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.wording IS DISTINCT FROM NEW.wording
      OR OLD.merged_into IS DISTINCT FROM NEW.merged_into
      OR (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('in_review', 'in_signoff', 'disputed')))
    EXECUTE FUNCTION app.want_match_of_claim();

  CREATE FUNCTION app.want_match_of_fact_check() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO match_work (newsroom, claim_id) VALUES (NEW.newsroom, NEW.claim_id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER want_match AFTER INSERT OR UPDATE OF wording, publication ON fact_check FOR EACH ROW
    EXECUTE FUNCTION app.want_match_of_fact_check();

  CREATE FUNCTION app.want_match_of_review() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO match_work (newsroom, review_id) VALUES (NEW.newsroom, NEW.id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER want_match AFTER INSERT OR UPDATE ON imported_review FOR EACH ROW
    EXECUTE FUNCTION app.want_match_of_review();
`;

// Under row-level security an operator that is not leakproof (@@ and % are not) may not use an index before the policy was applied, so each
// search would read the whole table. These functions run as the owner and name the newsroom of the transaction themselves.
const search = (trigrams: string) => `
  CREATE FUNCTION app.match_terms(wanted text[]) RETURNS TABLE (wanted_term text, term text, documents integer, likeness real)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app, "${trigrams}" AS $$
    WITH known AS (
      SELECT w.term AS wanted_term, t.term, t.documents FROM unnest(wanted) AS w (term)
      JOIN match_term t ON t.newsroom = app.newsroom() AND t.term = w.term WHERE t.documents > 0),
    unknown AS (
      SELECT w.term FROM unnest(wanted) AS w (term)
      WHERE length(w.term) BETWEEN 4 AND 40 AND w.term !~ '[0-9]' AND NOT EXISTS (SELECT FROM known WHERE known.wanted_term = w.term)
      LIMIT 8)
    SELECT known.wanted_term, known.term, known.documents, 1::real FROM known
    UNION ALL
    SELECT unknown.term, alike.term, alike.documents, alike.likeness FROM unknown CROSS JOIN LATERAL (
      SELECT t.term, t.documents, similarity(t.term, unknown.term) AS likeness FROM match_term t
      WHERE t.newsroom = app.newsroom() AND t.documents > 0 AND t.term % unknown.term
      ORDER BY likeness DESC, t.term LIMIT 3) AS alike
    WHERE alike.likeness >= 0.4
  $$;

  CREATE FUNCTION app.match_candidates(wanted text[], weights real[], same text, self uuid, before timestamptz, barred uuid[], width integer, most integer)
  RETURNS TABLE (id uuid, claim_id uuid, review_id uuid, text_key text, terms text, length integer, letters text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, app AS $$
    WITH hit AS (
      SELECT found.id, q.weight FROM unnest(wanted, weights) AS q (term, weight) CROSS JOIN LATERAL (
        SELECT d.id FROM match_document d
        WHERE d.newsroom = (SELECT app.newsroom()) AND d.terms @@ quote_literal(q.term)::tsquery AND d.id IS DISTINCT FROM self
          AND (before IS NULL OR d.review_id IS NOT NULL OR d.published OR (d.since, d.id) < (before, self))
        LIMIT width) AS found
      UNION ALL
      SELECT d.id, 1000 FROM match_document d
      WHERE d.newsroom = (SELECT app.newsroom()) AND d.text_key = same AND d.id IS DISTINCT FROM self
        AND (before IS NULL OR d.review_id IS NOT NULL OR d.published OR (d.since, d.id) < (before, self))
      ),
    best AS (
      SELECT hit.id, sum(hit.weight) AS reach FROM hit WHERE hit.id <> ALL (barred)
      GROUP BY hit.id ORDER BY reach DESC, hit.id DESC LIMIT most)
    SELECT d.id, d.claim_id, d.review_id, d.text_key, d.terms::text, d.length, d.letters
    FROM best JOIN match_document d ON d.newsroom = (SELECT app.newsroom()) AND d.id = best.id ORDER BY best.reach DESC, d.id DESC
  $$;
  REVOKE EXECUTE ON FUNCTION app.match_terms, app.match_candidates FROM public;
  GRANT EXECUTE ON FUNCTION app.match_terms, app.match_candidates TO corroborate_app, corroborate_system;
`;

// A match leads to an earlier claim or to an imported review.
const MATCH = `
  ALTER TABLE claim_match ALTER COLUMN earlier_id DROP NOT NULL, ADD COLUMN review_id uuid,
    ADD CONSTRAINT claim_match_review FOREIGN KEY (newsroom, review_id) REFERENCES imported_review (newsroom, id),
    ADD CONSTRAINT claim_match_one CHECK (num_nonnulls(earlier_id, review_id) = 1);
  CREATE UNIQUE INDEX claim_match_review_pair ON claim_match (newsroom, claim_id, review_id) WHERE review_id IS NOT NULL;
  CREATE INDEX claim_match_by_review ON claim_match (newsroom, review_id) WHERE review_id IS NOT NULL;
`;

const BACKLOG = `INSERT INTO match_work (newsroom, claim_id) SELECT newsroom, id FROM claim ORDER BY created_at, id`;
