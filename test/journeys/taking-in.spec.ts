import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { TestApp } from '../support/test-app.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site } from '../support/web.js';

interface Article {
  id: string;
  status: string;
  kind: string;
  title: string | null;
  claimCount: number;
  failure: { code: string } | null;
  textSha256: string | null;
  version: number;
}
interface Claim {
  text: string;
  state: string;
  spans: { start: number; end: number }[];
}
interface Page<T> {
  data: T[];
  page: { next: string | null };
}

const STORY = [
  'The harbour bridge cost 41 million euros, mayor Ada Quist said on Monday. 🌉',
  'It was planned to cost 28 million.',
  'About 9,000 people cross the bridge every day, the city says.',
].join('\n\n');

describe('an article on its way into the newsroom', () => {
  let db: TestDatabase;
  let ground: Ground;
  let app: TestApp;
  let site: Site;
  let room: TestNewsroom<'rosa' | 'rea' | 'bot' | 'eva'>;
  let rosa: Client;

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    const bot = { machine: ['article.create' as const] };
    room = await aNewsroom(ground, { rosa: 'reporter', rea: 'reader', eva: 'editor', bot });
    app = await TestApp.start(db, { env: { MAX_ARTICLE_BYTES: '300000' } });
    site = await Site.open();
    rosa = app.as(room.of.rosa.token);
  });
  afterAll(async () => {
    await app?.stop();
    await site?.close();
    await ground.close();
    await db.drop();
  });

  const settled = (id: string) =>
    eventually(
      async () => {
        const { body } = (await rosa.get<Article>(`/v1/articles/${id}`)).must(200);
        return body.status === 'extracted' || body.status === 'failed' ? body : undefined;
      },
      { what: `the reading of article ${id}` },
    );
  const send = (body: object, who = rosa) => who.post<Article>('/v1/articles', body);

  it('is taken at once, read within seconds, and its claims and text can be had', async () => {
    const sent = (await send({ text: STORY, title: 'Bridge', externalRef: 'cms-1' })).must(202);
    expect(sent.body).toMatchObject({ status: 'received', claimCount: 0, version: 1 });
    expect(sent.location).toBe(`/v1/articles/${sent.body.id}`);
    const article = await settled(sent.body.id);
    expect(article).toMatchObject({ status: 'extracted', failure: null, title: 'Bridge' });
    expect(article.claimCount).toBeGreaterThan(1);

    const text = (await rosa.get<{ text: string; units: string }>(`${sent.location}/text`)).must(200);
    expect(text.body).toMatchObject({ text: STORY, units: 'utf-16', textSha256: article.textSha256 });
    const plain = (await rosa.get(`${sent.location}/text`, { headers: { accept: 'text/plain' } })).must(200);
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(plain.text).toBe(STORY);
    (await rosa.get(`${sent.location}/text`, { headers: { accept: 'text/plain' }, ifNoneMatch: plain.etag })).must(304);

    const claims = (await rosa.get<Page<Claim>>(`${sent.location}/claims?limit=2`)).must(200).body;
    const rest = (await rosa.get<Page<Claim>>(`${sent.location}/claims?cursor=${claims.page.next}`)).must(200).body;
    const all = [...claims.data, ...rest.data];
    expect(all).toHaveLength(article.claimCount);
    expect(all.map(({ spans }) => spans[0]?.start)).toEqual(
      all.map(({ spans }) => spans[0]?.start ?? 0).sort((a, b) => a - b),
    );
    for (const { spans, text: words, state } of all) {
      expect(state).toBe('proposed');
      expect(spans.map(({ start, end }) => STORY.slice(start, end)).join(' ')).toBe(words);
    }

    const events = await eventually(async () => {
      const reader = app.as(room.of.eva.token);
      const path = '/v1/events?type=article.*';
      const { data } = (await reader.get<Page<{ type: string; subject: { externalRef: string } }>>(path)).must(
        200,
      ).body;
      return data.length > 1 ? data : undefined;
    });
    expect(events.map(({ type, subject }) => [type, subject.externalRef])).toEqual([
      ['article.received', 'cms-1'],
      ['article.extracted', 'cms-1'],
    ]);
  });

  it('that comes again is answered with the one that is there', async () => {
    const first = (await send({ text: `${STORY} Twice.`, externalRef: 'cms-2' })).must(202).body;
    const again = (await send({ text: ` ${STORY}\r\nTwice.`, externalRef: 'cms-2', title: 'Other' })).must(200);
    expect(again.body).toMatchObject({ id: first.id, title: null });
    expect(again.location).toBe(`/v1/articles/${first.id}`);
    const found = (await rosa.get<Page<Article>>('/v1/articles?externalRef=cms-2')).must(200);
    expect(found.body.data.map(({ id }) => id)).toEqual([first.id]);
  });

  it('is fetched from its address, through redirects, and fails with the reason where there is nothing', async () => {
    site.page('/moved', { status: 302, headers: { location: '/bridge' } });
    site.page(
      '/bridge',
      `<html lang="en"><head><title>The bridge</title></head><body><article>${STORY.split('\n\n')
        .map((p) => `<p>${p}</p>`)
        .join('')}</article></body></html>`,
    );
    const { id } = (await send({ url: site.url('/moved') })).must(202).body;
    expect(await settled(id)).toMatchObject({ status: 'extracted', kind: 'url', title: 'The bridge' });

    const gone = (await send({ url: site.url('/nothing') })).must(202).body;
    expect(await settled(gone.id)).toMatchObject({ status: 'failed', failure: { code: 'fetch.not-found' } });
    const failed = (await rosa.get<Page<Article>>('/v1/articles?status=failed')).must(200);
    expect(failed.body.data.map((each) => each.id)).toEqual([gone.id]);
    expect((await rosa.get<{ code: string }>(`/v1/articles/${gone.id}/text`)).must(409).body.code).toBe(
      'article.text-not-ready',
    );

    site.page('/nothing', '<p>The bridge opened in May 2026 and cost 41 million euros.</p>');
    (await rosa.post(`/v1/articles/${gone.id}/retry`)).must(202);
    expect(await settled(gone.id)).toMatchObject({ status: 'extracted' });
    expect((await rosa.post<{ code: string }>(`/v1/articles/${gone.id}/retry`)).must(409).body.code).toBe(
      'article.not-retryable',
    );
  });

  it('is refused with its reason when it is none, too much, or not for this caller', async () => {
    const code = async (body: object, status: number, who = rosa) =>
      (await who.post<{ code: string }>('/v1/articles', body)).must(status).body.code;
    expect(await code({}, 422)).toBe('article.one-source');
    expect(await code({ text: 'a', html: '<p>' }, 422)).toBe('article.one-source');
    expect(await code({ text: ' \n ' }, 400)).toBe('request.invalid');
    expect(await code({ url: 'javascript:alert(1)' }, 400)).toBe('request.invalid');
    expect(await code({ text: 'x'.repeat(400_000) }, 413)).toBe('request.too-large');
    expect(await code({ text: 'a', supersedes: room.id }, 422)).toBe('article.supersedes-unknown');
    expect(await code({ text: 'a' }, 403, app.as(room.of.rea.token))).toBe('permission.missing');
    (await send({ text: 'The machine found 12 new cases in 3 towns.' }, app.as(room.of.bot.token))).must(202);
  });

  it('is listed newest first, page by page, whatever comes in meanwhile', async () => {
    for (let i = 0; i < 5; i++) (await send({ text: `Note ${i}: the town has ${i + 100} wells.` })).must(202);
    const first = (await rosa.get<Page<Article>>('/v1/articles?limit=3')).must(200).body;
    (await send({ text: 'Something newer came in at 5 o’clock.' })).must(202);
    const second = (await rosa.get<Page<Article>>(`/v1/articles?limit=3&cursor=${first.page.next}`)).must(200).body;
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
    expect([...ids].sort().reverse()).toEqual(ids);
  });
});
