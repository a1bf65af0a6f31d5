import { redirectOf } from './redirects.rules.js';

const from = {
  method: 'POST' as const,
  url: new URL('https://example.org/a/b'),
  headers: { authorization: 'Bearer x', cookie: 'a=b', 'content-type': 'application/json', accept: '*/*' },
};
const to = (status: number, location: string) => redirectOf({ status, headers: { location } }, from);

describe('Where a redirect leads', () => {
  it('resolves a relative Location against the page that sent it', () => {
    expect(to(308, '../c?d#e')?.target.url.href).toBe('https://example.org/c?d#e');
  });

  it('keeps method and body headers on 307 and 308, and turns a POST into a GET otherwise', () => {
    expect(to(307, '/c')).toMatchObject({ method: 'POST', headers: from.headers });
    expect(to(302, '/c')).toMatchObject({
      method: 'GET',
      headers: { authorization: 'Bearer x', cookie: 'a=b', accept: '*/*' },
    });
  });

  it.each(['http://example.org/a', 'https://www.example.org/', 'https://example.org:8443/', '//other.example/'])(
    'gives no credentials to another origin: %s',
    (location) => {
      expect(Object.keys(to(307, location)?.headers ?? {}).sort()).toEqual(['accept', 'content-type']);
    },
  );

  it('is none without a Location, and none on 300, 304 and 305', () => {
    expect(to(301, '')).toBeNull();
    for (const status of [200, 300, 304, 305, 306]) expect(to(status, '/c')).toBeNull();
  });

  it.each(['http://[', 'javascript:alert(1)', 'http://a@b/', '\\\\127.0.0.1/', 'file:///etc/passwd'])(
    'refuses %s',
    (location) => {
      expect(() => to(301, location)).toThrow('the URL cannot be used');
    },
  );
});
