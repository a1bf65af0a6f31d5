import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Webhook } from 'standardwebhooks';
import { uuidv7 } from 'uuidv7';
import { type Claim, ClaimsModule, ClaimStore } from '#claims';
import { EvidenceModule, EvidenceStore } from '#evidence';
import { FactChecks, FactChecksModule, Rechecks } from '#factchecks';
import { startApi } from '../../apps/api/src/start.js';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { Client } from '../support/client.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

const BASE = 'https://facts.example.org';

describe('what is public, over HTTP', () => {
  let db: TestDatabase;
  let ground: Ground;
  let api: NestFastifyApplication;
  let world: Client;
  let newsroom: TestNewsroom<'ada' | 'eva' | 'ron' | 'rita'>;
  let other: TestNewsroom<'ada'>;

  beforeAll(async () => {
    db = await aDatabase();
    const env = { PUBLIC_BASE_URL: BASE, PORT: '0', LOG_LEVEL: 'error', EGRESS_ALLOW: '127.0.0.0/8' };
    ground = await openGround(db, [ClaimsModule, EvidenceModule, FactChecksModule], env);
    newsroom = await aNewsroom(
      ground,
      { ada: 'admin', eva: 'editor', ron: 'reviewer', rita: 'reader' },
      { desks: ['city'] },
    );
    other = await aNewsroom(ground, { ada: 'admin' });
    api = await startApi(ground.config);
    world = new Client((await api.getUrl()).replace('[::1]', '127.0.0.1'));
  });
  afterAll(async () => {
    await api?.close();
    await ground.close();
    await db.drop();
  });

  const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(newsroom.id, work);
  const path = (rest: string) => `/public/${newsroom.slug}/${rest}`;

  async function published(text: string, note?: string): Promise<Claim> {
    const url = 'https://news.example.org/rally';
    const appearances = [{ claimant: { kind: 'person' as const, name: 'Mara Lind' }, url }];
    const claim = await write((tx) => ground.get(ClaimStore).insert(tx, newsroom.of.eva.actor, { text, appearances }));
    const verdict = {
      id: uuidv7(),
      rating: 'false',
      summary: 'The final account shows 63 million.',
      explanation: 'It does.',
      evidenceIds: note === undefined ? [] : [await restricted(claim, note)],
      authors: [newsroom.of.ron.id],
    };
    const votes = [{ person: newsroom.of.eva.id, vote: 'signOff' as const, reason: 'Agreed.' }];
    const policy = { reviewsRequired: 1, signOffsRequired: 1 };
    await write((tx) => ground.get(FactChecks).publish(tx, newsroom.of.eva.actor, { claim, verdict, votes, policy }));
    return claim;
  }

  async function restricted(claim: Claim, note: string): Promise<string> {
    const id = uuidv7();
    const given = { kind: 'note' as const, stance: 'refutes' as const, visibility: 'restricted' as const, note };
    await write((tx) => ground.get(EvidenceStore).insert(tx, newsroom.of.ron.actor, id, claim.id, given, null));
    return id;
  }

  it('serves a page that may do nothing but show itself', async () => {
    await published('The harbour bridge cost 41 million.');
    const page = (await world.get(path('fact-checks/the-harbour-bridge-cost-41-million'))).must(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cache-control')).toContain('public');
    expect(page.text).toContain('The harbour bridge cost 41 million.');
    (await world.get(path('fact-checks/the-harbour-bridge-cost-41-million'), { ifNoneMatch: page.etag })).must(304);
  });

  it('says at its root what this is, and who has published something', async () => {
    await published('The lighthouse is the oldest of the coast.');
    const front = (await world.get('/')).must(200);
    expect(front.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(front.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(front.text).toContain(`href="${BASE}/public/${newsroom.slug}/fact-checks"`);
    expect(front.text).toContain(`href="${BASE}/docs"`);
    expect(front.text).not.toContain(`/public/${other.slug}/`);
    (await world.get(`/public/${newsroom.slug}/fact-checks`)).must(200);
  });

  it('serves the same as JSON, as markup whose address is the page’s, and as a quotation', async () => {
    await published('The ferry has never been late.');
    const slug = 'the-ferry-has-never-been-late';
    const json = (await world.get(path(`fact-checks/${slug}.json`))).must(200);
    expect(json.body).toMatchObject({
      publication: 'live',
      number: 1,
      rating: { key: 'false' },
      claimReview: { '@type': 'ClaimReview' },
    });
    const markup = (await world.get(path(`fact-checks/${slug}.jsonld`))).must(200);
    expect(markup.headers.get('content-type')).toMatch(/^application\/ld\+json/);
    const address = markup.body['url'] as string;
    expect(address).toBe(`${BASE}${path(`fact-checks/${slug}`)}`);
    (await world.get(address.replace(BASE, ''))).must(200);
    const quoted = (await world.get(path(`oembed?url=${encodeURIComponent(address)}`))).must(200);
    expect(quoted.body).toMatchObject({ type: 'rich', version: '1.0' });
    (await world.get(path('oembed?url=https://elsewhere.example.org/'))).must(404);
  });

  it('finds an address of another script', async () => {
    await published('Мост стоил 41 миллион');
    const slug = encodeURIComponent('мост-стоил-41-миллион');
    (await world.get(path(`fact-checks/${slug}`))).must(200);
    expect((await world.get(path(`fact-checks/${slug}.json`))).must(200).body['url']).toContain(slug);
  });

  it('keeps every version readable, and the corrections log tells them apart', async () => {
    const claim = await published('The tunnel is 900 metres long.');
    const notice = 'The tunnel was measured anew.';
    await write((tx) =>
      ground
        .get(FactChecks)
        .correct(tx, newsroom.of.eva.actor, { claim, type: 'fact', notice, changes: { summary: 'It is 940.' } }),
    );
    const slug = 'the-tunnel-is-900-metres-long';
    expect((await world.get(path(`fact-checks/${slug}/versions/1`))).must(200).text).toContain('An older version');
    expect((await world.get(path(`fact-checks/${slug}/versions/2`))).must(200).text).toContain('It is 940.');
    (await world.get(path(`fact-checks/${slug}/versions/3`))).must(404);
    const log = (await world.get(path('corrections.json'))).must(200).body as {
      corrections: { notice: string; version: { url: string } }[];
    };
    const mine = log.corrections.find((each) => each.notice === notice);
    (await world.get((mine as { version: { url: string } }).version.url.replace(BASE, ''))).must(200);
    expect((await world.get(path('corrections'))).must(200).text).toContain(notice);
  });

  it('keeps the reason of a retraction in public and takes the markup away', async () => {
    const claim = await published('The recording is real.');
    const reason = 'The recording turned out to be staged.';
    await write((tx) => ground.get(FactChecks).retract(tx, newsroom.of.eva.actor, { claim, reason }));
    expect((await world.get(path('fact-checks/the-recording-is-real'))).must(200).text).toContain(reason);
    const gone = (await world.get(path('fact-checks/the-recording-is-real.jsonld'))).must(410);
    expect(gone.body).toMatchObject({ code: 'factcheck.retracted', detail: reason });
    expect((await world.get(path('claim-reviews.jsonld'))).must(200).text).not.toContain('the-recording-is-real');
    const feed = (await world.get(path('feed.json'))).must(200).body as { items: { title: string }[] };
    expect(feed.items.map(({ title }) => title)).toContain('Retracted: “The recording is real.”');
  });

  it('pages through its feeds', async () => {
    for (let i = 1; i <= 5; i++) await published(`Number ${i} of five.`);
    const seen: string[] = [];
    let next: string | undefined = `${BASE}${path('feed.json?limit=2')}`;
    while (next) {
      const page = (await world.get(next.replace(BASE, ''))).must(200);
      expect(page.headers.get('content-type')).toMatch(/^application\/feed\+json/);
      const feed = page.body as { items: { id: string }[]; next_url?: string };
      seen.push(...feed.items.map(({ id }) => id));
      next = feed.next_url;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
    const atom = (await world.get(path('feed.atom?limit=1'))).must(200);
    expect(atom.text).toMatch(/<link rel="next" href="https:/);
    expect((await world.get(path('claim-reviews.jsonld?limit=1'))).must(200).headers.get('link')).toMatch(/rel="next"/);
    (await world.get(path('fact-checks'))).must(200);
    (await world.get(path('feed.json?cursor=nonsense'))).must(400);
    (await world.get(path('feed.json?surprise=1'))).must(400);
  });

  it('shows nothing of one newsroom under the name of another', async () => {
    await published('This stays at home.');
    (await world.get(path('fact-checks/this-stays-at-home'))).must(200);
    expect((await world.get(`/public/${other.slug}/fact-checks/this-stays-at-home`)).must(404).body).toMatchObject({
      code: 'factcheck.not-found',
    });
    expect((await world.get(`/public/${other.slug}/feed.json`)).must(200).body['items']).toEqual([]);
    expect((await world.get('/public/nobody/feed.json')).must(404).body).toMatchObject({ code: 'newsroom.not-found' });
  });

  it('answers a reader whose address leads nowhere with a page, and a program with a problem', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const [address, title] of [
      [path('fact-checks/was-never-here'), 'No such fact-check'],
      ['/public/nobody/fact-checks', 'No such newsroom'],
      ['/<script>alert(1)</script>', 'There is nothing at this address'],
    ] as const) {
      const page = (await world.get(address, { headers })).must(404);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.text).toContain(`<h1>${title}</h1>`);
      expect(page.text).not.toContain('<script>');
      expect((await world.get(address)).must(404).body).toMatchObject({ title });
    }
    const problem = (await world.get('/v1/nothing', { headers })).must(404);
    expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('gives the newsroom the whole of a version, and a reader no restricted evidence', async () => {
    const claim = await published('The whole version.', 'Told in confidence.');
    const eva = world.as(newsroom.of.eva.token);
    const list = (await eva.get<{ data: { id: string; url: string }[] }>(`/v1/fact-checks?claimId=${claim.id}`)).must(
      200,
    ).body;
    const id = list.data[0]?.id as string;
    (await eva.get(`/v1/fact-checks/${id}`)).must(200);
    const version = (await eva.get(`/v1/fact-checks/${id}/versions/1`)).must(200).body;
    expect(version).toMatchObject({
      number: 1,
      authors: [{ id: newsroom.of.ron.id, name: 'ron' }],
      votes: [{ person: { name: 'eva' }, vote: 'signOff', reason: 'Agreed.' }],
      publishedBy: { name: 'eva' },
    });
    expect((await eva.get(`/v1/fact-checks/${id}/claim-review`)).must(200).body).toMatchObject({
      '@type': 'ClaimReview',
    });
    expect(JSON.stringify(version)).toContain('Told in confidence.');
    const seen = (await world.as(newsroom.of.rita.token).get(`/v1/fact-checks/${id}/versions/1`)).must(200);
    expect(seen.body).toMatchObject({ evidence: [{ kind: 'note', visibility: 'restricted' }] });
    for (const address of ['', '.json', '.jsonld'])
      expect((await world.get(path(`fact-checks/the-whole-version${address}`))).must(200).text).not.toContain(
        'confidence',
      );
    expect(seen.text).not.toContain('confidence');
    (await world.as(other.of.ada.token).get(`/v1/fact-checks/${id}`)).must(404);
    (await eva.get(`/v1/fact-checks/${id}/versions/2`)).must(404);
  });

  it('takes a complaint as a recheck, grouped by source, and lets an editor end it', async () => {
    const claim = await published('Somebody will complain.');
    const eva = world.as(newsroom.of.eva.token);
    (await world.as(newsroom.of.rita.token).post('/v1/rechecks', { claimId: claim.id, detail: 'Wrong.' })).must(403);
    (await eva.post('/v1/rechecks', { claimId: uuidv7(), detail: 'Wrong.' })).must(404);
    (await eva.post('/v1/rechecks', { claimId: claim.id, detail: 'Wrong.', evidenceId: uuidv7() })).must(404);
    const made = (
      await eva.post<{ id: string }>('/v1/rechecks', { claimId: claim.id, detail: 'A reader says so.' })
    ).must(201);
    await write((tx) =>
      ground
        .get(Rechecks)
        .open(tx, newsroom.of.eva.actor, { claimId: claim.id, cause: 'quote-missing', opensReview: true }),
    );
    const open = (
      await eva.get<{ data: { rechecks: { cause: string }[] }[] }>(`/v1/rechecks?state=open&claimId=${claim.id}`)
    ).must(200).body;
    expect(open.data.flatMap(({ rechecks }) => rechecks.map(({ cause }) => cause)).sort()).toEqual([
      'by-hand',
      'quote-missing',
    ]);
    const at = `/v1/rechecks/${made.body.id}`;
    (await eva.post(`${at}/resolve`, { reason: 'It is right.' })).must(428);
    (await eva.post(`${at}/resolve`, { reason: 'It is right.' }, { ifMatch: '"9"' })).must(412);
    const done = (await eva.post(`${at}/resolve`, { reason: 'It is right.' }, { ifMatch: made.etag })).must(200);
    expect(done.body).toMatchObject({ state: 'resolved', resolution: 'no-change-needed' });
    (await eva.get(at)).must(200);
  });

  it('lets an admin set up an endpoint, and shows its secret once', async () => {
    const ada = world.as(newsroom.of.ada.token);
    const wanted = { url: 'http://127.0.0.1:9/hook', events: ['factcheck.*'] };
    (await world.as(newsroom.of.eva.token).post('/v1/webhook-endpoints', wanted)).must(403);
    (await ada.post('/v1/webhook-endpoints', { ...wanted, url: 'http://10.0.0.1/hook' })).must(422);
    (await ada.post('/v1/webhook-endpoints', { ...wanted, events: ['no.such-thing'] })).must(422);
    const idempotencyKey = uuidv7();
    const made = (
      await ada.post<{ id: string; secret: string }>('/v1/webhook-endpoints', wanted, { idempotencyKey })
    ).must(201);
    expect(() => new Webhook(made.body.secret)).not.toThrow();
    const again = (
      await ada.post<{ id: string; secret?: string }>('/v1/webhook-endpoints', wanted, { idempotencyKey })
    ).must(201);
    expect(again.body.id).toBe(made.body.id);
    expect(again.body.secret).toBeUndefined();
    const at = `/v1/webhook-endpoints/${made.body.id}`;
    const read = (await ada.get(at)).must(200);
    expect(read.text).not.toContain('whsec_');
    (await ada.patch(at, { events: ['claim.*', 'ping'] })).must(428);
    const changed = (await ada.patch(at, { events: ['ping'], desk: 'city' }, { ifMatch: read.etag })).must(200);
    expect(changed.body).toMatchObject({ events: ['ping'], desk: 'city', version: 2 });
    const rotated = (
      await ada.post<{ secret: string; secrets: unknown[] }>(`${at}/rotate-secret`, { graceSeconds: 60 })
    ).must(200);
    expect(rotated.body.secret).not.toBe(made.body.secret);
    expect(rotated.body.secrets).toHaveLength(2);
    (await ada.post(`${at}/rotate-secret`, { graceSeconds: 604_801 })).must(400);
    (await ada.post(`${at}/ping`)).must(202);
    expect((await ada.post(`${at}/disable`)).must(200).body).toMatchObject({
      status: 'disabled',
      disabledReason: 'by-hand',
    });
    expect((await ada.post(`${at}/ping`)).must(409).body).toMatchObject({ code: 'webhook.disabled' });
    (await ada.post(`${at}/enable`)).must(200);
    const replay = (await ada.post(`${at}/replays`, { since: '2026-01-01T00:00:00Z', status: 'all' })).must(202);
    expect((await ada.get(replay.location)).must(200).body).toMatchObject({ state: 'running', status: 'all' });
    (await ada.post(`${at}/replays`, { since: '2126-01-01T00:00:00Z' })).must(400);
    (await ada.get(`${at}/replays`)).must(200);
    (await ada.get(`${at}/deliveries?status=pending&type=ping&since=2026-01-01T00:00:00Z`)).must(200);
    (await ada.get('/v1/webhook-endpoints')).must(200);
    (await ada.get(`/v1/deliveries/${uuidv7()}`)).must(404);
    (await world.as(other.of.ada.token).get(at)).must(404);
  });

  it('lists every event that goes out, with a schema and an example', async () => {
    const types = (
      await world
        .as(newsroom.of.rita.token)
        .get<{ data: { type: string; schema: object; example: { type: string } }[] }>('/v1/event-types')
    ).must(200).body.data;
    const names = types.map(({ type }) => type);
    for (const name of [
      'factcheck.published',
      'factcheck.corrected',
      'factcheck.retracted',
      'recheck.opened',
      'ping',
      'endpoint.disabled',
    ])
      expect(names).toContain(name);
    expect(names).not.toContain('endpoint.created');
    for (const { type, schema, example } of types) {
      expect(example.type).toBe(type);
      expect(schema).toMatchObject({ type: 'object', properties: { type: { const: type }, data: { type: 'object' } } });
    }
  });
});
