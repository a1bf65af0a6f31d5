import fc from 'fast-check';
import { reviewsIn } from './claim-review-reading.rules.js';
import { JsonRecords, LONGEST_RECORD, NotJson } from './json-records.rules.js';

const REVIEW = {
  '@context': 'https://schema.org',
  '@type': 'ClaimReview',
  url: 'https://facts.example/bridge',
  claimReviewed: 'The bridge cost 41 million.',
  author: { '@type': 'Organization', name: 'Example Facts', url: 'https://facts.example' },
  reviewRating: { ratingValue: '1', bestRating: 5, worstRating: 1, alternateName: 'False' },
  itemReviewed: { author: { name: 'Mara Lind' }, appearance: [{ url: 'https://news.example/1' }, 'x'] },
  datePublished: '2026-03-01',
  inLanguage: 'en',
};

function records(text: string, cut = 7): [string, unknown][] {
  const scanner = new JsonRecords();
  const found = [];
  for (let i = 0; i < text.length; i += cut) found.push(...scanner.push(text.slice(i, i + cut)));
  found.push(...scanner.end());
  return found.map((one) => [one.pointer, one.text === null ? null : JSON.parse(one.text)]);
}

describe('A file of ClaimReviews is cut into records', () => {
  it('whether it is one object, an array, a graph, a feed, or one object a line', () => {
    const [a, b] = [{ x: '}",{' }, { y: [1, [2]] }];
    expect(records(JSON.stringify(a))).toEqual([['/0', a]]);
    expect(records(JSON.stringify([a, b], null, 2))).toEqual([
      ['/0', a],
      ['/1', b],
    ]);
    expect(records(JSON.stringify({ '@context': {}, '@graph': [a, b], z: 1 }))).toEqual([
      ['/@graph/0', a],
      ['/@graph/1', b],
    ]);
    expect(records(JSON.stringify({ n: { dataFeedElement: 'no' }, dataFeedElement: [a] }))).toEqual([
      ['/dataFeedElement/0', a],
    ]);
    expect(records(`${JSON.stringify(a)}\n${JSON.stringify(b)}\n`)).toEqual([
      ['/0', a],
      ['/1', b],
    ]);
    expect(records('[]')).toEqual([]);
    expect(records('[1, "a", null]')).toEqual([
      ['/0', 1],
      ['/1', 'a'],
      ['/2', null],
    ]);
  });

  it('the same ones however it arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (values, cut) => {
        const list = values.map((one) => JSON.parse(one) as unknown);
        expect(records(JSON.stringify(list), cut).map(([, value]) => value)).toEqual(list);
        expect(records(JSON.stringify({ a: 1, '@graph': list }), cut).map(([, value]) => value)).toEqual(list);
      }),
    );
  });

  it('and refused where it is no JSON, or breaks off', () => {
    for (const text of ['<html>', '[{"a": 1}', '{"a": "', '[}', ']', '{"a": 1]'])
      expect(() => records(text)).toThrow(NotJson);
  });

  it('and one that is too long is dropped while it arrives', () => {
    const long = JSON.stringify([{ text: 'x'.repeat(LONGEST_RECORD) }, { ok: true }]);
    expect(records(long, 100_000)).toEqual([
      ['/0', null],
      ['/1', { ok: true }],
    ]);
  });
});

describe('A ClaimReview is read', () => {
  const read = (value: unknown, pointer = '/0') => reviewsIn(value, pointer, new Map());

  it('with all that matching and comparing need', () => {
    expect(read(REVIEW)).toEqual([
      {
        review: {
          url: 'https://facts.example/bridge',
          author: 'Example Facts',
          authorUrl: 'https://facts.example',
          claimReviewed: 'The bridge cost 41 million.',
          title: null,
          claimant: 'Mara Lind',
          language: 'en',
          publishedAt: '2026-03-01T00:00:00.000Z',
          rating: { name: 'False', value: 1, best: 5, worst: 1 },
          appearances: ['https://news.example/1'],
        },
      },
    ]);
  });

  it('out of the items of a feed, and out of a graph with its organisation named apart', () => {
    expect(read({ '@type': 'DataFeedItem', item: [REVIEW, REVIEW] })).toHaveLength(2);
    const known = new Map();
    const organisation = { '@type': 'Organization', '@id': '#org', name: 'Apart' };
    expect(reviewsIn(organisation, '/@graph/0', known)).toEqual([]);
    const [found] = reviewsIn({ ...REVIEW, author: { '@id': '#org' } }, '/@graph/1', known);
    expect(found).toMatchObject({ review: { author: 'Apart' } });
  });

  it.each([
    ['/0/url', 'missing', { url: undefined }],
    ['/0/url', 'invalid', { url: 'javascript:alert(1)' }],
    ['/0/claimReviewed', 'missing', { claimReviewed: ' ' }],
    ['/0/claimReviewed', 'too-long', { claimReviewed: 'x'.repeat(5_001) }],
    ['/0/author', 'missing', { author: [] }],
    ['/0/reviewRating', 'missing', { reviewRating: { ratingValue: 'n/a' } }],
    ['/0', 'not-a-claim-review', { '@type': 'Review' }],
  ])('or refused at %s as %s', (pointer, code, change) => {
    expect(read({ ...REVIEW, ...change })).toMatchObject([{ fault: { pointer, code } }]);
  });

  it('whatever the file holds: a review or a reason, and no error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(REVIEW)), (value, member) => {
        for (const reading of read({ ...REVIEW, [member]: value }))
          expect('review' in reading || 'fault' in reading).toBe(true);
        expect(read(value)).toBeInstanceOf(Array);
      }),
    );
  });
});
