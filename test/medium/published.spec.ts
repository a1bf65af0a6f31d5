import { type Claim, ClaimsModule, ClaimStore, type NewClaim } from '#claims';
import { EvidenceModule, EvidenceStore } from '#evidence';
import {
  type Correcting,
  FactChecks,
  FactChecksModule,
  FactCheckStore,
  Rechecks,
  type VerdictToPublish,
  type Version,
} from '#factchecks';
import { LogStore, Sealer, type SealedRow } from '#log';
import { factCheckJson, factCheckPage, Publications, PublishingModule } from '#publishing';
import { uuidv7 } from 'uuidv7';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

describe('the published record', () => {
  let db: TestDatabase;
  let ground: Ground;
  let newsroom: TestNewsroom<'eva' | 'ron'>;

  beforeAll(async () => {
    db = await aDatabase();
    const env = { PUBLIC_BASE_URL: 'https://facts.example.org' };
    ground = await openGround(db, [ClaimsModule, EvidenceModule, FactChecksModule, PublishingModule], env);
    newsroom = await aNewsroom(ground, { eva: 'editor', ron: 'reviewer' });
  });
  afterAll(async () => {
    await ground.close();
    await db.drop();
  });

  const write = <T>(work: Parameters<typeof ground.database.write<T>>[1]) => ground.database.write(newsroom.id, work);
  const eva = () => newsroom.of.eva.actor;
  const factChecks = () => ground.get(FactChecks);

  const aClaim = (more: Partial<NewClaim> = {}): Promise<Claim> =>
    write((tx) =>
      ground.get(ClaimStore).insert(tx, eva(), {
        text: 'The harbour bridge cost 41 million.',
        appearances: [
          {
            claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
            saidAt: '2026-03-01T18:00:00Z',
            url: 'https://news.example.org/rally',
          },
        ],
        ...more,
      }),
    );
  const aNote = async (claim: Claim, visibility: 'public' | 'restricted' = 'public'): Promise<string> => {
    const id = uuidv7();
    const given = {
      kind: 'note' as const,
      stance: 'refutes' as const,
      visibility,
      note: 'The final account shows 63 million.',
    };
    await write((tx) => ground.get(EvidenceStore).insert(tx, newsroom.of.ron.actor, id, claim.id, given, null));
    return id;
  };
  const verdictOn = (rating: string, evidenceIds: string[] = []): VerdictToPublish => ({
    id: uuidv7(),
    rating,
    summary: 'The final account of the council shows 63 million.',
    explanation: 'The council published the final account in May.\n\nIt adds up to 63 million.',
    evidenceIds,
    origin: 'review',
    authors: [newsroom.of.ron.id],
  });
  const publish = (
    claim: Claim,
    rating: string,
    more: { evidenceIds?: string[]; correction?: Correcting['type'] | 'rating' } = {},
  ) =>
    write((tx) =>
      factChecks().publish(tx, eva(), {
        claim,
        verdict: verdictOn(rating, more.evidenceIds),
        votes: [{ person: newsroom.of.eva.id, vote: 'signOff', at: new Date() }],
        policy: { reviewsRequired: 1, signOffsRequired: 1 },
        correction: more.correction ? { type: more.correction, notice: 'We found the final account.' } : null,
        move: { from: 'approved', to: 'published' },
      }),
    );
  const shown = (slug: string, number?: number) => write((tx) => ground.get(Publications).bySlug(tx, slug, number));
  const slugOf = async (claim: Claim) =>
    (await write((tx) => ground.get(FactCheckStore).ofClaim(tx, claim.id)))?.slug as string;
  async function told(claim: Claim): Promise<SealedRow[]> {
    await ground.get(Sealer).sealAll();
    const rows = await write((tx) => ground.get(LogStore).ofClaim(tx, claim.id, 0, 100));
    return rows.filter(({ type }) => /^(factcheck|recheck)\./.test(type));
  }

  it('keeps in a version all that it rests on, at that moment', async () => {
    const claim = await aClaim();
    const [open, kept] = [await aNote(claim), await aNote(claim, 'restricted')];
    const version = await publish(claim, 'false', { evidenceIds: [open, kept] });
    expect(version).toMatchObject({ number: 1, claimId: claim.id, publishedBy: newsroom.of.eva.id, correction: null });
    expect(version.content).toMatchObject({
      wording: claim.text,
      claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
      appearances: [{ url: 'https://news.example.org/rally', saidAt: '2026-03-01T18:00:00.000Z' }],
      rating: { key: 'false', names: { en: 'False' } },
      evidence: [
        { id: open, revision: 1, visibility: 'public' },
        { id: kept, visibility: 'restricted' },
      ],
      policy: { reviewsRequired: 1, signOffsRequired: 1 },
      authors: [{ id: newsroom.of.ron.id, name: null }],
      votes: [{ person: { id: newsroom.of.eva.id }, vote: 'signOff' }],
    });
    const { rating } = version.content;
    expect(rating.worst).toBeLessThanOrEqual(rating.value);
    expect(rating.best).toBeGreaterThan(rating.worst);
    expect(await write((tx) => factChecks().live(tx, claim.id))).toMatchObject({
      number: 1,
      ratingKey: 'false',
      authors: [newsroom.of.ron.id],
    });
    const [evidence] = await db.sql<{ published: boolean }>('SELECT published FROM evidence WHERE id = $1', [open]);
    expect(evidence?.published).toBe(true);
  });

  it('shows the public what is public of it', async () => {
    const claim = await aClaim({ text: 'Every third tree in the park is ill.' });
    const [open, kept] = [await aNote(claim), await aNote(claim, 'restricted')];
    await publish(claim, 'false', { evidenceIds: [open, kept] });
    const json = factCheckJson(await shown(await slugOf(claim)));
    expect(json.url).toBe(
      `https://facts.example.org/public/${newsroom.slug}/fact-checks/every-third-tree-in-the-park-is-ill`,
    );
    expect(json.evidence).toHaveLength(1);
    expect(json.evidenceNotShown).toBe(1);
    expect(JSON.stringify(json)).not.toContain(newsroom.of.ron.id);
    expect(json.claimReview).toMatchObject({ '@type': 'ClaimReview', claimReviewed: claim.text, url: json.url });
  });

  it('never lets anybody change or remove a version or a correction, the owner of the database included', async () => {
    const claim = await aClaim({ text: 'This cannot be changed.' });
    await publish(claim, 'false');
    const slug = await slugOf(claim);
    await write((tx) => factChecks().correct(tx, eva(), { claim, type: 'fact', notice: 'A year.', changes: {} }));
    for (const statement of [
      `UPDATE fact_check_version SET content = '{}'`,
      'DELETE FROM fact_check_version',
      'TRUNCATE fact_check_version',
      `UPDATE correction SET notice = ''`,
      'DELETE FROM correction',
    ]) {
      await expect(db.sql(statement)).rejects.toThrow('what was published is never changed');
      await expect(write((tx) => tx.run(statement))).rejects.toThrow();
    }
    expect((await shown(slug)).versions).toHaveLength(2);
  });

  it('publishes another rating as the next version, with type and notice, and keeps the first readable', async () => {
    const claim = await aClaim({ text: 'The library has a million books.' });
    await publish(claim, 'false');
    await expect(publish(claim, 'true')).rejects.toMatchObject({ code: 'factcheck.markup-invalid' });
    const second = await publish(claim, 'true', { correction: 'rating' });
    expect(second).toMatchObject({ number: 2, correction: { type: 'rating' } });
    const slug = await slugOf(claim);
    const now = await shown(slug);
    expect(now.corrections).toMatchObject([
      { type: 'rating', number: 2, previousNumber: 1, fromRating: 'false', toRating: 'true' },
    ]);
    expect(now.markup?.['correction']).toMatchObject([
      { '@type': 'CorrectionComment', text: 'We found the final account.' },
    ]);
    const before = await shown(slug, 1);
    expect(before.version.content.rating.key).toBe('false');
    expect(factCheckPage(before)).toContain('An older version');
    expect(factCheckPage(now)).toMatch(/<h2>\s*Correction,/);
    expect((await told(claim)).map(({ type }) => type)).toEqual([
      'factcheck.published',
      'factcheck.published',
      'factcheck.corrected',
    ]);
    const corrected = (await told(claim))[2]?.data;
    expect(corrected).toMatchObject({ number: 2, previous: { number: 1, rating: { key: 'false' } }, from: 'approved' });
  });

  it('corrects the words of what is live and leaves the rest as it was pinned', async () => {
    const claim = await aClaim({ text: 'The tunnel is 900 metres long.' });
    const first = await publish(claim, 'false', { evidenceIds: [await aNote(claim)] });
    const changes = { summary: 'It is 940 metres long.', claimant: 'Mara Lindt' };
    const second: Version = await write((tx) =>
      factChecks().correct(tx, eva(), { claim, type: 'fact', notice: 'A misspelt name.', changes }),
    );
    expect(second.content).toEqual({
      ...first.content,
      summary: changes.summary,
      claimant: { ...first.content.claimant, name: 'Mara Lindt' },
    });
    expect(second.content.evidence).toEqual(first.content.evidence);
  });

  it('withdraws a fact-check with its reason in public and its markup gone, and can publish it anew', async () => {
    const claim = await aClaim({ text: 'The recording is real.' });
    await publish(claim, 'true');
    const reason = 'The recording turned out to be staged.';
    await write((tx) =>
      factChecks().retract(tx, eva(), { claim, reason, move: { from: 'published', to: 'retracted' } }),
    );
    const slug = await slugOf(claim);
    const page = await shown(slug);
    expect(page.markup).toBeNull();
    expect(factCheckPage(page)).toContain(reason);
    expect(factCheckPage(page)).not.toContain('ld+json">{');
    expect(await write((tx) => factChecks().live(tx, claim.id))).toBeUndefined();
    await expect(write((tx) => factChecks().retract(tx, eva(), { claim, reason }))).rejects.toMatchObject({
      code: 'factcheck.not-found',
    });
    expect(
      (await write((tx) => ground.get(Publications).list(tx, undefined, 200, true))).map((each) => each.factCheck.slug),
    ).not.toContain(slug);
    await publish(claim, 'false');
    const again = await shown(slug);
    expect(again.version.number).toBe(2);
    expect(again.corrections.map(({ type, notice }) => [type, notice])).toEqual([['retraction', reason]]);
  });

  it('names what is missing when nobody said it, or nowhere', async () => {
    const claim = await aClaim({ text: 'Nobody said this.', appearances: [] });
    const faults = await write((tx) => factChecks().gate(tx, claim, verdictOn('false')));
    expect(faults).toMatchObject([{ code: 'markup.missing', pointer: '/itemReviewed/appearance' }]);
    await expect(publish(claim, 'false')).rejects.toMatchObject({
      code: 'factcheck.markup-invalid',
      errors: [{ pointer: '/itemReviewed/appearance' }],
    });
    expect(await write((tx) => ground.get(FactCheckStore).ofClaim(tx, claim.id))).toBeUndefined();
    const good = await aClaim({ text: 'Somebody said this.' });
    expect(await write((tx) => factChecks().gate(tx, good, verdictOn('false')))).toEqual([]);
    await expect(publish(good, 'no-such-rating')).rejects.toMatchObject({ code: 'rating.unknown' });
  });

  it('gives two fact-checks of the same words two addresses', async () => {
    const [one, other] = [await aClaim({ text: 'The same words.' }), await aClaim({ text: 'The same words!' })];
    await Promise.all([publish(one, 'false'), publish(other, 'false')]);
    const slugs = [await slugOf(one), await slugOf(other)].sort();
    expect(slugs[0]).toBe('the-same-words');
    expect(slugs[1]).toMatch(/^the-same-words-[0-9a-f]{6}$/);
  });

  describe('a recheck', () => {
    const open = (claim: Claim, cause: 'quote-altered' | 'by-hand', opensReview = false) =>
      write((tx) =>
        ground.get(Rechecks).open(tx, eva(), { claimId: claim.id, cause, detail: 'It reads otherwise.', opensReview }),
      );

    it('is opened once for a finding, and once for each complaint', async () => {
      const claim = await aClaim({ text: 'Its source will change.' });
      await publish(claim, 'false');
      const first = await open(claim, 'quote-altered', true);
      const again = await open(claim, 'quote-altered', true);
      expect(first.opened).toBe(true);
      expect(again).toMatchObject({ opened: false, recheck: { id: first.recheck.id } });
      await open(claim, 'by-hand');
      await open(claim, 'by-hand');
      const all = await write((tx) => ground.get(Rechecks).openOf(tx, claim.id));
      expect(all).toHaveLength(3);
      expect((await shown(await slugOf(claim))).underReview).toEqual({ causes: ['quote-altered', 'by-hand'] });
      const closed = await write((tx) => ground.get(Rechecks).close(tx, eva(), claim.id, 'upheld', 'It stands.'));
      expect(closed).toHaveLength(3);
      expect((await told(claim)).filter(({ type }) => type === 'recheck.resolved')).toHaveLength(3);
      expect((await open(claim, 'quote-altered', true)).opened).toBe(true);
    });

    it('ends by hand only when it opened no review', async () => {
      const claim = await aClaim({ text: 'Somebody complains.' });
      await publish(claim, 'false');
      const { recheck: withReview } = await open(claim, 'quote-altered', true);
      const { recheck } = await open(claim, 'by-hand');
      const resolve = (id: string) =>
        write((tx) => ground.get(Rechecks).resolve(tx, eva(), id, 'We looked: it is right.', 1));
      await expect(resolve(withReview.id)).rejects.toMatchObject({ code: 'recheck.has-review' });
      expect(await resolve(recheck.id)).toMatchObject({
        state: 'resolved',
        resolution: 'no-change-needed',
        version: 2,
      });
      await expect(resolve(recheck.id)).rejects.toMatchObject({ code: 'version.stale' });
    });

    it('needs something that is live', async () => {
      const claim = await aClaim({ text: 'Not published.' });
      await expect(open(claim, 'by-hand')).rejects.toMatchObject({ code: 'factcheck.not-found' });
    });
  });
});
