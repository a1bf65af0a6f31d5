import { House, type ClaimBody, type Desk, type ProblemBody } from '../support/a-desk.js';
import type { Client } from '../support/client.js';

type Staff = 'rosa' | 'bo' | 'dana' | 'eva' | 'omar' | 'ada';
const STAFF = {
  rosa: 'reviewer',
  bo: 'reviewer',
  dana: 'editor',
  eva: 'editor',
  omar: 'editor',
  ada: 'admin',
} as const;

let house: House;
beforeAll(async () => {
  house = await House.open({ workers: 0 });
});
afterAll(() => house?.close());

const open = (policy: object = {}): Promise<Desk<Staff>> =>
  house.newsroom<Staff>(STAFF, { signOffsRequired: 3, ...policy });

/** Two people sit down, and hand in what they found. The first leads. */
async function reviewed(desk: Desk<Staff>, one: Staff, other: Staff, second = 'false'): Promise<ClaimBody> {
  const claim = await desk.claim('eva', { accept: true });
  for (const name of [one, other]) await desk.does(name, claim, 'take');
  await desk.submits(one, claim, 'false');
  return desk.submits(other, claim, second);
}

async function text(desk: Desk<Staff>, name: Staff, claim: ClaimBody) {
  return {
    verdict: { rating: 'true', summary: 's', explanation: 'e', evidenceIds: [await desk.notes(name, claim)] },
  };
}

/** The same person: as they are, under a second token, and through an application that acts for them with less. */
async function guises(desk: Desk<Staff>, name: Staff): Promise<Client[]> {
  const path = `/v1/people/${desk.id(name)}/tokens`;
  const made = async (body: object) =>
    house.app.as((await desk.as('ada').post<{ token: string }>(path, body)).must(201).body.token);
  const scopes = ['claim.read', 'claim.signoff'];
  return [desk.as(name), await made({ name: 'phone' }), await made({ name: 'cms', application: 'CMS', scopes })];
}

type Path = [author: Staff, how: string, come: (desk: Desk<Staff>) => Promise<ClaimBody>];

describe('No author votes on their verdict', () => {
  const paths: Path[] = [
    [
      'dana',
      'who reviewed it alone',
      async (desk) => {
        const claim = await desk.claim('eva', { accept: true });
        return desk.reviews('dana', claim);
      },
    ],
    ['dana', 'who led the round', (desk) => reviewed(desk, 'dana', 'rosa')],
    ['dana', 'who agreed with the lead', (desk) => reviewed(desk, 'rosa', 'dana')],
    [
      'dana',
      'whose review was not the one chosen',
      async (desk) => {
        const claim = await reviewed(desk, 'rosa', 'dana', 'true');
        const path = `/v1/claims/${claim.id}/reviews`;
        const { data } = (await desk.as('eva').get<{ data: { id: string; person: string }[] }>(path)).must(200).body;
        return desk.does('eva', claim, 'adjudicate', {
          choose: data.find(({ person }) => person === desk.id('rosa'))?.id,
        });
      },
    ],
    [
      'eva',
      'who decided between reviews and wrote anew',
      async (desk) => {
        const claim = await reviewed(desk, 'rosa', 'bo', 'true');
        return desk.does('eva', claim, 'adjudicate', await text(desk, 'eva', claim));
      },
    ],
    [
      'dana',
      'who amended it',
      async (desk) => {
        const claim = await reviewed(desk, 'rosa', 'dana');
        return desk.does('dana', claim, 'amend', await text(desk, 'dana', claim));
      },
    ],
    [
      'dana',
      'whose verdict another author amended',
      async (desk) => {
        const claim = await reviewed(desk, 'rosa', 'dana');
        return desk.does('rosa', claim, 'amend', await text(desk, 'rosa', claim));
      },
    ],
  ];

  it.each(paths)('not %s, %s: by no token and no application', async (author, how, come) => {
    const desk = await open({ reviewsRequired: how === 'who reviewed it alone' ? 1 : 2 });
    const claim = await come(desk);
    expect(claim.state).toBe('in_signoff');
    const before = claim.verdict!.votes;
    for (const client of await guises(desk, author)) {
      const seen = await client.get<ClaimBody>(`/v1/claims/${claim.id}`);
      const can = (await client.get<{ data: ClaimBody[] }>('/v1/claims?can=signOff')).must(200).body.data;
      expect(can).toEqual([]);
      for (const [action, body] of [
        ['signOff', {}],
        ['dissent', { reason: 'r' }],
      ] as const) {
        const offer = seen.body.availableActions.find((one) => one.action === action);
        expect(offer).toMatchObject({ allowed: false, reasons: [{ code: 'claim.not-your-own-verdict' }] });
        const path = `/v1/claims/${claim.id}/actions/${action}`;
        const reply = await client.post<ProblemBody>(path, body, { ifMatch: seen.etag });
        expect([reply.status, reply.body.code]).toEqual([403, 'claim.not-your-own-verdict']);
      }
    }
    expect((await desk.seen('omar', claim)).verdict?.votes).toEqual(before);
    expect((await desk.as('omar').get<{ data: { id: string }[] }>('/v1/claims?can=signOff')).body.data).toMatchObject([
      { id: claim.id },
    ]);
  });

  it('and one person is one vote, under however many tokens', async () => {
    const desk = await open({ reviewsRequired: 1 });
    const claim = await desk.reviews('rosa', await desk.claim('eva', { accept: true }));
    const answers: [number, string | undefined][] = [];
    for (const client of await guises(desk, 'eva')) {
      const { etag } = await client.get(`/v1/claims/${claim.id}`);
      const reply = await client.post<ProblemBody>(`/v1/claims/${claim.id}/actions/signOff`, {}, { ifMatch: etag });
      answers.push([reply.status, reply.body.code]);
    }
    expect(answers).toEqual([
      [200, undefined],
      [409, 'claim.already-voted'],
      [409, 'claim.already-voted'],
    ]);
    expect((await desk.seen('omar', claim)).verdict?.votes).toHaveLength(1);
  });
});

describe('What a team cannot have meant is refused with a pointer', () => {
  const pointers = ({ status, body }: { status: number; body: unknown }) => [
    status,
    ...((body as ProblemBody).errors ?? []).map(({ pointer }) => pointer),
  ];

  it('a due time that is past: for a claim, for an assignment, for a plan of them', async () => {
    const desk = await open();
    const dueAt = '2020-01-01T00:00:00Z';
    const claim = await desk.claim('eva', { accept: true });
    const eva = desk.as('eva');
    expect(pointers(await eva.post('/v1/claims', { text: 'It rained.', dueAt }))).toEqual([422, '/dueAt']);
    const edit = await eva.patch(`/v1/claims/${claim.id}`, { dueAt }, { ifMatch: `"${claim.version}"` });
    expect(pointers(edit)).toEqual([422, '/dueAt']);
    const assigned = await desk.tries('eva', claim, 'assign', { person: desk.id('bo'), dueAt });
    expect(pointers(assigned)).toEqual([422, '/dueAt']);
    const wish = { claims: [{ id: claim.id }], people: [desk.id('bo')], strategy: 'even', dueAt };
    expect(pointers(await eva.post('/v1/assignments/plans', wish))).toEqual([422, '/dueAt']);
    expect(await desk.seen('eva', claim)).toMatchObject({ state: 'queued', version: claim.version });
  });

  it('a capacity of -1: of a person, and at a desk', async () => {
    const desk = await open();
    const ada = desk.as('ada');
    const person = await ada.get(`/v1/people/${desk.id('bo')}`);
    expect(pointers(await ada.post('/v1/people', { name: 'Kim', roles: ['reviewer'], capacity: -1 }))).toEqual([
      400,
      '/capacity',
    ]);
    expect(
      pointers(await ada.patch(`/v1/people/${desk.id('bo')}`, { capacity: -1 }, { ifMatch: person.etag })),
    ).toEqual([400, '/capacity']);
    const made = (await ada.post<{ id: string }>('/v1/desks', { key: 'city', name: 'City' })).must(201).body;
    const member = await ada.put(`/v1/desks/${made.id}/members/${desk.id('bo')}`, { capacity: -1 });
    expect(pointers(member)).toEqual([400, '/capacity']);
  });

  it('a desk that only another newsroom has, wherever one is named', async () => {
    const [desk, others] = [await open(), await open()];
    (await others.as('ada').post('/v1/desks', { key: 'harbour', name: 'Harbour' })).must(201);
    const claim = await desk.claim('eva', { accept: true });
    const eva = desk.as('eva');
    const ada = desk.as('ada');
    expect(pointers(await eva.post('/v1/claims', { text: 'It rained.', desk: 'harbour' }))).toEqual([422, '/desk']);
    const edit = await eva.patch(`/v1/claims/${claim.id}`, { desk: 'harbour' }, { ifMatch: `"${claim.version}"` });
    expect(pointers(edit)).toEqual([422, '/desk']);
    const wish = { claims: [{ id: claim.id }], desk: 'harbour', strategy: 'even' };
    expect(pointers(await eva.post('/v1/assignments/plans', wish))).toEqual([422, '/desk']);
    const hired = { name: 'Kim', roles: ['reviewer'], desks: ['harbour'] };
    expect(pointers(await ada.post('/v1/people', hired))).toEqual([422, '/desks/0']);
    const { etag } = await ada.get('/v1/policy');
    const policy = await ada.put('/v1/policy', { desks: { harbour: { reviewsRequired: 2 } } }, { ifMatch: etag });
    expect(pointers(policy)).toEqual([422, '/desks/harbour']);
  });

  it('a proposal to merge into nothing, into itself, into what is gone, and a target for anything else', async () => {
    const desk = await open();
    const gone = await desk.claim('eva', { text: 'Gone.' });
    await desk.does('eva', gone, 'dismiss', { reason: 'opinion' });
    const claim = await desk.claim('eva', { accept: true });
    await desk.does('rosa', claim, 'take');
    const release = async (given: object) => {
      const reply = await desk.tries('rosa', claim, 'release', { reason: 'Seen before.', ...given });
      const { code, errors } = reply.body as unknown as ProblemBody;
      return [reply.status, code, errors?.[0]?.pointer];
    };
    expect(await release({ suggest: 'merge' })).toEqual([422, 'claim.target-required', '/target']);
    const nobody = '0191d7b0-0000-7000-8000-0000000000aa';
    expect(await release({ suggest: 'merge', target: nobody })).toEqual([422, 'claim.target-not-found', '/target']);
    expect(await release({ suggest: 'merge', target: claim.id })).toEqual([422, 'claim.target-itself', '/target']);
    expect(await release({ suggest: 'merge', target: gone.id })).toEqual([409, 'claim.target-not-living', undefined]);
    expect(await release({ suggest: 'dismiss', target: gone.id })).toEqual([400, 'request.invalid', '/target']);
    expect(await release({ target: gone.id })).toEqual([400, 'request.invalid', '/target']);
    const same = await desk.claim('eva', { text: 'The same.' });
    expect(await release({ suggest: 'merge', target: same.id })).toEqual([200, undefined, undefined]);
  });

  it('a conflict of interest that stands already, by any spelling, also when it is written down by many at once', async () => {
    const desk = await open();
    const record = (body: object) =>
      desk
        .as('rosa')
        .post<ProblemBody & { id: string; conflictId?: string }>(`/v1/people/${desk.id('rosa')}/conflicts`, {
          reason: 'My old paper.',
          ...body,
        });
    const spellings = ['The Post', 'the post ', 'THE POST'];
    const many = await Promise.all(
      Array.from({ length: 9 }, (_, at) => record({ kind: 'outlet', name: spellings[at % 3] })),
    );
    expect(many.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 8 }, () => 409)]);
    const [first] = many.filter(({ status }) => status === 201).map(({ body }) => body.id);
    for (const { body } of many.filter(({ status }) => status === 409))
      expect(body).toMatchObject({ code: 'conflict.exists', conflictId: first, errors: [{ pointer: '/name' }] });
    (await record({ kind: 'label', name: 'The Post' })).must(201);
    const from = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const span = { kind: 'claimant', name: 'Mara Lind' };
    (await record({ ...span, until: from(10) })).must(201);
    expect((await record({ ...span, from: from(9), until: from(20) })).status).toBe(409);
    expect((await record({ ...span, from: from(10) })).status).toBe(201);
    const ended = await desk.as('rosa').post(`/v1/conflicts/${first}/end`, undefined, { ifMatch: '"1"' });
    expect(ended.status).toBe(200);
    (await record({ kind: 'outlet', name: 'The Post' })).must(201);
  });

  it('but three sign-offs in a newsroom of two are taken with a warning: it may be about to hire', async () => {
    const two = await house.newsroom({ ada: 'admin', rosa: 'reviewer' });
    const { etag } = await two.as('ada').get('/v1/policy');
    const saved = await two.as('ada').put('/v1/policy', { signOffsRequired: 3 }, { ifMatch: etag });
    expect(saved.must(200).body).toMatchObject({
      warnings: [{ code: 'policy.too-few-sign-offs', stuckIn: 'in_signoff', always: true }],
    });
  });
});
