import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { TestApp } from '../support/test-app.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

interface Person {
  id: string;
  name: string;
  email?: string | null;
  roles: string[];
  active: boolean;
  version: number;
}
interface Made {
  id: string;
  token: string;
  scopes: string[] | null;
}
interface Refused {
  code: string;
}

describe('people, machines and their tokens', () => {
  let db: TestDatabase;
  let ground: Ground;
  let app: TestApp;
  let room: TestNewsroom<'ada' | 'eva'>;
  let ada: Client;

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    room = await aNewsroom(ground, { ada: 'admin', eva: 'editor' }, { desks: ['city'] });
    app = await TestApp.start(db, { apis: 2, workers: 0 });
    ada = app.as(room.of.ada.token);
  });
  afterAll(async () => {
    await app?.stop();
    await ground.close();
    await db.drop();
  });

  const add = async (person: object) => (await ada.post<Person>('/v1/people', person)).must(201).body;
  const mint = async (id: string, token: object) =>
    (await ada.post<Made>(`/v1/people/${id}/tokens`, token)).must(201).body;

  it('a new colleague gets a role and a token, and may do what the role says', async () => {
    const omar = await add({
      name: 'Omar',
      roles: ['reviewer'],
      email: 'omar@example.org',
      desks: ['city'],
      capacity: 3,
    });
    const { token, scopes } = await mint(omar.id, { name: 'laptop' });
    expect(scopes).toBeNull();
    const me = (await app.as(token).get<{ permissions: string[]; capacity: number }>('/v1/me')).must(200).body;
    expect(me).toMatchObject({ kind: 'person', id: omar.id, roles: ['reviewer'], desks: ['city'], capacity: 3 });
    expect(me.permissions).toContain('claim.review');
    expect(me.permissions).not.toContain('claim.signoff');
    (await app.as(token).post('/v1/people', { name: 'x', roles: ['admin'] })).must(403);
  });

  it('a revoked token is refused by every process at once', async () => {
    const ines = await add({ name: 'Ines', roles: ['reporter'] });
    const made = await mint(ines.id, { name: 'phone' });
    const everywhere = app.of('api').map(({ url }) => ada.as(made.token).get<Refused>(`${url}/v1/me`));
    for (const reply of await Promise.all(everywhere)) reply.must(200);
    (await ada.post(`/v1/tokens/${made.id}/revoke`)).must(200);
    (await app.as(made.token).get('/v1/me')).must(401);
    for (const { url } of app.of('api')) {
      await eventually(async () => (await ada.as(made.token).get(`${url}/v1/me`)).status === 401, { within: 1_000 });
    }
  });

  it('a person lets a program act for them with less than they may do themselves, and never with more', async () => {
    const eva = app.as(room.of.eva.token);
    const path = `/v1/people/${room.of.eva.id}/tokens`;
    const made = (
      await eva.post<Made>(path, { name: 'desk tool', application: 'Desk tool', scopes: ['claim.read'] })
    ).must(201).body;
    const tool = app.as(made.token);
    expect((await tool.get('/v1/me')).must(200).body).toMatchObject({
      id: room.of.eva.id,
      token: { application: 'Desk tool' },
    });
    (await tool.post('/v1/articles', { text: 'Something that 12 people said.' })).must(403);
    expect((await tool.post<Refused>(path, { name: 'more' })).must(422).body.code).toBe('token.scope-too-wide');
    expect((await eva.post<Refused>(path, { name: 'more', scopes: ['people.manage'] })).must(422).body.code).toBe(
      'token.scope-too-wide',
    );
    const list = (await eva.get<{ data: object[] }>(path)).must(200);
    expect(list.body.data[0]).toMatchObject({ id: made.id, name: 'desk tool', revokedAt: null });
    expect(list.text).not.toContain(made.token);
  });

  it('a machine has a name and scopes of its own, and may not be given a decision', async () => {
    const machine = (await ada.post<Person>('/v1/machines', { name: 'tip line' })).must(201).body;
    const path = `/v1/machines/${machine.id}/tokens`;
    expect((await ada.post<Refused>(path, { name: 'x', scopes: ['claim.signoff'] })).must(422).body.code).toBe(
      'token.scope-too-wide',
    );
    (await ada.post(path, { name: 'x', scopes: [] })).must(400);
    const { token } = (await ada.post<Made>(path, { name: 'live', scopes: ['article.create'] })).must(201).body;
    const bot = app.as(token);
    expect((await bot.get('/v1/me')).must(200).body).toMatchObject({
      kind: 'machine',
      name: 'tip line',
      roles: [],
      capacity: null,
    });
    (await bot.get('/v1/people')).must(403);
    (await ada.patch(`/v1/machines/${machine.id}`, { active: false }, { ifMatch: '"1"' })).must(200);
    (await bot.get('/v1/me')).must(401);
  });

  it('a token sent twice under one Idempotency-Key is made once, and shown once', async () => {
    const path = `/v1/people/${room.of.ada.id}/tokens`;
    const sent = { idempotencyKey: 'mint-1' };
    const first = (await ada.post<Made>(path, { name: 'spare' }, sent)).must(201);
    const again = (await ada.post<Made>(path, { name: 'spare' }, sent)).must(201);
    expect(again.body.id).toBe(first.body.id);
    expect(again.text).not.toContain(first.body.token);
  });

  it('addresses are for admins and for oneself', async () => {
    const { id } = await add({
      name: 'Pia',
      roles: ['reader'],
      email: 'pia@example.org',
      externalIds: { slack: 'U7' },
    });
    expect((await ada.get<Person>(`/v1/people/${id}`)).must(200).body.email).toBe('pia@example.org');
    const eva = app.as(room.of.eva.token);
    expect((await eva.get<Person>(`/v1/people/${id}`)).must(200).body).not.toHaveProperty('email');
    expect(
      (await ada.get<{ data: Person[] }>('/v1/people?externalId=slack:U7')).must(200).body.data.map((p) => p.id),
    ).toEqual([id]);
    (await eva.get('/v1/people?externalId=slack:U7')).must(403);
  });

  it('the last admin stays one', async () => {
    const path = `/v1/people/${room.of.ada.id}`;
    const change = { roles: ['editor'] };
    const { etag } = (await ada.get(path)).must(200);
    expect((await ada.patch<Refused>(path, change, { ifMatch: etag })).must(409).body.code).toBe('person.last-admin');
    (await ada.patch(path, change)).must(428);
    (await ada.patch(path, change, { ifMatch: '"99"' })).must(412);
  });

  it('a calendar says when a claim is due that comes in on Friday at four, over the night in which the clocks change', async () => {
    const empty = (await ada.get('/v1/calendar')).must(200);
    expect(empty.body).toMatchObject({ timeZone: 'UTC', quietHours: null, version: 0 });
    const day = [{ from: '09:00', to: '17:00' }];
    const workingHours = { mon: day, tue: day, wed: day, thu: day, fri: day };
    const wanted = { timeZone: 'Europe/Berlin', workingHours, quietHours: { from: '22:00', to: '07:00' } };
    const saved = (await ada.put('/v1/calendar', wanted, { ifMatch: empty.etag })).must(200);
    expect(saved.body).toMatchObject({ version: 1, workingHours: { fri: day, sat: [] } });
    const moment = (query: string) => ada.get(`/v1/calendar/moment?${query}`);
    expect((await moment('at=2027-03-26T15:00:00Z&hours=4')).must(200).body).toEqual({
      at: '2027-03-26T15:00:00.000Z',
      atWork: true,
      quietUntil: null,
      dueAt: '2027-03-29T10:00:00.000Z',
    });
    expect((await moment('at=2027-03-28T00:30:00Z')).must(200).body).toMatchObject({
      atWork: false,
      quietUntil: '2027-03-28T05:00:00.000Z',
      dueAt: null,
    });
    (await ada.put('/v1/calendar', {}, { ifMatch: empty.etag })).must(412);
    const lost = await ada.put<Refused>('/v1/calendar', { timeZone: 'Mars/Olympus' }, { ifMatch: saved.etag });
    expect(lost.must(422).body).toMatchObject({ code: 'calendar.invalid', errors: [{ pointer: '/timeZone' }] });
    (await ada.put('/v1/calendar', { quietHours: { from: '25:00', to: '07:00' } }, { ifMatch: saved.etag })).must(400);
    (await app.as(room.of.eva.token).put('/v1/calendar', {}, { ifMatch: saved.etag })).must(403);
  });

  it('a policy that the people at hand cannot fulfil is saved with a warning that names what would get stuck', async () => {
    const { etag } = (await ada.get('/v1/policy')).must(200);
    const saved = await ada.put<{ warnings: object[] }>('/v1/policy', { signOffsRequired: 5 }, { ifMatch: etag });
    expect(saved.must(200).body).toMatchObject({
      signOffsRequired: 5,
      reviewsRequired: 1,
      version: 2,
      warnings: [{ code: 'policy.too-few-sign-offs', stuckIn: 'in_signoff', always: true, desk: null }],
    });
    (await ada.put('/v1/policy', {}, { ifMatch: etag })).must(412);
    const odd = { minEvidence: 1, minIndependentSources: 2 };
    expect((await ada.put<Refused>('/v1/policy', odd, { ifMatch: saved.etag })).must(422).body.code).toBe(
      'policy.invalid',
    );
    (await ada.put('/v1/policy', { reviewsRequired: 0 }, { ifMatch: saved.etag })).must(400);
    (await app.as(room.of.eva.token).put('/v1/policy', {}, { ifMatch: saved.etag })).must(403);
  });

  it('a newsroom words its own scale, and a scale without ends is refused with a pointer', async () => {
    const names = (en: string, fr: string) => ({ en, fr });
    const ratings = [
      { key: 'wrong', value: 0, names: names('Wrong', 'Faux') },
      { key: 'right', value: 10, names: names('Right', 'Vrai') },
    ];
    const made = (await ada.post('/v1/rating-scales', { name: 'Plain', ratings, isDefault: true })).must(201);
    expect(made.body).toMatchObject({ worst: 0, best: 10, isDefault: true, version: 1 });
    const list = (await ada.get<{ data: { isDefault: boolean }[] }>('/v1/rating-scales')).must(200).body.data;
    expect(list.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    const flat = ratings.map((rating) => ({ ...rating, value: 1 }));
    const refused = (await ada.post('/v1/rating-scales', { name: 'Flat', ratings: flat })).must(422);
    expect(refused.body).toMatchObject({
      code: 'rating-scale.invalid',
      errors: [{ pointer: '/ratings', code: 'no-range' }],
    });
  });
});
