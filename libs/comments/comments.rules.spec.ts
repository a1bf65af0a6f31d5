import { cutOut, mentionedIn, misplaced, unnamed } from './comments.rules.js';

const EVA = '0193f2a2-5b6c-7d8e-9f00-112233445566';
const OMAR = '0193f2a2-5b6c-7d8e-9f00-112233445577';

describe('mentions in a comment', () => {
  const text = 'Look at page 12, @Eva, before @Omar 🧭 does.';
  const eva = { person: EVA, start: 17, end: 21 };
  const omar = { person: OMAR, start: 30, end: 35 };

  it('stand where an @ stands, side by side', () => {
    expect(misplaced(text, [eva, omar])).toEqual([]);
    expect(misplaced('@Eva', [{ person: EVA, start: 0, end: 4 }])).toEqual([]);
  });

  it.each([
    [{ ...eva, start: 16 }, '/mentions/0/start', 'is not where an @ stands'],
    [{ ...eva, end: 17 }, '/mentions/0/end', 'does not come after the start'],
    [{ ...eva, end: 99 }, '/mentions/0/end', 'lies outside the text'],
    [{ ...omar, end: 37 }, '/mentions/0/end', 'cuts a character in two'],
  ])('are refused elsewhere, with a pointer: %j', (mention, pointer, detail) => {
    expect(misplaced(text, [mention])).toEqual([{ pointer, code: 'misplaced', detail }]);
  });

  it('lose the name of somebody who is forgotten, and stand where they stood, in any order', () => {
    const unnamedOf = (person: string) => unnamed(text, [omar, eva], person);
    const forgotten = unnamedOf(EVA);
    expect(forgotten.text).toBe('Look at page 12, @Erased, before @Omar 🧭 does.');
    expect(forgotten.mentions).toEqual([
      { ...omar, start: 33, end: 38 },
      { ...eva, end: 24 },
    ]);
    expect(misplaced(forgotten.text, forgotten.mentions)).toEqual([]);
    expect(unnamedOf('nobody')).toEqual({ text, mentions: [omar, eva] });
    const twice = unnamed(
      '@Eva @Eva',
      [
        { ...eva, start: 0, end: 4 },
        { ...eva, start: 5, end: 9 },
      ],
      EVA,
    );
    expect(twice.text).toBe('@Erased @Erased');
  });

  it('do not overlap', () => {
    const both = [eva, { person: OMAR, start: 17, end: 19 }];
    expect(misplaced(text, both)).toEqual([
      { pointer: '/mentions/1/start', code: 'misplaced', detail: 'lies in the range of mention 0' },
    ]);
  });

  it('count each person once', () => {
    expect(mentionedIn([eva, omar, { ...eva, start: 1, end: 2 }])).toEqual([EVA, OMAR]);
  });
});

describe('a span that a comment is about', () => {
  it('cuts out whole characters, and nothing from outside the text', () => {
    const at = (start: number, end: number) => cutOut('It cost 41 🧭 million.', { of: 'claim', start, end });
    expect(at(3, 10)).toBe('cost 41');
    expect(at(11, 13)).toBe('🧭');
    for (const [start, end] of [
      [11, 12],
      [12, 14],
      [3, 3],
      [9, 3],
      [3, 99],
    ] as const)
      expect(at(start, end)).toBeUndefined();
  });
});
