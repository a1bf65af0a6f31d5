import { compareRatings, placeOf, type Rated } from './rating-comparison.rules.js';

const rated = (value: number | null, worst: number | null, best: number | null, ...names: string[]): Rated => ({
  value,
  worst,
  best,
  names,
  steps: null,
});

describe('Two ratings of what may be the same claim', () => {
  it('are compared by where they stand between worst and best, whatever the numbers are', () => {
    expect(compareRatings(rated(1, 1, 5), rated(0, 0, 100))).toBe('same');
    expect(compareRatings(rated(5, 1, 5), rated(1, 1, 5))).toBe('different');
    expect(compareRatings(rated(2, 1, 5), rated(1, 1, 7))).toBe('different');
    expect(compareRatings(rated(4, 1, 5), rated(5, 1, 7))).toBe('same');
  });

  it('are the same within half a step of the coarser scale', () => {
    expect(compareRatings(rated(2, 1, 3), rated(3, 1, 5))).toBe('same');
    expect(compareRatings(rated(2, 1, 3), rated(2, 1, 5))).toBe('same');
    expect(compareRatings(rated(2, 1, 5), rated(3, 1, 5))).toBe('different');
  });

  it('are compared by name where the name leaves no doubt and a number is missing or off its scale', () => {
    expect(compareRatings(rated(null, null, null, 'Pants on Fire!'), rated(1, 1, 5))).toBe('same');
    expect(compareRatings(rated(-1, -1, -1, 'MOSTLY TRUE'), rated(1, 1, 5))).toBe('different');
    expect(compareRatings(rated(9, 1, 5, 'False'), rated(1, 1, 5))).toBe('same');
  });

  it('are compared by the names of the newsroom itself, in its own language', () => {
    const scale = new Map([
      ['frei erfunden', 0],
      ['unbelegt', 0.5],
      ['richtig', 1],
    ]);
    expect(compareRatings(rated(null, null, null, 'Frei erfunden'), rated(1, 1, 5), scale)).toBe('same');
    expect(placeOf(rated(null, null, null, 'Richtig'), scale)).toEqual({ at: 1, steps: 2 });
  });

  it('are not compared where one only says something else than how true it is', () => {
    for (const name of ['Misleading', 'Missing context', 'Satire', 'Unproven', ''])
      expect(compareRatings(rated(null, null, null, name), rated(1, 1, 5))).toBe('not-comparable');
    expect(compareRatings(rated(3, 3, 3), rated(1, 1, 5))).toBe('not-comparable');
  });
});
