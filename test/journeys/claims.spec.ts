import type { Permission } from '#newsroom';
import { EvidenceModule, EvidenceService } from '#evidence';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import type { Client, Reply } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { openGround, type Ground } from '../support/ground.js';
import { TestApp } from '../support/test-app.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

type Staff = 'rosa' | 'bo' | 'eva' | 'bot' | 'rita';
interface ClaimBody {
  id: string;
  version: number;
  state: string;
  publication: string;
  assignments: { person: string; leaseExpiresAt: string | null; submitted: boolean }[];
  availableActions: { action: string; allowed: boolean; reasons: { code: string; detail: string }[] }[];
  round: { number: number; openSeats: number } | null;
  verdict: { rating: string; votes: unknown[] } | null;
}
interface Problem {
  code: string;
  reasons?: { code: string }[];
  errors?: { pointer: string; code: string }[];
}
interface Listed<T = ClaimBody> {
  data: T[];
  page: { next: string | null };
}

let db: TestDatabase;
let ground: Ground;
let app: TestApp;
let room: TestNewsroom<Staff>;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [EvidenceModule]);
  const staff = {
    rosa: 'reviewer',
    bo: 'reviewer',
    eva: 'editor',
    rita: 'reporter',
    bot: { machine: ['claim.read', 'claim.create', 'claim.triage'] as Permission[] },
  } as const;
  room = await aNewsroom<Staff>(ground, { ...staff }, { desks: ['harbour'] });
  app = await TestApp.start(db);
});
afterEach(() => db.shiftClock('0'));
afterAll(async () => {
  await app?.stop();
  await ground?.close();
  await db?.drop();
});

const as = (name: Staff): Client => app.as(room.of[name].token);
const text = 'The harbour bridge cost 41 million.';
const appearances = [
  {
    claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
    url: 'https://news.example/bridge',
    saidAt: '2026-11-01T10:00:00+01:00',
  },
];

const propose = async (name: Staff, more: object = {}) =>
  (await as(name).post<ClaimBody>('/v1/claims', { text, appearances, ...more })).must(201);

async function act(
  name: Staff,
  claim: { id: string; version: number },
  action: string,
  body: object = {},
): Promise<Reply<ClaimBody>> {
  return as(name).post<ClaimBody>(`/v1/claims/${claim.id}/actions/${action}`, body, { ifMatch: `"${claim.version}"` });
}

async function drafted(name: Staff, claim: ClaimBody): Promise<Reply<{ version: number }>> {
  const { actor } = room.of[name];
  const note = {
    kind: 'note',
    stance: 'refutes',
    note: 'The final account shows 63 million.',
    visibility: 'public',
  } as const;
  const attach = ground.get(EvidenceService);
  const evidence = await ground.database.write(room.id, (tx) => attach.attach(tx, actor, claim.id, note));
  const draft = {
    rating: 'false',
    summary: 'It cost 63 million.',
    explanation: 'e',
    evidenceIds: [evidence.id],
  };
  return (await as(name).put<{ version: number }>(`/v1/claims/${claim.id}/draft`, draft)).must(200);
}

describe('One claim over HTTP', () => {
  it('is proposed, accepted, handed out, reviewed, signed off by another and published', async () => {
    const proposed = await propose('rita', { externalRef: 'cms-1' });
    expect(proposed.location).toBe(`/v1/claims/${proposed.body.id}`);
    expect((await act('rita', proposed.body, 'accept')).must(403).body).toMatchObject({ code: 'permission.missing' });
    const queued = (await act('eva', proposed.body, 'accept')).must(200);
    expect(queued.etag).toMatch(/^"2\./);
    const list = (await as('rosa').get<Listed<{ claim: ClaimBody }>>('/v1/queue')).must(200).body;
    expect(list.data.map(({ claim }) => claim.id)).toEqual([proposed.body.id]);
    const taken = (await as('rosa').post<ClaimBody>('/v1/queue/next')).must(200).body;
    expect(taken).toMatchObject({
      id: proposed.body.id,
      state: 'in_review',
      assignments: [{ person: room.of.rosa.id }],
    });
    (await as('bo').post('/v1/queue/next', {})).must(204);
    const draft = await drafted('rosa', taken);
    (await as('rosa').post(`/v1/claims/${taken.id}/actions/submit`, {})).must(428);
    (await as('rosa').post(`/v1/claims/${taken.id}/actions/submit`, {}, { ifMatch: '"9"' })).must(412);
    const waiting = (
      await as('rosa').post<ClaimBody>(`/v1/claims/${taken.id}/actions/submit`, {}, { ifMatch: draft.etag })
    ).must(200).body;
    expect(waiting).toMatchObject({ state: 'in_signoff', verdict: { rating: 'false', votes: [] } });
    const can = (await as('eva').get<Listed>('/v1/claims?can=signOff')).must(200).body;
    expect(can.data.map(({ id }) => id)).toEqual([waiting.id]);
    expect((await as('rosa').get<Listed>('/v1/claims?can=signOff')).must(200).body.data).toEqual([]);
    const approved = (await act('eva', waiting, 'signOff')).must(200).body;
    const published = (await act('eva', approved, 'publish')).must(200).body;
    expect(published).toMatchObject({ state: 'published', publication: 'live' });
    const history = (
      await as('rita').get<Listed<{ action: string | null; to: string | null }>>(`/v1/claims/${taken.id}/history`)
    ).must(200).body;
    const told = history.data.map(({ action }) => action).filter((action) => action !== null);
    expect(told).toEqual(['accept', 'take', 'submit', 'signOff']);
    expect(history.data.at(-1)).toMatchObject({ type: 'factcheck.published', from: 'approved', to: 'published' });
  });

  it('says what may be done with it and why not, and a refusal gives the same reasons', async () => {
    const queued = (await act('eva', (await propose('rita')).body, 'accept')).must(200).body;
    const seen = (await as('rosa').get<ClaimBody>(`/v1/claims/${queued.id}`)).must(200).body;
    for (const { action, allowed, reasons } of seen.availableActions) {
      expect(allowed).toBe(reasons.length === 0);
      if (allowed || action === 'expire') continue;
      const body = {
        assign: { person: room.of.bo.id },
        dismiss: { reason: 'other' },
        merge: { target: room.of.bo.id },
      }[action];
      const verdict = { rating: 'false', summary: 's', explanation: 'e', evidenceIds: [] };
      const any = { amend: { verdict }, adjudicate: { verdict }, correct: { type: 'fact', notice: 'n' } }[action];
      const given =
        body ??
        any ??
        (['take', 'submit', 'accept', 'unmerge', 'signOff', 'publish'].includes(action) ? {} : { reason: 'r' });
      const reply = await as('rosa').post<Problem>(`/v1/claims/${queued.id}/actions/${action}`, given, {
        ifMatch: `"${queued.version}"`,
      });
      expect([action, reply.status]).not.toEqual([action, 200]);
      if (reply.body.reasons)
        expect(reply.body.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining([reasons[0]!.code]));
    }
    expect(seen.availableActions.find(({ action }) => action === 'take')).toMatchObject({ allowed: true });
  });

  it('needs the version that was seen, but not to give back one’s own seat or renew a lease', async () => {
    const made = (await propose('eva', { take: true })).body;
    expect(made).toMatchObject({ state: 'in_review', version: 3 });
    const path = `/v1/claims/${made.id}`;
    (await as('eva').post(`${path}/actions/dismiss`, { reason: 'other' })).must(428);
    expect((await act('eva', { ...made, version: 1 }, 'dismiss', { reason: 'other' })).must(412).body).toMatchObject({
      code: 'version.stale',
      currentVersion: 3,
    });
    (await as('eva').post(`${path}/lease/renew`)).must(200);
    (await as('rosa').post(`${path}/lease/renew`)).must(409);
    (await as('eva').post(`${path}/actions/release`, { reason: 'No time.' })).must(200);
  });

  it('is parked, planned and worded by an editor, and its lists are filtered and paged', async () => {
    const { body } = await propose('rita', { desk: 'harbour', labels: ['bridge'], language: 'en' });
    const sent = {
      priority: 'urgent',
      dueAt: '2026-12-24T12:00:00+01:00',
      wording: 'The Harbour Bridge cost 41 million.',
    };
    const edited = (await as('eva').send('PATCH', `/v1/claims/${body.id}`, sent, { ifMatch: '"1"' })).must(200).body;
    expect(edited).toMatchObject({ ...sent, dueAt: '2026-12-24T11:00:00.000Z', version: 2 });
    (await as('eva').send('PATCH', `/v1/claims/${body.id}`, {}, { ifMatch: '"2"' })).must(400);
    const ids = async (query: string) =>
      (await as('rita').get<Listed>(`/v1/claims?${query}`)).must(200).body.data.map(({ id }) => id);
    for (const query of [
      'desk=harbour',
      'label=bridge',
      'claimant=MARA%20LIND&desk=harbour',
      'q=harbour%20bridge&desk=harbour',
      'state=proposed,queued&desk=harbour',
    ]) {
      expect([query, await ids(query)]).toEqual([query, [body.id]]);
    }
    expect(await ids('desk=harbour&state=dismissed')).toEqual([]);
    for (const bad of ['state=lost', 'can=fly', 'sort=up', 'colour=red', 'cursor=x', 'limit=0'])
      (await as('rita').get(`/v1/claims?${bad}`)).must(400);
    const all: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Listed = (await as('rita').get<Listed>(`/v1/claims?limit=2${next && `&cursor=${next}`}`)).must(
        200,
      ).body;
      all.push(...page.data.map(({ id }) => id));
      next = page.page.next;
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe((await ids('limit=200')).length);
  });

  it('that is not as it should be is refused with a pointer', async () => {
    const wrong = async (body: object) => {
      const reply = await as('rita').post<Problem>('/v1/claims', body);
      return [reply.status, reply.body.errors?.[0]?.pointer];
    };
    expect(await wrong({})).toEqual([400, '/text']);
    expect(await wrong({ text: ' ' })).toEqual([400, '/text']);
    expect(await wrong({ text, colour: 'red' })).toEqual([400, '/colour']);
    expect(await wrong({ text, articleId: room.of.rosa.id })).toEqual([422, '/articleId']);
    expect(await wrong({ text, splitFrom: room.of.rosa.id })).toEqual([422, '/splitFrom']);
    expect(await wrong({ text, externalRef: 'cms-1' })).toEqual([409, undefined]);
    expect((await as('rita').post('/v1/claims', { text, take: true })).must(403).body).toMatchObject({
      code: 'permission.missing',
    });
    (await as('eva').post(`/v1/claims/${room.of.rosa.id}/actions/accept`, {}, { ifMatch: '"1"' })).must(404);
    (await as('eva').post(`/v1/claims/${room.of.rosa.id}/actions/explode`, {})).must(404);
  });

  it('is one of many: accepted, dismissed and assigned in one call, each with a result of its own', async () => {
    const bulk = (
      await as('bot').post<{ results: { status: number; id: string; claim: ClaimBody }[] }>('/v1/claims/bulk', {
        claims: [{ text: 'It rained.' }, { text: 'It snowed.', externalRef: 'cms-1' }, { text: 'It hailed.' }],
      })
    ).must(200).body.results;
    expect(bulk.map(({ status }) => status)).toEqual([201, 409, 201]);
    const claims = bulk.filter(({ claim }) => claim).map(({ claim }) => ({ id: claim.id, version: claim.version }));
    const accepted = (
      await as('bot').post<{ results: { status: number }[] }>('/v1/claims/actions/accept', {
        claims: [...claims, { id: room.of.rosa.id }],
      })
    ).must(200).body.results;
    expect(accepted.map(({ status }) => status)).toEqual([200, 200, 404]);
    const given = (
      await as('eva').post<{ results: { status: number }[] }>('/v1/claims/actions/assign', {
        claims: [{ id: claims[0]!.id, version: 1 }, { id: claims[1]!.id }],
        person: room.of.bo.id,
      })
    ).must(200).body.results;
    expect(given.map(({ status }) => status)).toEqual([412, 200]);
    const mine = (await as('bo').get<Listed>('/v1/claims?assignee=me')).must(200).body.data;
    expect(mine.map(({ id }) => id)).toEqual([claims[1]!.id]);
  });

  it('is the machine’s to propose, accept and dismiss, and nobody’s to move by a scope beyond that', async () => {
    const { body } = await propose('bot');
    const queued = (await act('bot', body, 'accept')).must(200).body;
    expect((await act('bot', queued, 'merge', { target: body.id })).must(403).body).toMatchObject({
      code: 'permission.machines-never',
    });
    (await act('bot', queued, 'take')).must(403);
    (await act('bot', queued, 'dismiss', { reason: 'not-checkable' })).must(200);
  });

  it('comes back to the queue when its lease is over, by the worker, and the draft is still there', async () => {
    const made = (await propose('eva', { take: true })).body;
    await as('eva').put(`/v1/claims/${made.id}/draft`, { summary: 'Half of it.' });
    await db.shiftClock('9 hours');
    await eventually(async () => (await as('eva').get<ClaimBody>(`/v1/claims/${made.id}`)).body.state === 'queued');
    expect((await as('eva').get(`/v1/claims/${made.id}/draft`)).must(200).body).toMatchObject({
      summary: 'Half of it.',
    });
    (await as('bo').get(`/v1/claims/${made.id}/draft`)).must(404);
  });

  it('stays with whoever works on it: each piece of saved work renews the lease', async () => {
    const { id } = (await propose('rosa', { accept: false })).body;
    const queued = (await act('eva', (await as('eva').get<ClaimBody>(`/v1/claims/${id}`)).body, 'accept')).must(
      200,
    ).body;
    (await act('rosa', queued, 'take')).must(200);
    const leaseEnd = async () =>
      Date.parse((await as('rosa').get<ClaimBody>(`/v1/claims/${id}`)).body.assignments[0]!.leaseExpiresAt as string);
    const base = `/v1/claims/${id}`;
    const post = (path: string, body: object, ifMatch?: string) =>
      as('rosa').post<{ id: string; source: { id: string } }>(path, body, { ifMatch });
    const link = { kind: 'link', url: 'https://account.example/2025', stance: 'refutes' };
    let last: Reply<{ id: string; source: { id: string } }> | undefined;
    const work = {
      'the draft': async () => (await as('rosa').put(`${base}/draft`, { summary: 'Half of it.' })).must(200),
      'a link': async () => (last = (await post(`${base}/evidence`, link)).must(201)),
      'a copy made by hand': async () =>
        (await post(`/v1/sources/${last!.body.source.id}/captures`, { text: 'It cost 63 million.' })).must(201),
      'another revision': async () =>
        (await as('rosa').patch(`/v1/evidence/${last!.body.id}`, { note: 'Page 4.' }, { ifMatch: last!.etag })).must(
          200,
        ),
      'its withdrawal': async () =>
        (await post(`/v1/evidence/${last!.body.id}/withdraw`, { reason: 'The wrong year.' }, '"2"')).must(200),
      'a comment': async () => (await post(`${base}/comments`, { text: 'Does anybody have the account?' })).must(201),
    };
    let hours = 0;
    for (const [what, does] of Object.entries(work)) {
      const before = await leaseEnd();
      await db.shiftClock(`${(hours += 7)} hours`);
      await does();
      expect([what, (await leaseEnd()) - before > 6 * 3_600_000]).toEqual([what, true]);
    }
    expect((await as('eva').get<ClaimBody>(base)).body.state).toBe('in_review');
  });

  it('that was given to somebody is overdue at its due time: told once by the worker, listed, and still theirs', async () => {
    const queued = (await act('eva', (await propose('rita')).body, 'accept')).must(200).body;
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    const rosa = room.of.rosa.id;
    (await act('eva', queued, 'assign', { person: rosa, dueAt })).must(200);
    await db.shiftClock('90 minutes');
    const history = async () =>
      (await as('eva').get<Listed<{ type: string }>>(`/v1/claims/${queued.id}/history?limit=200`)).must(200).body.data;
    const overdue = async () => (await history()).filter(({ type }) => type === 'claim.overdue');
    await eventually(async () => (await overdue()).length === 1, { what: 'that the work is overdue' });
    const late = await as('rosa').get<Listed<object>>(`/v1/deadlines?overdue=true&assignee=${rosa}`);
    expect(late.must(200).body.data).toMatchObject([
      { claimId: queued.id, assignee: rosa, dueAt, told: 'overdue', overdue: true },
    ]);
    await db.shiftClock('4 days');
    await eventually(async () => (await history()).some(({ type }) => type === 'claim.escalated'));
    expect((await as('eva').get<ClaimBody>(`/v1/claims/${queued.id}`)).body).toMatchObject({
      state: 'in_review',
      assignments: [{ person: rosa, kind: 'assigned' }],
    });
    expect((await overdue()).map(({ type }) => type)).toHaveLength(2);
  });

  it('goes out at the hour that was set, by the worker', async () => {
    const made = (await propose('rita')).body;
    const queued = (await act('eva', made, 'accept')).must(200).body;
    const taken = (await act('rosa', queued, 'take')).must(200).body;
    const draft = await drafted('rosa', taken);
    const waiting = (
      await as('rosa').post<ClaimBody>(`/v1/claims/${taken.id}/actions/submit`, {}, { ifMatch: draft.etag })
    ).must(200).body;
    const approved = (await act('eva', waiting, 'signOff')).must(200).body;
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await act('eva', approved, 'publish', { at })).must(200).body).toMatchObject({
      state: 'approved',
      publishAt: at,
    });
    await db.shiftClock('2 hours');
    await eventually(async () => (await as('eva').get<ClaimBody>(`/v1/claims/${made.id}`)).body.publication === 'live');
  });
});
