import { ArticleStore } from '#articles';
import { assistantCounts, AssistantsModule, Reranker } from '#assistants';
import { AppearanceStore, ClaimsModule, ClaimStore } from '#claims';
import { ArticleExtraction, extractArticle, Intake, IntakeModule } from '#intake';
import { Reordering } from '../../apps/api/src/matches/reordering.js';
import { ExtractArticleHandler } from '../../apps/worker/src/handlers/extract-article.handler.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site, type Page, type Received } from '../support/web.js';

let db: TestDatabase;
let site: Site;
/** One asks by the plain contract, the other a chat endpoint. */
let plain: Ground;
let chat: Ground;
let room: TestNewsroom<'rosa'>;

const KEY = 'sk-very-secret-4711';
beforeAll(async () => {
  [db, site] = await Promise.all([aDatabase(), Site.open()]);
  const env = (speaks: string) => ({
    EGRESS_ALLOW: '127.0.0.0/8',
    EXTRACTOR_URL: site.url('/extract'),
    RERANKER_URL: site.url('/rerank'),
    ...Object.fromEntries(
      ['EXTRACTOR', 'RERANKER'].flatMap((name) => [
        [`${name}_SPEAKS`, speaks],
        [`${name}_MODEL`, 'reader-1'],
        [`${name}_KEY`, KEY],
        [`${name}_TIMEOUT`, '700ms'],
        [`${name}_DAILY`, '9'],
      ]),
    ),
  });
  const modules = [ClaimsModule, IntakeModule, AssistantsModule];
  plain = await openGround(db, modules, env('json'));
  chat = await openGround(db, modules, env('chat'));
});
beforeEach(async () => {
  room = await aNewsroom(plain, { rosa: 'reporter' });
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await plain?.close();
  await chat?.close();
  await site?.close();
  await db?.drop();
});

const STORY =
  'The harbour bridge cost 41 million euros, mayor Ada Quist said on Monday. It was planned to cost 28 million. About 9,000 people cross it every day.';

/** Takes an article in and reads it, while the outside model gives `answer`. */
async function read(answer: Page | ((request: Received) => Page), { ground = plain, text = STORY } = {}) {
  site.page('/extract', answer);
  const { article } = await ground.database.write(room.id, (tx) =>
    ground.get(Intake).receive(tx, room.of.rosa.actor, { text }),
  );
  const due = await ground.database.system('sweep', (tx) => extractArticle.due!(tx, 100));
  for (const payload of due.filter(({ newsroom }) => newsroom === room.id))
    await new ExtractArticleHandler(ground.database, ground.get(ArticleExtraction)).handle(payload);
  return ground.database.read(room.id, async (tx) => {
    const after = await ground.get(ArticleStore).byId(tx, article.id);
    const claims = await ground.get(ClaimStore).ofArticle(tx, article.id);
    const said = await ground.get(AppearanceStore).ofArticle(tx, article.id);
    expect(after?.status).toBe('extracted');
    return { found: after?.reading?.found, claims, said };
  });
}

const json = (body: unknown, more: Page = {}): Page => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
  ...more,
});
const use = () =>
  db.sql('SELECT purpose, requests, answered, tokens::int FROM assistant_use WHERE newsroom = $1 ORDER BY day', [
    room.id,
  ]);

describe('An outside extractor', () => {
  it('finds the claims of an article, which say so; what the text does not have is dropped and counted', async () => {
    const { found, claims, said } = await read((request) => {
      expect(request.headers['authorization']).toBe(`Bearer ${KEY}`);
      expect(JSON.parse(request.body.toString())).toMatchObject({
        contract: 'corroborate.extract/1',
        model: 'reader-1',
        text: STORY,
        maxClaims: 200,
      });
      return json({
        claims: [
          {
            quote: 'The harbour bridge cost 41 million euros',
            claimant: { kind: 'person', name: 'Ada Quist', role: 'mayor' },
            score: 0.93,
          },
          { quote: 'The mayor resigned over the bridge.', score: 1 },
          { quote: 'It was planned to cost 28 million.', claimant: { kind: 'person', name: 'Elvis' } },
        ],
        usage: { tokens: 321 },
      });
    });
    expect(found).toEqual({
      by: 'outside',
      model: 'reader-1',
      fellBack: null,
      dropped: { 'not-in-text': 1, 'claimant-not-in-text': 1 },
    });
    expect(claims.map(({ text, spans }) => [text, STORY.slice(spans[0]!.start, spans[0]!.end)])).toEqual([
      ['The harbour bridge cost 41 million euros', 'The harbour bridge cost 41 million euros'],
      ['It was planned to cost 28 million.', 'It was planned to cost 28 million.'],
    ]);
    expect(claims[0]?.checkworthiness).toMatchObject({
      score: expect.closeTo(0.93),
      origin: { kind: 'extractor', model: 'reader-1' },
    });
    expect(said.map(({ claimant }) => [claimant.kind, claimant.name])).toEqual([
      ['person', 'Ada Quist'],
      ['unsourced', null],
    ]);
    expect(await use()).toEqual([{ purpose: 'extract', requests: 1, answered: 1, tokens: 321 }]);
  });

  it('may be an OpenAI-compatible chat endpoint', async () => {
    const answer = { claims: [{ quote: 'About 9,000 people cross it every day.', score: 0.5 }] };
    const { found, claims } = await read(
      (request) => {
        expect(JSON.parse(request.body.toString())).toMatchObject({
          model: 'reader-1',
          max_tokens: 8000,
          messages: [{ role: 'system' }, { role: 'user' }],
        });
        const content = `\`\`\`json\n${JSON.stringify(answer)}\n\`\`\``;
        return json({ choices: [{ message: { role: 'assistant', content } }], usage: { total_tokens: 77 } });
      },
      { ground: chat },
    );
    expect(found).toMatchObject({ by: 'outside', fellBack: null });
    expect(claims.map(({ text }) => text)).toEqual(['About 9,000 people cross it every day.']);
    expect(await use()).toMatchObject([{ tokens: 77 }]);
  });

  it.each<[string, Page, string]>([
    [
      'lies about everything',
      json({ claims: [{ quote: 'The bridge fell down.' }, { quote: 'Nobody ever crossed it.' }] }),
      'nothing-usable',
    ],
    ['finds nothing', json({ claims: [] }), 'nothing-usable'],
    ['stalls', { instead: 'hang' }, 'timeout'],
    ['closes the connection', { instead: 'reset' }, 'unreachable'],
    ['answers rubbish', { body: '<html>502 Bad gateway' }, 'not-the-contract'],
    ['answers with another shape', json({ claims: 'none' }), 'not-the-contract'],
    ['answers with half an answer', { body: '{"claims": [{"quote": "It was' }, 'not-the-contract'],
    ['sends elsewhere', { status: 307, headers: { location: 'http://127.0.0.1:9/' } }, 'redirected'],
    ['refuses', json({ error: 'quota' }, { status: 429 }), 'refused'],
    ['answers five megabytes', { body: Buffer.alloc(5_000_000, 'x') }, 'too-large'],
  ])('that %s is replaced by the built-in one, and the article says why', async (_what, page, failure) => {
    const { found, claims } = await read(page);
    expect(found).toMatchObject({ by: 'built-in', model: 'reader-1', fellBack: failure });
    expect(claims.length).toBeGreaterThanOrEqual(2);
    expect(claims[0]?.checkworthiness?.origin?.kind).toBe('built-in');
    expect(
      assistantCounts().find(({ purpose, outcome }) => purpose === 'extract' && outcome === failure)?.times,
    ).toBeGreaterThan(0);
  });

  it('is asked no more than its number of times a day, by any process, and again the next day', async () => {
    const answer = json({ claims: [{ quote: 'It was planned to cost 28 million.' }] });
    await db.sql(
      `INSERT INTO assistant_use (newsroom, day, purpose, requests) VALUES ($1, (app.now() AT TIME ZONE 'UTC')::date, 'extract', 8)`,
      [room.id],
    );
    expect((await read(answer, { text: `${STORY} One.` })).found).toMatchObject({ by: 'outside' });
    const before = site.requestsFor('/extract').length;
    expect((await read(answer, { text: `${STORY} Two.` })).found).toMatchObject({
      by: 'built-in',
      fellBack: 'day-used-up',
    });
    expect(site.requestsFor('/extract')).toHaveLength(before);
    await db.shiftClock('24 hours');
    expect((await read(answer, { text: `${STORY} Three.` })).found).toMatchObject({ by: 'outside' });
    expect((await use()).map((row) => row['requests'])).toEqual([9, 1]);
  });

  it('is not sent a book', async () => {
    const before = site.requestsFor('/extract').length;
    const { found } = await read(json({ claims: [] }), { text: `${STORY} ${'The bridge is old. '.repeat(7_000)}` });
    expect(found).toMatchObject({ by: 'built-in', fellBack: 'text-too-long' });
    expect(site.requestsFor('/extract')).toHaveLength(before);
  });
});

describe('An outside re-ranker', () => {
  const candidates = [
    { id: 'a', text: 'The bridge cost 41 million.' },
    { id: 'b', text: 'The mayor cycles to work.' },
  ];
  async function rerank(page: Page | ((request: Received) => Page)) {
    site.page('/rerank', page);
    const permit = await plain.database.write(room.id, (tx) => plain.get(Reranker).reserve(tx));
    return plain.get(Reranker).rerank(permit, 'What did the bridge cost?', candidates);
  }

  it('scores every candidate, which go out under numbers', async () => {
    const scores = await rerank((request) => {
      expect(JSON.parse(request.body.toString())).toMatchObject({
        contract: 'corroborate.rerank/1',
        candidates: [{ id: '1' }, { id: '2' }],
      });
      return json({
        scores: [
          { id: 2, score: -4 },
          { id: '1', score: 0.8 },
        ],
      });
    });
    expect([...(scores ?? [])]).toEqual([
      ['a', 0.8],
      ['b', 0],
    ]);
  });

  it.each<[string, Page]>([
    ['leaves one out', json({ scores: [{ id: '1', score: 1 }] })],
    [
      'scores one twice',
      json({
        scores: [
          { id: '1', score: 1 },
          { id: '1', score: 0 },
          { id: '2', score: 1 },
        ],
      }),
    ],
    [
      'gives no numbers',
      json({
        scores: [
          { id: '1', score: 'high' },
          { id: '2', score: null },
        ],
      }),
    ],
    ['stalls', { instead: 'hang' }],
    ['answers rubbish', { body: 'ok' }],
  ])('that %s changes nothing', async (_what, page) => {
    expect(await rerank(page)).toBeUndefined();
  });

  it('has the order of what was found, but for what says the same word for word', async () => {
    const found = (text: string, sameWords = false) => ({ sameWords, earlier: { text }, review: null });
    const given = [
      found('The bridge cost 41 million.', true),
      found('The mayor cycles.'),
      found('The bridge was dear.'),
    ];
    const reordering = new Reordering(plain.database, plain.get(Reranker));
    site.page(
      '/rerank',
      json({
        scores: [
          { id: '1', score: 0.1 },
          { id: '2', score: 0.2 },
          { id: '3', score: 0.9 },
        ],
      }),
    );
    const ordered = await reordering.of(room.id, 'What did the bridge cost?', given);
    expect(ordered.map(({ earlier, outsideScore }) => [earlier.text, outsideScore])).toEqual([
      ['The bridge cost 41 million.', 0.1],
      ['The bridge was dear.', 0.9],
      ['The mayor cycles.', 0.2],
    ]);
    site.page('/rerank', { status: 500 });
    expect((await reordering.of(room.id, 'x', given)).map(({ outsideScore }) => outsideScore)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is not asked without leave', async () => {
    const before = site.requestsFor('/rerank').length;
    expect(await plain.get(Reranker).rerank(undefined, 'x', candidates)).toBeUndefined();
    expect(site.requestsFor('/rerank')).toHaveLength(before);
  });
});
