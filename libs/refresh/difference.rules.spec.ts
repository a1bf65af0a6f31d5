import { difference } from './difference.rules.js';

const rebuilt = (changes: ReturnType<typeof difference>['changes'], without: string) =>
  changes
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

describe('What changed between two captures', () => {
  it('is told by words, and either text can be read from it', () => {
    const [before, after] = [
      'The bridge cost 63 million.\n\nIt was late.',
      'The bridge cost 41 million.\n\nIt was on time.',
    ];
    const { unit, changes } = difference(before, after);
    expect(unit).toBe('words');
    expect(changes).toContainEqual({ kind: 'removed', text: '63' });
    expect(rebuilt(changes, 'added')).toBe(before);
    expect(rebuilt(changes, 'removed')).toBe(after);
  });

  it('is told as a whole where two long texts have nothing in common', () => {
    const of = (word: string) => Array.from({ length: 30_000 }, (_unused, i) => `${word}${i}`).join(' ');
    const { unit, changes } = difference(of('a'), of('b'));
    expect(unit).not.toBe('words');
    expect(rebuilt(changes, 'added')).toBe(of('a'));
  });
});
