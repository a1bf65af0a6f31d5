import { defaultRatings } from './default-scale.js';
import { bounds, ratingName, scaleErrors, type Rating } from './rating-scale.rules.js';

const rating = (key: string, value: number, names: Record<string, string> = { en: key }): Rating => ({
  key,
  value,
  names,
});
const codes = (...ratings: Rating[]) => scaleErrors(ratings).map(({ pointer, code }) => `${pointer} ${code}`);

describe('A rating scale', () => {
  it('that a newsroom starts with is a valid one, from 1 to 5', () => {
    expect(scaleErrors(defaultRatings)).toEqual([]);
    expect(bounds({ ratings: defaultRatings })).toEqual({ worst: 1, best: 5 });
  });

  it('names each rating once, in order, with an end on either side', () => {
    expect(codes(rating('false', 1), rating('true', 2))).toEqual([]);
    expect(codes(rating('x', 1), rating('x', 2))).toEqual([
      '/ratings/1/key not-unique',
      '/ratings/1/names/en not-unique',
    ]);
    expect(codes(rating('a', 2), rating('b', 1))).toEqual(['/ratings/1/value not-ordered']);
    expect(codes(rating('a', 1), rating('b', 1))).toEqual(['/ratings no-range']);
  });

  it('is translated as a whole or not at all', () => {
    expect(codes(rating('a', 1, { en: 'A', fr: 'Â' }), rating('b', 2))).toEqual(['/ratings/1/names/fr missing']);
    expect(codes(rating('a', 1, {}), rating('b', 2, {}))).toEqual(['/ratings/0/names missing']);
  });

  it('tells two ratings apart in every language', () => {
    expect(codes(rating('a', 1, { de: 'Falsch' }), rating('b', 2, { de: 'falsch' }))).toEqual([
      '/ratings/1/names/de not-unique',
    ]);
  });

  it('is read in the language asked for, then its base, then English, then any', () => {
    const one = rating('true', 1, { en: 'True', pt: 'Verdadeiro' });
    expect(ratingName(one, 'pt-BR')).toBe('Verdadeiro');
    expect(ratingName(one, 'ja')).toBe('True');
    expect(ratingName(rating('x', 1, { fr: 'Vrai' }))).toBe('Vrai');
  });
});
