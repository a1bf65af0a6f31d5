import { House, type Desk, type ProblemBody } from '../support/a-desk.js';
import { atRest } from '../support/at-rest.js';
import { eventually } from '../support/eventually.js';

interface CommentBody {
  id: string;
  claimId: string;
  threadId: string;
  text: string | null;
  version: number;
  mentions: { person: string; name: string }[];
  mergedFrom: string | null;
  resolved: { by: string } | null;
  span: { quote: string } | null;
}

type Staff = 'rita' | 'omar' | 'lena' | 'eva' | 'ada';

let house: House;
let desk: Desk<Staff>;

beforeAll(async () => {
  house = await House.open({ apis: 2 });
  desk = await house.newsroom(
    {
      rita: 'reporter',
      omar: { role: 'reviewer', desks: ['city', 'pairs'] },
      lena: { role: 'reviewer', desks: ['pairs'] },
      eva: 'editor',
      ada: 'admin',
    },
    { desks: { pairs: { reviewsRequired: 2 } } },
  );
});
afterAll(() => house?.close());

async function says(name: Staff, claim: { id: string }, given: object): Promise<CommentBody> {
  return (await desk.as(name).post<CommentBody>(`/v1/claims/${claim.id}/comments`, given)).must(201).body;
}

async function refusal(name: Staff, claim: { id: string }, given: object): Promise<ProblemBody> {
  const reply = await desk.as(name).post<ProblemBody>(`/v1/claims/${claim.id}/comments`, given);
  expect(reply.status).toBeGreaterThanOrEqual(400);
  return reply.body;
}

async function heard(name: Staff, claim: { id: string }, filter = ''): Promise<CommentBody[]> {
  const path = `/v1/claims/${claim.id}/comments?${filter}`;
  return (await desk.as(name).get<{ data: CommentBody[] }>(path)).must(200).body.data;
}

const ids = (comments: readonly CommentBody[]): string[] => comments.map(({ id }) => id);
const at = (text: string, name: string, person: string) => {
  const start = text.indexOf(`@${name}`);
  return { person, start, end: start + name.length + 1 };
};

describe('a newsroom that talks about a claim', () => {
  it('talks in threads on the claim, on its words and on a piece of evidence, and settles them', async () => {
    const claim = await desk.claim('eva', { accept: true });
    const note = await desk.notes('omar', claim);
    const text = '@Eva, does 41 million hold the access roads?';
    const mention = at(text, 'Eva', desk.id('eva'));
    const span = { of: 'claim', start: 24, end: 34 };
    const question = await says('rita', claim, { text, mentions: [mention], span });
    expect(question).toMatchObject({ span: { quote: '41 million' }, mentions: [{ ...mention, name: 'eva' }] });
    const reply = await says('eva', claim, { text: 'It does not.', replyTo: question.id });
    const onEvidence = await says('omar', claim, { text: 'Page 12 of it.', evidenceId: note });
    expect(reply.threadId).toBe(question.id);
    expect(ids(await heard('rita', claim))).toEqual([question.id, reply.id, onEvidence.id]);
    expect(ids(await heard('rita', claim, `evidenceId=${note}`))).toEqual([onEvidence.id]);
    expect((await desk.seen('eva', claim)).version).toBe(claim.version);

    const settle = (id: string, how: string) => desk.as('rita').post<CommentBody>(`/v1/comments/${id}/${how}`);
    expect((await settle(reply.id, 'resolve')).must(409).body).toMatchObject({ code: 'comment.not-a-thread' });
    expect((await settle(question.id, 'resolve')).must(200).body.resolved).toMatchObject({ by: desk.id('rita') });
    expect(ids(await heard('eva', claim, 'resolved=true'))).toEqual([question.id, reply.id]);
    await says('omar', claim, { text: 'One more thing.', replyTo: reply.id });
    expect(await heard('eva', claim, 'resolved=true')).toEqual([]);
  });

  it('keeps what was said before an edit, and of a withdrawn comment that it was there', async () => {
    const claim = await desk.claim('eva');
    const first = await says('rita', claim, { text: 'The mayor lies.' });
    const path = `/v1/comments/${first.id}`;
    const mine = { ifMatch: `"${first.version}"` };
    expect((await desk.as('omar').patch(path, { text: 'Mine.' }, mine)).must(403).body['code']).toBe(
      'comment.not-yours',
    );
    const edited = (await desk.as('rita').patch<CommentBody>(path, { text: 'The mayor errs.' }, mine)).must(200);
    expect((await desk.as('rita').patch(path, { text: 'Late.' }, mine)).status).toBe(412);
    const texts = async (name: Staff) =>
      (await desk.as(name).get<{ data: { text: string }[] }>(`${path}/revisions`)).must(200);
    expect((await texts('omar')).body.data.map(({ text }) => text)).toEqual(['The mayor lies.', 'The mayor errs.']);

    const asEditor = { ifMatch: edited.etag };
    expect((await desk.as('omar').post(`${path}/withdraw`, {}, asEditor)).status).toBe(403);
    expect((await desk.as('eva').post(`${path}/withdraw`, {}, asEditor)).body['code']).toBe('claim.reason-required');
    (await desk.as('eva').post(`${path}/withdraw`, { reason: 'Libel.' }, asEditor)).must(200);
    expect(await heard('omar', claim)).toMatchObject([{ id: first.id, text: null, withdrawn: { reason: 'Libel.' } }]);
    expect((await desk.as('omar').get(`${path}/revisions`)).status).toBe(409);
    expect((await texts('rita')).body.data).toHaveLength(2);
    const log = JSON.stringify(await house.db.sql('SELECT data, personal FROM log WHERE claim_id = $1', [claim.id]));
    expect(log).toContain(first.id);
    expect(log).not.toMatch(/lies|errs/);
  });

  it('refuses a mention of nobody, of somebody from another newsroom and of one who left, each with its pointer', async () => {
    const others = await house.newsroom({ ada: 'admin' });
    const gone = (await desk.as('ada').post<{ id: string }>('/v1/people', { name: 'Gus', roles: ['reader'] })).must(
      201,
    );
    (await desk.as('ada').patch(`/v1/people/${gone.body.id}`, { active: false }, { ifMatch: gone.etag })).must(200);
    const claim = await desk.claim('eva');
    const text = '@a @b @c @d';
    const people = ['0191d7b0-0000-7000-8000-0000000000aa', others.id('ada'), gone.body.id, desk.id('omar')];
    const mentions = people.map((person, i) => ({ person, start: i * 3, end: i * 3 + 2 }));
    expect(await refusal('rita', claim, { text, mentions })).toMatchObject({
      code: 'comment.mention-unknown',
      errors: [0, 1, 2].map((i) => ({ pointer: `/mentions/${i}/person`, code: 'comment.mention-unknown' })),
    });
    const beside = [{ person: desk.id('omar'), start: 1, end: 3 }];
    expect(await refusal('rita', claim, { text, mentions: beside })).toMatchObject({
      code: 'comment.mention-misplaced',
      errors: [{ pointer: '/mentions/0/start' }],
    });
    const elsewhere = await desk.claim('eva', { text: 'It rained.' });
    const { id } = await says('rita', elsewhere, { text: 'Here.' });
    expect(await refusal('rita', claim, { text, replyTo: id })).toMatchObject({ errors: [{ pointer: '/replyTo' }] });
    const note = await desk.notes('omar', elsewhere);
    expect(await refusal('rita', claim, { text, evidenceId: note })).toMatchObject({
      errors: [{ pointer: '/evidenceId' }],
    });
    expect(await refusal('rita', claim, { text, visibility: 'desk' })).toMatchObject({ code: 'comment.no-desk' });
    const span = { of: 'claim', start: 0, end: 4_000 };
    expect(await refusal('rita', claim, { text, span })).toMatchObject({ errors: [{ pointer: '/span' }] });
  });

  it('says to the desk what only the desk reads, and whoever is mentioned', async () => {
    const claim = await desk.claim('eva', { desk: 'city' });
    const text = 'For the desk, and @Lena.';
    const mentions = [at(text, 'Lena', desk.id('lena'))];
    const { id } = await says('rita', claim, { text, mentions, visibility: 'desk' });
    for (const name of ['rita', 'omar', 'lena', 'ada'] as const) expect(ids(await heard(name, claim))).toEqual([id]);
    expect(await heard('eva', claim)).toEqual([]);
    expect((await desk.as('eva').get(`/v1/comments/${id}`)).status).toBe(404);
  });

  it('keeps a blind reviewer’s comments theirs alone until the round closes', async () => {
    const claim = await desk.claim('eva', { accept: true, desk: 'pairs' });
    const before = await says('omar', claim, { text: 'Looks wrong.' });
    await desk.does('omar', claim, 'take');
    const secret = await says('omar', claim, {
      text: 'Surely false: @Eva.',
      mentions: [at('Surely false: @Eva.', 'Eva', desk.id('eva'))],
    });
    for (const name of ['rita', 'lena', 'eva', 'ada'] as const) {
      expect(ids(await heard(name, claim))).toEqual([before.id]);
      for (const path of ['', '/revisions'])
        expect((await desk.as(name).get(`/v1/comments/${secret.id}${path}`)).status).toBe(404);
    }
    expect(ids(await heard('omar', claim))).toEqual([before.id, secret.id]);
    const posted = await eventually(async () => {
      const path = '/v1/events?type=comment.posted&limit=200';
      const { data } = (await desk.as('ada').get<{ data: { data: Record<string, unknown> }[] }>(path)).body;
      return data.find((row) => row.data['commentId'] === secret.id);
    });
    expect(posted.data['mentioned']).toEqual([]);
    const note = await desk.notes('omar', claim);
    await desk.does('lena', claim, 'take');
    await desk.submits('omar', claim, 'false', [note]);
    expect(ids(await heard('lena', claim))).toEqual([before.id]);
    await desk.submits('lena', claim, 'false', [await desk.notes('lena', claim)]);
    expect(ids(await heard('lena', claim))).toEqual([before.id, secret.id]);
  });

  it('carries talk over with a merge, marked, and gives it back with the replies', async () => {
    const [one, other] = [await desk.claim('eva'), await desk.claim('eva', { text: 'The bridge cost 41 million.' })];
    const said = await says('rita', one, { text: 'Same as last week?' });
    const own = await says('rita', other, { text: 'Of its own.' });
    await desk.does('eva', one, 'merge', { target: other.id });
    const late = await says('omar', other, { text: 'It is.', replyTo: said.id });
    const carried = await heard('rita', other);
    expect(carried.map(({ id, mergedFrom }) => [id, mergedFrom])).toEqual([
      [said.id, one.id],
      [own.id, null],
      [late.id, one.id],
    ]);
    expect(await refusal('rita', one, { text: 'Too late.' })).toMatchObject({
      code: 'claim.wrong-state',
      mergedInto: other.id,
    });
    await desk.does('eva', one, 'unmerge');
    expect(ids(await heard('rita', one))).toEqual([said.id, late.id]);
    expect(ids(await heard('rita', other))).toEqual([own.id]);
  });
});

interface EntryBody {
  id: string;
  kind: string;
  claim: { id: string; text: string };
  comment: { id: string } | null;
  actor: { name: string | null };
  note: string | null;
}

const inbox = async (name: Staff, filter = ''): Promise<EntryBody[]> =>
  (await desk.as(name).get<{ data: EntryBody[] }>(`/v1/me/inbox?limit=200&${filter}`)).must(200).body.data;

/** Kinds of what somebody was told of a claim, oldest first, once the newsroom has told all. */
async function told(name: Staff, claim: { id: string }): Promise<string[]> {
  await atRest(house.db);
  const entries = (await inbox(name)).filter((entry) => entry.claim.id === claim.id);
  return entries.map(({ kind }) => kind).reverse();
}

describe('what people find in their inbox', () => {
  it('tells both sides of a hand-over, who is mentioned, who watches, and nobody of their own doings', async () => {
    const claim = await desk.claim('eva', { accept: true });
    await desk.does('eva', claim, 'assign', { person: desk.id('omar'), message: 'Today, please.' });
    const text = '@Rita, who said this?';
    await says('omar', claim, { text, mentions: [at(text, 'Rita', desk.id('rita'))] });
    await desk.does('eva', claim, 'assign', { person: desk.id('lena'), replaces: desk.id('omar') });
    await says('lena', claim, { text: 'I go on from here.' });
    expect(await told('omar', claim)).toEqual(['assigned', 'handed-over', 'comment']);
    expect(await told('lena', claim)).toEqual(['assigned']);
    expect(await told('rita', claim)).toEqual(['mention', 'comment']);
    expect(await told('eva', claim)).toEqual([]);
    expect((await inbox('rita'))[0]).toMatchObject({ claim: { text: claim.text }, actor: { name: 'lena' } });

    (await desk.as('rita').delete(`/v1/claims/${claim.id}/watchers/${desk.id('rita')}`)).must(204);
    (await desk.as('eva').put(`/v1/claims/${claim.id}/watchers/${desk.id('ada')}`, undefined)).must(200);
    expect((await desk.as('rita').put(`/v1/claims/${claim.id}/watchers/${desk.id('ada')}`, undefined)).status).toBe(
      403,
    );
    await desk.submits('lena', claim, 'false', [await desk.notes('lena', claim)]);
    await desk.does('eva', claim, 'dissent', { reason: 'The account is old.' });
    expect(await told('eva', claim)).toEqual(['sign-off-wanted']);
    expect(await told('lena', claim)).toEqual(['assigned', 'dissent']);
    expect(await told('ada', claim)).toEqual(['sign-off-wanted', 'dissent']);
    expect(await told('rita', claim)).toEqual(['mention', 'comment']);
  });

  it('passes on what was said with work that is given, handed over and given back, in a blind round once it is over', async () => {
    const words = async (name: Staff, claim: { id: string }) => {
      await atRest(house.db);
      const entries = (await inbox(name)).filter((entry) => entry.claim.id === claim.id);
      return entries.map(({ kind, note }) => [kind, note]).reverse();
    };
    const claim = await desk.claim('eva', { accept: true });
    await desk.does('eva', claim, 'assign', { person: desk.id('omar'), message: 'Today, please.' });
    const handed = { person: desk.id('lena'), replaces: desk.id('omar'), reason: 'Omar has the election.' };
    await desk.does('eva', claim, 'assign', { ...handed, message: 'Start with page 12.' });
    await desk.does('lena', claim, 'release', { reason: 'No time before May.' });
    expect(await words('omar', claim)).toEqual([
      ['assigned', 'Today, please.'],
      ['handed-over', 'Omar has the election.'],
    ]);
    expect(await words('lena', claim)).toEqual([['assigned', 'Start with page 12.']]);
    expect(await words('eva', claim)).toEqual([['declined', 'No time before May.']]);
    const history = (await desk.as('rita').get<{ data: { reason: string }[] }>(`/v1/claims/${claim.id}/history`)).body;
    expect(history.data.map(({ reason }) => reason)).toContain('Omar has the election.');

    const blind = await desk.claim('eva', { accept: true, desk: 'pairs' });
    await desk.does('eva', blind, 'assign', { person: desk.id('omar') });
    await desk.does('lena', blind, 'take');
    await desk.does('omar', blind, 'release', { reason: 'The account says 63.' });
    expect(await words('eva', blind)).toEqual([['declined', null]]);
    await desk.does('eva', blind, 'assign', { person: desk.id('ada') });
    await desk.submits('lena', blind);
    await desk.submits('ada', blind);
    expect(await words('eva', blind)).toContainEqual(['declined', 'The account says 63.']);
  });

  it('counts what is unread, and marks some, or all up to one, as read and unread', async () => {
    const claim = await desk.claim('eva', { text: 'It rained in May.' });
    (await desk.as('rita').put(`/v1/claims/${claim.id}/watchers/${desk.id('rita')}`, undefined)).must(200);
    for (const text of ['One.', 'Two.', 'Three.']) await says('omar', claim, { text });
    await told('rita', claim);
    const [third, second] = (await inbox('rita', 'kind=comment')) as [EntryBody, EntryBody];
    const marked = async (how: string, body: object) =>
      (await desk.as('rita').post<{ unread: number }>(`/v1/me/inbox/${how}`, body)).must(200).body.unread;
    expect(await marked('read', { upTo: second.id })).toBe(1);
    expect((await inbox('rita', 'unread=true')).map(({ id }) => id)).toEqual([third.id]);
    expect(await marked('read', { ids: [third.id] })).toBe(0);
    expect(await marked('unread', { ids: [third.id, second.id] })).toBe(2);
    const counts = (await desk.as('rita').get('/v1/me/inbox/counts')).must(200).body;
    expect(counts).toEqual({ unread: 2, byKind: { comment: 2 } });
    expect((await desk.as('omar').post('/v1/me/inbox/read', { ids: [third.id] })).status).toBe(200);
    expect(await inbox('rita', 'unread=true')).toHaveLength(2);
    expect((await desk.as('rita').post('/v1/me/inbox/read', {})).status).toBe(400);
  });

  it('tells nothing of a blind reviewer’s comment before the round closes, and then all', async () => {
    const claim = await desk.claim('eva', { accept: true, desk: 'pairs' });
    await desk.does('omar', claim, 'take');
    const text = 'False, @Rita.';
    await says('omar', claim, { text, mentions: [at(text, 'Rita', desk.id('rita'))] });
    await desk.does('lena', claim, 'take');
    expect(await told('rita', claim)).toEqual([]);
    await desk.submits('omar', claim, 'false', [await desk.notes('omar', claim)]);
    await desk.submits('lena', claim, 'false', [await desk.notes('lena', claim)]);
    expect(await told('rita', claim)).toEqual(['mention']);
  });

  it('goes by what each person wants, tells nothing to whoever left, and nothing twice or never after a crash', async () => {
    const claim = await desk.claim('eva');
    const settings = '/v1/me/notification-settings';
    const now = (await desk.as('lena').get<{ preferences: object }>(settings)).must(200);
    expect(now.body).toMatchObject({ preferences: { mention: 'mail', comment: 'digest' }, digestHour: 8 });
    const quiet = { preferences: { mention: 'none' }, digestHour: 7 };
    (await desk.as('lena').put(settings, quiet, { ifMatch: now.etag })).must(200);
    expect((await desk.as('lena').put(settings, quiet, { ifMatch: now.etag })).status).toBe(412);
    const person = (await desk.as('ada').post<{ id: string }>('/v1/people', { name: 'Gus', roles: ['reader'] })).must(
      201,
    );
    const text = '@Lena @Gus';
    const mentions = [at(text, 'Lena', desk.id('lena')), at(text, 'Gus', person.body.id)];
    (await desk.as('eva').put(`/v1/claims/${claim.id}/watchers/${desk.id('eva')}`, undefined)).must(200);
    for (let i = 0; i < 5; i++) await says('rita', claim, { text: `Before ${i}.` });
    await house.app.kill('worker');
    for (let i = 0; i < 4; i++) await says('rita', claim, { text: `After ${i}.` });
    await says('rita', claim, { text, mentions });
    (await desk.as('ada').patch(`/v1/people/${person.body.id}`, { active: false }, { ifMatch: person.etag })).must(200);
    await house.app.startOne('worker');
    expect(await told('lena', claim)).toEqual([]);
    expect(await told('eva', claim)).toEqual(Array(10).fill('comment'));
    expect(await house.db.sql('SELECT 1 FROM inbox WHERE person_id = $1', [person.body.id])).toEqual([]);
  });
});
