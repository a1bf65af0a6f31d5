import { connect } from 'node:net';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { TestApp } from '../support/test-app.js';
import type { Client, Reply } from '../support/client.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

interface Refused {
  type: string;
  title: string;
  status: number;
  code: string;
  requestId: string;
  instance: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

interface Person {
  id: string;
  name: string;
  version: number;
}

interface People {
  data: Person[];
  page: { next: string | null };
}

describe('the conventions that every route keeps', () => {
  let db: TestDatabase;
  let ground: Ground;
  let app: TestApp;
  let room: TestNewsroom<'ada' | 'rosa'>;
  let ada: Client;

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    room = await aNewsroom(ground, { ada: 'admin', rosa: 'reporter' });
    app = await TestApp.start(db, { apis: 2, workers: 0, env: { MAX_ARTICLE_BYTES: '100000' } });
    ada = app.as(room.of.ada.token);
  });
  afterAll(async () => {
    await app?.stop();
    await ground.close();
    await db.drop();
  });

  const addPerson = (name: string, idempotencyKey?: string, client = ada) =>
    client.post<Person>('/v1/people', { name, roles: ['reporter'] }, { idempotencyKey });
  const peopleCalled = async (name: string): Promise<number> => {
    const [row] = await db.sql<{ count: number }>('SELECT count(*)::int AS count FROM person WHERE name = $1', [name]);
    return row?.count ?? 0;
  };

  it('refuses with a problem that has a stable code, a title for people and the id of the request', async () => {
    const wrong: [string, string, unknown, Record<string, string>, number, string][] = [
      ['GET', '/v1/nothing-here', undefined, {}, 404, 'request.unknown-route'],
      ['DELETE', '/v1/people', undefined, {}, 405, 'request.method-not-allowed'],
      ['POST', '/v1/people', '{"name": ', { 'content-type': 'application/json' }, 400, 'request.malformed-json'],
      [
        'POST',
        '/v1/people',
        Buffer.from('{"name":"Zo\xeb","roles":["reviewer"]}', 'latin1'),
        { 'content-type': 'application/json' },
        400,
        'request.malformed-json',
      ],
      ['POST', '/v1/people', 'name=Ada', { 'content-type': 'text/plain' }, 415, 'request.unsupported-media-type'],
      ['POST', '/v1/people', '<p>', { 'content-type': 'application/xml' }, 415, 'request.unsupported-media-type'],
      ['GET', '/v1/people', undefined, { accept: 'image/png' }, 406, 'request.not-acceptable'],
      ['GET', '/v1/people?limit=201', undefined, {}, 400, 'request.invalid'],
      ['GET', '/v1/people?colour=red', undefined, {}, 400, 'request.invalid'],
      ['GET', '/v1/people?cursor=rubbish', undefined, {}, 400, 'cursor.invalid'],
      ['GET', '/v1/people/%zz', undefined, {}, 400, 'request.bad-url'],
      [
        'POST',
        '/v1/people',
        `"${'x'.repeat(120_000)}"`,
        { 'content-type': 'application/json' },
        413,
        'request.too-large',
      ],
    ];
    for (const [method, path, body, headers, status, code] of wrong) {
      const reply = await ada.send<Refused>(method, path, body, { headers });
      expect([method, path, reply.status, reply.body.code]).toEqual([method, path, status, code]);
      expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(reply.body).toMatchObject({ status, title: expect.any(String), requestId: expect.any(String) });
      expect(reply.body.type).toContain(code);
      expect(reply.text).not.toMatch(/node_modules|at .*\.js|SELECT/);
    }
    const method = await ada.delete('/v1/people');
    expect(method.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'POST']);
  });

  it('answers a method that nobody knows, and what is no HTTP at all, in the same form', async () => {
    const { hostname, port } = new URL(app.of('api')[0]!.url);
    const said = (sent: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.end(sent));
        let text = '';
        socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
        socket.once('close', () => resolve(text)).once('error', reject);
      });
    for (const [sent, status, code] of [
      ['BREW /v1/people HTTP/1.1\r\nhost: pot\r\n\r\n', 501, 'request.method-unknown'],
      ['GET /v1/people TEA/1.0\r\n\r\n', 400, 'request.malformed'],
    ] as const) {
      const text = await said(sent);
      expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({ status, code });
    }
  });

  it('points at every field that is wrong, and at fields that it does not know', async () => {
    const reply = await ada.post<Refused>('/v1/people', { name: '', roles: ['king'], shoe: 42 });
    expect(reply.status).toBe(400);
    expect(reply.body.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/name', '/roles/0', '/shoe']);
  });

  it('refuses text that cannot be stored as it came, with a pointer, and keeps the rest to the letter', async () => {
    for (const name of ['a\u0000b', 'half \ud83d emoji']) {
      const reply = await ada.post<Refused>('/v1/people', { name, roles: ['reader'] });
      expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([400, '/name']);
    }
    const name = '𝔸da “quoted” 👩‍⚖️ — مرحبا \u200f<script>alert(1)</script> ’; DROP TABLE person; --';
    const made = (await addPerson(name)).must(201);
    expect(made.body.name).toBe(name);
    expect((await ada.get<Person>(`/v1/people/${made.body.id}`)).body.name).toBe(name);
  });

  it('echoes a request id that is safe, and makes one otherwise', async () => {
    const given = await ada.get('/v1/me', { headers: { 'x-request-id': 'desk-42' } });
    expect(given.headers.get('x-request-id')).toBe('desk-42');
    const made = await ada.get('/v1/me', { headers: { 'x-request-id': 'not safe!' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('wants the version that was seen: none is 428, an old one 412, and of fifty with the same one wins', async () => {
    const { id } = (await addPerson('Ines')).must(201).body;
    const seen = await ada.get<Person>(`/v1/people/${id}`);
    const path = `/v1/people/${id}`;
    expect((await ada.patch<Refused>(path, { name: 'x' })).body.code).toBe('version.required');
    const apis = app.of('api').map(({ url }) => url);
    const race = Array.from({ length: 50 }, (_, n) =>
      ada.send<Refused>('PATCH', `${apis[n % apis.length]}${path}`, { name: `Ines ${n}` }, { ifMatch: seen.etag }),
    );
    const replies = await Promise.all(race);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status, body }) => status === 412 && body.code === 'version.stale')).toHaveLength(49);
    const now = await ada.get<Person>(path);
    expect(now.body.version).toBe(seen.body.version + 1);
    (await ada.patch(path, { name: 'Ines' }, { ifMatch: `"${now.body.version}"` })).must(200);
  });

  it('answers 304 to who holds the newest ETag', async () => {
    const first = (await ada.get('/v1/me')).must(200);
    const again = await ada.get('/v1/me', { ifNoneMatch: first.etag });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('does the work of fifty equal requests with one Idempotency-Key once, and gives the first answer again', async () => {
    const urls = app.of('api').map(({ url }) => url);
    const send = (n: number) =>
      ada.send<Person & Refused>(
        'POST',
        `${urls[n % urls.length]}/v1/people`,
        { name: 'Once', roles: ['reporter'] },
        { idempotencyKey: '"once"' },
      );
    const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => send(n)));
    expect(await peopleCalled('Once')).toBe(1);
    expect(new Set(replies.map(({ status, body }) => (status === 201 ? 201 : body.code)))).toEqual(
      new Set(replies.some(({ status }) => status === 409) ? [201, 'idempotency.in-progress'] : [201]),
    );
    const first = replies.find(({ status }) => status === 201);
    const again = (await send(0)).must(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.text, again.location]).toEqual([first?.text, first?.location]);
    const other = await addPerson('Somebody else', 'once');
    expect([other.status, (other.body as unknown as Refused).code]).toEqual([422, 'idempotency.key-reused']);
  });

  it('keeps no refusal under an Idempotency-Key: the corrected circumstances get their answer', async () => {
    const rosa = app.as(room.of.rosa.token);
    expect((await addPerson('Later', 'later', rosa)).status).toBe(403);
    const body = { name: 'Later', email: 'later@example.org', roles: ['reporter'] };
    const taken = (await ada.post<Person>('/v1/people', body)).must(201);
    expect((await ada.post('/v1/people', body, { idempotencyKey: 'again' })).status).toBe(409);
    await ada.patch(`/v1/people/${taken.body.id}`, { email: 'gone@example.org' }, { ifMatch: taken.etag });
    (await ada.post('/v1/people', body, { idempotencyKey: 'again' })).must(201);
  });

  it('walks a list by cursor without a gap or a double while people come', async () => {
    for (let n = 0; n < 12; n++) await addPerson(`Walker ${n}`);
    const seen: string[] = [];
    let path: string | null = '/v1/people?limit=5';
    while (path) {
      const page: Reply<People> = (await ada.get<People>(path)).must(200);
      seen.push(...page.body.data.map(({ id }) => id));
      await addPerson('Newcomer');
      const { next } = page.body.page;
      path = next && seen.length < 200 ? `/v1/people?limit=5&cursor=${encodeURIComponent(next)}` : null;
      if (next) expect(page.headers.get('link')).toContain('rel="next"');
    }
    expect(new Set(seen).size).toBe(seen.length);
    const walkers = await db.sql<{ id: string }>(`SELECT id FROM person WHERE name LIKE 'Walker%'`);
    expect(walkers.filter(({ id }) => !seen.includes(id))).toEqual([]);
  });

  it('tells how many requests are left, and says how long to wait when none are', async () => {
    const few = await app.startOne('api', { RATE_LIMIT: '3' });
    const me = () => ada.send<Refused>('GET', `${few.url}/v1/me`);
    const first = await me();
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=3;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=2;t=\d+$/);
    await me();
    await me();
    const refused = await me();
    expect([refused.status, refused.body.code]).toEqual([429, 'request.too-many']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
