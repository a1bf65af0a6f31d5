import fc from 'fast-check';
import { termsOf } from '#matching';
import { countIn, indexed, stemsOf } from './document.rules.js';

const plain = { others: [], claimants: [] };

describe('What the archive keeps of a claim', () => {
  it('is its stems with their places: the claim, other wordings, and who said it', () => {
    const { terms, stems, length, letters } = indexed({
      text: 'The bridge cost 41 million.',
      others: ['Bridge costs', null, 'The bridge cost 41 million.'],
      claimants: ['Mara Lind', 'Mara Lind'],
    });
    expect(terms).toBe(`'bridg':1A,5B 'cost':2A,6B '41':3A 'million':4A 'mara':7C 'lind':8C`);
    expect(stems).toEqual(['bridg', 'cost', '41', 'million', 'mara', 'lind']);
    expect(length).toBe(8);
    expect(letters).toBe(' the bridge cost 41 million bridge costs ');
  });

  it('tells how often a stem stands in it, and no stem that only begins or ends like it', () => {
    const { terms } = indexed({ ...plain, text: 'bridge, bridges and a drawbridge; the 41 of 1.41' });
    expect(countIn(terms, 'bridg')).toBe(2);
    expect(countIn(terms, 'drawbridg')).toBe(1);
    expect(countIn(terms, '41')).toBe(1);
    expect(countIn(terms, '1.41')).toBe(1);
    expect(countIn(terms, 'bri')).toBe(0);
    expect(countIn('', 'bridg')).toBe(0);
  });

  it('holds nothing that PostgreSQL would read as something else, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { terms, stems, length } = indexed({ ...plain, text });
        for (const stem of stems) expect(stem).toMatch(/^[\p{L}\p{N}.]{1,100}$/u);
        const counts = new Map<string, number>();
        for (const { term } of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
        for (const stem of stems) expect(countIn(terms, stem)).toBe(counts.get(stem));
        expect(length).toBe(stemsOf(text).length);
      }),
    );
  });
});
