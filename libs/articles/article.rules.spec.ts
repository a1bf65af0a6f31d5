import { kindOf, storable, textKey, unreadable, urlKey } from './article.rules.js';

describe('An article that comes in', () => {
  it('is given as exactly one of text, HTML and an address to fetch', () => {
    expect(kindOf({ text: 'x' })).toBe('text');
    expect(kindOf({ html: '<p>', url: 'https://example.org/' })).toBe('html');
    expect(kindOf({ url: 'https://example.org/' })).toBe('url');
    expect(kindOf({})).toBeUndefined();
    expect(kindOf({ text: 'x', html: 'x' })).toBeUndefined();
  });

  it('is the same text in other spacing and in another Unicode form, and another one in other words', () => {
    expect(textKey('A caf\u00e9\r\n\r\nopened.')).toEqual(textKey('  A cafe\u0301 opened. '));
    expect(textKey('It rose by 15.')).not.toEqual(textKey('It rose by 1.5.'));
    expect(textKey(' \n\t ')).toBeUndefined();
  });

  it('is at the same address whatever the fragment and the spelling', () => {
    expect(urlKey('https://Example.org/a#top')).toEqual(urlKey('https://example.org:443/a'));
    expect(urlKey('https://example.org/a?p=1')).not.toEqual(urlKey('https://example.org/a?p=2'));
  });

  it('cannot be read when it holds no words, or is no text at all', () => {
    expect(unreadable(' … — !! \n')).toBe('article.empty');
    expect(unreadable('\u0001\u0002\u0003PNG')).toBe('article.not-text');
    expect(unreadable('Die Brücke kostete 41 Millionen.\n\u000c')).toBeUndefined();
    expect(unreadable('橋の費用は四千万円')).toBeUndefined();
  });

  it('keeps every offset when a character cannot be stored', () => {
    expect(storable('a\0b\ud800c')).toBe('a\ufffdb\ufffdc');
  });
});
