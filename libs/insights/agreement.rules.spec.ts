import { cohenKappa, krippendorffAlpha, type PairCell, type Unit } from './agreement.rules.js';

/** Krippendorff, “Computing Krippendorff’s Alpha-Reliability” (2011), part C: four observers, twelve units, some unseen. */
const KRIPPENDORFF = [
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
];

/** Part A of the same paper: two observers, ten units, two values. */
const BINARY = ['0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0'];

function units(observers: readonly string[]): Unit[] {
  const rows = observers.map((row) => row.split(' '));
  return (rows[0] ?? []).map((_, unit) => ({
    ratings: rows
      .map((row) => row[unit])
      .filter((value) => value !== '.')
      .map(Number),
    times: 1,
  }));
}

function table(rows: readonly (readonly number[])[]): PairCell[] {
  return rows.flatMap((row, i) => row.map((times, j) => ({ first: String(i), second: String(j), times })));
}

describe('how far reviewers agree', () => {
  it('is Krippendorff’s alpha as he published it, with ratings missing', () => {
    const given = units(KRIPPENDORFF);
    expect(krippendorffAlpha(given, 'nominal')).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha(given, 'ordinal')).toBeCloseTo(0.815, 3);
    expect(krippendorffAlpha(given, 'interval')).toBeCloseTo(0.849, 3);
    expect(krippendorffAlpha(units(BINARY), 'nominal')).toBeCloseTo(0.095, 3);
  });

  it('counts rounds that ended alike as often as they did, in any order of people', () => {
    const singly = units(['1 1 2 2 3', '1 1 2 3 3', '1 1 3 2 3']);
    const together: Unit[] = [
      { ratings: [1, 1, 1], times: 2 },
      { ratings: [3, 2, 2], times: 2 },
      { ratings: [3, 3, 3], times: 1 },
    ];
    for (const metric of ['nominal', 'ordinal', 'interval'] as const)
      expect(krippendorffAlpha(together, metric)).toBeCloseTo(krippendorffAlpha(singly, metric) as number, 12);
  });

  it('is 1 where all agree, below 0 where they agree less than by chance, and open where nothing could differ', () => {
    expect(krippendorffAlpha(units(['1 2 3', '1 2 3']), 'ordinal')).toBe(1);
    expect(krippendorffAlpha(units(['1 2 1 2', '2 1 2 1']), 'nominal')).toBeLessThan(0);
    expect(krippendorffAlpha(units(['1 1', '1 1']), 'nominal')).toBeNull();
    expect(krippendorffAlpha([{ ratings: [4], times: 9 }], 'nominal')).toBeNull();
    expect(krippendorffAlpha([], 'ordinal')).toBeNull();
  });

  it('weighs a far miss more than a near one where the scale has an order', () => {
    const near = units(['1 2 3 4 5 1', '1 2 3 4 5 2']);
    const far = units(['1 2 3 4 5 1', '1 2 3 4 5 5']);
    expect(krippendorffAlpha(near, 'nominal')).toBeCloseTo(krippendorffAlpha(far, 'nominal') as number, 1);
    expect(krippendorffAlpha(near, 'ordinal')).toBeGreaterThan(krippendorffAlpha(far, 'ordinal') as number);
  });

  it('is Cohen’s kappa for two, as in the textbooks', () => {
    // Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd edition 2003, table 18.1: .68
    const fleiss = cohenKappa(
      table([
        [75, 1, 4],
        [5, 4, 1],
        [0, 0, 10],
      ]),
    );
    expect(fleiss).toMatchObject({ times: 100, observed: 0.89 });
    expect(fleiss.kappa).toBeCloseTo(0.676, 3);
    // Two readers of fifty grant proposals: po .70, pe .50
    expect(
      cohenKappa(
        table([
          [20, 5],
          [10, 15],
        ]),
      ).kappa,
    ).toBeCloseTo(0.4, 12);
  });

  it('has no kappa where both always say the same one thing', () => {
    expect(cohenKappa([{ first: 'false', second: 'false', times: 7 }])).toEqual({ times: 7, observed: 1, kappa: null });
  });
});
