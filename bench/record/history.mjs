/** A year of a newsroom at work: `count` steps of claims that are there, eight to a claim, with two closed reviews for each. */
export async function history(client, newsroom, count) {
  const of = [newsroom, count];
  await client.query('ALTER TABLE claim_step DISABLE TRIGGER USER');
  await client.query(
    `INSERT INTO claim_step (newsroom, sequence, step, claim_id, at, desk, person_id, round, due_at, waits, seconds)
     SELECT $1, 10000000 + n, (ARRAY['proposed', 'queued', 'taken', 'submitted', 'submitted', 'closed', 'approved', 'published'])[1 + n % 8],
       c.ids[1 + (n / 8) % cardinality(c.ids)], now() - interval '365 days' * (1 - n::float8 / $2), NULL,
       p.ids[1 + n % cardinality(p.ids)], 1, CASE WHEN n % 3 = 0 THEN now() - interval '365 days' * (1 - n::float8 / $2) + interval '1 hour' END,
       false, CASE WHEN n % 8 NOT IN (0, 5) THEN (n::bigint * 7919) % 86400 END
     FROM generate_series(1, $2::int) AS n,
       (SELECT array_agg(id) AS ids FROM (SELECT id FROM claim WHERE newsroom = $1 ORDER BY id LIMIT 100000) AS first_ones) AS c,
       (SELECT array_agg(id) AS ids FROM person WHERE newsroom = $1) AS p`,
    of,
  );
  await client.query('ALTER TABLE claim_step ENABLE TRIGGER USER');
  await client.query(
    `INSERT INTO person (newsroom, id, name, roles) SELECT $1, gen_random_uuid(), 'Reviewer ' || n, '{reviewer}' FROM generate_series(1, 30) AS n`,
    [newsroom],
  );
  await client.query(
    `INSERT INTO round (newsroom, id, claim_id, number, status, policy, agreed, opened_at, ended_at)
     SELECT DISTINCT ON (claim_id) $1, gen_random_uuid(), claim_id, 1, 'closed', '{"blind": true, "reviewsRequired": 2}', random() < 0.9, at, at
     FROM claim_step WHERE newsroom = $1 AND step = 'closed' ON CONFLICT DO NOTHING`,
    [newsroom],
  );
  await client.query(
    `INSERT INTO review (newsroom, id, claim_id, round_id, position, person_id, rating, scale_id, scale_version, summary, explanation, evidence_ids)
     SELECT $1, gen_random_uuid(), r.claim_id, r.id, seat, p.ids[1 + (abs(hashtext(r.id::text)) + seat * 7) % cardinality(p.ids)],
       (ARRAY(SELECT e ->> 'key' FROM jsonb_array_elements(z.ratings) AS e))[1 + abs(hashtext(r.id::text || (random() < 0.2)::text)) % 4],
       z.id, 1, 's', 'e', '{}'
     FROM round r, generate_series(1, 2) AS seat, rating_scale z,
       (SELECT array_agg(id) AS ids FROM person WHERE newsroom = $1) AS p
     WHERE r.newsroom = $1 AND z.newsroom = $1 AND z.is_default`,
    [newsroom],
  );
  await client.query('VACUUM ANALYZE claim_step, round, review, claim, assignment');
}
