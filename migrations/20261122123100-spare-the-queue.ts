import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** Half of what a claim's situation cost went into conflicts of interest, in newsrooms that have none; and no search used its index. */
export class SpareTheQueue20261122123100 implements MigrationInterface {
  name = 'SpareTheQueue20261122123100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(CONFLICTS_AMONG));
    // Under row-level security `@@`, which is not leakproof, reaches no index: it only cost writes.
    await db.query('DROP INDEX claim_search');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX claim_search ON claim USING gin (to_tsvector('simple', text || ' ' || coalesce(wording, '')));
      DROP FUNCTION app.conflicts_among(uuid, uuid[])`);
  }
}

// In PL/pgSQL, so that whoever asks does not begin all of app.conflicts_on, inlined, with each of their statements.
const CONFLICTS_AMONG = `
  CREATE FUNCTION app.conflicts_among(newsroom uuid, claims uuid[])
  RETURNS TABLE (claim uuid, person uuid, kind text, name text) LANGUAGE plpgsql STABLE AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM conflict k WHERE k.newsroom = $1) THEN RETURN; END IF;
    RETURN QUERY SELECT asked.id, k.person, k.kind, k.name
      FROM unnest($2) AS asked (id) CROSS JOIN LATERAL app.conflicts_on($1, asked.id) AS k;
  END $$;
`;
