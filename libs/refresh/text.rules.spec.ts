import fc from 'fast-check';
import { normalise, originalRange } from './text.rules.js';

const text = (original: string) => normalise(original).text;

describe('Two passages are the same words', () => {
  it.each([
    ['a\u00a0b\n\n\tc ', 'a b c'],
    ['  leading', 'leading'],
    ['“Don’t,” he said – “ever”…', '"Don\'t," he said - "ever"...'],
    ['«Jamais» ‹non›', '"Jamais" \'non\''],
    ['un\u00adbreak\u200bable\ufeff', 'unbreakable'],
    ['Zu\u0308rich', 'Z\u00fcrich'],
    ['\u1112\u1161\u11ab', '\ud55c'],
    ['ﬁnancial oﬃce', 'financial office'],
    ['−5 °C', '-5 °C'],
    ['👩\u200d🚀 x', '👩\u200d🚀 x'],
    ['', ''],
    [' \n ', ''],
  ])('%p reads %p', (original, normal) => {
    expect(text(original)).toBe(normal);
  });

  it('but never across a letter, a digit or a case', () => {
    expect(text('Resume 15 O2')).not.toBe(text('Résumé 15 O2'));
    expect(text('1,5')).not.toBe(text('15'));
    expect(text('US')).not.toBe(text('us'));
  });

  it('leads back to the place in the original', () => {
    const original = 'He  said: “Zu\u0308rich\u00ad is  full” …';
    const normal = normalise(original);
    const start = normal.text.indexOf('Z\u00fcrich is full');
    const range = originalRange(normal, start, start + 'Z\u00fcrich is full'.length, original);
    expect(original.slice(range.start, range.end)).toBe('Zu\u0308rich\u00ad is  full');
  });

  it('is settled: the normal form of a normal form is itself, and offsets never go back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (original) => {
        const normal = normalise(original);
        expect(normalise(normal.text).text).toBe(normal.text);
        expect(normal.offsets).toHaveLength(normal.text.length + 1);
        for (let i = 1; i < normal.offsets.length; i += 1)
          expect(normal.offsets[i]).toBeGreaterThanOrEqual(normal.offsets[i - 1] ?? 0);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
