import { Readable } from 'node:stream';
import { verifyDossier } from '../../apps/cli/src/verify-dossier.js';
import { House, type ClaimBody, type Desk, type FactCheckBody } from '../support/a-desk.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { Site } from '../support/web.js';

type Json = Record<string, unknown>;
type Staff = 'rosa' | 'bo' | 'dana' | 'eva' | 'omar' | 'ada';
const STAFF = {
  rosa: 'reviewer',
  bo: 'reviewer',
  dana: 'editor',
  eva: 'editor',
  omar: 'editor',
  ada: 'admin',
} as const;

interface ReviewBody {
  id: string;
  person: string;
  rating: string;
  explanation: string;
}
interface VerdictBody {
  status: string;
  origin: string;
  reviewId: string | null;
  rating: string;
  authors: string[];
  votes: { person: string; vote: string; reason: string | null; lapsedAt: string | null }[];
}

let house: House;
let site: Site;
beforeAll(async () => {
  house = await House.open();
  site = await Site.open();
});
afterAll(async () => {
  await house?.close();
  await site?.close();
});

async function open(policy: object = {}): Promise<Desk<Staff>> {
  return house.newsroom<Staff>(STAFF, { reviewsRequired: 2, ...policy });
}

async function list<T>(who: Client, path: string): Promise<T[]> {
  return (await who.get<{ data: T[] }>(path)).must(200).body.data;
}

/** Two people sit down, and hand in what they found. The first leads. */
async function contested(desk: Desk<Staff>, one: Staff = 'rosa', other: Staff = 'dana'): Promise<ClaimBody> {
  const claim = await desk.claim('eva', { accept: true });
  for (const name of [one, other]) await desk.does(name, claim, 'take');
  await desk.submits(one, claim, 'false');
  return desk.submits(other, claim, 'half-true');
}

const verdictsOf = (desk: Desk<Staff>, { id }: { id: string }) =>
  list<VerdictBody>(desk.as('eva'), `/v1/claims/${id}/verdicts`);
const reviewsOf = (desk: Desk<Staff>, { id }: { id: string }) =>
  list<ReviewBody>(desk.as('eva'), `/v1/claims/${id}/reviews`);

describe('Second opinions', () => {
  it('Two reviewers disagree and an editor who gave no review decides', async () => {
    const desk = await open({ signOffsRequired: 2 });
    const claim = await contested(desk);
    expect(claim.state).toBe('disputed');
    const reviews = await reviewsOf(desk, claim);
    expect(reviews.map(({ rating }) => rating)).toEqual(['false', 'half-true']);
    const hers = reviews[1]!.id;
    expect(await desk.refused('dana', claim, 'adjudicate', { choose: hers })).toBe('claim.sat-in-round');
    const reason = 'The access roads belong to the bridge.';
    const decided = await desk.does('eva', claim, 'adjudicate', { choose: hers, reason });
    expect(decided).toMatchObject({ state: 'in_signoff', verdict: { rating: 'half-true' } });
    expect(decided.verdict!.votes).toMatchObject([{ person: desk.id('eva'), vote: 'signOff', reason }]);
    expect(await desk.refused('dana', claim, 'signOff')).toBe('claim.not-your-own-verdict');
    await desk.does('omar', claim, 'signOff', { reason: 'So do I read it.' });
    await desk.does('omar', claim, 'publish');
    expect(await reviewsOf(desk, claim)).toEqual(reviews);
    const factCheck = await desk.factCheck('eva', claim);
    const version = await desk.as('eva').get<Json>(`/v1/fact-checks/${factCheck.id}/versions/1`);
    const authors = [desk.id('dana'), desk.id('rosa')].sort();
    expect(version.must(200).body).toMatchObject({ origin: 'adjudicated' });
    expect((await verdictsOf(desk, claim)).map((one) => ({ ...one, authors: [...one.authors].sort() }))).toMatchObject([
      { status: 'published', origin: 'adjudicated', reviewId: hers, authors },
    ]);
  });

  it('or writes a verdict of their own, of which they are an author then', async () => {
    const desk = await open();
    const claim = await contested(desk);
    const note = await desk.notes('eva', claim);
    const verdict = {
      rating: 'mostly-false',
      summary: 's',
      explanation: 'Both are right in part.',
      evidenceIds: [note],
    };
    expect(await desk.does('eva', claim, 'adjudicate', { verdict })).toMatchObject({ state: 'in_signoff' });
    expect(await desk.refused('eva', claim, 'signOff')).toBe('claim.not-your-own-verdict');
    expect(await desk.refused('dana', claim, 'signOff')).toBe('claim.not-your-own-verdict');
    await desk.does('omar', claim, 'signOff');
    expect((await verdictsOf(desk, claim))[0]).toMatchObject({ origin: 'adjudicated-anew', reviewId: null });
    expect((await reviewsOf(desk, claim)).map(({ rating }) => rating)).toEqual(['false', 'half-true']);
  });

  it('are told what a confirmed match says otherwise before one is chosen or reworded, and it goes on record', async () => {
    const desk = await open();
    const review = {
      ...{ '@type': 'ClaimReview', url: 'https://facts.example/bridge', author: { name: 'Facts' } },
      ...{ claimReviewed: 'The harbour bridge cost 41 million.', reviewRating: { alternateName: 'True' } },
    };
    const file = (await desk.as('ada').post<{ id: string }>('/v1/claim-reviews/imports', review)).must(202).body;
    await eventually(async () => {
      const { body } = await desk.as('ada').get<{ status: string }>(`/v1/claim-reviews/imports/${file.id}`);
      return body.status === 'done';
    });
    const claim = await contested(desk);
    await eventually(async () => {
      const [match] = await list<{ state: string }>(desk.as('eva'), `/v1/claims/${claim.id}/matches`);
      return match?.state === 'confirmed';
    });
    const warned = async (who: Staff, action: string) =>
      (await desk.seen(who, claim)).availableActions.find((one) => one.action === action)?.warnings;
    const differs = { code: 'match.rating-differs', earlierId: null, reviewId: expect.any(String) };
    const [warning, ...rest] = (await warned('eva', 'adjudicate')) ?? [];
    expect(warning).toMatchObject(differs);
    expect(warning?.ratings).toEqual(expect.arrayContaining(['false', 'half-true']));
    expect(warning?.ratings).not.toContain('true');
    expect(rest).toEqual([]);
    expect(await warned('dana', 'adjudicate')).toBeUndefined();
    const told = async () => (await desk.history('eva', claim)).filter(({ type }) => type === 'verdict.differs').length;
    const verdict = { rating: 'false', summary: 's', explanation: 'e', evidenceIds: [await desk.notes('eva', claim)] };
    await desk.does('eva', claim, 'adjudicate', { verdict });
    expect(await told()).toBe(1);
    expect(await warned('eva', 'amend')).toMatchObject([differs]);
    await desk.does('eva', claim, 'amend', { verdict: { ...verdict, rating: 'mostly-false' } });
    expect(await told()).toBe(2);
    await desk.does('eva', claim, 'amend', { verdict: { ...verdict, rating: 'true' } });
    expect(await told()).toBe(2);
  });

  it('agree: the lead’s text stands, whoever hands in last', async () => {
    const desk = await open();
    const claim = await desk.claim('eva', { accept: true });
    for (const name of ['rosa', 'bo'] as const) await desk.does(name, claim, 'take');
    const drafts: Record<string, string> = {};
    for (const name of ['bo', 'rosa'] as const) {
      const note = await desk.notes(name, claim);
      const text = { rating: 'false', summary: 's', explanation: `As ${name} saw it.`, evidenceIds: [note] };
      drafts[name] = (await desk.as(name).put(`/v1/claims/${claim.id}/draft`, text)).must(200).etag;
      const path = `/v1/claims/${claim.id}/actions/submit`;
      (await desk.as(name).post(path, {}, { ifMatch: drafts[name] })).must(200);
    }
    const [standing] = await verdictsOf(desk, claim);
    expect(standing).toMatchObject({ origin: 'agreement', explanation: 'As rosa saw it.' });
  });

  it('sent back while their lead is away: whoever takes over reads what was drafted, and nobody else does', async () => {
    const desk = await open({ reviewsRequired: 1 });
    const claim = await desk.claim('eva', { accept: true });
    await desk.reviews('rosa', claim);
    const rosa = await desk.as('ada').get<Json>(`/v1/people/${desk.id('rosa')}`);
    const path = `/v1/people/${desk.id('rosa')}`;
    (await desk.as('ada').patch(path, { active: false }, { ifMatch: rosa.etag })).must(200);
    expect((await desk.does('eva', claim, 'requestChanges', { reason: 'Ask the council.' })).state).toBe('queued');
    const drafts = `/v1/claims/${claim.id}/drafts`;
    expect(await list(desk.as('bo'), drafts)).toEqual([]);
    await desk.does('bo', claim, 'take');
    expect(await list(desk.as('bo'), drafts)).toMatchObject([{ person: desk.id('rosa'), rating: 'false' }]);
    expect(await list(desk.as('eva'), drafts)).toEqual([]);
  });
  it('handed over to somebody who had begun a draft: both drafts stay, and the successor reads the other', async () => {
    const desk = await open({ reviewsRequired: 1 });
    const claim = await desk.claim('eva', { accept: true });
    await desk.does('rosa', claim, 'take');
    const draft = `/v1/claims/${claim.id}/draft`;
    (await desk.as('rosa').put(draft, { rating: 'false', summary: 'By Rosa.' })).must(200);
    (await desk.as('bo').put(draft, { rating: 'true', summary: 'By Bo.' })).must(200);
    expect(await list(desk.as('bo'), `${draft}s`)).toEqual([]);
    await desk.does('eva', claim, 'assign', { person: desk.id('bo'), replaces: desk.id('rosa') });
    expect((await desk.as('bo').get<Json>(draft)).must(200).body).toMatchObject({ summary: 'By Bo.' });
    expect(await list(desk.as('bo'), `${draft}s`)).toMatchObject([{ person: desk.id('rosa'), summary: 'By Rosa.' }]);
    expect(await list(desk.as('rosa'), `${draft}s`)).toEqual([]);
  });
});

describe('Sign-off', () => {
  it('keeps a changed mind on record, and dissent for good, over amendment and publication', async () => {
    const desk = await open({ reviewsRequired: 1, signOffsRequired: 2 });
    const claim = await desk.claim('eva', { accept: true });
    await desk.reviews('rosa', claim);
    await desk.does('dana', claim, 'dissent', { reason: 'The account is from 2019.' });
    await desk.does('dana', claim, 'signOff', { reason: 'I was shown the new one.' });
    await desk.does('eva', claim, 'signOff');
    const { verdict } = await desk.seen('rosa', claim);
    const note = await desk.notes('rosa', claim);
    const text = { rating: verdict!.rating, summary: 'Shorter.', explanation: 'e', evidenceIds: [note] };
    const amended = await desk.does('rosa', claim, 'amend', { verdict: text });
    expect(amended).toMatchObject({ state: 'in_signoff', verdict: { votes: [] } });
    await desk.does('omar', claim, 'dissent', { reason: 'Too short now.' });
    for (const name of ['eva', 'dana'] as const) await desk.does(name, claim, 'signOff');
    await desk.does('eva', claim, 'publish');
    const [first, second] = await verdictsOf(desk, claim);
    expect(first!.votes.map(({ vote, lapsedAt }) => [vote, lapsedAt !== null])).toEqual([
      ['dissent', true],
      ['signOff', true],
      ['signOff', true],
    ]);
    expect(second).toMatchObject({ status: 'published', origin: 'amended' });
    expect(second!.votes[0]).toMatchObject({ vote: 'dissent', reason: 'Too short now.', lapsedAt: null });
    const { id } = (await desk.factCheck('eva', claim)) as FactCheckBody;
    const version = await desk.as('bo').get<{ votes: Json[] }>(`/v1/fact-checks/${id}/versions/1`);
    expect(version.must(200).body.votes.map(({ vote }) => vote)).toContain('dissent');
  });

  it('is not for whoever stepped back, and why is told to those whom it concerns', async () => {
    const desk = await open({ reviewsRequired: 1 });
    const claim = await desk.claim('eva', { accept: true });
    await desk.reviews('rosa', claim);
    await desk.does('omar', claim, 'recuse', { reason: 'I voted for the bridge.' });
    await desk.does('eva', claim, 'recuse', { reason: 'He built it.', person: desk.id('bo') });
    expect(await desk.refused('omar', claim, 'signOff')).toBe('claim.kept-out');
    const told = async (name: Staff) =>
      (await list<{ reason: string | null }>(desk.as(name), `/v1/claims/${claim.id}/recusals`)).map(
        ({ reason }) => reason,
      );
    expect(await told('eva')).toEqual(['I voted for the bridge.', 'He built it.']);
    expect(await told('bo')).toEqual([null, 'He built it.']);
    expect(await told('rosa')).toEqual([null, null]);
    const history = async (name: Staff) =>
      (await desk.as(name).get(`/v1/claims/${claim.id}/history?limit=200`)).must(200).text;
    expect(await history('rosa')).not.toContain('I voted for the bridge.');
    expect(await history('dana')).toContain('I voted for the bridge.');
  });
});

describe('Years later, a published version', () => {
  it('is defended with its dossier, which proves itself and its place in the log, and cannot be touched up', async () => {
    const desk = await open({ signOffsRequired: 2 });
    const url = site.page(
      '/account',
      '<article><h1>Account</h1><p>The bridge cost 63 million in the end.</p></article>',
    );
    const claim = await desk.claim('eva', { accept: true });
    for (const name of ['rosa', 'bo'] as const) await desk.does(name, claim, 'take');
    const link = { kind: 'link', url, quote: 'cost 63 million', stance: 'refutes', visibility: 'public' };
    const cited = (await desk.as('rosa').post<{ id: string }>(`/v1/claims/${claim.id}/evidence`, link)).must(201).body
      .id;
    await desk.submits('bo', claim, 'true');
    await desk.submits('rosa', claim, 'false', [cited]);
    const lead = (await reviewsOf(desk, claim)).find(({ person }) => person === desk.id('rosa'));
    await desk.does('omar', claim, 'recuse', { reason: 'I voted for the bridge.' });
    await desk.does('eva', claim, 'adjudicate', { choose: lead!.id, reason: 'She read the account.' });
    await desk.does('dana', claim, 'dissent', { reason: 'The access roads are missing.' });
    await desk.does('ada', claim, 'signOff');
    await eventually(async () => (await desk.tries('eva', { id: claim.id }, 'publish')).must(200), {
      what: 'the publication',
    });
    await desk.does('eva', claim, 'correct', { type: 'wording', notice: 'Shorter.', summary: 'It cost more.' });
    const { id } = await desk.factCheck('eva', claim);
    const path = (number: number) => `/v1/fact-checks/${id}/versions/${number}/dossier`;
    const sealed = async (number: number) => (await desk.as('eva').get(path(number))).status === 200;
    await eventually(async () => (await sealed(1)) && (await sealed(2)), { what: 'the seal' });
    expect((await desk.as('bo').get(path(1))).status).toBe(403);
    const { text } = (await desk.as('eva').get(path(1))).must(200);
    for (const words of ['The access roads are missing.', 'I voted for the bridge.', 'She read the account.'])
      expect(text).toContain(words);
    const log = (await desk.as('eva').get('/v1/audit/export')).must(200).text;
    for (const number of [1, 2]) {
      const dossier = (await desk.as('eva').get(path(number))).must(200).text;
      expect(await verifyDossier(dossier, Readable.from([log]))).toMatchObject({ ok: true });
    }
    for (const [from, to] of [
      ['It cost 63 million.', 'It cost 41 million.'],
      ['The access roads are missing.', 'All is well.'],
      ['I voted for the bridge.', 'I was on leave.'],
      ['"rating":"true"', '"rating":"false"'],
      [/"bodySha256":"./, '"bodySha256":"x'],
      [/"hash":"./, '"hash":"0'],
    ] as const) {
      const { ok, told } = await verifyDossier(text.replaceAll(new RegExp(from, 'g'), to), undefined);
      expect([to, ok, told.includes('BROKEN')]).toEqual([to, false, true]);
    }
    const other = await verifyDossier(text, Readable.from([log.split('\n').slice(0, -3).join('\n')]));
    expect(other.ok).toBe(false);
  });
});

describe('A standing conflict of interest', () => {
  const aunt = { kind: 'claimant', name: 'mara lind', reason: 'She is my aunt.' };

  async function conflict(desk: Desk<Staff>, by: Staff, person: Staff, given: object) {
    const path = `/v1/people/${desk.id(person)}/conflicts`;
    return desk.as(by).post<{ id: string; entangled: string[] }>(path, given);
  }

  it('with a claimant, a topic or an outlet keeps its person out, and says so', async () => {
    const desk = await open({ reviewsRequired: 1 });
    (await conflict(desk, 'rosa', 'rosa', aunt)).must(201);
    (await conflict(desk, 'eva', 'bo', { kind: 'label', name: 'Harbour', reason: 'He built it.' })).must(201);
    (await conflict(desk, 'eva', 'dana', { kind: 'outlet', name: 'https://News.example/', reason: 'r' })).must(201);
    const claim = await desk.claim('eva', { accept: true, labels: ['harbour'] });
    for (const name of ['rosa', 'bo', 'dana'] as const) {
      const reply = await desk.tries(name, claim, 'take');
      expect([name, reply.status]).toEqual([name, 409]);
      const offer = (await desk.seen(name, claim)).availableActions.find(({ action }) => action === 'take');
      expect(offer).toMatchObject({ allowed: false, reasons: [{ code: 'claim.conflict-of-interest' }] });
      expect((await desk.as(name).post('/v1/queue/next', {})).status).toBe(204);
      const assigned = { person: desk.id(name) };
      expect(await desk.refused('eva', claim, 'assign', assigned)).toBe('claim.conflict-of-interest');
    }
    const other = await desk.claim('eva', {
      accept: true,
      appearances: [{ claimant: { kind: 'person', name: 'Jon Ek' }, url: 'https://other.example/a' }],
    });
    expect((await desk.as('rosa').post<ClaimBody>('/v1/queue/next', {})).must(200).body.id).toBe(other.id);
    await desk.reviews('omar', claim);
    expect(await desk.refused('dana', claim, 'signOff')).toBe('claim.conflict-of-interest');
    expect((await desk.does('eva', claim, 'signOff')).state).toBe('approved');
  });

  it('keeps an editor from deciding between reviews, until it ends', async () => {
    const desk = await open();
    const claim = await contested(desk, 'rosa', 'bo');
    const { id } = (await conflict(desk, 'eva', 'eva', { ...aunt, until: '2099-01-01T00:00:00Z' })).must(201).body;
    const [first] = await reviewsOf(desk, claim);
    expect(await desk.refused('eva', claim, 'adjudicate', { choose: first!.id })).toBe('claim.conflict-of-interest');
    (await desk.as('eva').post(`/v1/conflicts/${id}/end`, undefined, { ifMatch: '"1"' })).must(200);
    expect((await desk.does('eva', claim, 'adjudicate', { choose: first!.id })).state).toBe('approved');
  });

  it('is its person’s and the editors’ to know, and names the work that it touches', async () => {
    const desk = await open({ reviewsRequired: 1 });
    const claim = await desk.claim('eva', { accept: true });
    await desk.does('rosa', claim, 'take');
    const recorded = (await conflict(desk, 'rosa', 'rosa', aunt)).must(201).body;
    expect(recorded.entangled).toEqual([claim.id]);
    await desk.drafts('rosa', claim);
    const submit = (await desk.seen('rosa', claim)).availableActions.find(({ action }) => action === 'submit');
    expect(submit!.reasons.map(({ code }) => code)).toEqual(['claim.conflict-of-interest']);
    const path = `/v1/people/${desk.id('rosa')}/conflicts`;
    expect((await desk.as('bo').get(path)).status).toBe(403);
    expect(await list(desk.as('omar'), path)).toMatchObject([{ name: 'mara lind', reason: 'She is my aunt.' }]);
    expect((await conflict(desk, 'bo', 'rosa', aunt)).status).toBe(403);
    const over = await conflict(desk, 'rosa', 'rosa', { ...aunt, until: '2020-01-01T00:00:00Z' });
    expect([over.status, (over.body as unknown as Json)['code']]).toEqual([422, 'conflict.over-before']);
  });
});
