import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** A page of fifty claims looked up each conflict of interest fifty times, addresses taken apart for each; with a hundred conflicts for 20 ms. */
export class FindConflictsTogether20261122130200 implements MigrationInterface {
  name = 'FindConflictsTogether20261122130200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(`DROP FUNCTION app.conflicts_among(uuid, uuid[]); ${AMONG}; ${ON}`));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION app.conflicts_among(uuid, uuid[], uuid); ${AMONG_BEFORE}; ${ON_BEFORE}`);
  }
}

// By the kinds that occur: each statement costs more to begin than its rows. MATERIALIZED: an address is taken apart once, not for each
// conflict. `who`: of this person alone.
const AMONG = `
  CREATE FUNCTION app.conflicts_among(newsroom uuid, claims uuid[], who uuid DEFAULT NULL)
  RETURNS TABLE (claim uuid, person uuid, kind text, name text) LANGUAGE plpgsql STABLE AS $$
  DECLARE
    by_label boolean;
    by_other boolean;
  BEGIN
    SELECT bool_or(k.kind = 'label'), bool_or(k.kind <> 'label') INTO by_label, by_other
    FROM conflict k WHERE k.newsroom = $1 AND ($3 IS NULL OR k.person_id = $3);
    IF by_label THEN
      RETURN QUERY
        SELECT c.id, k.person_id, k.kind, k.name FROM claim c CROSS JOIN conflict k
        WHERE c.newsroom = $1 AND c.id = ANY ($2) AND c.labels <> '{}'
          AND k.newsroom = $1 AND k.kind = 'label' AND k.from_at <= app.now() AND (k.until_at IS NULL OR k.until_at > app.now())
          AND ($3 IS NULL OR k.person_id = $3) AND k.key = ANY (ARRAY(SELECT lower(label) FROM unnest(c.labels) AS label));
    END IF;
    IF by_other THEN
      RETURN QUERY
        WITH told AS MATERIALIZED (
          SELECT said.id, lower(said.claimant) AS claimant, lower(said.outlet) AS outlet, lower(a.publisher) AS publisher,
            lower(substring(said.url FROM '^[a-z]+://(?:[^/@]*@)?([^/:?#]+)')) AS host,
            lower(substring(a.url FROM '^[a-z]+://(?:[^/@]*@)?([^/:?#]+)')) AS article_host
          FROM (
            SELECT c.id, c.article_id, NULL AS claimant, NULL AS outlet, NULL AS url
            FROM claim c WHERE c.newsroom = $1 AND c.id = ANY ($2) AND c.article_id IS NOT NULL
            UNION ALL
            SELECT p.claim_id, p.article_id, p.claimant_name, CASE WHEN p.claimant_kind = 'outlet' THEN p.claimant_name END, p.url
            FROM appearance p WHERE p.newsroom = $1 AND p.claim_id = ANY ($2)) AS said
          LEFT JOIN article a ON a.newsroom = $1 AND a.id = said.article_id)
        SELECT DISTINCT ON (told.id, k.id) told.id, k.person_id, k.kind, k.name
        FROM told JOIN conflict k ON CASE k.kind
          WHEN 'claimant' THEN k.key = told.claimant
          WHEN 'outlet' THEN k.key IN (told.outlet, told.publisher, told.host, told.article_host) OR '.' || k.key IN (
            right(told.outlet, length(k.key) + 1), right(told.publisher, length(k.key) + 1),
            right(told.host, length(k.key) + 1), right(told.article_host, length(k.key) + 1)) END
        WHERE k.newsroom = $1 AND k.kind <> 'label' AND k.from_at <= app.now() AND (k.until_at IS NULL OR k.until_at > app.now())
          AND ($3 IS NULL OR k.person_id = $3);
    END IF;
  END $$`;

// For a version of the service that asks claim by claim.
const ON = `
  CREATE OR REPLACE FUNCTION app.conflicts_on(newsroom uuid, claim uuid)
  RETURNS TABLE (person uuid, kind text, name text) LANGUAGE sql STABLE AS $$
    SELECT k.person, k.kind, k.name FROM app.conflicts_among($1, ARRAY[$2]) AS k
  $$`;

const AMONG_BEFORE = `
  CREATE FUNCTION app.conflicts_among(newsroom uuid, claims uuid[])
  RETURNS TABLE (claim uuid, person uuid, kind text, name text) LANGUAGE plpgsql STABLE AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM conflict k WHERE k.newsroom = $1) THEN RETURN; END IF;
    RETURN QUERY SELECT asked.id, k.person, k.kind, k.name
      FROM unnest($2) AS asked (id) CROSS JOIN LATERAL app.conflicts_on($1, asked.id) AS k;
  END $$`;

const ON_BEFORE = `
  CREATE OR REPLACE FUNCTION app.conflicts_on(newsroom uuid, claim uuid)
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
