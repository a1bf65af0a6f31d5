import fc from 'fast-check';
import {
  buildIndex,
  letterStatistics,
  lettersOf,
  packLetters,
  rescore,
  termsOf,
  unpackLetters,
  type Candidate,
  type CorpusStatistics,
  type MatchHit,
} from './index.js';

const DOCS = [
  'The Northfield mine spent $4 million on pumps in 2019.',
  'The city closed 12 schools in one year.',
  'Arsonists were arrested for starting the Australian fires. 183 people were charged over the bushfires',
  'Crime rose in the northern districts of the city, the police said.',
  'The Australian city of Northfield has closed its mine.',
];

/** What the archive keeps, worked out here from the texts. */
function archived(texts: readonly string[]): { corpus: CorpusStatistics; candidates: Candidate[] } {
  const holding = new Map<string, number>();
  const candidates = texts.map((text, i): Candidate => {
    const terms = termsOf(text).map(({ term }) => term);
    for (const term of new Set(terms)) holding.set(term, (holding.get(term) ?? 0) + 1);
    const count = (term: string): number => terms.filter((one) => one === term).length;
    return { id: String(i), length: terms.length, count, letters: lettersOf(text) };
  });
  const words = candidates.reduce((sum, { length }) => sum + length, 0);
  const letters = unpackLetters(packLetters(letterStatistics(candidates.map((one) => one.letters))));
  return { corpus: { documents: texts.length, averageLength: words / texts.length, holding, letters }, candidates };
}

describe('A few candidates out of a large archive', () => {
  const { corpus, candidates } = archived(DOCS);
  const index = buildIndex(DOCS.map((claim, i) => ({ id: String(i), claim })));

  it('are ranked as the whole archive would rank them, where they share a word', () => {
    const sharing = (hits: MatchHit[]) =>
      hits.filter(({ words }) => words.length > 0).map(({ id, words }) => [id, words]);
    for (const text of [
      'schools closed in the city',
      '183 charged over bush fires',
      'Northfield mining pumps',
      'crime',
    ])
      expect(sharing(rescore({ text }, corpus, candidates))).toEqual(sharing(index.search({ text })));
  });

  it('have the scores that they would have among all', () => {
    const [first] = index.search({ text: 'schools closed in the city', claimant: 'police' });
    const [mine] = rescore({ text: 'schools closed in the city', claimant: 'police' }, corpus, candidates.slice(1, 2));
    expect(mine?.id).toBe(first?.id);
    expect(mine?.score).toBeCloseTo(first?.score ?? 0, 1);
  });

  it('have scores from 0 to 1, best first, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const hits = rescore({ text, claimant: text }, corpus, candidates, 3);
        expect(hits.length).toBeLessThanOrEqual(3);
        hits.forEach((hit, i) => {
          expect(hit.score).toBeGreaterThan(0);
          expect(hit.score).toBeLessThanOrEqual(1);
          if (i > 0) expect(hit.score).toBeLessThanOrEqual(hits[i - 1]?.score ?? 0);
        });
      }),
    );
  });

  it('lose nothing of their letters by being kept', () => {
    const statistics = letterStatistics(DOCS.map(lettersOf));
    expect(unpackLetters(packLetters(statistics))).toMatchObject({ documents: DOCS.length });
    expect(packLetters(unpackLetters(packLetters(statistics))).length).toBe(packLetters(statistics).length);
  });
});
