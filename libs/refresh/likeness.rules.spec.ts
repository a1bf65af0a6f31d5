import { likeness } from './likeness.rules.js';

const text =
  'The harbour board met in public for the first time since the storm and published all bills of the sea wall.';

describe('How alike two pages are', () => {
  it('is one for the same words, whatever stands between them', () => {
    expect(likeness(text, text.toUpperCase().replaceAll(' ', '\n- '))).toBe(1);
    expect(likeness('', ' . ')).toBe(1);
  });

  it('falls with every word that differs, and is nothing for strangers', () => {
    const small = likeness(text.repeat(20), `${text.repeat(20)} One more sentence.`);
    expect(small).toBeGreaterThan(0.8);
    expect(likeness(text, text.replace('public', 'private'))).toBeLessThan(small);
    expect(likeness(text, 'Gulls were counted on the pier this morning by two classes of the local school.')).toBe(0);
  });

  it('works for a title of a few words', () => {
    expect(likeness('Sea wall bill', 'Sea wall bill')).toBe(1);
    expect(likeness('Sea wall bill', 'Page not found')).toBe(0);
    expect(likeness('Figures', 'The figures of the year')).toBe(0.25);
  });
});
