import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { House, type ClaimBody, type Desk } from '../support/a-desk.js';
import { eventually } from '../support/eventually.js';
import { Receiver } from '../support/receiver.js';
import { Site } from '../support/web.js';

type Staff = 'ada' | 'rosa' | 'dana' | 'omar' | 'noor' | 'eva';
const STAFF = {
  ada: 'admin',
  rosa: 'reporter',
  dana: 'editor',
  omar: 'editor',
  noor: 'editor',
  eva: 'editor',
} as const;
const ARTICLE = join(import.meta.dirname, '../../tools/demo/harbour-barrier.txt');
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const RECORD = (sentence: string) => `<!doctype html><html lang="en"><head><title>Official record</title></head><body>
<article><h1>Official record</h1><p>This page keeps what the responsible office has on file. It is maintained by the records
department and is updated when the figures are revised.</p><p>${sentence}</p><p>Requests for corrections are answered within
ten working days. The office keeps earlier editions of this page for the public record.</p></article></body></html>`;
const ANEW = `<!doctype html><html lang="en"><head><title>Welcome</title></head><body><article><h1>Welcome to the port</h1>
<p>Our new site tells visitors where the ferries leave, which museums open on Sundays and how families find the old lighthouse.
Tickets are sold on board.</p></article></body></html>`;

interface Listed<T> {
  data: T[];
}
type Event = ReturnType<Receiver['events']>[number];

let house: House;
let town: Site;

beforeAll(async () => {
  house = await House.open();
  town = await Site.open();
});
afterEach(() => house.db.shiftClock('0'));
afterAll(async () => {
  await house?.close();
  await town?.close();
});

describe('the story of one claim', () => {
  let desk: Desk<Staff>;
  let receiver: Receiver;
  let secret: string;

  beforeAll(async () => {
    desk = await house.newsroom<Staff>(STAFF);
    receiver = await Receiver.open();
    const endpoint = { url: receiver.url, events: ['claim.*', 'factcheck.*', 'source.*', 'recheck.*'] };
    secret = (await desk.as('ada').post<{ secret: string }>('/v1/webhook-endpoints', endpoint)).must(201).body.secret;
  });
  afterAll(() => receiver?.close());

  const heard = (type: string, about?: (event: Event) => boolean) =>
    receiver.first((event) => event.type === type && (about?.(event) ?? true));

  it('goes from the article to a published verdict, and back through a source that changed', async () => {
    // 1. A reporter sends an article.
    const text = await readFile(ARTICLE, 'utf8');
    const given = { text, publisher: 'The Tollen Courier', publishedAt: '2026-03-12T06:00:00Z', language: 'en' };
    const sent = (await desk.as('rosa').post<{ id: string; status: string }>('/v1/articles', given)).must(202);
    const article = sent.body.id;
    expect(sent.location).toBe(`/v1/articles/${article}`);
    await eventually(async () => (await desk.as('rosa').get(sent.location)).must(200).body['status'] === 'extracted');
    const stored = (await desk.as('rosa').get(`/v1/articles/${article}/text`)).must(200);
    const list = await desk.as('rosa').get<Listed<ClaimBody>>(`/v1/articles/${article}/claims?limit=200`);
    const claims = list.must(200).body.data;
    expect(claims.length).toBeGreaterThanOrEqual(5);
    for (const claim of claims) {
      expect(claim.spans.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(claim.text);
      expect(claim.state).toBe('proposed');
      expect(claim.appearances.length).toBeGreaterThan(0);
      expect(claim.checkworthiness!.reasons.length).toBeGreaterThan(0);
    }
    expect(stored.text).toContain(claims[0]!.text.slice(0, 20));

    // 2. The desk editor accepts some, dismisses one with a reason, merges a duplicate.
    const [claim, other, idle] = claims.filter(({ text }) => /\d/.test(text)) as [ClaimBody, ClaimBody, ClaimBody];
    for (const each of [claim, other])
      expect(await desk.does('dana', each, 'accept')).toMatchObject({ state: 'queued' });
    const dismissed = await desk.does('dana', idle, 'dismiss', { reason: 'not-worth-checking', text: 'Of no weight.' });
    expect(dismissed).toMatchObject({ state: 'dismissed', publication: 'none' });
    const double = await desk.claim('rosa', { text: `A reader asks: is it true? ${claim.text}` });
    const merged = await desk.does('dana', double, 'merge', { target: claim.id });
    expect(merged).toMatchObject({ state: 'merged', mergedInto: claim.id });
    expect((await desk.seen('dana', claim)).appearances.length).toBe(claim.appearances.length + 1);

    // 3. Two ask for the next claim at once, and get one each.
    const next = await Promise.all([
      desk.as('omar').post<ClaimBody>('/v1/queue/next', {}),
      desk.as('noor').post<ClaimBody>('/v1/queue/next', {}),
    ]);
    const held = next.map((reply) => reply.must(200).body);
    expect(held.map(({ id }) => id).sort()).toEqual([claim.id, other.id].sort());
    const checker = held[0]!.id === claim.id ? 'omar' : 'noor';
    const mine = held.find(({ id }) => id === claim.id)!;
    expect(mine.assignments).toMatchObject([{ person: desk.id(checker), kind: 'lease' }]);
    expect(Date.parse(mine.assignments[0]!.leaseExpiresAt!)).toBeGreaterThan(Date.now());
    (await desk.as('eva').post('/v1/queue/next', {})).must(204);

    // 4. A link with a quoted passage, fetched and kept by a job, and a file.
    const quote = 'The second barrier will cost 265 million crowns by the present estimate';
    const page = town.page('/record', RECORD(`The office confirms: ${quote}.`));
    const at = `/v1/claims/${claim.id}/evidence`;
    const cited = { kind: 'link', url: page, quote, stance: 'supports', visibility: 'public' };
    const link = (await desk.as(checker).post<{ id: string; source: { id: string } }>(at, cited)).must(201).body;
    const form = new FormData();
    form.append('stance', 'context');
    form.append('visibility', 'newsroom');
    form.append('file', new Blob([PDF], { type: 'application/pdf' }), 'minutes.pdf');
    const file = (await desk.as(checker).post<{ id: string; file: object }>(`${at}/files`, form)).must(201).body;
    expect(file.file).toMatchObject({ name: 'minutes.pdf', type: 'application/pdf', bytes: PDF.length });
    expect((await desk.as(checker).get(`/v1/evidence/${file.id}/file`)).must(200).bytes.equals(PDF)).toBe(true);
    const captured = await eventually(async () => {
      const captures = await desk.as(checker).get<Listed<{ id: string }>>(`/v1/sources/${link.source.id}/captures`);
      return captures.must(200).body.data[0];
    });
    await eventually(async () => {
      const { onSource } = (await desk.as(checker).get<{ onSource: { state: string } }>(`/v1/evidence/${link.id}`))
        .body;
      return onSource.state === 'exact';
    });

    // 5. A verdict: its author cannot sign it off, somebody else can.
    const waiting = await desk.submits(checker, claim, 'true', [link.id, file.id]);
    expect(waiting).toMatchObject({ state: 'in_signoff', verdict: { rating: 'true', authors: [desk.id(checker)] } });
    const own = (await desk.seen(checker, claim)).availableActions.find(({ action }) => action === 'signOff');
    expect(own).toMatchObject({ allowed: false, reasons: [{ code: 'claim.not-your-own-verdict' }] });
    expect(await desk.refused(checker, claim, 'signOff')).toBe('claim.not-your-own-verdict');
    expect(await desk.does('eva', claim, 'signOff')).toMatchObject({ state: 'approved' });

    // 6. Published: page, markup, feeds, and a signed event.
    expect(await desk.does('eva', claim, 'publish')).toMatchObject({ state: 'published', publication: 'live' });
    const factCheck = await desk.factCheck('eva', claim);
    const public1 = (await desk.reader(factCheck.url)).must(200);
    expect(public1.text).not.toMatch(/Under review/);
    const markup = (await desk.reader(`${factCheck.url}.jsonld`)).must(200).body;
    expect(markup).toMatchObject({
      '@type': 'ClaimReview',
      url: factCheck.url,
      claimReviewed: claim.text,
      reviewRating: { alternateName: 'True' },
    });
    const inPage = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(public1.text);
    expect(JSON.parse(inPage![1]!)).toEqual(markup);
    const feed = (await desk.public('feed.json')).must(200).body as { items: { url: string }[] };
    expect(feed.items.map(({ url }) => url)).toEqual([factCheck.url]);
    expect((await desk.public('feed.atom')).must(200).text).toContain(`href="${factCheck.url}"`);
    expect((await desk.public('claim-reviews.jsonld')).must(200).text).toContain(factCheck.url);
    await heard('factcheck.published');

    // 7. The cited page is edited; the claim comes back to the queue, and what is public says so.
    town.page('/record', RECORD(`The office confirms: ${quote.replace('265', '365')}.`));
    (await desk.as('eva').post(`/v1/sources/${link.source.id}/refresh`)).must(202);
    await heard('source.changed');
    await heard('recheck.opened');
    const back = await eventually(async () => {
      const now = await desk.seen('eva', claim);
      return now.state === 'queued' && now;
    });
    expect(back).toMatchObject({ publication: 'live', underReview: true });
    expect((await desk.reader(factCheck.url)).must(200).text).toMatch(/Under review/);
    const rechecks = await desk.as('eva').get<Listed<{ rechecks: object[] }>>('/v1/rechecks?state=open');
    const cause = { cause: 'quote-altered', openedReview: true, claimId: claim.id, fromCaptureId: captured.id };
    expect(rechecks.must(200).body.data).toMatchObject([{ sourceId: link.source.id, rechecks: [cause] }]);
    const altered = (await desk.as('eva').get(`/v1/evidence/${link.id}`)).must(200).body;
    expect(altered).toMatchObject({ onSource: { state: 'altered', touched: expect.arrayContaining(['number']) } });

    // 8. A new round ends in another rating: version 2, with the correction; version 1 stays readable.
    expect(await desk.does('noor', claim, 'take')).toMatchObject({ state: 'in_review', round: { number: 2 } });
    await desk.submits('noor', claim, 'false', [link.id]);
    await desk.does('eva', claim, 'signOff');
    expect(await desk.refused('eva', claim, 'publish')).toBe('claim.correction-required');
    const correction = { type: 'rating', notice: 'The office corrected its record after we had published.' };
    const again = await desk.does('eva', claim, 'publish', { correction });
    expect(again).toMatchObject({ state: 'published', publication: 'live', underReview: false });
    const versions = await Promise.all(
      [1, 2].map((n) => desk.as('eva').get(`/v1/fact-checks/${factCheck.id}/versions/${n}`)),
    );
    expect(versions.map((reply) => reply.must(200).body['rating'])).toMatchObject([{ key: 'true' }, { key: 'false' }]);
    expect((await desk.reader(`${factCheck.url}/versions/1`)).must(200).text).toContain('An older version');
    expect((await desk.reader(factCheck.url)).must(200).text).toContain(correction.notice);
    const { corrections } = (await desk.public('corrections.json')).must(200).body as { corrections: object[] };
    expect(corrections).toMatchObject([
      {
        ...correction,
        url: factCheck.url,
        version: { number: 2 },
        previous: { number: 1 },
        fromRating: 'true',
        toRating: 'false',
      },
    ]);
    const second = (await desk.reader(`${factCheck.url}.jsonld`)).must(200).body;
    expect(second).toMatchObject({
      reviewRating: { alternateName: 'False' },
      correction: [{ text: correction.notice }],
    });
    expect((await desk.as('eva').get<Listed<object>>('/v1/rechecks?state=open')).must(200).body.data).toEqual([]);
    await heard('factcheck.corrected');
    await heard('recheck.resolved');
  });

  it('was told to the outside, each event once, signed so that a stock library verifies the raw bytes', async () => {
    const { received } = receiver;
    expect(received.length).toBeGreaterThan(8);
    for (const { body, headers } of received) {
      const event = new Webhook(secret).verify(body, headers as Record<string, string>) as Event;
      expect(headers['webhook-id']).toBe(event.id);
    }
    const events = receiver.events();
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const [first] = received;
    const forged = Buffer.from(first!.body.toString().replace('claim', 'cla1m'));
    expect(() => new Webhook(secret).verify(forged, first!.headers as Record<string, string>)).toThrow();
  });
});

describe('the other ways that the story can go', () => {
  let desk: Desk<Staff>;

  beforeAll(async () => {
    desk = await house.newsroom<Staff>(STAFF);
  });

  const accepted = async (at = desk): Promise<ClaimBody> => at.does('dana', await at.claim('rosa'), 'accept');
  const approved = async (at = desk): Promise<ClaimBody> => {
    const { id } = await at.reviews('omar', await accepted(at));
    return at.does('eva', { id }, 'signOff');
  };
  const published = async (): Promise<ClaimBody> => desk.does('eva', await approved(), 'publish');
  const evidenceOf = async ({ id }: ClaimBody): Promise<{ id: string; mergedFrom: string | null }[]> =>
    (await desk.as('eva').get<Listed<{ id: string; mergedFrom: string | null }>>(`/v1/claims/${id}/evidence`)).must(200)
      .body.data;
  const version = async (claim: ClaimBody, n: number) => {
    const { id } = await desk.factCheck('eva', claim);
    return (await desk.as('eva').get(`/v1/fact-checks/${id}/versions/${n}`)).must(200).body;
  };

  it('a verdict that still stands is upheld by somebody else than its author, and the recheck ends', async () => {
    const claim = await accepted();
    await desk.does('omar', claim, 'take');
    const quote = 'The bridge cost 63 million crowns in the end';
    const url = town.page('/upheld', RECORD(quote));
    const cited = { kind: 'link', url, quote, stance: 'refutes', visibility: 'public' };
    const link = await desk
      .as('omar')
      .post<{ id: string; source: { id: string } }>(`/v1/claims/${claim.id}/evidence`, cited);
    const { id, source } = link.must(201).body;
    await desk.submits('omar', claim, 'false', [id]);
    await desk.does('eva', claim, 'signOff');
    await eventually(async () => (await desk.tries('eva', { id: claim.id }, 'publish')).status === 200, {
      what: 'the capture',
    });
    town.page('/upheld', ANEW);
    (await desk.as('eva').post(`/v1/sources/${source.id}/refresh`)).must(202);
    await eventually(async () => (await desk.seen('eva', { id: claim.id })).state === 'queued');
    expect(await desk.refused('omar', { id: claim.id }, 'uphold', { reason: 'As before.' })).toBe(
      'claim.not-your-own-verdict',
    );
    const upheld = await desk.does('dana', claim, 'uphold', { reason: 'The archive keeps the older page.' });
    expect(upheld).toMatchObject({ state: 'published', publication: 'live', underReview: false });
    const rechecks = await desk.as('eva').get<Listed<{ rechecks: object[] }>>(`/v1/rechecks?claimId=${claim.id}`);
    expect(rechecks.must(200).body.data).toMatchObject([
      { rechecks: [{ cause: 'quote-missing', state: 'resolved', resolution: 'upheld' }] },
    ]);
    const { number, url: page } = await desk.factCheck('eva', claim);
    expect(number).toBe(1);
    expect((await desk.reader(page)).must(200).text).not.toMatch(/Under review/);
    expect((await desk.history('eva', claim)).map(({ type }) => type)).toContain('factcheck.upheld');
  });

  it('a retraction keeps its reason in public, and a claim that is opened again goes out as the next version', async () => {
    const claim = await published();
    const { url } = await desk.factCheck('eva', claim);
    const reason = 'We had read the wrong account.';
    expect(await desk.refused('eva', claim, 'retract', { reason: ' ' })).toBe('request.invalid');
    const retracted = await desk.does('eva', claim, 'retract', { reason });
    expect(retracted).toMatchObject({ state: 'retracted', publication: 'retracted' });
    expect((await desk.reader(url)).must(200).text).toContain(reason);
    expect((await desk.reader(`${url}.jsonld`)).must(410).body).toMatchObject({ code: 'factcheck.retracted' });
    expect((await desk.public('claim-reviews.jsonld')).must(200).text).not.toContain(url);
    expect((await desk.public('corrections.json')).must(200).text).toContain(reason);
    const reopened = await desk.does('eva', claim, 'reopen', { reason: 'The right account is here.' });
    expect(reopened).toMatchObject({ state: 'queued', publication: 'retracted' });
    await desk.reviews('noor', claim, 'true');
    await desk.does('eva', claim, 'signOff');
    expect(await desk.does('eva', claim, 'publish')).toMatchObject({ state: 'published', publication: 'live' });
    expect(await desk.factCheck('eva', claim)).toMatchObject({ url, number: 2, publication: 'live', rating: 'true' });
    expect((await desk.reader(`${url}.jsonld`)).must(200).body).toMatchObject({ version: 2 });
    expect(await version(claim, 1)).toMatchObject({ rating: { key: 'false' } });
  });

  it('what is live is corrected in its words without a round, and cannot be dismissed or merged away', async () => {
    const claim = await published();
    for (const [action, body] of [
      ['dismiss', { reason: 'other' }],
      ['merge', { target: desk.id('ada') }],
    ] as const)
      expect(await desk.refused('eva', claim, action, body)).toMatch(/^claim\.(wrong-state|live)$/);
    const change = { type: 'wording', notice: 'A word was misspelt.', summary: 'It cost 63 million crowns.' };
    expect(await desk.does('eva', claim, 'correct', change)).toMatchObject({ state: 'published', publication: 'live' });
    expect(await version(claim, 2)).toMatchObject({ summary: change.summary, rating: { key: 'false' } });
    expect(await version(claim, 1)).toMatchObject({ summary: 'It cost 63 million.' });
    await desk.does('eva', claim, 'reopen', { reason: 'A reader asks.' });
    expect(await desk.refused('eva', claim, 'dismiss', { reason: 'other' })).toBe('claim.live');
  });

  it('a merge brings appearances and evidence, and taking it back gives back what it brought, and no more', async () => {
    const claim = await accepted();
    const own = await desk.notes('omar', claim);
    const double = await desk.claim('rosa', { text: 'It cost 41 million, the harbour bridge.' });
    const brought = await desk.notes('omar', double, 'The minutes of March.');
    await desk.does('dana', double, 'merge', { target: claim.id, stance: 'reports' });
    expect(await evidenceOf(claim)).toMatchObject([
      { id: own, mergedFrom: null },
      { id: brought, mergedFrom: double.id },
    ]);
    expect((await desk.seen('dana', claim)).appearances.map(({ stance }) => stance)).toEqual(['asserts', 'reports']);
    const later = await desk.notes('omar', claim, 'The minutes of April.');
    const apart = await desk.does('dana', double, 'unmerge');
    expect(apart).toMatchObject({ state: 'proposed', mergedInto: null, appearances: [{ stance: 'asserts' }] });
    expect((await evidenceOf(claim)).map(({ id }) => id)).toEqual([own, later]);
    expect(await evidenceOf(double)).toMatchObject([{ id: brought, mergedFrom: null }]);
    expect((await desk.seen('dana', claim)).appearances).toHaveLength(1);
    expect(await desk.does('dana', double, 'accept')).toMatchObject({ state: 'queued' });
  });

  it('an editor asks for changes: the lead gets it back, as work without a lease, with the draft', async () => {
    const { id } = await desk.reviews('omar', await accepted());
    await desk.does('eva', { id }, 'requestChanges', { reason: 'Name the account.' });
    const again = await desk.seen('omar', { id });
    expect(again).toMatchObject({ state: 'in_review', round: { number: 2 }, verdict: null });
    expect(again.assignments).toMatchObject([{ person: desk.id('omar'), kind: 'assigned', leaseExpiresAt: null }]);
    const draft = (await desk.as('omar').get(`/v1/claims/${id}/draft`)).must(200);
    expect(draft.body).toMatchObject({ rating: 'false', summary: 'It cost 63 million.' });
    const waiting = await desk.submits('omar', { id }, 'mostly-false');
    expect(waiting).toMatchObject({ state: 'in_signoff', verdict: { rating: 'mostly-false', votes: [] } });
  });

  it('where no sign-off is required, a verdict is approved at once, and the version says so', async () => {
    const small = await house.newsroom<Staff>(STAFF, { signOffsRequired: 0 });
    const claim = await accepted(small);
    expect(await small.reviews('omar', claim)).toMatchObject({ state: 'approved', verdict: { votes: [] } });
    expect(await small.refused('omar', { id: claim.id }, 'signOff')).toBe('claim.wrong-state');
    expect(await small.does('omar', claim, 'publish')).toMatchObject({ state: 'published', publication: 'live' });
    const { id, url } = await small.factCheck('omar', claim);
    const first = (await small.as('eva').get(`/v1/fact-checks/${id}/versions/1`)).must(200).body;
    expect(first).toMatchObject({ votes: [], policy: { signOffsRequired: 0 }, authors: [{ name: 'omar' }] });
    expect((await small.reader(url)).must(200).text).toMatch(/no further sign-off was asked\s+for/);
  });

  it('where two are required, the second approves it; a dissent does not count, and a mind can change', async () => {
    const strict = await house.newsroom<Staff>(STAFF, { signOffsRequired: 2 });
    const { id } = await strict.reviews('omar', await accepted(strict));
    expect(await strict.does('eva', { id }, 'dissent', { reason: 'One account is not enough.' })).toMatchObject({
      state: 'in_signoff',
    });
    expect(await strict.does('dana', { id }, 'signOff')).toMatchObject({ state: 'in_signoff' });
    expect(await strict.refused('dana', { id }, 'signOff')).toBe('claim.already-voted');
    expect(await strict.refused('eva', { id }, 'publish')).toBe('claim.wrong-state');
    const done = await strict.does('eva', { id }, 'signOff', { reason: 'I have seen the second.' });
    expect(done.state).toBe('approved');
    await strict.does('noor', { id }, 'publish');
    const factCheck = await strict.factCheck('eva', { id });
    const { votes } = (await strict.as('eva').get(`/v1/fact-checks/${factCheck.id}/versions/1`)).must(200).body;
    expect(votes).toMatchObject([
      { person: { name: 'dana' }, vote: 'signOff' },
      { person: { name: 'eva' }, vote: 'signOff' },
    ]);
    const voted = (await strict.history('eva', { id })).filter(({ action }) =>
      /^(signOff|dissent)$/.test(action ?? ''),
    );
    expect(voted.map(({ action }) => action)).toEqual(['dissent', 'signOff', 'signOff']);
  });

  it('work that is given back is open to others, not to the same person in this round', async () => {
    const claim = await accepted();
    await desk.does('omar', claim, 'take');
    await desk.drafts('omar', claim);
    expect(await desk.does('omar', claim, 'release', { reason: 'No time.' })).toMatchObject({ state: 'queued' });
    const next = await desk.as('omar').post<ClaimBody>('/v1/queue/next', {});
    expect([next.status, next.status === 200 && next.body.id]).not.toEqual([200, claim.id]);
    expect(await desk.does('noor', claim, 'take')).toMatchObject({ state: 'in_review' });
    (await desk.as('omar').get(`/v1/claims/${claim.id}/draft`)).must(200);
  });

  it('a lease ends by the clock, and the draft outlives it; renewed work stays', async () => {
    const [lost, kept] = [await accepted(), await accepted()];
    for (const { id } of [lost, kept]) await desk.does('omar', { id }, 'take');
    await desk.drafts('omar', lost);
    await house.db.shiftClock('7 hours');
    (await desk.as('omar').post(`/v1/claims/${kept.id}/lease/renew`)).must(200);
    await house.db.shiftClock('9 hours');
    await eventually(async () => (await desk.seen('eva', lost)).state === 'queued', { what: 'the end of the lease' });
    expect(await desk.seen('eva', kept)).toMatchObject({ state: 'in_review' });
    expect((await desk.as('omar').get(`/v1/claims/${lost.id}/draft`)).must(200).body).toMatchObject({
      rating: 'false',
    });
    const last = (await desk.history('eva', lost)).at(-1);
    expect(last).toMatchObject({ action: 'expire', actor: { kind: 'system', id: null } });
    await desk.does('eva', { id: kept.id }, 'release', { reason: 'End of the test.', person: desk.id('omar') });
  });

  it('goes out at its hour by itself, and not when a cited piece was withdrawn meanwhile', async () => {
    const [good, bad] = [await approved(), await approved()];
    const at = new Date(Date.now() + 3_600_000).toISOString();
    for (const { id } of [good, bad])
      expect(await desk.does('eva', { id }, 'publish', { at })).toMatchObject({ state: 'approved', publishAt: at });
    const [cited] = await evidenceOf(bad);
    const { etag } = (await desk.as('omar').get(`/v1/evidence/${cited!.id}`)).must(200);
    const reason = { reason: 'It was a forgery.' };
    (await desk.as('omar').post(`/v1/evidence/${cited!.id}/withdraw`, reason, { ifMatch: etag })).must(200);
    await house.db.shiftClock('2 hours');
    await eventually(async () => (await desk.seen('eva', good)).state === 'published', { what: 'the publication' });
    const blocked = await eventually(async () => {
      const now = await desk.seen('eva', bad);
      return now.publishAt === null && now;
    });
    expect(blocked).toMatchObject({ state: 'approved', publication: 'none' });
    expect((await desk.history('eva', bad)).map(({ type }) => type)).toContain('publish.blocked');
    expect(await desk.refused('eva', bad, 'publish')).toBe('publish.evidence-withdrawn');
    expect(await version(good, 1)).toMatchObject({ publishedBy: null });
  });
});
