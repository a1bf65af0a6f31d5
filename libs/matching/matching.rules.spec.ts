import fc from 'fast-check';
import { buildIndex, equalAfterNormalisation, normalise, stem, termsOf } from './index.js';

const DOCS = [
  {
    id: 'pumps',
    claim: 'The Northfield mine spent $4 million on pumps in 2019.',
    title: 'Mine overstates what it spent on pumps',
  },
  { id: 'schools', claim: 'The city closed 12 schools in one year.', title: 'Twelve schools closed? Nine did' },
  {
    id: 'fires',
    claim: 'Arsonists were arrested for starting the Australian fires.',
    alternatives: ['183 people were charged over the bushfires'],
  },
];

describe('An earlier fact-check is found', () => {
  const index = buildIndex(DOCS);
  const ids = (text: string): string[] => index.search({ text }).map((hit) => hit.id);

  it('in other words, other inflections and another spelling', () => {
    expect(ids('They are closing a dozen schools, 12 this year alone')[0]).toBe('schools');
    expect(ids('spending millions on pumping at North Field')[0]).toBe('pumps');
  });

  it('under an alternative wording, and by the words inside a tag', () => {
    expect(ids('183 charged over bush fires')[0]).toBe('fires');
    expect(ids('Who lit the #AustralianFires? https://t.co/abc')[0]).toBe('fires');
  });

  it('and says which words it shares, the rarest first, as the query wrote them', () => {
    const [hit] = index.search({ text: 'Schools closed in the city of Northfield' });
    expect(hit?.id).toBe('schools');
    expect(hit?.words).toEqual(expect.arrayContaining(['Schools', 'closed', 'city']));
    expect(hit?.words).not.toContain('the');
  });

  it('never where nothing is shared, and never in an empty newsroom', () => {
    expect(index.search({ text: '' })).toEqual([]);
    expect(buildIndex([]).search({ text: 'anything at all' })).toEqual([]);
  });

  it('with scores from 0 to 1, best first, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 0, max: 5 }), (text, k) => {
        const hits = index.search({ text, claimant: text, context: text }, k);
        expect(hits.length).toBeLessThanOrEqual(k);
        hits.forEach((hit, i) => {
          expect(hit.score).toBeGreaterThan(0);
          expect(hit.score).toBeLessThanOrEqual(1);
          if (i > 0) expect(hit.score).toBeLessThanOrEqual(hits[i - 1]?.score ?? 0);
        });
      }),
    );
  });
});

describe('Two claims are the same words', () => {
  it('over case, quotation marks, soft hyphens and spaces', () => {
    expect(equalAfterNormalisation('“Crime rose 1,500 percent”', 'crime  rose 1500 per\u00adcent.')).toBe(true);
  });

  it('and not over a decimal point, a sign, a percent mark or a word', () => {
    expect(equalAfterNormalisation('It grew 1.5%', 'It grew 15%')).toBe(false);
    expect(equalAfterNormalisation('It grew -2 points', 'It grew 2 points')).toBe(false);
    expect(equalAfterNormalisation('It grew 5%', 'It grew 5')).toBe(false);
    expect(equalAfterNormalisation('He did it', 'He did not do it')).toBe(false);
  });

  it('and two empty claims are equal to nothing', () => {
    expect(equalAfterNormalisation('', ' ... ')).toBe(false);
  });

  it('and a normal form has no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(normalise(normalise(text))).toBe(normalise(text))),
    );
  });
});

describe('Words are cut to their stems as Porter described', () => {
  it.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['motoring', 'motor'],
    ['hopping', 'hop'],
    ['filing', 'file'],
    ['relational', 'relat'],
    ['conditional', 'condit'],
    ['generalizations', 'gener'],
    ['electricity', 'electr'],
    ['adjustment', 'adjust'],
    ['controlling', 'control'],
    ['probate', 'probat'],
    ['sky', 'sky'],
  ])('%s becomes %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  it('and a post loses its link but keeps the name of who posted it', () => {
    expect(termsOf('Crime rose https://t.co/x — Ann Example (@ann) January 6, 2020').map((term) => term.word)).toEqual([
      'Crime',
      'rose',
      'Ann',
      'Example',
    ]);
  });
});
