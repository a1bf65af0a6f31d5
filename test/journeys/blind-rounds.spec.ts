import { machineScopes, roles, type Permission } from '#newsroom';
import { House, type ClaimBody, type Desk } from '../support/a-desk.js';
import { everyGet, type Door } from '../support/every-get.js';
import { atRest } from '../support/at-rest.js';
import { eventually } from '../support/eventually.js';
import { look, type Look } from '../support/look.js';
import { Site } from '../support/web.js';

type Json = Record<string, unknown>;
type Staff = 'rosa' | 'bo' | 'cleo' | 'eva' | (typeof roles)[number] | 'bot';

const STAFF = {
  ...(Object.fromEntries(roles.map((role) => [role, role])) as Record<(typeof roles)[number], (typeof roles)[number]>),
  rosa: 'reviewer',
  bo: 'reviewer',
  cleo: 'reviewer',
  eva: 'editor',
  bot: { machine: [...machineScopes] as Permission[] },
} as const;

/** What Rosa leaves on her seat, each in words that stand nowhere else. */
const MARKS = {
  draft: 'mark-draft-7f31',
  rationale: 'mark-rationale-c2d9',
  title: 'mark-title-51aa',
  note: 'mark-note-90bd',
  quote: 'mark-quote-e013',
  address: 'mark-address-4c77',
  page: 'mark-page-6b28',
  file: 'mark-file-d86f',
  withdrawal: 'mark-withdrawal-19e5',
  comment: 'mark-comment-a7c4',
  asked: 'mark-asked-2e60',
  contact: 'mark-contact-8b1d',
  question: 'mark-question-f3a9',
  answer: 'mark-answer-05dc',
  corrected: 'mark-corrected-77be',
  rating: '"rating":"mostly-false"',
};

let house: House;
let site: Site;
let desk: Desk<Staff>;
let claim: ClaimBody;

beforeAll(async () => {
  house = await House.open();
  site = await Site.open();
  desk = await house.newsroom<Staff>(STAFF, { reviewsRequired: 2 });
});
afterAll(async () => {
  await house?.close();
  await site?.close();
});

/** Everything that she does on her seat but hand it in. Gives the ETag of her draft. */
async function rosaWorks(id: string): Promise<string> {
  const rosa = desk.as('rosa');
  const url = site.page(
    `/${MARKS.address}`,
    `<article><h1>${MARKS.page}</h1><p>The account says: ${MARKS.quote} is the sum of it all.</p></article>`,
  );
  const link = { kind: 'link', url, quote: `${MARKS.quote} is the sum`, title: MARKS.title, stance: 'refutes' };
  const first = (await rosa.post<Json>(`/v1/claims/${id}/evidence`, link)).must(201);
  const note = { kind: 'note', note: 'n', stance: 'context' };
  const second = (await rosa.post<Json>(`/v1/claims/${id}/evidence`, note)).must(201);
  const path = `/v1/evidence/${second.body['id'] as string}`;
  const revised = (await rosa.patch<Json>(path, { note: MARKS.note }, { ifMatch: second.etag })).must(200);
  (await rosa.post(`${path}/withdraw`, { reason: MARKS.withdrawal }, { ifMatch: revised.etag })).must(200);
  const mentions = [{ person: desk.id('bo'), start: 0, end: 3 }];
  (await rosa.post(`/v1/claims/${id}/comments`, { text: `@Bo ${MARKS.comment}`, mentions })).must(201);
  const question = { name: MARKS.asked, contact: MARKS.contact, question: MARKS.question, channel: 'email' };
  const asked = await rosa.post<Json>(`/v1/claims/${id}/reply-requests`, {
    ...question,
    dueAt: '2099-01-01T00:00:00Z',
  });
  const answerPath = `/v1/reply-requests/${asked.must(201).body['id'] as string}/answer`;
  const answer = { outcome: 'answered', text: MARKS.answer, channel: 'email' };
  const answered = (await rosa.post(answerPath, answer, { ifMatch: asked.etag })).must(200);
  const otherwise = { ...answer, text: `${MARKS.answer}, they said.`, reason: MARKS.corrected };
  (await rosa.put(answerPath, otherwise, { ifMatch: answered.etag })).must(200);
  const form = new FormData();
  form.append('stance', 'supports');
  form.append('file', new Blob(['%PDF-1.4\n%%EOF'], { type: 'application/pdf' }), `${MARKS.file}.pdf`);
  (await rosa.post(`/v1/claims/${id}/evidence/files`, form)).must(201);
  const evidenceIds = [first.body['id']];
  const draft = { rating: 'mostly-false', summary: MARKS.draft, explanation: 'Not so.', evidenceIds };
  const saved = (await rosa.put(`/v1/claims/${id}/draft`, draft)).must(200);
  const again = { ...draft, explanation: MARKS.rationale };
  const { etag } = (await rosa.put(`/v1/claims/${id}/draft`, again, { ifMatch: saved.etag })).must(200);
  await eventually(() => site.requests.length > 0, { what: 'the visit to the cited page' });
  await sealed();
  return etag;
}

/** The job that captured the page has written what it found, and everything that happened is sealed. */
async function sealed(): Promise<void> {
  await eventually(async () => {
    const found = `SELECT 1 FROM log WHERE newsroom = $1 AND type = 'source.captured'`;
    return (await house.db.sql(found, [desk.room.id])).length > 0;
  });
  await atRest(house.db);
}

async function doors(): Promise<Door[]> {
  const document = (await house.app.as().get<Json>('/openapi.json')).must(200).body;
  return everyGet(house.db, document, desk.room.id, desk.room.slug);
}

/** Every address, as this person or machine (undefined: as a reader without a token) finds it. */
async function walk(name: Staff | undefined, all: readonly Door[]): Promise<Map<string, Look>> {
  const token = name === undefined ? undefined : desk.room.of[name].token;
  const seen = new Map<string, Look>();
  const addresses = all.flatMap((door) => door.addresses);
  const walkers = Array.from({ length: 6 }, async () => {
    for (let address = addresses.pop(); address !== undefined; address = addresses.pop())
      seen.set(address, await look(house.app.url + address, token));
  });
  await Promise.all(walkers);
  return seen;
}

function marksIn(seen: Map<string, Look>): string[] {
  return [...seen].flatMap(([address, { text }]) => marksOf(text).map((mark) => `${mark} at ${address}`));
}

function marksOf(text: string): string[] {
  return Object.entries(MARKS).flatMap(([mark, words]) => (text.includes(words) ? [mark] : []));
}

describe('Two reviewers work on one claim, blind', () => {
  let before: Map<string, Look>;
  let handIn: string;

  it('and nothing that one of them does moves a version or an ETag that the other sees', async () => {
    (await desk.as('eva').post('/v1/articles', { text: 'The mayor said that the bridge cost 41 million.' })).must(202);
    const live = await desk.claim('eva', { accept: true, text: 'Something published before.' });
    await desk.does('eva', live, 'assign', { person: desk.id('cleo') });
    claim = await desk.claim('eva', { accept: true });
    await desk.does('rosa', claim, 'take');
    await desk.does('bo', claim, 'take');
    await desk.drafts('bo', claim, 'mostly-true');
    const hook = { url: site.url('/hook'), events: ['*'] };
    site.page('/hook', { status: 204 });
    (await desk.as('admin').post('/v1/webhook-endpoints', hook)).must(201);
    const all = await doors();
    before = await walk('bo', all);
    expect([...before.values()].filter(({ status, etag }) => status === 200 && etag !== null).length).toBeGreaterThan(
      20,
    );
    const seen = await desk.seen('bo', claim);
    handIn = await rosaWorks(claim.id);
    const path = `/v1/claims/${claim.id}/actions/submit`;
    (await desk.as('rosa').post(path, {}, { ifMatch: handIn })).must(200);
    await sealed();
    const after = await walk('bo', all);
    const moved = [...before]
      .filter(([address, { etag }]) => !TELLS_THE_HOUR.test(address) && after.get(address)?.etag !== etag)
      .map(([address]) => address);
    expect(moved).toEqual([]);
    expect((await desk.seen('bo', claim)).version).toBe(seen.version);
    expect((await desk.seen('bo', claim)).assignments.map(({ person }) => person)).toEqual([desk.id('bo')]);
  });

  it('and no route shows anybody anything of a seat that is not theirs, before the round closes', async () => {
    await eventually(() => site.requests.some(({ path }) => path === '/hook'), { what: 'a delivery' });
    const all = await doors();
    const opened = new Set<string>();
    const leaks: string[] = [];
    const failed: string[] = [];
    for (const name of ['rosa', undefined, 'bo', ...roles, 'bot'] as const) {
      const seen = await walk(name, all);
      if (name !== 'rosa') leaks.push(...marksIn(seen).map((leak) => `${name ?? 'the public'}: ${leak}`));
      for (const [address, { status, text }] of seen) {
        if (status === 200) opened.add(address);
        if (status >= 500 || status === 400) failed.push(`${status} ${address} ${text.slice(-300)}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(failed).toEqual([]);
    const shut = all
      .filter(({ addresses, empty }) => !empty && !addresses.some((address) => opened.has(address)))
      .map(({ route }) => route);
    expect(shut.filter((route) => !NEEDS_PUBLICATION.test(route))).toEqual([]);
    for (const { body } of site.requests) expect(marksOf(body.toString())).toEqual([]);
  });

  it('and everything is there for all to read once it has', async () => {
    const closed = await desk.submits('bo', claim, 'mostly-false');
    expect(closed).toMatchObject({ state: 'in_signoff', verdict: { rating: 'mostly-false', summary: MARKS.draft } });
    const all = await doors();
    const found = new Set(marksIn(await walk('bo', all)).map((mark) => mark.split(' ')[0]));
    expect([...found].sort()).toEqual(Object.keys(MARKS).sort());
  });
});

/** Answers with the time of day. */
const TELLS_THE_HOUR = /^\/v1\/calendar\/moment/;
/** Nothing is published in this newsroom, so these have nothing to show; and nobody was mailed the link that stops mails. */
const NEEDS_PUBLICATION = /fact-checks|oembed|unsubscribe|\/attempts$/;
