import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/**
 * How rounds ended, and how what was published was rated, beside the steps: figures of a year looked up each round, each of its reviews and
 * each fact-check, half a million rows. What was read off the log is filled in; from there on the log's reader writes it, under
 * a new name, so that what a worker of the version before reads meanwhile is read again.
 */
export class KeepHowRoundsEnded20261122129000 implements MigrationInterface {
  name = 'KeepHowRoundsEnded20261122129000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      guarded('ALTER TABLE claim_step ADD COLUMN agreed boolean, ADD COLUMN rating text, ADD COLUMN tier smallint'),
    );
    await db.query(ENDED);
    await db.query(TIER_OF);
    await db.query('DROP INDEX claim_step_by_kind');
    await db.query(FILL);
    await db.query(readerRenamed('insights', 'figures'));
    await db.query(byKind('agreed, rating'));
    await db.query(TIERS);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(guarded('DROP TABLE ended_round'));
    await db.query(readerRenamed('figures', 'insights'));
    await db.query('DROP INDEX claim_step_by_kind, claim_step_by_tier');
    await db.query(byKind('round'));
    await db.query('ALTER TABLE claim_step DROP COLUMN agreed, DROP COLUMN rating, DROP COLUMN tier');
    await db.query('DROP FUNCTION app.tier_of(float8)');
  }
}

// One row for a round, as its reviews are on one scale: one for each scale otherwise. People in the order of their ids, each with a rating.
const ENDED = `
  CREATE TABLE ended_round (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    round_id uuid NOT NULL,
    scale_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    at timestamptz(3) NOT NULL,
    desk text,
    people uuid[] NOT NULL,
    ratings text[] NOT NULL,
    CONSTRAINT ended_round_pk PRIMARY KEY (newsroom, round_id, scale_id),
    CONSTRAINT ended_round_claim FOREIGN KEY (newsroom, claim_id) REFERENCES claim (newsroom, id),
    CONSTRAINT ended_round_round FOREIGN KEY (newsroom, round_id) REFERENCES round (newsroom, id),
    CONSTRAINT ended_round_scale FOREIGN KEY (newsroom, scale_id) REFERENCES rating_scale (newsroom, id),
    CONSTRAINT ended_round_seats CHECK (cardinality(people) = cardinality(ratings))
  );
  CREATE INDEX ended_round_by_time ON ended_round (newsroom, at) INCLUDE (claim_id, desk, scale_id, people, ratings);
  ${newsroomTable('ended_round', 'SELECT')}`;

const FILL = `
  SET LOCAL ROLE corroborate_system;
  INSERT INTO ended_round (newsroom, round_id, scale_id, claim_id, at, desk, people, ratings)
  SELECT s.newsroom, r.id, w.scale_id, s.claim_id, s.at, s.desk, array_agg(w.person_id ORDER BY w.person_id), array_agg(w.rating ORDER BY w.person_id)
  FROM claim_step s JOIN round r ON r.newsroom = s.newsroom AND r.claim_id = s.claim_id AND r.number = s.round AND r.status = 'closed'
  JOIN review w ON w.newsroom = s.newsroom AND w.round_id = r.id AND w.withdrawn_at IS NULL
  WHERE s.step = 'closed' GROUP BY s.newsroom, s.sequence, s.step, r.id, w.scale_id ORDER BY s.newsroom, s.sequence
  ON CONFLICT DO NOTHING;
  UPDATE claim_step s SET tier = app.tier_of(s.seconds), agreed = o.agreed, rating = o.rating FROM (
    SELECT s.newsroom, s.sequence, s.step, r.agreed, v.rating_key AS rating FROM claim_step s
    LEFT JOIN round r ON s.step = 'closed' AND r.newsroom = s.newsroom AND r.claim_id = s.claim_id AND r.number = s.round
      AND (r.policy ->> 'reviewsRequired')::int > 1
    LEFT JOIN fact_check f ON s.step = 'whole' AND f.newsroom = s.newsroom AND f.claim_id = s.claim_id
    LEFT JOIN fact_check_version v ON v.newsroom = f.newsroom AND v.fact_check_id = f.id AND v.number = 1
    WHERE s.seconds IS NOT NULL OR s.step = 'closed') AS o
  WHERE s.newsroom = o.newsroom AND s.sequence = o.sequence AND s.step = o.step;
  RESET ROLE`;

const readerRenamed = (from: string, to: string) => `
  SET LOCAL ROLE corroborate_system;
  INSERT INTO log_reader (newsroom, reader, sequence) SELECT newsroom, '${to}', sequence FROM log_reader WHERE reader = '${from}';
  DELETE FROM log_reader WHERE reader = '${from}';
  RESET ROLE`;

// Tiers, eight to each doubling, from a second to a year and all above: a median is counted down to its tier, and only that is sorted.
const TIER_OF = `
  CREATE FUNCTION app.tier_of(seconds float8) RETURNS smallint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN least(200, floor(8 * ln(1 + seconds) / ln(2::float8)))::smallint`;

const TIERS = `
  CREATE INDEX claim_step_by_tier ON claim_step (newsroom, step, tier, at) INCLUDE (claim_id, desk, seconds) WHERE tier IS NOT NULL`;

/** Figures read nothing but this index, so it holds what they ask for. */
const byKind = (more: string) => `
  CREATE INDEX claim_step_by_kind ON claim_step (newsroom, step, at) INCLUDE (claim_id, desk, person_id, seconds, due_at, ${more})`;
