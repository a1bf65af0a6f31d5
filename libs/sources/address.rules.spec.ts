import { siteOf, sourceUrl, urlKey } from './address.rules.js';

const same = (one: string, other: string) => urlKey(new URL(one)).equals(urlKey(new URL(other)));

describe('A cited address', () => {
  it('is one source, however the reader came to it', () => {
    expect(same('https://velm.example/a?utm_source=mail&id=7#part', 'https://VELM.example/a?id=7')).toBe(true);
    expect(same('https://velm.example/a?fbclid=x', 'https://velm.example/a')).toBe(true);
  });

  it('is another source when anything else differs', () => {
    expect(same('https://velm.example/a?id=7', 'https://velm.example/a?id=8')).toBe(false);
    expect(same('https://velm.example/a', 'http://velm.example/a')).toBe(false);
    expect(same('https://velm.example/a', 'https://velm.example/A')).toBe(false);
    expect(same('https://velm.example/a', 'https://velm.example/a/')).toBe(false);
  });

  it('is kept as it was given, but for its fragment', () => {
    expect(sourceUrl(new URL('https://velm.example/a?utm_source=mail#part'))).toBe(
      'https://velm.example/a?utm_source=mail',
    );
  });

  it('belongs to a site', () => {
    expect(siteOf('https://news.velm.co.uk:8443/a')).toBe('velm.co.uk');
    expect(siteOf('https://velm.github.io/a')).toBe('velm.github.io');
    expect(siteOf('https://other.github.io/a')).not.toBe('velm.github.io');
    expect(siteOf('http://192.0.2.1:8080/a')).toBe('192.0.2.1:8080');
    expect(siteOf('http://[2001:db8::1]/a')).toBe('[2001:db8::1]');
    expect(siteOf('http://localhost:81/a')).toBe('localhost:81');
  });
});
