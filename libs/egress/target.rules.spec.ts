import { AddressRules } from './addresses.rules.js';
import { EgressError } from './egress.errors.js';
import { judgeTarget, parseTarget } from './target.rules.js';

function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof EgressError) return error.failure;
    throw error;
  }
  return 'none';
}

describe('The shape of an outgoing URL', () => {
  it.each([
    '',
    ' ',
    'example.org',
    '//example.org/',
    '/a',
    'ftp://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,a',
    'gopher://example.org/',
    'http://',
    'http:///',
    'http://user@example.org/',
    'http://user:secret@example.org/',
    'http://@example.org/',
    'http://example.org\\@127.0.0.1/',
    'http:\\\\example.org/',
    'http://example.org/a\\b',
    'http://exam\tple.org/',
    'http://example.org/\r\nHost: b',
    'http://example.org/\u0000',
    ' http://example.org/',
    'http://example.org/ ',
    'http://exa mple.org/',
    'http://[fe80::1%25eth0]/',
    'http://[::1/',
    'http://example.org:99999/',
    `http://example.org/${'a'.repeat(2048)}`,
  ])('refuses %p', (url) => {
    expect(failure(() => parseTarget(url))).toBe('bad-url');
  });

  it.each([
    ['http://example.org', 'example.org', 80],
    ['https://example.org/a?b=c#d', 'example.org', 443],
    ['HTTPS://EXAMPLE.org:8443/', 'example.org', 8443],
    ['http://bücher.example/', 'xn--bcher-kva.example', 80],
    ['http://[2606:2800:21f::1]/', '2606:2800:21f::1', 80],
    ['https://example.org/@name/status/1', 'example.org', 443],
    ['https://example.org/?next=http://u@other.example/', 'example.org', 443],
  ])('reads %s', (url, hostname, port) => {
    expect(parseTarget(url)).toMatchObject({ hostname, port });
  });

  it('sees an address in every spelling that the URL standard reads as one', () => {
    const spellings = [
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '0x7f.1',
      '127.0.0.1.',
      '127%2e0.0.1',
      '127。0。0。1',
      '①②⑦.0.0.1',
    ];
    for (const host of spellings)
      expect(parseTarget(`http://${host}/`)).toMatchObject({ hostname: '127.0.0.1', literal: true });
  });

  it('opens an unusual port only where the operator opened addresses', () => {
    const odd = parseTarget('http://example.org:6379/');
    expect(failure(() => judgeTarget(odd, new AddressRules()))).toBe('blocked-address');
    expect(failure(() => judgeTarget(odd, new AddressRules(['10.0.0.0/8'])))).toBe('none');
    expect(failure(() => judgeTarget(parseTarget('http://10.0.0.1:6379/'), new AddressRules(['10.0.0.0/8'])))).toBe(
      'none',
    );
    expect(failure(() => judgeTarget(parseTarget('http://8.8.8.8:6379/'), new AddressRules(['10.0.0.0/8'])))).toBe(
      'blocked-address',
    );
  });
});
