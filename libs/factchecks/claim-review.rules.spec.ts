import { PublicAddresses } from './addresses.rules.js';
import { claimantName, claimReview, madeAt, nameIn, scriptJson, type Node } from './claim-review.rules.js';
import { markupFaults } from './markup-check.rules.js';
import type { CorrectionEntry, PinnedAppearance, VersionContent } from './version.types.js';

const at = new PublicAddresses('https://facts.example.org', { slug: 'demo', name: 'The Harbour Desk' });

const rally: PinnedAppearance = {
  id: 'a1',
  claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
  stance: 'asserts',
  saidAt: '2026-03-01T18:00:00.000Z',
  wording: 'It cost us 41 million, not a cent more.',
  url: 'https://news.example.org/rally',
  title: 'The rally',
  publisher: 'Example News',
  articleId: null,
};

const content: VersionContent = {
  wording: 'The harbour bridge cost 41 million.',
  claimText: 'It cost us 41 million, not a cent more.',
  language: 'en-GB',
  claimant: rally.claimant,
  appearances: [rally],
  verdictId: 'v1',
  origin: 'review',
  rating: {
    key: 'false',
    value: 1,
    names: { en: 'False', de: 'Falsch' },
    description: null,
    best: 5,
    worst: 1,
    scale: { id: 's1', version: 3, name: 'Five steps', ratings: [] },
  },
  summary: 'The final account shows 63 million.',
  explanation: 'The council published the final account in May.',
  evidence: [
    evidence('https://council.example.org/account.pdf', 'public'),
    evidence('https://source.example.org/private', 'restricted'),
  ],
  policy: { reviewsRequired: 1, signOffsRequired: 1 },
  authors: [],
  votes: [],
};

function evidence(url: string, visibility: string): VersionContent['evidence'][number] {
  return {
    id: url,
    revision: 1,
    kind: 'link',
    stance: 'refutes',
    visibility,
    url,
    title: null,
    quote: null,
    note: null,
    file: null,
    sourceId: null,
    capture: null,
  };
}

const first = new Date('2026-05-02T10:00:00Z');
const factCheck = { slug: 'the-bridge', firstPublishedAt: first, publication: 'live' as const };
const correction: CorrectionEntry = {
  id: 'c1',
  factCheckId: 'f1',
  claimId: 'k1',
  slug: 'the-bridge',
  wording: content.wording,
  number: 2,
  previousNumber: 1,
  type: 'rating',
  notice: 'The rating was “Half true” until a page with the final account was found.',
  fromRating: 'half-true',
  toRating: 'false',
  at: new Date('2026-06-01T08:00:00Z'),
};

function markup(change: Partial<VersionContent> = {}, number = 1, corrections: CorrectionEntry[] = []): Node {
  const version = { number, publishedAt: number === 1 ? first : correction.at, content: { ...content, ...change } };
  return claimReview({ factCheck, version, corrections }, at);
}

describe('The ClaimReview of a fact-check', () => {
  it('says what was claimed, by whom, where, and how it was rated', () => {
    expect(markup()).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'ClaimReview',
      url: 'https://facts.example.org/public/demo/fact-checks/the-bridge',
      inLanguage: 'en-GB',
      datePublished: '2026-05-02T10:00:00.000Z',
      claimReviewed: 'The harbour bridge cost 41 million.',
      author: { '@type': 'Organization', name: 'The Harbour Desk' },
      itemReviewed: {
        '@type': 'Claim',
        author: { '@type': 'Person', name: 'Mara Lind', jobTitle: 'mayor' },
        datePublished: '2026-03-01T18:00:00.000Z',
        appearance: [{ '@type': 'CreativeWork', url: 'https://news.example.org/rally', headline: 'The rally' }],
        firstAppearance: { url: 'https://news.example.org/rally' },
      },
      reviewRating: { ratingValue: 1, bestRating: 5, worstRating: 1, alternateName: 'False' },
    });
    expect(markupFaults(markup())).toEqual([]);
  });

  it('cites what the public may see, and nothing else', () => {
    expect(markup()['citation']).toEqual([{ '@type': 'CreativeWork', url: 'https://council.example.org/account.pdf' }]);
  });

  it('names the corrections that led to this version, with the page before', () => {
    const second = markup({}, 2, [correction]);
    expect(second['correction']).toEqual([
      expect.objectContaining({
        '@type': 'CorrectionComment',
        text: correction.notice,
        datePublished: '2026-06-01T08:00:00.000Z',
        about: {
          '@type': 'CreativeWork',
          url: 'https://facts.example.org/public/demo/fact-checks/the-bridge/versions/1',
        },
      }),
    ]);
    expect(markupFaults(second)).toEqual([]);
    expect(markup({}, 1, [correction])['correction']).toBeUndefined();
  });

  it('takes the rating’s name in the language of the fact-check, and the best there is otherwise', () => {
    const names = { en: 'False', de: 'Falsch' };
    expect(nameIn(names, 'de-AT')).toBe('Falsch');
    expect(nameIn(names, 'tg')).toBe('False');
    expect(nameIn({ fr: 'Faux' }, 'tg')).toBe('Faux');
  });

  it('starts with the earliest place where the claim was made, and leaves out where it was denied', () => {
    const earlier = { ...rally, id: 'a2', saidAt: '2026-02-01T00:00:00.000Z' };
    const denied = { ...rally, id: 'a3', stance: 'denies', saidAt: '2026-01-01T00:00:00.000Z' };
    const undated = { ...rally, id: 'a4', saidAt: null };
    expect(madeAt([undated, rally, denied, earlier]).map(({ id }) => id)).toEqual(['a2', 'a1', 'a4']);
    expect(madeAt([denied]).map(({ id }) => id)).toEqual(['a3']);
  });

  it('calls an anonymous claimant by what they are', () => {
    expect(claimantName({ kind: 'anonymous', name: null, role: 'a city official' })).toBe('a city official');
    expect(claimantName({ kind: 'anonymous', name: null, role: null })).toBe('Anonymous source');
  });

  it('cannot end the script element that carries it, whatever people wrote', () => {
    const hostile = markup({ wording: '</script><script>alert(1)</script><!-- \u2028 &amp;' });
    const json = scriptJson(hostile);
    expect(json).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(json)).toEqual(hostile);
  });
});

describe('The check of the markup before publication', () => {
  const faults = (change: object) =>
    markupFaults({ ...markup(), ...change }).map(({ code, pointer }) => [code, pointer]);

  it.each([
    [{ claimReviewed: '  ' }, 'markup.missing', '/claimReviewed'],
    [{ '@type': 'Review' }, 'markup.wrong-type', '/@type'],
    [{ url: 'javascript:alert(1)' }, 'markup.not-an-address', '/url'],
    [{ datePublished: 'soon' }, 'markup.not-a-date', '/datePublished'],
    [{ datePublished: undefined }, 'markup.missing', '/datePublished'],
    [{ dateModified: '2020-01-01' }, 'markup.dates-reversed', '/dateModified'],
    [{ inLanguage: 'English, please' }, 'markup.not-a-language', '/inLanguage'],
    [{ author: { '@type': 'Organization', name: '' } }, 'markup.missing', '/author/name'],
    [{ author: { '@type': 'Thing', name: 'x' } }, 'markup.wrong-type', '/author/@type'],
    [{ itemReviewed: undefined }, 'markup.missing', '/itemReviewed'],
    [{ reviewRating: undefined }, 'markup.missing', '/reviewRating'],
    [
      { correction: [{ '@type': 'CorrectionComment', datePublished: '2026-01-01' }] },
      'markup.missing',
      '/correction/0/text',
    ],
  ])('refuses %j', (change, code, pointer) => {
    expect(faults(change)).toContainEqual([code, pointer]);
  });

  it('asks who said it and where', () => {
    const nobody = { kind: 'person', name: null, role: null };
    expect(markupFaults(markup({ appearances: [], claimant: nobody })).map(({ pointer }) => pointer)).toEqual([
      '/itemReviewed/author/name',
      '/itemReviewed/appearance',
    ]);
    const nowhere = { ...rally, url: null, title: null };
    expect(markupFaults(markup({ appearances: [nowhere] }))).toMatchObject([
      { code: 'markup.place-unknown', pointer: '/itemReviewed/appearance/0' },
    ]);
    expect(markupFaults(markup({ appearances: [{ ...nowhere, title: 'Speech in the town hall' }] }))).toEqual([]);
  });

  it('asks for a rating inside its scale', () => {
    const codes = (change: Partial<VersionContent['rating']>) =>
      markupFaults(markup({ rating: { ...content.rating, ...change } })).map(({ code }) => code);
    expect(codes({ value: 6 })).toEqual(['markup.outside-scale']);
    expect(codes({ best: 1, worst: 1 })).toEqual(['markup.scale-reversed']);
    expect(codes({ value: Number.NaN })).toEqual(['markup.not-a-number']);
    expect(codes({ names: {} })).toEqual(['markup.missing']);
  });

  it('survives anything that is not markup', () => {
    for (const value of [null, undefined, 3, 'x', [], { itemReviewed: [], reviewRating: 'x', correction: [1] }])
      expect(markupFaults(value).length).toBeGreaterThan(0);
  });
});
