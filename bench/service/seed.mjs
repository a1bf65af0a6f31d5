/** Fills a newsroom: `count` claims, half of them waiting in the queue, each with an appearance and two notes as evidence. */
export async function seed(client, newsroom, count) {
  await client.query('ALTER TABLE claim DISABLE TRIGGER USER');
  await client.query(
    `INSERT INTO claim (newsroom, id, state, open_seats, text, text_key, score, score_reasons, priority, due_at, created_by, created_at)
     SELECT $1, gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'queued' ELSE 'proposed' END, CASE WHEN n % 2 = 0 THEN 1 ELSE 0 END,
       'Claim number ' || n || ': the town spent ' || (n::bigint * 37 % 9000) || ' million crowns on it in ' || (1950 + n % 75),
       'claim number ' || n, (n::bigint * 7919 % 1000) / 1000.0, '[{"code": "number", "text": "names a figure"}]', n % 4,
       CASE WHEN n % 3 = 0 THEN now() + make_interval(hours => n % 500) END, '{"kind": "system", "id": null}',
       now() - make_interval(secs => n)
     FROM generate_series(1, $2::int) AS n`,
    [newsroom, count],
  );
  await fillQueue(client, newsroom);
  await client.query('ALTER TABLE claim ENABLE TRIGGER USER');
  await client.query(
    `INSERT INTO appearance (newsroom, id, claim_id, claimant_kind, claimant_name)
     SELECT newsroom, gen_random_uuid(), id, 'person', 'Oskar Lindqvale' FROM claim WHERE newsroom = $1`,
    [newsroom],
  );
  await client.query(
    `INSERT INTO evidence (newsroom, id, claim_id, kind, stance, note, created_by)
     SELECT newsroom, gen_random_uuid(), id, 'note', 'context', 'Note ' || m || ' on this claim', '{"kind": "system", "id": null}'
     FROM claim, generate_series(1, 2) AS m WHERE newsroom = $1`,
    [newsroom],
  );
  await client.query('VACUUM ANALYZE claim, waiting, appearance, evidence');
}

/** What the trigger on claims would have written, had it not been switched off. */
export async function fillQueue(client, newsroom) {
  await client.query(
    `INSERT INTO waiting (newsroom, claim_id, label, desk, tongue, language, rank, due_at, score, created_at)
     SELECT newsroom, id, label, coalesce(desk, ''), coalesce(split_part(lower(language), '-', 1), ''), coalesce(lower(language), ''),
       priority + (publication = 'live')::int, due_at, score, created_at
     FROM claim CROSS JOIN LATERAL (SELECT '' AS label UNION SELECT unnest(labels)) AS l WHERE newsroom = $1 AND open_seats > 0`,
    [newsroom],
  );
}
