import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsroomTable } from '#database';

/** Standing conflicts of interest, and the one answer to whom they keep out of a claim. */
export class DeclareConflicts20261122114100 implements MigrationInterface {
  name = 'DeclareConflicts20261122114100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(CONFLICT);
    await db.query(CONFLICTS_ON);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION app.conflicts_on(uuid, uuid); DROP TABLE conflict');
  }
}

// `key` is the name as it is compared: lower case, and of an outlet's address the host.
const CONFLICT = `
  CREATE TABLE conflict (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    reason text NOT NULL,
    from_at timestamptz(3) NOT NULL DEFAULT app.now(),
    until_at timestamptz(3),
    recorded_by uuid,
    recorded_at timestamptz(3) NOT NULL DEFAULT app.now(),
    CONSTRAINT conflict_pk PRIMARY KEY (newsroom, id),
    CONSTRAINT conflict_person FOREIGN KEY (newsroom, person_id) REFERENCES person (newsroom, id),
    CONSTRAINT conflict_kind CHECK (kind IN ('claimant', 'label', 'outlet')),
    CONSTRAINT conflict_span CHECK (until_at IS NULL OR until_at >= from_at)
  );
  CREATE INDEX conflict_of_person ON conflict (newsroom, person_id, recorded_at, id);
  ${newsroomTable('conflict', 'SELECT, INSERT, UPDATE')}`;

const CONFLICTS_ON = `
  CREATE FUNCTION app.conflicts_on(newsroom uuid, claim uuid)
  RETURNS TABLE (person uuid, kind text, name text) LANGUAGE sql STABLE AS $$
    SELECT k.person_id, k.kind, k.name
    FROM conflict k JOIN claim c ON c.newsroom = $1 AND c.id = $2
    WHERE k.newsroom = $1 AND k.from_at <= app.now() AND (k.until_at IS NULL OR k.until_at > app.now())
      AND CASE k.kind
        WHEN 'label' THEN EXISTS (SELECT FROM unnest(c.labels) AS label WHERE lower(label) = k.key)
        WHEN 'claimant' THEN EXISTS (SELECT FROM appearance p WHERE p.newsroom = $1 AND p.claim_id = $2
          AND lower(p.claimant_name) = k.key)
        ELSE EXISTS (
          SELECT FROM (
            SELECT c.article_id AS article_id, NULL AS outlet, NULL AS url
            UNION ALL
            SELECT p.article_id, CASE WHEN p.claimant_kind = 'outlet' THEN p.claimant_name END, p.url
            FROM appearance p WHERE p.newsroom = $1 AND p.claim_id = $2) said
          LEFT JOIN article a ON a.newsroom = $1 AND a.id = said.article_id
          CROSS JOIN LATERAL (VALUES (lower(said.outlet)), (lower(a.publisher)),
            (lower(substring(said.url FROM '^[a-z]+://(?:[^/@]*@)?([^/:?#]+)'))),
            (lower(substring(a.url FROM '^[a-z]+://(?:[^/@]*@)?([^/:?#]+)')))) AS told (by)
          WHERE told.by = k.key OR right(told.by, length(k.key) + 1) = '.' || k.key)
      END
  $$`;
