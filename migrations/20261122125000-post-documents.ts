import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** Which documents of the archive hold a word, packed, so that a search reads a few small rows however many documents there are. */
export class PostDocuments20261122125000 implements MigrationInterface {
  name = 'PostDocuments20261122125000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(POSTING));
    await db.query(guarded(NUMBER));
    const [{ nspname: trigrams }] = (await db.query(
      `SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'`,
    )) as [{ nspname: string }];
    await db.query(`SET LOCAL search_path = public, app, "${trigrams}"`);
    await db.query(terms(trigrams));
  }

  async down(): Promise<void> {
    throw new Error('The index that this took away is not made again.');
  }
}

// One row for each word and each 4,096 documents in a row (block): their places in the block, and how long they are, in 15 bits.
const POSTING = `
  CREATE TABLE match_posting (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    term text NOT NULL,
    block integer NOT NULL,
    documents smallint[] NOT NULL,
    CONSTRAINT match_posting_pk PRIMARY KEY (newsroom, term, block)
  ) WITH (fillfactor = 80);
  ${newsroomTable('match_posting')}
`;

// A document without a number is not posted yet. Those that are there already get theirs from the job that keeps the archive, in small steps: it
// finds what is left of them however often it is cut off.
const NUMBER = `
  ALTER TABLE match_document ADD COLUMN number integer;
  ALTER TABLE match_corpus ADD COLUMN numbered integer NOT NULL DEFAULT 0;
  CREATE UNIQUE INDEX match_document_by_number ON match_document (newsroom, number);
  CREATE INDEX match_document_unposted ON match_document (newsroom, id) WHERE number IS NULL;
  DROP FUNCTION app.match_candidates;
  DROP INDEX match_document_terms;
`;

// As before, in a language that plans its statement once a connection and not once a search.
const terms = (trigrams: string) => `
  CREATE OR REPLACE FUNCTION app.match_terms(wanted text[])
  RETURNS TABLE (wanted_term text, term text, documents integer, likeness real)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, app, "${trigrams}" AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
    WITH known AS MATERIALIZED (
      SELECT w.term AS wanted_term, t.term, t.documents FROM unnest(wanted) AS w (term)
      JOIN match_term t ON t.newsroom = app.newsroom() AND t.term = w.term WHERE t.documents > 0),
    unknown AS MATERIALIZED (
      SELECT w.term FROM unnest(wanted) AS w (term)
      WHERE length(w.term) BETWEEN 4 AND 40 AND w.term !~ '[0-9]' AND NOT EXISTS (SELECT FROM known WHERE known.wanted_term = w.term)
      LIMIT 8)
    SELECT known.wanted_term, known.term, known.documents, 1::real FROM known
    UNION ALL
    SELECT unknown.term, alike.term, alike.documents, alike.likeness FROM unknown CROSS JOIN LATERAL (
      SELECT t.term, t.documents, similarity(t.term, unknown.term) AS likeness FROM match_term t
      WHERE t.newsroom = app.newsroom() AND t.documents > 0 AND t.term % unknown.term
      ORDER BY likeness DESC, t.term LIMIT 3) AS alike
    WHERE alike.likeness >= 0.4;
  END $$;
`;
