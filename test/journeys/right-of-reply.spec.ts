import { Readable } from 'node:stream';
import { verifyDossier } from '../../apps/cli/src/verify-dossier.js';
import { House, type ClaimBody, type Desk, type ProblemBody } from '../support/a-desk.js';
import type { Reply } from '../support/client.js';
import { atRest } from '../support/at-rest.js';
import { eventually } from '../support/eventually.js';

type Json = Record<string, unknown>;
type Staff = 'rosa' | 'bo' | 'eva' | 'wanda' | 'rita' | 'ada';

interface Asked {
  id: string;
  state: string;
  contact: string | null;
  version: number;
  answer: { text: string | null; late: boolean } | null;
}

const STAFF = {
  rosa: 'reviewer',
  bo: 'reviewer',
  eva: 'editor',
  wanda: 'editor',
  rita: 'reader',
  ada: 'admin',
} as const;
const CONTACT = 'mara.lind@harbour.example';
const MAYOR = {
  role: 'mayor',
  organisation: 'City of Harbour',
  channel: 'email',
  contact: CONTACT,
  question: 'On what figures does the sum of 41 million rest?',
};
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

let house: House;

beforeAll(async () => {
  house = await House.open();
});
afterEach(() => house.db.shiftClock('0'));
afterAll(() => house?.close());

async function asks(desk: Desk<Staff>, name: Staff, { id }: { id: string }, given: object = {}) {
  const body = { name: 'Mara Lind', ...MAYOR, dueAt: inHours(24), ...given };
  return desk.as(name).post<Asked & ProblemBody>(`/v1/claims/${id}/reply-requests`, body);
}

async function answers(desk: Desk<Staff>, name: Staff, asked: Reply<Asked>, given: object, method = 'POST') {
  const body = { outcome: 'answered', channel: 'email', ...given };
  const path = `/v1/reply-requests/${asked.body.id}/answer`;
  return desk.as(name).send<Asked & ProblemBody>(method, path, body, { ifMatch: asked.etag });
}

async function page(desk: Desk<Staff>, claim: { id: string }, number?: number): Promise<string> {
  const { url } = await desk.factCheck('eva', claim);
  const html = (await desk.reader(number === undefined ? url : `${new URL(url).pathname}/versions/${number}`)).must(
    200,
  ).text;
  const said = /<h2>What they say<\/h2>([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? '';
  expect(html).not.toContain(CONTACT);
  return said
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([,.:])/g, '$1')
    .trim();
}

/** What somebody finds in their inbox of these kinds. */
async function inbox(desk: Desk<Staff>, name: Staff, kind: string): Promise<Json[]> {
  const { data } = (await desk.as(name).get<{ data: Json[] }>('/v1/me/inbox?limit=100')).must(200).body;
  return data.filter((one) => one['kind'] === kind);
}

describe('The other side is heard', () => {
  it('asked before the verdict goes out, quoted in it, corrected on record, and told to those who watch', async () => {
    const desk = await house.newsroom<Staff>(STAFF);
    const claim = await desk.claim('eva', { accept: true });
    const appearanceId = claim.appearances[0]!.id;
    (await desk.as('bo').put(`/v1/claims/${claim.id}/watchers/${desk.id('bo')}`, {})).must(200);
    const asked = (await asks(desk, 'rosa', claim, { name: undefined, role: undefined, appearanceId })).must(201);
    expect(asked.body).toMatchObject({
      name: 'Mara Lind',
      role: 'mayor',
      claimant: { kind: 'person', name: 'Mara Lind' },
      state: 'awaiting',
      public: true,
      askedBy: { id: desk.id('rosa'), name: 'rosa' },
      answer: null,
    });
    const seen = async (name: Staff) => (await desk.as(name).get<Asked>(asked.location)).must(200).body;
    for (const [name, contact] of [
      ['rosa', CONTACT],
      ['eva', CONTACT],
      ['bo', null],
      ['rita', null],
    ] as const)
      expect([name, (await seen(name)).contact]).toEqual([name, contact]);
    await desk.does('bo', claim, 'take');
    expect((await seen('bo')).contact).toBe(CONTACT);
    expect((await answers(desk, 'rita', asked, { text: 'It did.' })).status).toBe(403);
    const first = (await answers(desk, 'bo', asked, { text: 'It did, to the crown.' })).must(200);
    expect((await answers(desk, 'rosa', asked, { text: 'Too late.' })).status).toBe(412);
    expect((await answers(desk, 'rosa', first, { text: 'Twice.' })).body.code).toBe('reply.answer-recorded');
    const reason = 'A line of the letter was missing.';
    const text = 'It did, to the crown.\n\nAsk the <auditors>.';
    (await answers(desk, 'rosa', first, { text, reason }, 'PUT')).must(200);
    const { data } = (await desk.as('rita').get<{ data: Json[] }>(`${asked.location}/revisions`)).must(200).body;
    expect(data.map((one) => [one['answer'], one['reason'], one['by']])).toEqual([
      [null, null, desk.id('rosa')],
      ['It did, to the crown.', null, desk.id('bo')],
      [text, reason, desk.id('rosa')],
    ]);
    (await asks(desk, 'rosa', claim, { name: 'The ministry', role: null, organisation: null, channel: 'phone' })).must(
      201,
    );
    (await asks(desk, 'rosa', claim, { name: 'A whistle-blower', public: false })).must(201);
    const refusal = (await asks(desk, 'rosa', claim, { name: 'Jon Ek', role: null, organisation: null })).must(201);
    (await answers(desk, 'rosa', refusal, { outcome: 'declined', channel: 'phone' })).must(200);
    await eventually(async () => (await inbox(desk, 'rosa', 'reply')).length === 1, { what: 'what the asker is told' });
    const watching = await desk.as('rosa').get<{ data: Json[] }>(`/v1/claims/${claim.id}/watchers`);
    expect(watching.body.data).toContainEqual(expect.objectContaining({ why: 'asked' }));
    await desk.submits('bo', claim);
    await desk.does('eva', claim, 'signOff');
    await desk.does('eva', claim, 'publish');
    const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date());
    const until = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(inHours(24)),
    );
    expect(await page(desk, claim)).toBe(
      `We asked Mara Lind, mayor, City of Harbour, for comment on ${today} by e-mail. Mara Lind replied on ${today}: ` +
        'It did, to the crown. Ask the &lt;auditors&gt;. ' +
        `We asked The ministry for comment on ${today} by phone. When this was published The ministry had not replied. We gave them until ${until}. ` +
        `We asked Jon Ek for comment on ${today} by e-mail. Jon Ek declined to comment on ${today}.`,
    );
    const { url } = await desk.factCheck('eva', claim);
    const json = (await desk.reader(`${new URL(url).pathname}.json`)).must(200).body;
    expect(json['replies']).toMatchObject([
      { name: 'Mara Lind', state: 'answered', answer: { text, verbatim: true, late: false } },
      { name: 'The ministry', state: 'awaiting', answer: null },
      { name: 'Jon Ek', state: 'declined', answer: { text: null } },
    ]);
    expect(JSON.stringify(json)).not.toContain('whistle');
  });

  it('and in a blind round who watches hears of an answer when the round is over, once', async () => {
    const desk = await house.newsroom<Staff>(STAFF, { reviewsRequired: 2 });
    const claim = await desk.claim('eva', { accept: true });
    (await desk.as('rita').put(`/v1/claims/${claim.id}/watchers/${desk.id('rita')}`, undefined)).must(200);
    await desk.does('rosa', claim, 'take');
    const asked = (await asks(desk, 'rosa', claim)).must(201);
    const answered = (await answers(desk, 'rosa', asked, { text: 'No.' })).must(200);
    await desk.does('bo', claim, 'take');
    await atRest(house.db);
    expect(await inbox(desk, 'rita', 'reply')).toEqual([]);
    await desk.submits('rosa', claim);
    await atRest(house.db);
    expect(await inbox(desk, 'rita', 'reply')).toEqual([]);
    await desk.submits('bo', claim);
    await atRest(house.db);
    const heard = await inbox(desk, 'rita', 'reply');
    expect(heard).toMatchObject([{ event: { type: 'reply.received' }, actor: { name: 'rosa' } }]);
    expect(await inbox(desk, 'rosa', 'reply')).toEqual([]);
    const said = { text: 'No, and never.', reason: 'A line was missing.' };
    (await answers(desk, 'rosa', answered, said, 'PUT')).must(200);
    await desk.does('eva', claim, 'signOff');
    await atRest(house.db);
    expect(await inbox(desk, 'rita', 'reply')).toEqual(heard);
    expect(await house.db.sql('SELECT FROM reply_held WHERE claim_id = $1', [claim.id])).toEqual([]);
  });

  it('and when the answer comes after publication, the newsroom is told, and a correction takes it in', async () => {
    const desk = await house.newsroom<Staff>(STAFF);
    const claim = await desk.claim('eva', { accept: true });
    const asked = (await asks(desk, 'rosa', claim, { dueAt: inHours(2) })).must(201);
    await house.db.shiftClock('3 hours');
    await eventually(async () => (await inbox(desk, 'rosa', 'reply-overdue')).length === 1, { what: 'the deadline' });
    await desk.reviews('bo', claim);
    await desk.does('eva', claim, 'signOff');
    await desk.does('eva', claim, 'publish');
    expect(await page(desk, claim)).toContain('Mara Lind did not reply by');
    (await answers(desk, 'rosa', asked, { text: 'It did, and here is why.' })).must(200);
    await eventually(async () => (await inbox(desk, 'eva', 'recheck')).length === 1, { what: 'what editors are told' });
    const rechecks = await desk.as('eva').get<{ data: Json[] }>(`/v1/rechecks?claimId=${claim.id}`);
    const [list] = rechecks.must(200).body.data as { rechecks?: Json[] }[];
    expect(JSON.stringify(list)).toContain('reply-received');
    expect(await page(desk, claim)).not.toContain('here is why');
    const update = { type: 'update', notice: 'The mayor replied.', withReplies: true };
    await desk.does('eva', claim, 'correct', update);
    expect(await page(desk, claim)).toMatch(/replied on .+, after the deadline of .+: It did, and here is why\./);
    expect(await page(desk, claim, 1)).toContain('did not reply by');
    const { id } = await desk.factCheck('eva', claim);
    const path = (number: number) => `/v1/fact-checks/${id}/versions/${number}/dossier`;
    await eventually(async () => (await desk.as('eva').get(path(2))).status === 200, { what: 'the seal' });
    const log = (await desk.as('eva').get('/v1/audit/export')).must(200).text;
    for (const number of [1, 2]) {
      const { text } = (await desk.as('eva').get(path(number))).must(200);
      expect(text).toContain(MAYOR.question);
      expect(text).not.toContain(CONTACT);
      expect(await verifyDossier(text, Readable.from([log]))).toMatchObject({ ok: true });
    }
    const { text } = (await desk.as('eva').get(path(2))).must(200);
    const forged = await verifyDossier(text.replaceAll('It did, and here is why.', 'We have no comment.'), undefined);
    expect([forged.ok, forged.told.includes('BROKEN')]).toEqual([false, true]);
  });
});

describe('A newsroom that wants the other side heard', () => {
  const offer = async (desk: Desk<Staff>, claim: { id: string }) => {
    const { availableActions } = await desk.seen('eva', claim);
    return availableActions.find(({ action }) => action === 'publish') as Json & { reasons: { code: string }[] };
  };

  it('publishes no bad rating before they replied or had their time, and says why', async () => {
    const desk = await house.newsroom<Staff>(STAFF, { rightOfReply: 'required', rightOfReplyUpTo: 'mostly-false' });
    const [bad, good] = [
      await desk.claim('eva', { accept: true }),
      await desk.claim('eva', { accept: true, text: 'B.' }),
    ];
    await desk.reviews('bo', bad, 'false');
    await desk.reviews('bo', good, 'mostly-true');
    for (const claim of [bad, good]) await desk.does('eva', claim, 'signOff');
    expect((await desk.does('eva', good, 'publish')).state).toBe('published');
    expect((await offer(desk, bad)).reasons).toMatchObject([{ code: 'publish.reply-not-asked' }]);
    expect(await desk.refused('eva', bad, 'publish')).toBe('publish.reply-not-asked');
    const asked = (await asks(desk, 'rosa', bad)).must(201);
    expect(await desk.refused('eva', bad, 'publish')).toBe('publish.reply-awaited');
    const can = await desk.as('eva').get<{ data: { id: string }[] }>('/v1/claims?can=publish');
    expect(can.must(200).body.data).toEqual([]);
    (await answers(desk, 'rosa', asked, { outcome: 'declined' })).must(200);
    expect(await offer(desk, bad)).toMatchObject({ allowed: true });
    expect((await desk.does('eva', bad, 'publish')).state).toBe('published');
  });

  it('or is only warned, and a policy that names no rating of the scale is refused', async () => {
    const desk = await house.newsroom<Staff>(STAFF, { rightOfReply: 'warn' });
    const claim = await desk.claim('eva', { accept: true });
    await desk.reviews('bo', claim);
    await desk.does('eva', claim, 'signOff');
    const warnings = [{ code: 'publish.reply-not-asked', matchId: null, ratings: [] }];
    expect(await offer(desk, claim)).toMatchObject({ allowed: true, reasons: [], warnings });
    expect((await desk.does('eva', claim, 'publish')).state).toBe('published');
    const { etag } = (await desk.as('ada').get('/v1/policy')).must(200);
    const wrong = { rightOfReply: 'required', rightOfReplyUpTo: 'pants-on-fire' };
    const refused = await desk.as('ada').put<ProblemBody>('/v1/policy', wrong, { ifMatch: etag });
    expect([refused.status, refused.body.errors?.map(({ pointer }) => pointer)]).toEqual([422, ['/rightOfReplyUpTo']]);
  });

  it('erases who was asked when they want it, and the log and what was published stay whole', async () => {
    const desk = await house.newsroom<Staff>(STAFF);
    const claim = await desk.claim('eva', { accept: true });
    const asked = (await asks(desk, 'rosa', claim)).must(201);
    const answered = (await answers(desk, 'rosa', asked, { text: 'It did.' })).must(200);
    const erase = (name: Staff, ifMatch: string) =>
      desk.as(name).post<Json>(`${asked.location}/erase`, undefined, { ifMatch });
    expect((await erase('eva', answered.etag)).status).toBe(403);
    expect((await erase('ada', asked.etag)).status).toBe(412);
    const erased = (await erase('ada', answered.etag)).must(200).body;
    expect(erased).toMatchObject({
      name: null,
      contact: null,
      question: null,
      state: 'answered',
      answer: { text: null },
    });
    const [row] = await house.db.sql<{ text: string }>(
      `SELECT concat((SELECT string_agg(r::text, ' ') FROM reply_request r WHERE r.newsroom = $1),
         (SELECT string_agg(v::text, ' ') FROM reply_revision v WHERE v.newsroom = $1),
         (SELECT string_agg(l.data::text || coalesce(l.personal::text, ''), ' ') FROM log l
          WHERE l.newsroom = $1 AND l.type LIKE 'reply.%')) AS text`,
      [desk.room.id],
    );
    for (const words of ['Mara Lind', CONTACT, MAYOR.question, 'It did.']) expect(row?.text).not.toContain(words);
    await eventually(
      async () => {
        const { body } = (await desk.as('eva').get<Json>('/v1/audit/verify')).must(200);
        return body['ok'] === true || body['whole'] === true || body['broken'] === null;
      },
      { what: 'the chain, whole' },
    );
  });
});

describe('What cannot be so is refused, with a pointer', () => {
  let desk: Desk<Staff>;
  let claim: ClaimBody;

  beforeAll(async () => {
    desk = await house.newsroom<Staff>(STAFF);
    claim = await desk.claim('eva', { accept: true });
  });

  it.each<[string, object, number, string, string]>([
    ['a deadline that has passed', { dueAt: inHours(-1) }, 422, 'reply.due-past', '/dueAt'],
    ['a request that is still to go out', { askedAt: inHours(1) }, 422, 'reply.asked-in-future', '/askedAt'],
    ['nobody', { name: undefined }, 422, 'reply.nobody-named', '/name'],
    [
      'a claimant of another claim',
      { appearanceId: crypto.randomUUID() },
      422,
      'reply.claimant-unknown',
      '/appearanceId',
    ],
    ['a channel that there is not', { channel: 'pigeon' }, 400, 'request.invalid', '/channel'],
    ['an empty question', { question: ' ' }, 400, 'request.invalid', '/question'],
    ['a day that there is not', { dueAt: '2027-02-31T10:00:00Z' }, 400, 'request.invalid', '/dueAt'],
  ])('%s', async (_, given, status, code, pointer) => {
    const reply = await asks(desk, 'rosa', claim, given);
    expect([reply.status, reply.body.code, reply.body.errors?.map((one) => one.pointer)]).toEqual([
      status,
      code,
      [pointer],
    ]);
  });

  it('and answers to nothing, from the future, without words, and by who is kept out', async () => {
    const unknown = `/v1/reply-requests/${crypto.randomUUID()}/answer`;
    const declined = { outcome: 'declined', channel: 'phone' };
    const nowhere = await desk.as('rosa').post<ProblemBody>(unknown, declined, { ifMatch: '"1"' });
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'reply.not-found']);
    expect((await asks(desk, 'rosa', { id: crypto.randomUUID() })).body.code).toBe('claim.not-found');
    expect((await asks(desk, 'rita', claim)).body.code).toBe('permission.missing');
    const asked = (await asks(desk, 'rosa', claim)).must(201);
    const code = async (given: object, method?: string) => {
      const { body } = await answers(desk, 'rosa', asked, given, method);
      return [body.code, ...(body.errors ?? []).map((one) => one.pointer)];
    };
    expect(await code({ text: 'a', receivedAt: inHours(1) })).toEqual(['reply.received-in-future', '/receivedAt']);
    expect(await code({ text: 'a', receivedAt: inHours(-1) })).toEqual(['reply.received-before-asked', '/receivedAt']);
    expect(await code({})).toEqual(['request.invalid', '/text']);
    expect(await code({ text: 'a', reason: 'r' }, 'PUT')).toEqual(['reply.no-answer']);
    const change = (name: Staff, body: object, ifMatch = asked.etag) =>
      desk.as(name).patch<ProblemBody>(asked.location, body, { ifMatch });
    expect((await change('bo', { public: false })).body.code).toBe('reply.not-yours');
    expect((await change('rosa', { dueAt: inHours(-1) })).body.errors).toMatchObject([{ pointer: '/dueAt' }]);
    await desk.does('rosa', claim, 'recuse', { reason: 'She is my aunt.' });
    expect((await change('rosa', { public: false })).body.code).toBe('claim.kept-out');
    const withdrawn = await desk
      .as('eva')
      .post(`${asked.location}/withdraw`, { reason: 'By somebody who is kept out.' }, { ifMatch: asked.etag });
    expect(withdrawn.must(200).body).toMatchObject({ state: 'withdrawn', withdrawn: { by: desk.id('eva') } });
    expect((await change('eva', { public: false }, withdrawn.etag)).body.code).toBe('reply.withdrawn');
    const all = (await desk.as('rita').get<{ data: Json[] }>('/v1/reply-requests?state=withdrawn')).must(200).body.data;
    expect(all.map(({ id }) => id)).toEqual([asked.body.id]);
  });
});
