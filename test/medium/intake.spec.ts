import { ArticleStore, type NewArticle } from '#articles';
import { AppearanceStore, ClaimStore } from '#claims';
import { ArticleExtraction, ArticleFetching, Intake, IntakeModule, extractArticle, fetchArticle } from '#intake';
import { ExtractArticleHandler } from '../../apps/worker/src/handlers/extract-article.handler.js';
import { FetchArticleHandler } from '../../apps/worker/src/handlers/fetch-article.handler.js';
import { siteOf, SourceWorkStore } from '#sources';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site } from '../support/web.js';

let db: TestDatabase;
let ground: Ground;
let site: Site;
let room: TestNewsroom<'rosa'>;
beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [IntakeModule], {
    EGRESS_ALLOW: '127.0.0.0/8',
    MAX_ARTICLE_BYTES: '200000',
    HOST_GAP: '0ms',
  });
  site = await Site.open();
});
beforeEach(async () => {
  room = await aNewsroom(ground, { rosa: 'reporter' }, { desks: ['city'] });
});
afterEach(async () => {
  await db.shiftClock('0');
  await db.sql('DELETE FROM app.site_turn'); // turns of a time that is over
});
afterAll(async () => {
  await ground.close();
  await site.close();
  await db.drop();
});

const STORY = [
  'The harbour bridge cost 41 million euros, mayor Ada Quist said on Monday.',
  'It was planned to cost 28 million.',
  'About 9,000 people cross the bridge every day, the city says.',
].join(' ');

const receive = (article: NewArticle) =>
  ground.database.write(room.id, (tx) => ground.get(Intake).receive(tx, room.of.rosa.actor, article));
const context = { attempt: 1, signal: new AbortController().signal };
const fetchHandler = () => new FetchArticleHandler(ground.database, ground.get(ArticleFetching));
const extractHandler = () => new ExtractArticleHandler(ground.database, ground.get(ArticleExtraction));

/** Does, as the worker would, all that is due. */
async function work(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const [fetches, extracts] = await ground.database.system('sweep', async (tx) => [
      (await fetchArticle.due?.(tx, 100)) ?? [],
      (await extractArticle.due?.(tx, 100)) ?? [],
    ]);
    if (fetches.length + extracts.length === 0) return;
    for (const payload of fetches) await fetchHandler().handle(payload, context);
    for (const payload of extracts) await extractHandler().handle(payload);
  }
}

async function read(article: NewArticle) {
  const { article: taken } = await receive(article);
  await work();
  return look(taken.id);
}

const look = async (id: string) => {
  const found = await ground.database.read(room.id, (tx) => ground.get(ArticleStore).byId(tx, id));
  if (!found) throw new Error('no such article');
  return found;
};
const textOf = (id: string) =>
  ground.database.read(room.id, async (tx) => (await ground.get(ArticleStore).text(tx, id))?.text ?? '');
const claims = () =>
  ground.database.read(room.id, (tx) => ground.get(ClaimStore).list(tx, {}, { sort: 'created', limit: 100 }));
const saidIn = (articleId: string) =>
  ground.database.read(room.id, (tx) => ground.get(AppearanceStore).ofArticle(tx, articleId));
const events = async (type: string) =>
  (
    await db.sql<{ data: Record<string, unknown> }>(
      'SELECT data FROM log WHERE newsroom = $1 AND type = $2 ORDER BY position',
      [room.id, type],
    )
  ).map(({ data }) => data);

describe('An article', () => {
  it('is read into claims whose spans cut their words out of the stored text', async () => {
    const article = await read({
      text: STORY,
      title: 'Bridge',
      author: 'Ina Roth',
      desk: 'city',
      externalRef: 'cms-1',
    });
    expect(article).toMatchObject({
      status: 'extracted',
      kind: 'text',
      language: 'en',
      failure: null,
      externalRef: 'cms-1',
    });
    const text = await textOf(article.id);
    expect(text).toBe(STORY);
    const found = await claims();
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(article.claimCount).toBe(found.length);
    for (const claim of found) {
      expect(claim).toMatchObject({
        state: 'proposed',
        articleId: article.id,
        desk: 'city',
        createdBy: { kind: 'system' },
      });
      expect(claim.spans.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(claim.text);
    }
    expect(await events('article.extracted')).toMatchObject([
      { claimCount: found.length, newClaims: found.length, sameAs: null },
    ]);
    expect(await events('claim.proposed')).toHaveLength(found.length);
  });

  it('is recognised when it comes again, and stays as it is', async () => {
    const url = 'https://news.example.org/bridge';
    const { article } = await receive({ text: STORY, url });
    for (const again of [{ text: STORY, url }, { text: STORY }, { text: ` ${STORY}\r\n`, url: `${url}#top` }]) {
      expect(await receive({ ...again, title: 'Another title' })).toMatchObject({
        known: true,
        article: { id: article.id, title: null },
      });
    }
    for (const other of [
      { text: STORY, url: `${url}?page=2` },
      { text: `${STORY} More.`, url },
    ]) {
      expect((await receive(other)).known).toBe(false);
    }
    expect(await events('article.received')).toHaveLength(3);
  });

  it('is taken in once when fifty bring it at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => receive({ text: STORY, externalRef: 'wire-7' })));
    expect(new Set(all.map(({ article }) => article.id)).size).toBe(1);
    expect(all.filter(({ known }) => !known)).toHaveLength(1);
  });

  it('is never changed once it is stored', async () => {
    const { id } = await read({ text: STORY });
    for (const change of [`text = 'x'`, `url = 'https://example.org/'`, `kind = 'html'`, `supersedes = id`]) {
      const write = ground.database.write(room.id, (tx) =>
        tx.run(`UPDATE article SET ${change} WHERE newsroom = $1`, [room.id]),
      );
      await expect(write).rejects.toThrow('never changed');
    }
    expect(await textOf(id)).toBe(STORY);
  });

  it('of another newsroom is not to be seen, nor superseded', async () => {
    const { article } = await receive({ text: STORY });
    room = await aNewsroom(ground, { rosa: 'reporter' });
    await expect(look(article.id)).rejects.toThrow('no such article');
    await expect(receive({ text: 'Other.', supersedes: article.id })).rejects.toMatchObject({
      code: 'article.supersedes-unknown',
    });
    expect((await receive({ text: STORY })).known).toBe(false);
  });

  it.each([
    ['without a word', { text: ' —\n… ' }, 'article.empty'],
    ['that is no text', { text: `PK\u0003\u0004${'\u0001\u0002'.repeat(50)}abc` }, 'article.not-text'],
    ['of a page without a word', { html: '<html><body><script>1</script></body></html>' }, 'article.empty'],
  ])('%s fails with the reason, and can be tried again', async (_, given, code) => {
    const article = await read(given);
    expect(article).toMatchObject({ status: 'failed', failure: { code } });
    expect(await events('article.failed')).toMatchObject([{ failure: { code } }]);
    const again = await ground.database.write(room.id, (tx) =>
      ground.get(Intake).retry(tx, room.of.rosa.actor, article.id),
    );
    expect(again).toMatchObject({ status: 'received', failure: null });
    await work();
    expect(await look(article.id)).toMatchObject({ status: 'failed', failure: { code } });
  });

  it('that did not fail cannot be tried again', async () => {
    const { id } = await read({ text: STORY });
    const retry = (which: string) =>
      ground.database.write(room.id, (tx) => ground.get(Intake).retry(tx, room.of.rosa.actor, which));
    await expect(retry(id)).rejects.toMatchObject({ code: 'article.not-retryable' });
    await expect(retry('0198a1f2-7c00-7000-8000-000000000001')).rejects.toMatchObject({ code: 'article.not-found' });
  });
});

describe('A very long article', () => {
  it('brings no more claims than its limit, and says how many it left out', async () => {
    const sentences = Array.from(
      { length: 1_200 },
      (_, i) => `The town of Nova ${i} spent ${i + 2} million euros on ${i + 3} schools in 2025.`,
    );
    const article = await read({ text: sentences.join('\n') });
    expect(article).toMatchObject({ status: 'extracted', claimCount: 500 });
    expect(article.reading?.claimsLeftOut).toBeGreaterThan(300);
  });
});

describe('A page', () => {
  const page = (body: string, more = '') =>
    `<!doctype html><html lang="en"><head><title>Bridge opens</title><meta name="author" content="Ina Roth">${more}</head>
     <body><nav>Home</nav><article><h1>Bridge opens</h1>${body
       .split('. ')
       .map((p) => `<p>${p}${p.endsWith('.') ? '' : '.'}</p>`)
       .join('')}</article></body></html>`;

  it('is fetched, reduced to its article, and dated and signed as the page says', async () => {
    const long = `${STORY} The old bridge was closed in 2019 after cracks were found in two of its pillars.`;
    const url = site.page(
      '/bridge',
      page(long, '<meta property="article:published_time" content="2026-11-02T08:00:00Z">'),
    );
    const article = await read({ url });
    expect(article).toMatchObject({
      status: 'extracted',
      kind: 'url',
      title: 'Bridge opens',
      author: 'Ina Roth',
      language: 'en',
    });
    expect(article.publishedAt?.toISOString()).toBe('2026-11-02T08:00:00.000Z');
    expect(article.claimCount).toBeGreaterThan(1);
    expect(await textOf(article.id)).toContain('It was planned to cost 28 million.');
    expect(site.requestsFor('/bridge')).toHaveLength(1);
    expect((await saidIn(article.id)).every((said) => said.url === url)).toBe(true);
  });

  it('in another character set keeps its letters', async () => {
    const body = Buffer.from(
      '<html><head><title>x</title></head><body><p>Die Brücke kostete 41 Millionen Euro, sagte Bürgermeisterin Müller am Montag.</p></body></html>',
      'latin1',
    );
    const url = site.page('/latin', { headers: { 'content-type': 'text/html; charset=iso-8859-1' }, body });
    const article = await read({ url });
    expect(await textOf(article.id)).toContain('Bürgermeisterin Müller');
  });

  it('that is given as HTML is read the same way', async () => {
    const article = await read({ html: page(STORY), url: 'https://news.example.org/x' });
    expect(article).toMatchObject({
      status: 'extracted',
      kind: 'html',
      title: 'Bridge opens',
      url: 'https://news.example.org/x',
    });
  });

  it.each([
    [404, 'fetch.not-found'],
    [403, 'fetch.denied'],
  ])('that answers %i fails at once', async (status, code) => {
    const url = site.page(`/status-${status}`, { status, body: 'no' });
    expect(await read({ url })).toMatchObject({ status: 'failed', failure: { code } });
    expect(site.requestsFor(`/status-${status}`)).toHaveLength(1);
  });

  it('that is a picture, or too large, or inside somebody’s own network, fails with its reason', async () => {
    const png = site.page('/a.png', { headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 78, 71]) });
    expect(await read({ url: png })).toMatchObject({ failure: { code: 'article.not-text' } });
    const large = site.page('/large', { headers: { 'content-type': 'text/html' }, body: Buffer.alloc(300_000, 'a') });
    expect(await read({ url: large })).toMatchObject({ failure: { code: 'fetch.too-large' } });
    expect(await read({ url: 'http://10.0.0.1/admin' })).toMatchObject({ failure: { code: 'fetch.refused-address' } });
  });

  it('that is away for a moment is tried again by the clock of the database, and meanwhile says why', async () => {
    let answers = 0;
    const url = site.page('/flaky', () =>
      ++answers < 3 ? { status: 503 } : { headers: { 'content-type': 'text/html' }, body: page(STORY) },
    );
    const first = await read({ url });
    expect(first).toMatchObject({ status: 'fetching', failure: { code: 'fetch.unreachable' } });
    await work();
    expect(answers).toBe(1);
    await db.shiftClock('31 seconds');
    await work();
    expect(answers).toBe(2);
    await db.shiftClock('6 minutes');
    await work();
    expect(await look(first.id)).toMatchObject({ status: 'extracted', failure: null });
  });

  it('that stays away has failed after the last try, and a person can ask for another', async () => {
    const url = site.page('/down', { instead: 'reset' });
    const { id } = await read({ url });
    await db.shiftClock('31 seconds');
    await work();
    await db.shiftClock('6 minutes');
    await work();
    expect(await look(id)).toMatchObject({ status: 'failed', failure: { code: 'fetch.unreachable' } });
    site.page('/down', page(STORY));
    await ground.database.write(room.id, (tx) => ground.get(Intake).retry(tx, room.of.rosa.actor, id));
    await work();
    expect(await look(id)).toMatchObject({ status: 'extracted' });
  });

  it('that brings a text which is there already under its address brings no claims', async () => {
    const url = 'https://news.example.org/twice';
    const first = await read({ html: page(STORY, '<meta name="build" content="1">'), url });
    const before = (await claims()).length;
    const second = await read({ html: page(STORY, '<meta name="build" content="2">'), url });
    expect(second).toMatchObject({ status: 'extracted', sameAs: first.id, claimCount: 0 });
    expect(await claims()).toHaveLength(before);
  });
});

describe('Words that are known', () => {
  it('get an appearance, not a second claim, also when the article says them in other typography', async () => {
    const first = await read({ text: STORY });
    const before = await claims();
    const again = await read({
      text: `A new start. ${STORY.replace('28 million.', '28 million!')}`,
      url: 'https://other.example.org/a',
    });
    const planned = before.find(({ text }) => text.includes('28 million'));
    const appearances = await ground.database.read(room.id, (tx) =>
      ground.get(ClaimStore).appearances(tx, [planned?.id ?? '']),
    );
    expect(appearances.map(({ articleId }) => articleId)).toEqual([first.id, again.id]);
    expect((await events('claim.appeared')).length).toBeGreaterThanOrEqual(before.length);
    expect(await events('article.extracted')).toHaveLength(2);
  });

  it('are one claim when two articles with them are read at the same moment', async () => {
    const taken = await Promise.all(
      ['a', 'b', 'c', 'd'].map((ref) => receive({ text: `${STORY}\n\nFiled by ${ref}.`, externalRef: ref })),
    );
    await Promise.all(
      taken.map(({ article }) => extractHandler().handle({ newsroom: room.id, articleId: article.id })),
    );
    const texts = (await claims()).map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.filter((text) => text.includes('28 million'))).toHaveLength(1);
  });

  it('in a new version add appearances, and only changed sentences become claims', async () => {
    const first = await read({ text: STORY, url: 'https://news.example.org/live' });
    const before = await claims();
    const dismissed = before.find(({ text }) => text.includes('9,000')) ?? before[0];
    await db.sql(`UPDATE claim SET state = 'dismissed' WHERE id = $1`, [dismissed?.id]);
    const changed = STORY.replace('41 million', '43 million');
    const second = await read({ text: changed, url: 'https://news.example.org/live', supersedes: first.id });
    expect(second).toMatchObject({ status: 'extracted', supersedes: first.id, sameAs: null });
    const added = (await claims()).filter(({ id }) => !before.some((claim) => claim.id === id));
    expect(added).toHaveLength(1);
    expect(added[0]?.text).toContain('43 million');
    const said = new Set((await saidIn(second.id)).map(({ claimId }) => claimId));
    expect(said).toEqual(
      new Set([...before.filter(({ text }) => !text.includes('41 million')), ...added].map(({ id }) => id)),
    );
    expect(said.has(dismissed?.id ?? '')).toBe(true);
    const third = await read({
      text: `${changed} The tram line over it cost 12 million euros, the city said.`,
      supersedes: second.id,
    });
    expect((await events('article.extracted')).at(-1)).toMatchObject({ articleId: third.id, newClaims: 1 });
  });
});

describe('A job that comes late or twice', () => {
  it('adds nothing: one of them reads the article', async () => {
    const { article } = await receive({ text: STORY });
    await Promise.all([1, 2, 3, 4].map(() => extractHandler().handle({ newsroom: room.id, articleId: article.id })));
    expect(await events('article.extracted')).toHaveLength(1);
    const count = (await claims()).length;
    await extractHandler().handle({ newsroom: room.id, articleId: article.id });
    expect(await claims()).toHaveLength(count);
  });

  it('writes nothing after its work was taken over', async () => {
    const { article } = await receive({ text: STORY });
    const extraction = ground.get(ArticleExtraction);
    const take = () => ground.database.write(room.id, (tx) => extraction.take(tx, article.id));
    const slow = await take();
    if (!slow) throw new Error('nothing to take');
    const late = await extraction.read(slow);
    expect(await take()).toBeUndefined();
    await db.shiftClock('6 minutes');
    await work();
    const count = (await claims()).length;
    await ground.database.write(room.id, (tx) => extraction.finish(tx, slow, late));
    expect(await claims()).toHaveLength(count);
    expect(await events('article.extracted')).toHaveLength(1);
  });

  it('that dies over an article again and again gives it up with a reason', async () => {
    const { article } = await receive({ text: STORY });
    const extraction = ground.get(ArticleExtraction);
    for (let death = 0; death < 5; death++) {
      await db.shiftClock(`${death * 6} minutes`);
      expect(await ground.database.write(room.id, (tx) => extraction.take(tx, article.id))).toBeDefined();
    }
    await db.shiftClock('31 minutes');
    await work();
    expect(await look(article.id)).toMatchObject({ status: 'failed', failure: { code: 'article.gave-up' } });
  });

  it('waits for the turn of its site, which a cited source has, and takes it in its own turn', async () => {
    const url = site.page('/busy', '<p>The bridge cost 41 million euros, the mayor said.</p>');
    const turns = ground.get(SourceWorkStore);
    const holder = '0193f2a2-5b6c-7d8e-9f00-112233445566';
    const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(room.id, work);
    expect(await write((tx) => turns.takeTurn(tx, siteOf(url), holder, 1))).toBe(true);
    const { article } = await receive({ url });
    await work();
    expect(site.requestsFor('/busy')).toHaveLength(0);
    expect(await look(article.id)).toMatchObject({ status: 'received', failure: null });
    await write((tx) => turns.endTurn(tx, siteOf(url), holder, 0));
    const fetching = ground.get(ArticleFetching);
    const begun = await write((tx) => fetching.take(tx, article.id));
    expect(await write((tx) => turns.takeTurn(tx, siteOf(url), holder, 1))).toBe(false);
    const result = await fetching.fetch(begun!, context.signal);
    await write((tx) => fetching.finish(tx, begun!, result));
    expect(await write((tx) => turns.takeTurn(tx, siteOf(url), holder, 1))).toBe(true);
    await write((tx) => turns.endTurn(tx, siteOf(url), holder, 0));
    await work();
    expect(await look(article.id)).toMatchObject({ status: 'extracted' });
    expect(site.requestsFor('/busy')).toHaveLength(1);
  });

  it('that is called off in the middle of a fetch leaves the work to the next one at once', async () => {
    const url = site.page('/slow', { instead: 'hang' });
    const { article } = await receive({ url });
    const stopping = new AbortController();
    const running = fetchHandler().handle(
      { newsroom: room.id, articleId: article.id },
      { attempt: 1, signal: stopping.signal },
    );
    await eventually(() => site.requestsFor('/slow').length > 0);
    stopping.abort();
    await running;
    site.page('/slow', '<p>The bridge cost 41 million euros, the mayor said.</p>');
    await work();
    expect(await look(article.id)).toMatchObject({ status: 'extracted' });
  });
});
