import { roles, permissionsOfRoles, type Permission, type Role } from '#newsroom';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { eventually } from '../support/eventually.js';
import { sample } from '../support/sample.js';
import { TestApp } from '../support/test-app.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';
import { Site } from '../support/web.js';

interface Operation {
  method: string;
  path: string;
  permission: Permission | 'public' | 'anyone';
  body?: unknown;
  upload: boolean;
}

type Json = Record<string, unknown>;
type Staff = Role | 'machine';

const SOMEBODY = '0191d7b0-0000-7000-8000-0000000000aa';

/** Every operation of the OpenAPI document, with a body that fits its schema. */
function operations(document: Json): Operation[] {
  const { schemas } = document['components'] as { schemas: Record<string, Json> };
  return Object.entries(document['paths'] as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const content = ((operation['requestBody'] ?? {}) as Json)['content'] as Record<string, Json> | undefined;
      return {
        method: method.toUpperCase(),
        path,
        permission: operation['x-permission'] as Operation['permission'],
        body: sample(content?.['application/json']?.['schema'] as Json, schemas),
        upload: content?.['multipart/form-data'] !== undefined,
      };
    }),
  );
}

describe('every door of the service', () => {
  let db: TestDatabase;
  let ground: Ground;
  let app: TestApp;
  let room: TestNewsroom<Staff>;
  let doors: Operation[];

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    const people = { ...Object.fromEntries(roles.map((role) => [role, role])), machine: { machine: ['claim.create'] } };
    room = await aNewsroom(ground, people as Record<Role, Role> & { machine: { machine: Permission[] } });
    app = await TestApp.start(db, { workers: 0 });
    doors = operations((await app.as().get<Json>('/openapi.json')).must(200).body);
  });
  afterAll(async () => {
    await app?.stop();
    await ground.close();
    await db.drop();
  });

  const filled = (path: string): string =>
    path
      .replace(/\{action\}/g, 'accept')
      .replace(/\{n\}/g, '1')
      .replace(/\{\w+\}/g, SOMEBODY);
  const knock = (door: Operation, token?: string) =>
    app
      .as(token)
      .send<Json>(door.method, filled(door.path), door.upload ? new FormData() : door.body, { ifMatch: '"1"' });

  it('is shut without a token, and to a token that is not ours', async () => {
    const guarded = doors.filter(({ permission }) => permission !== 'public');
    expect(guarded.length).toBeGreaterThan(20);
    for (const door of guarded) {
      for (const [token, code] of [
        [undefined, 'auth.required'],
        ['cor_nobody', 'auth.invalid-token'],
      ] as const) {
        const reply = await knock(door, token);
        expect([door.method, door.path, reply.status, reply.body['code']]).toEqual([door.method, door.path, 401, code]);
      }
    }
  });

  it('opens to each role and machine as the vocabulary of permissions says, and names what is missing', async () => {
    for (const staff of [...roles, 'machine'] as const) {
      const held: ReadonlySet<string> = staff === 'machine' ? new Set(['claim.create']) : permissionsOfRoles([staff]);
      for (const door of doors.filter(({ permission }) => permission !== 'public' && permission !== 'anyone')) {
        const reply = await knock(door, room.of[staff].token);
        const refused = reply.status === 403 && reply.body['permission'] === door.permission;
        expect([staff, door.method, door.path, refused]).toEqual([
          staff,
          door.method,
          door.path,
          !held.has(door.permission),
        ]);
        expect(reply.status).toBeLessThan(500);
      }
    }
  });

  it('answers for everything that another newsroom has as for what does not exist', async () => {
    const theirs = await rivals();
    const named = doors.filter(({ path, permission }) => /\{\w*[iI]d\}/.test(path) && permission !== 'public');
    expect(named.length).toBeGreaterThan(50);
    const leaks: unknown[] = [];
    for (const door of named) {
      const noun = door.path.split('/')[2] as string;
      const nested: Record<string, string> = {
        matchId: 'claim_match',
        importId: 'review_import',
        captureId: 'capture',
        replayId: 'webhook_replay',
        absenceId: 'absence',
      };
      const path = door.path
        .replace('{id}', theirs[TABLES[noun] as string] ?? `no row for ${noun}`)
        .replace('{number}', '1')
        .replace(/diff$/, `diff?from=${SOMEBODY}&to=${SOMEBODY}`)
        .replace(/\{(\w+)\}/g, (_, name: string) => theirs[nested[name] as string] ?? SOMEBODY);
      const body = door.upload ? aForm() : (BODIES[`${door.method} ${door.path}`] ?? door.body);
      const foreign = await app.as(room.of.admin.token).send<Json>(door.method, path, body, { ifMatch: '"1"' });
      const { code, errors } = foreign.body;
      if (foreign.status !== 404 || !/\.not-found$|^evidence\.no-file$/.test(String(code))) {
        leaks.push([door.method, door.path, foreign.status, code, errors]);
      }
    }
    expect(leaks).toEqual([]);
  });

  /** Another newsroom with one of everything: the first id of each table. */
  async function rivals(): Promise<Record<string, string>> {
    const site = await Site.open();
    const url = site.page(
      '/page',
      '<article><h1>Page</h1><p>The bridge cost 41 million crowns, the office said.</p></article>',
    );
    const staff = { boss: 'admin', bot: { machine: ['claim.create'] as Permission[] } } as const;
    const other = await aNewsroom(
      ground,
      { boss: staff.boss, bot: { machine: [...staff.bot.machine] } },
      { policy: { signOffsRequired: 0 } },
    );
    const boss = app.as(other.of.boss.token);
    const worker = await app.startOne('worker');
    const make = async (path: string, body: unknown, ifMatch?: string) =>
      (await boss.post<Json>(path, body, { ifMatch })).body;
    await make('/v1/articles', {
      text: 'The mayor said the bridge cost 41 million crowns.',
      url: 'https://example.org/a',
    });
    const desk = await make('/v1/desks', { key: 'city', name: 'City' });
    expect(desk['key']).toBe('city');
    const hook = await make('/v1/webhook-endpoints', { url: site.url('/hook'), events: ['claim.*'] });
    await make(`/v1/webhook-endpoints/${hook['id'] as string}/replays`, { since: '2020-01-01T00:00:00Z' });
    const claim = {
      text: 'The bridge cost 41 million crowns.',
      appearances: [{ claimant: { kind: 'person', name: 'Ada' }, url }],
    };
    const id = (await make('/v1/claims', { ...claim, accept: true, take: true }))['id'] as string;
    await make(`/v1/claims/${id}/comments`, { text: 'Whose figure is this?' });
    const asked = { name: 'Ada', question: 'Whose figure is this?', channel: 'email', dueAt: '2099-01-01T00:00:00Z' };
    await make(`/v1/claims/${id}/reply-requests`, asked);
    const link = { kind: 'link', url, quote: 'cost 41 million crowns', stance: 'supports', visibility: 'public' };
    const evidence = (await make(`/v1/claims/${id}/evidence`, link))['id'];
    await eventually(async () => (await db.sql('SELECT 1 FROM capture WHERE newsroom = $1', [other.id])).length > 0);
    const verdict = {
      rating: 'true',
      summary: 'So it is.',
      explanation: 'The office said so.',
      evidenceIds: [evidence],
    };
    const draft = await boss.put<Json>(`/v1/claims/${id}/draft`, verdict);
    await make(`/v1/claims/${id}/actions/submit`, {}, draft.etag);
    await make(`/v1/claims/${id}/actions/publish`, {}, (await boss.get(`/v1/claims/${id}`)).etag);
    await make(`/v1/people/${other.of.boss.id}/conflicts`, {
      kind: 'label',
      name: 'bridges',
      reason: 'My sister builds them.',
    });
    await make('/v1/claim-reviews/imports', {
      '@type': 'ClaimReview',
      url: 'https://facts.example/a',
      claimReviewed: 'The bridge cost 41 million crowns.',
      author: { name: 'Facts' },
      reviewRating: { alternateName: 'False' },
    });
    await make('/v1/rechecks', { claimId: id, detail: 'A reader writes that the sum is wrong.' });
    await eventually(async () => (await db.sql('SELECT 1 FROM delivery WHERE newsroom = $1', [other.id])).length > 0);
    await db.sql(
      `INSERT INTO scoring_model (newsroom, id, number, recipe, intercept, slope, weights, decisions, fitted_to, figures, better)
       VALUES ($1, gen_random_uuid(), 1, 'calibration', 0, 1, '{}', 200, 1, '{}', true)`,
      [other.id],
    );
    await eventually(
      async () => (await db.sql('SELECT 1 FROM imported_review WHERE newsroom = $1', [other.id])).length > 0,
    );
    await make('/v1/assignments/plans', { claims: [{ id }], people: [other.of.boss.id] });
    await make(`/v1/people/${other.of.boss.id}/absences`, { until: '2099-01-01T00:00:00Z' });
    await app.kill(worker, 'SIGTERM');
    await site.close();
    const ids: Record<string, string> = {};
    for (const table of [...Object.values(TABLES), 'capture', 'webhook_replay', 'review_import', 'absence']) {
      const [row] = await db.sql<{ id: string }>(`SELECT id FROM ${table} WHERE newsroom = $1 LIMIT 1`, [other.id]);
      expect([table, row !== undefined]).toEqual([table, true]);
      ids[table] = row?.id as string;
    }
    return ids;
  }
});

/** Bodies for the routes whose least body says nothing. */
const BODIES: Record<string, unknown> = {
  'PATCH /v1/claims/{id}': { priority: 'high' },
  'POST /v1/claims/{id}/evidence': { kind: 'note', note: 'A note', stance: 'context' },
  'PATCH /v1/evidence/{id}': { note: 'Another note' },
  'POST /v1/sources/{id}/captures': { text: 'What the page said.' },
  'POST /v1/reply-requests/{id}/answer': { outcome: 'declined', channel: 'phone' },
  'PUT /v1/reply-requests/{id}/answer': { outcome: 'declined', channel: 'phone', reason: 'A slip.' },
};

/** The noun in an address, and the table that keeps it. */
const TABLES: Record<string, string> = {
  articles: 'article',
  'claim-reviews': 'imported_review',
  assignments: 'assignment_plan',
  claims: 'claim',
  conflicts: 'conflict',
  comments: 'comment',
  deliveries: 'delivery',
  desks: 'desk',
  evidence: 'evidence',
  'fact-checks': 'fact_check',
  machines: 'machine',
  people: 'person',
  'rating-scales': 'rating_scale',
  rechecks: 'recheck',
  'reply-requests': 'reply_request',
  'scoring-models': 'scoring_model',
  sources: 'source',
  tokens: 'token',
  'webhook-endpoints': 'webhook_endpoint',
};

function aForm(): FormData {
  const form = new FormData();
  form.append('stance', 'supports');
  form.append('note', 'A note');
  form.append('at', '2026-01-01T00:00:00Z');
  form.append('file', new Blob(['%PDF-1.4\n%%EOF'], { type: 'application/pdf' }), 'a.pdf');
  return form;
}
