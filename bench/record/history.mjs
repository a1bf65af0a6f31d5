const DAY = `now() - interval '365 days' * (1 - n::float8 / $2)`;

/**
 * A year of a newsroom at work: `count` steps, ten to a claim that goes through, on four desks and with one of twenty labels, over the
 * first 100,000 claims again and again. Each time has a round of two reviews of its own; the first time ends in a fact-check.
 */
export async function history(client, newsroom, count) {
  const guarded = ['claim_step', 'claim', 'fact_check', 'fact_check_version'];
  for (const table of guarded) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await client.query(
    `INSERT INTO desk (newsroom, id, key, name) SELECT $1, gen_random_uuid(), key, key FROM unnest('{news,city,health,world}'::text[]) AS key
     ON CONFLICT DO NOTHING`,
    [newsroom],
  );
  await client.query(
    `INSERT INTO person (newsroom, id, name, roles) SELECT $1, gen_random_uuid(), 'Reviewer ' || n, '{reviewer}' FROM generate_series(1, 30) AS n`,
    [newsroom],
  );
  await client.query(
    `UPDATE claim SET desk = ('{news,city,health,world}'::text[])[1 + n % 4], labels = ARRAY['label-' || n % 20]
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM claim WHERE newsroom = $1) AS numbered
     WHERE newsroom = $1 AND claim.id = numbered.id`,
    [newsroom],
  );
  for (const statement of [STEPS, ROUNDS, REVIEWS, ENDED, FACT_CHECKS, VERSIONS])
    await client.query(statement, statement.includes('$2') ? [newsroom, count] : [newsroom]);
  for (const table of guarded) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await client.query(
    'VACUUM ANALYZE claim_step, ended_round, round, review, claim, assignment, fact_check, fact_check_version',
  );
}

const STEPS = `
  WITH numbered AS MATERIALIZED (
    SELECT id, desk, row_number() OVER (ORDER BY id) - 1 AS place FROM claim WHERE newsroom = $1 ORDER BY id LIMIT 100000)
  INSERT INTO claim_step (newsroom, sequence, step, claim_id, at, desk, person_id, round, due_at, waits, seconds, tier, agreed, rating)
  SELECT s.*, app.tier_of(seconds), CASE WHEN step = 'closed' THEN sequence % 7 > 0 END, CASE WHEN step = 'whole' THEN 'false' END FROM (
  SELECT $1, 10000000 + n, (ARRAY['proposed', 'queued', 'taken', 'taken', 'submitted', 'submitted', 'closed', 'approved', 'published', 'whole'])[1 + n % 10],
    c.id, ${DAY}, c.desk, p.ids[1 + n % cardinality(p.ids)], 1 + (n / 10) / everyone.count,
    CASE WHEN n % 3 = 0 THEN ${DAY} + interval '1 hour' END, false,
    CASE WHEN n % 10 NOT IN (0, 6) THEN (n::bigint * 7919) % 86400 + (n % 1000) / 1000.0 END::float8
  FROM (SELECT count(*) AS count FROM numbered) AS everyone, (SELECT array_agg(id) AS ids FROM person WHERE newsroom = $1) AS p,
    generate_series(1, $2::int) AS n JOIN numbered c ON c.place = (n / 10) % (SELECT count(*) FROM numbered)
  ORDER BY n) AS s (newsroom, sequence, step, claim_id, at, desk, person_id, round, due_at, waits, seconds)`;

const ROUNDS = `
  INSERT INTO round (newsroom, id, claim_id, number, status, policy, agreed, opened_at, ended_at)
  SELECT $1, gen_random_uuid(), claim_id, round, 'closed', '{"blind": true, "reviewsRequired": 2}', agreed, at, at
  FROM claim_step WHERE newsroom = $1 AND step = 'closed' ON CONFLICT DO NOTHING`;

const REVIEWS = `
  INSERT INTO review (newsroom, id, claim_id, round_id, position, person_id, rating, scale_id, scale_version, summary, explanation, evidence_ids)
  SELECT $1, gen_random_uuid(), r.claim_id, r.id, seat, p.ids[1 + (abs(hashtext(r.id::text)) + seat * 7) % cardinality(p.ids)],
    (ARRAY(SELECT e ->> 'key' FROM jsonb_array_elements(z.ratings) AS e))[1 + abs(hashtext(r.id::text || (random() < 0.2)::text)) % 4],
    z.id, 1, 's', 'e', '{}'
  FROM round r, generate_series(1, 2) AS seat, rating_scale z,
    (SELECT array_agg(id) AS ids FROM person WHERE newsroom = $1) AS p
  WHERE r.newsroom = $1 AND z.newsroom = $1 AND z.is_default`;

const ENDED = `
  INSERT INTO ended_round (newsroom, round_id, scale_id, claim_id, at, desk, people, ratings)
  SELECT $1, r.id, w.scale_id, r.claim_id, r.ended_at, c.desk, array_agg(w.person_id ORDER BY w.person_id), array_agg(w.rating ORDER BY w.person_id)
  FROM round r JOIN claim c ON c.newsroom = $1 AND c.id = r.claim_id JOIN review w ON w.newsroom = $1 AND w.round_id = r.id
  WHERE r.newsroom = $1 AND r.status = 'closed' GROUP BY r.id, w.scale_id, r.claim_id, r.ended_at, c.desk ORDER BY r.ended_at`;

const FACT_CHECKS = `
  INSERT INTO fact_check (newsroom, id, claim_id, slug, publication, desk, number, rating_key, wording, language, first_published_at)
  SELECT $1, gen_random_uuid(), s.claim_id, 'claim-' || s.sequence, 'live', s.desk, 1, w.rating, 'A claim', 'en', s.at
  FROM claim_step s JOIN round r ON r.newsroom = $1 AND r.claim_id = s.claim_id AND r.number = 1
  JOIN review w ON w.newsroom = $1 AND w.round_id = r.id AND w.position = 1 WHERE s.newsroom = $1 AND s.step = 'whole' AND s.round = 1`;

const VERSIONS = `
  INSERT INTO fact_check_version (newsroom, id, fact_check_id, claim_id, number, rating_key, content, published_at)
  SELECT $1, gen_random_uuid(), id, claim_id, 1, rating_key, '{}', first_published_at FROM fact_check WHERE newsroom = $1`;
