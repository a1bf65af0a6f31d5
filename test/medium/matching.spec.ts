import { ArchiveKeeping, ArchiveModule, ArchiveSearch, keepArchive, Suggestions } from '#archive';
import { ClaimStore, DemandStore, MatchStore, type Claim, type NewClaim } from '#claims';
import { FactChecksModule } from '#factchecks';
import { KeepArchiveHandler } from '../../apps/worker/src/handlers/keep-archive.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;
let room: TestNewsroom<'ron'>;
beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ArchiveModule, FactChecksModule]);
});
beforeEach(async () => {
  room = await aNewsroom(ground, { ron: 'reviewer' });
});
afterAll(async () => {
  await ground.close();
  await db.drop();
});

const write = <T>(work: Parameters<typeof ground.database.write<T>>[1], newsroom = room.id) =>
  ground.database.write(newsroom, work);
const ron = () => room.of.ron.actor;
const aClaim = (text: string, more: Partial<NewClaim> = {}): Promise<Claim> =>
  write((tx) => ground.get(ClaimStore).insert(tx, ron(), { text, appearances: [], ...more }));
const context = { attempt: 1, signal: new AbortController().signal };
/** Does, as the worker would, all that is due. */
async function work(): Promise<void> {
  const handler = new KeepArchiveHandler(ground.database, ground.get(ArchiveKeeping));
  const due = await ground.database.system('sweep', async (tx) => (await keepArchive.due?.(tx, 100)) ?? []);
  for (const payload of due) await handler.handle(payload, context);
}
const search = (text: string, newsroom = room.id) =>
  ground.database.read(newsroom, (tx) => ground.get(ArchiveSearch).search(tx, { text }));
const matchesOf = (claim: Claim) => ground.database.read(room.id, (tx) => ground.get(MatchStore).of(tx, claim.id));
const refresh = (claim: Claim) => write((tx) => ground.get(Suggestions).refresh(tx, ron(), claim.id));
const decide = (claim: Claim, state: 'confirmed' | 'rejected') =>
  write(async (tx) => {
    const [match] = await ground.get(MatchStore).of(tx, claim.id);
    return ground.get(MatchStore).decide(tx, ron(), (match as { id: string }).id, state);
  });

const BRIDGE = 'The harbour bridge cost 41 million euros.';
const AGAIN = 'Mayor says harbour bridge was built for 41 million';
const OTHERS = [
  'Crime fell by a third in the northern districts last year.',
  'The city closed twelve schools in one year.',
  'Unemployment in the region is the lowest since 1990.',
  'The hospital has lost half of its nurses since spring.',
];

describe('A claim that comes in', () => {
  it('is matched with the earlier ones that share its rare words, best first, with the words', async () => {
    const bridge = await aClaim(BRIDGE);
    for (const text of OTHERS) await aClaim(text);
    await work();
    const again = await aClaim(AGAIN);
    await work();
    const [match, ...rest] = await matchesOf(again);
    expect(match).toMatchObject({ earlierId: bridge.id, state: 'suggested', decidedBy: null });
    expect(match?.score).toBeGreaterThan(0.3);
    expect(match?.score).toBeLessThan(1);
    expect(match?.reasons[0]?.words).toEqual(expect.arrayContaining(['harbour', 'bridge', '41', 'million']));
    expect(rest).toEqual([]);
    expect(await matchesOf(bridge)).toEqual([]);
    const told = await db.sql('SELECT type FROM log WHERE newsroom = $1 AND claim_id = $2', [room.id, again.id]);
    expect(told.map(({ type }) => type)).toEqual(['claim.proposed', 'match.suggested']);
  });

  it('is found by a word that is spelt otherwise, through the words that the archive knows', async () => {
    const claim = await aClaim('Sergei Northfieldski owns the mine.');
    for (const text of OTHERS) await aClaim(text);
    await work();
    expect((await search('Northfeldski bought something'))[0]?.claimId).toBe(claim.id);
    expect(await search('zzzzqqqq')).toEqual([]);
  });

  it('is linked without a person only where an earlier one says the same word for word, and nothing is merged', async () => {
    const bridge = await aClaim(BRIDGE);
    const same = await aClaim('“The harbour bridge cost 41 MILLION euros”');
    const almost = await aClaim('The harbour bridge cost 4.1 million euros.');
    await work();
    expect(await matchesOf(same)).toMatchObject([
      { earlierId: bridge.id, score: 1, state: 'confirmed', decidedBy: null, reasons: [{ code: 'same-words' }] },
    ]);
    expect((await matchesOf(almost)).map(({ state }) => state)).toEqual(['suggested', 'suggested']);
    const states = await db.sql('SELECT state, merged_into FROM claim WHERE newsroom = $1', [room.id]);
    expect(states).toEqual(Array(3).fill({ state: 'proposed', merged_into: null }));
    const [told] = await db.sql<{ actor: unknown }>(
      `SELECT actor FROM log WHERE newsroom = $1 AND type = 'match.confirmed'`,
      [room.id],
    );
    expect(told?.actor).toMatchObject({ kind: 'system', id: null });
  });

  it('has one line in its history for all that a look found, with the scores, and none for a look that found nothing new', async () => {
    const earlier = [];
    for (const text of [BRIDGE, 'The harbour bridge was built for 42 million.', 'A harbour bridge for 40 million?'])
      earlier.push(await aClaim(text));
    await work();
    const again = await aClaim(AGAIN);
    await work();
    await write((tx) =>
      ground.get(ClaimStore).edit(tx, ron(), again, { wording: 'The bridge in the harbour cost 41 million' }),
    );
    await work();
    const found = await matchesOf(again);
    expect(found.map(({ earlierId }) => earlierId).sort()).toEqual(earlier.map(({ id }) => id).sort());
    const told = await db.sql<{ subjectId: string; data: { matches: { matchId: string; score: number }[] } }>(
      `SELECT subject_id AS "subjectId", data FROM log WHERE newsroom = $1 AND claim_id = $2 AND type = 'match.suggested'`,
      [room.id, again.id],
    );
    expect(told).toHaveLength(1);
    const { matches, ...best } = (told[0] as (typeof told)[0]).data;
    expect(matches.map(({ matchId }) => matchId).sort()).toEqual(found.map(({ id }) => id).sort());
    expect(matches.map(({ score }) => score)).toEqual(matches.map(({ score }) => score).sort((a, b) => b - a));
    expect(best).toEqual({ ...matches[0], claimId: again.id });
    expect(told[0]?.subjectId).toBe(matches[0]?.matchId);
  });

  it('is matched when the worker was away, by the sweep alone, and once', async () => {
    await aClaim(BRIDGE);
    const again = await aClaim(AGAIN);
    await work();
    await work();
    expect(await matchesOf(again)).toHaveLength(1);
    expect(await ground.database.system('sweep', (tx) => keepArchive.due?.(tx, 10) ?? Promise.resolve([]))).toEqual([]);
    const [told] = await db.sql<{ n: string }>(
      `SELECT count(*) AS n FROM log WHERE newsroom = $1 AND type = 'match.suggested'`,
      [room.id],
    );
    expect(Number(told?.n)).toBe(1);
  });
});

describe('A pair that a person rejected', () => {
  it('is never suggested again, from either side', async () => {
    const bridge = await aClaim(BRIDGE);
    const again = await aClaim(AGAIN);
    await work();
    await decide(again, 'rejected');
    expect(await refresh(again)).toEqual([]);
    await db.sql('UPDATE fact_check SET wording = wording');
    await db.sql(`UPDATE match_document SET since = since + interval '1 day' WHERE id = $1`, [again.id]);
    await db.sql(`UPDATE claim SET created_at = created_at + interval '2 days' WHERE id = $1`, [bridge.id]);
    expect(await refresh(bridge)).toEqual([]);
    expect((await matchesOf(again)).map(({ state }) => state)).toEqual(['rejected']);
  });
});

describe('A pair that a person confirmed', () => {
  it('makes each count where the other was claimed', async () => {
    const said = (name: string, saidAt: string) => ({ claimant: { kind: 'person' as const, name }, saidAt });
    const bridge = await aClaim(BRIDGE, { appearances: [said('Mara Lind', '2026-01-01T00:00:00Z')] });
    const again = await aClaim(AGAIN, {
      appearances: [said('Ole Berg', '2026-02-01T00:00:00Z'), said('mara lind', '2026-03-01T00:00:00Z')],
    });
    await work();
    const demand = (claim: Claim) =>
      ground.database.read(room.id, async (tx) =>
        (await ground.get(DemandStore).ofClaims(tx, [claim.id])).get(claim.id),
      );
    expect(await demand(bridge)).toMatchObject({ claims: 1, appearances: 1 });
    await decide(again, 'confirmed');
    for (const claim of [bridge, again])
      expect(await demand(claim)).toMatchObject({
        ...{ claims: 2, appearances: 3, claimants: 2 },
        ...{ firstAt: new Date('2026-01-01T00:00:00Z'), lastAt: new Date('2026-03-01T00:00:00Z') },
      });
    const places = await ground.database.read(room.id, (tx) => ground.get(DemandStore).places(tx, bridge.id, 50));
    expect(places.map(({ claimant }) => claimant.name)).toEqual(['mara lind', 'Ole Berg', 'Mara Lind']);
  });
});

describe('The archive', () => {
  it('keeps count of its words, and who holds them, exactly, however claims are reworded, merged and brought back', async () => {
    const claims = [];
    for (const text of [BRIDGE, AGAIN, ...OTHERS]) claims.push(await aClaim(text));
    await work();
    const [one, two] = claims as [Claim, Claim];
    await write((tx) => ground.get(ClaimStore).edit(tx, ron(), one, { wording: 'What the new harbour bridge cost' }));
    await db.sql(`UPDATE claim SET state = 'merged', merged_into = $2 WHERE id = $1`, [two.id, one.id]);
    await work();
    expect(await counted()).toEqual(await recounted());
    expect(await held()).toEqual(await heldAgain());
    expect((await search('mayor bridge built'))[0]?.claimId).toBe(one.id);
    await db.sql(`UPDATE claim SET state = 'proposed', merged_into = NULL WHERE id = $1`, [two.id]);
    await work();
    expect(await counted()).toEqual(await recounted());
    expect(await held()).toEqual(await heldAgain());
    expect((await search('mayor bridge built'))[0]?.claimId).toBe(two.id);
  });

  it('knows the same letters of the same claims, whoever kept them and in however many turns', async () => {
    const other = await aNewsroom(ground, { ron: 'reviewer' });
    const texts = [BRIDGE, AGAIN, ...OTHERS, ...OTHERS.map((text) => `It is said: ${text}`)];
    for (const { id, of } of [room, other])
      for (const text of texts)
        await write((tx) => ground.get(ClaimStore).insert(tx, of.ron.actor, { text, appearances: [] }), id);
    await work();
    while ((await write((tx) => ground.get(ArchiveKeeping).catchUp(tx, 3), other.id)) > 0);
    const lettersOf = (newsroom: string) =>
      db.sql('SELECT encode(letters, $2) AS letters, letters_documents FROM match_corpus WHERE newsroom = $1', [
        newsroom,
        'hex',
      ]);
    expect(await lettersOf(room.id)).toEqual(await lettersOf(other.id));
    expect(await lettersOf(room.id)).toMatchObject([{ letters_documents: 8 }]);
    const scores = async (newsroom: string) =>
      (await search('a bridge in the harbour', newsroom)).map(({ score }) => score);
    expect(await scores(room.id)).toEqual(await scores(other.id));
  });

  it('answers from the caller’s own newsroom alone', async () => {
    await aClaim(BRIDGE);
    await work();
    const other = await aNewsroom(ground, { rosa: 'reporter' });
    expect(await search(BRIDGE, other.id)).toEqual([]);
    await expect(
      ground.database.read(other.id, (tx) => tx.rows(`SELECT * FROM app.match_terms(ARRAY['bridg'])`)),
    ).resolves.toEqual([]);
    const rows = await ground.database.read(other.id, (tx) => tx.rows('SELECT * FROM match_posting'));
    expect(rows).toEqual([]);
  });

  it('posts what it held before there were postings, by the sweep alone', async () => {
    const claims = [];
    for (const text of [BRIDGE, AGAIN, ...OTHERS]) claims.push(await aClaim(text));
    await work();
    const posted = await held();
    await db.sql('DELETE FROM match_posting WHERE newsroom = $1', [room.id]);
    await db.sql('UPDATE match_document SET number = NULL WHERE newsroom = $1', [room.id]);
    expect(await search('harbour bridge')).toEqual([]);
    await work();
    expect(await held()).toEqual(posted);
    expect((await search('harbour bridge')).map(({ claimId }) => claimId)).toContain(claims[0]?.id);
    expect(await ground.database.system('sweep', (tx) => keepArchive.due?.(tx, 10) ?? Promise.resolve([]))).toEqual([]);
  });

  it('looks past what a claim may not be matched with, however much of that there is', async () => {
    const bridge = await aClaim(BRIDGE);
    await work();
    const asked = await aClaim(AGAIN);
    const barred = await manyReviews(250, 'Mayor says the harbour bridge was built for 41 million');
    await work();
    const found = await ground.database.read(room.id, (tx) =>
      ground.get(ArchiveSearch).search(tx, { text: AGAIN }, 10, { self: asked.id, before: null, barred }),
    );
    expect(found.map(({ claimId }) => claimId)).toEqual([bridge.id]);
  });

  it('is searched by its indexes, which row-level security alone would forbid', async () => {
    await aClaim(BRIDGE);
    await work();
    await manyDocuments(2_000);
    await db.sql('SELECT pg_stat_reset()');
    await ground.database.read(room.id, async (tx) => {
      await ground.get(ArchiveSearch).search(tx, { text: 'harbour bridges, northfeld' });
      await tx.rows('SELECT pg_stat_force_next_flush()');
    });
    await eventually(async () => {
      const used = await db.sql(
        `SELECT 1 FROM pg_stat_user_indexes WHERE indexrelname IN ('match_posting_pk', 'match_term_alike', 'match_document_by_number') AND idx_scan > 0`,
      );
      return used.length === 3;
    });
  });

  it('takes any text there is: nothing found or found, and no error', async () => {
    await aClaim(BRIDGE);
    await aClaim(`${'bridge '.repeat(600)}`);
    await aClaim(`x${'y'.repeat(4_000)} '":&|!()<-> \\ 🌉 桥梁 41`);
    await work();
    for (const text of ["'", '\\', '!!!', '🌉', '桥梁', ':* & |', 'y'.repeat(4_500), 'the of and', ' '.repeat(9)])
      await expect(search(text)).resolves.toBeDefined();
    expect((await search('桥梁'))[0]?.score).toBeGreaterThan(0);
  });
});

async function manyReviews(count: number, claim: string): Promise<string[]> {
  await db.sql(
    `INSERT INTO review_import (newsroom, id, name, sha256, bytes, created_by) VALUES ($1, $1, 'x', 'x', 1, '{}')`,
    [room.id],
  );
  const made = await db.sql<{ id: string }>(
    `INSERT INTO imported_review (newsroom, id, identity, digest, url, author, claim_reviewed, import_id)
     SELECT $1, id, uuid_send(id), '', 'https://example.org/' || id, 'x', $3 || ' ' || n, $1
     FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, $2::int) AS n) AS made RETURNING id`,
    [room.id, count, claim],
  );
  return made.map(({ id }) => id);
}

/** Imported reviews of words that nobody else uses, put into the archive past its keeper. */
async function manyDocuments(count: number): Promise<void> {
  await manyReviews(count, 'x');
  await db.sql('DELETE FROM match_work');
  await db.sql(
    `INSERT INTO match_document (newsroom, id, number, review_id, text_key, terms, length, letters, published, since)
     SELECT newsroom, id, 1000 + row_number() OVER (), id, id::text, array_to_tsvector(ARRAY['w' || id, 'said']), 2, ' w' || id || ' ', true,
       created_at
     FROM imported_review WHERE newsroom = $1`,
    [room.id],
  );
  await db.sql(
    `INSERT INTO match_posting (newsroom, term, block, documents)
     SELECT newsroom, 'w' || id, 0, ARRAY[number]::smallint[] FROM match_document WHERE newsroom = $1 AND number > 1000`,
    [room.id],
  );
  await db.sql(
    `INSERT INTO match_term (newsroom, term, documents)
     SELECT newsroom, translate(id::text, '0123456789-', 'ghijklmnopq'), 1 FROM imported_review WHERE newsroom = $1`,
    [room.id],
  );
  await db.sql('VACUUM ANALYZE match_document, match_term, match_posting');
}

async function counted() {
  const terms = await db.sql(
    'SELECT term, documents FROM match_term WHERE newsroom = $1 AND documents <> 0 ORDER BY 1',
    [room.id],
  );
  return [terms, await db.sql('SELECT documents, words::int FROM match_corpus WHERE newsroom = $1', [room.id])];
}

/** Which documents hold each stem: by the postings, and by the documents. */
async function held() {
  return db.sql(
    `SELECT term, array_agg(d.id ORDER BY d.id) AS ids FROM match_posting p, unnest(p.documents) AS e (entry)
     JOIN match_document d ON d.newsroom = $1 AND d.number = entry % 4096 WHERE p.newsroom = $1 AND p.block = 0 GROUP BY term ORDER BY term`,
    [room.id],
  );
}

async function heldAgain() {
  return db.sql(
    `SELECT term, array_agg(id ORDER BY id) AS ids FROM match_document, unnest(tsvector_to_array(terms)) AS t (term)
     WHERE newsroom = $1 GROUP BY term ORDER BY term`,
    [room.id],
  );
}

async function recounted() {
  const terms = await db.sql(
    `SELECT term, count(*)::int AS documents FROM match_document, unnest(tsvector_to_array(terms)) AS t (term)
     WHERE newsroom = $1 GROUP BY 1 ORDER BY 1`,
    [room.id],
  );
  return [
    terms,
    await db.sql(
      'SELECT count(*)::int AS documents, sum(length)::int AS words FROM match_document WHERE newsroom = $1',
      [room.id],
    ),
  ];
}
