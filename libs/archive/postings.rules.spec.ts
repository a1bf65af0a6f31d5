import fc from 'fast-check';
import { BLOCK, blockOf, entryOf, ranked, rarest, type Chosen, type Posting } from './postings.rules.js';

const AVERAGE = 16;

/** Postings as the archive keeps them, of documents given as lists of words. */
function posted(documents: readonly (readonly string[])[], first = 1): Posting[] {
  const rows = new Map<string, { term: string; block: number; entries: number[] }>();
  documents.forEach((words, i) => {
    for (const term of new Set(words)) {
      const block = blockOf(first + i);
      const row = rows.get(`${term} ${block}`) ?? { term, block, entries: [] };
      row.entries.push(entryOf(first + i, words.length));
      rows.set(`${term} ${block}`, row);
    }
  });
  return [...rows.values()].map(({ term, block, entries }) => ({ term, block, entries: `{${entries.join(',')}}` }));
}

function wantedOf(postings: readonly Posting[], weights: Record<string, number>): Chosen[] {
  return Object.entries(weights).map(([term, weight]) => {
    const documents = postings.filter((one) => one.term === term).flatMap(({ entries }) => entries.split(',')).length;
    return { term, weight, documents, since: 0 };
  });
}

describe('Where a document stands in the postings', () => {
  it('fits a smallint, whatever its number and length, and its block is found from its number', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (number, length) => {
        const entry = entryOf(number, length);
        expect(entry).toBeLessThan(2 ** 15);
        expect(blockOf(number) * BLOCK + (entry % BLOCK)).toBe(number);
      }),
    );
  });
});

describe('The words that are looked for', () => {
  const words = (...counts: number[]) => counts.map((documents, i) => ({ term: `w${i}`, weight: 1, documents }));
  const names = (chosen: readonly Chosen[]) => chosen.map(({ term, since }) => [term, since]);

  it('are the rarest, until they bring enough documents together', () => {
    expect(names(rarest(words(500, 20, 400, 3_000), 10_000, 1_000))).toEqual([
      ['w1', 0],
      ['w2', 0],
      ['w0', 0],
    ]);
  });

  it('are at least one: of a word that everybody uses, the newest documents', () => {
    expect(names(rarest(words(90_000, 80_000), 100_000, 20_000))).toEqual([['w1', 19]]);
    expect(names(rarest(words(8_000), 8_000, 10))).toEqual([['w0', 1]]);
    expect(rarest([], 0, 10)).toEqual([]);
  });
});

describe('Documents are ranked', () => {
  const documents = [['bridge', 'harbour', 'cost'], ['bridge'], ['school'], ['cost', 'school', 'bridge']];

  it('by the weight of the words that they hold, the newest first where that is the same', () => {
    const postings = posted([...documents, ['bridge']]);
    const chosen = wantedOf(postings, { bridge: 1, harbour: 5 });
    expect(ranked(chosen, postings, AVERAGE, 10).numbers).toEqual([1, 5, 4, 2]);
    expect(ranked(chosen, postings, AVERAGE, 2).numbers).toEqual([1, 5]);
    expect(ranked([], [], AVERAGE, 10).numbers).toEqual([]);
  });

  it('long ones below short ones that hold the same', () => {
    const postings = posted([['bridge'], ['bridge', ...Array.from({ length: 60 }, (_, i) => `w${i}`)]]);
    expect(ranked(wantedOf(postings, { bridge: 1 }), postings, AVERAGE, 10).numbers).toEqual([1, 2]);
  });

  it('in any block, and tell which words they hold, or that it is not known', () => {
    const postings = posted(documents, BLOCK - 2);
    const [bridge, school] = wantedOf(postings, { bridge: 1, school: 1 }) as [Chosen, Chosen];
    const ranking = ranked([bridge, { ...school, since: 1 }], postings, AVERAGE, 10);
    expect(ranking.numbers.toSorted()).toEqual([BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1]);
    expect([ranking.holds(BLOCK - 2, 'bridge'), ranking.holds(BLOCK, 'bridge')]).toEqual([true, false]);
    expect([ranking.holds(BLOCK, 'school'), ranking.holds(BLOCK, 'cost'), ranking.holds(7, 'bridge')]).toEqual(
      Array(3).fill(undefined),
    );
  });

  it('as a plain sum over all documents would rank them, however many there are', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 60 }), fc.nat({ max: 9 }), (given, most) => {
        const postings = posted(given);
        const weights: Record<string, number> = { a: 4, b: 3, c: 2, d: 1 };
        const plain = given
          .map((words) => [...new Set(words)].reduce((sum, one) => sum + (weights[one] ?? 0), 0))
          .filter((sum) => sum > 0)
          .sort((a, b) => b - a);
        const { numbers } = ranked(wantedOf(postings, weights), postings, AVERAGE, most);
        expect(numbers).toHaveLength(Math.min(most, plain.length));
        const sums = numbers.map((number) =>
          [...new Set(given[number - 1])].reduce((sum, one) => sum + (weights[one] ?? 0), 0),
        );
        expect(sums).toEqual(plain.slice(0, most));
      }),
    );
  });
});
