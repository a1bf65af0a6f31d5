import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/** What a blind round keeps from whom is asked in many places; the answer stands here once. And why a seat was given back. */
export class KeepRoundsBlind20261122114000 implements MigrationInterface {
  name = 'KeepRoundsBlind20261122114000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded('ALTER TABLE assignment ADD COLUMN end_reason text'));
    await db.query(KEPT_BLIND);
    await db.query(SOURCE_KEPT_BLIND);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION app.source_kept_blind(uuid, uuid, uuid)');
    await db.query('DROP FUNCTION app.kept_blind(uuid, uuid, uuid, timestamptz, uuid)');
    await db.query('ALTER TABLE assignment DROP COLUMN end_reason');
  }
}

// In a round of several seats that is blind and open, what whoever sits or sat on one of them brings is kept from everybody
// else; only the person who sits on that seat now sees it, too. A viewer of null sees nothing of it.
const KEPT_BLIND = `
  CREATE FUNCTION app.kept_blind(newsroom uuid, claim uuid, author uuid, at timestamptz, viewer uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$
    SELECT $3 IS NOT NULL AND $3 IS DISTINCT FROM $5 AND EXISTS (
      SELECT FROM round r JOIN assignment a ON a.newsroom = r.newsroom AND a.round_id = r.id AND a.person_id = $3
      WHERE r.newsroom = $1 AND r.claim_id = $2 AND r.status = 'open' AND $4 >= r.opened_at
        AND (r.policy ->> 'blind')::boolean AND (r.policy ->> 'reviewsRequired')::int > 1
        AND NOT EXISTS (SELECT FROM assignment own WHERE own.newsroom = r.newsroom AND own.round_id = r.id
          AND own.person_id = $5 AND own.ended_at IS NULL AND own.position = a.position))
  $$`;

// A source is kept back while all that cites it is.
const SOURCE_KEPT_BLIND = `
  CREATE FUNCTION app.source_kept_blind(newsroom uuid, source uuid, viewer uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$
    SELECT coalesce(bool_and(app.kept_blind(e.newsroom, e.claim_id, e.person_id, e.created_at, $3)), false)
    FROM evidence e WHERE e.newsroom = $1 AND e.source_id = $2
  $$`;
