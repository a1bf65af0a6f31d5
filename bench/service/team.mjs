import { post, send } from './post.mjs';
import { fillQueue } from './seed.mjs';

const DESKS = ['city', 'sport', 'politics', 'world'];
/** On so many waiting claims of any newsroom, however large: at the end of the queue, where a scan in its order comes last. */
const RARE = 2_000;
export const RARE_LABEL = 'flood';
export const RARE_LANGUAGE = 'sw';

/**
 * Thirty-two people on four desks, each on two of them with a weight; some with a capacity there, some with languages or labels
 * of their own, two with a conflict of interest. `[{ id, token }]`; the last one reads nothing but the
 * rare language.
 */
export async function hire(api, count) {
  const desks = [];
  for (const key of DESKS) desks.push(await post(api, '/v1/desks', { key, name: key }));
  const people = [];
  for (let n = 0; n < count; n++) {
    const { id } = await post(api, '/v1/people', { name: `Reviewer ${n}`, roles: ['reviewer'], capacity: 1000 });
    for (const desk of [desks[n % 4], desks[(n + 1 + ((n >> 2) % 3)) % 4]])
      await send(api, 'PUT', `/v1/desks/${desk.id}/members/${id}`, worksThere(n, count));
    if (n % 16 === 5)
      await post(api, `/v1/people/${id}/conflicts`, { kind: 'label', name: 'climate', reason: 'Board.' });
    people.push({ id, token: (await post(api, `/v1/people/${id}/tokens`, { name: 'bench' })).token });
  }
  return people;
}

function worksThere(n, count) {
  const languages = n === count - 1 ? [RARE_LANGUAGE] : n % 4 === 1 ? ['en', 'cs'] : n % 8 === 2 ? ['de', 'fr'] : [];
  const labels = n % 16 === 7 ? ['health', 'climate'] : [];
  return { weight: 1 + (n % 5), capacity: n % 8 === 3 ? 1000 : null, languages, labels };
}

/**
 * `count` claims, eight of ten of them waiting: on the four desks and on none, in seven languages, with common and rare labels,
 * of all priorities, some due, since up to thirty days. In front of the queue and everywhere behind, claims that an asker has reviewed
 * already and where a second seat is free, and claims from which an asker is kept out.
 */
export async function seedTeam(client, newsroom, count, people) {
  const ids = people.map(({ id }) => id);
  await client.query('ALTER TABLE claim DISABLE TRIGGER USER');
  await client.query(CLAIMS, [newsroom, count, everyNth(count)]);
  await client.query(
    `CREATE TEMP TABLE troubled AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM (
       (SELECT id FROM claim WHERE newsroom = $1 AND open_seats > 0
        ORDER BY (priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id LIMIT 2000)
       UNION (SELECT id FROM claim WHERE newsroom = $1 AND open_seats > 0 ORDER BY md5(id::text) LIMIT 4000)) AS chosen`,
    [newsroom],
  );
  await client.query(SEATS, [newsroom, ids, JSON.stringify(POLICY)]);
  await client.query(`UPDATE claim SET state = 'in_review' WHERE id IN (SELECT id FROM troubled WHERE n % 2 = 0)`);
  await client.query(
    `INSERT INTO recusal (newsroom, id, claim_id, person_id, reason)
     SELECT $1, gen_random_uuid(), id, ($2::uuid[])[1 + n / 2 % cardinality($2::uuid[])], 'Too close.' FROM troubled WHERE n % 2 = 1`,
    [newsroom, ids],
  );
  await fillQueue(client, newsroom);
  await client.query('ALTER TABLE claim ENABLE TRIGGER USER');
  await client.query(
    `INSERT INTO appearance (newsroom, id, claim_id, claimant_kind, claimant_name)
     SELECT newsroom, gen_random_uuid(), id, 'person', 'Oskar Lindqvale' FROM claim WHERE newsroom = $1`,
    [newsroom],
  );
  await client.query('VACUUM ANALYZE');
}

/** Rare ones lie on every desk: no common factor with what else is counted off. */
function everyNth(count) {
  let step = Math.max(1, Math.floor(count / RARE));
  while ([2, 5, 7].some((factor) => step % factor === 0)) step++;
  return step;
}

/** As the round of the first seat froze it: a second one is wanted. */
const POLICY = {
  reviewsRequired: 2,
  blind: true,
  signOffsRequired: 1,
  minEvidence: 1,
  minIndependentSources: 0,
  leaseHours: 8,
};

const CLAIMS = `
  INSERT INTO claim (newsroom, id, state, open_seats, text, text_key, score, score_reasons, priority, due_at, desk, language, labels,
    created_by, created_at)
  SELECT $1, gen_random_uuid(),
    CASE n % 10 WHEN 8 THEN 'proposed' WHEN 9 THEN 'dismissed' ELSE 'queued' END, CASE WHEN n % 10 < 8 THEN 1 ELSE 0 END,
    'Claim number ' || n || ': the town spent ' || (n::bigint * 37 % 9000) || ' million crowns on it in ' || (1950 + n % 75),
    'claim number ' || n, (n::bigint * 7919 % 1000) / 1000.0, '[{"code": "number", "text": "names a figure"}]',
    CASE WHEN is_rare THEN 0 WHEN mix < 2 THEN 3 WHEN mix < 17 THEN 2 WHEN mix < 80 THEN 1 ELSE 0 END,
    CASE WHEN n % 3 = 0 AND NOT is_rare THEN now() + make_interval(hours => mix * 7) END,
    (ARRAY['city', 'sport', 'politics', 'world', NULL])[1 + n % 5],
    CASE WHEN is_rare THEN '${RARE_LANGUAGE}' WHEN mix < 45 THEN 'en' WHEN mix < 60 THEN 'en-GB' WHEN mix < 78 THEN 'de'
      WHEN mix < 88 THEN 'cs' WHEN mix < 95 THEN 'fr' END,
    CASE WHEN is_rare THEN ARRAY['${RARE_LABEL}'] WHEN n % 7 = 0 THEN ARRAY['health', 'climate'] WHEN n % 7 = 1 THEN ARRAY['elections']
      WHEN n % 7 = 2 THEN ARRAY['health'] ELSE '{}' END,
    '{"kind": "system", "id": null}', now() - make_interval(secs => n::float8 * 2592000 / $2::int)
  FROM (SELECT n, n % $3::int = 0 AS is_rare, (hashint4(n) & 1048575) % 100 AS mix FROM generate_series(1, $2::int) AS n) AS numbered`;

const SEATS = `
  WITH seated AS (
    SELECT id AS claim_id, gen_random_uuid() AS round_id, gen_random_uuid() AS review_id,
      ($2::uuid[])[1 + n / 2 % cardinality($2::uuid[])] AS person_id
    FROM troubled WHERE n % 2 = 0),
  opened AS (
    INSERT INTO round (newsroom, id, claim_id, number, policy) SELECT $1, round_id, claim_id, 1, $3::jsonb FROM seated),
  reviewed AS (
    INSERT INTO review (newsroom, id, claim_id, round_id, position, person_id, rating, scale_id, scale_version, summary, explanation, evidence_ids)
    SELECT $1, review_id, claim_id, round_id, 0, person_id, 'false', s.id, s.version, 'No.', 'No.', '{}'
    FROM seated, (SELECT id, version FROM rating_scale WHERE newsroom = $1 LIMIT 1) AS s)
  INSERT INTO assignment (newsroom, id, claim_id, round_id, position, person_id, kind, lease_expires_at, review_id)
  SELECT $1, gen_random_uuid(), claim_id, round_id, 0, person_id, 'lease', now() + interval '9 days', review_id FROM seated`;
