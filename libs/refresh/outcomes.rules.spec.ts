import type { EgressFailure } from '#egress';
import {
  classify,
  type Facts,
  type Fetched,
  FINDINGS,
  MEANING,
  movedForGood,
  type Outcome,
  OUTCOMES,
  samePlace,
  suspectsSoft404,
} from './outcomes.rules.js';

const URL_OF = 'https://velm.example/2026/sea-wall';
const TEXT = Array.from(
  { length: 60 },
  (_unused, i) => `Sentence ${i} of the report says what was found on day ${i * 3}.`,
).join(' ');
const OTHER = Array.from(
  { length: 60 },
  (_unused, i) => `Offer ${i}: buy ${i} boats and get the harbour tour for nothing at all.`,
).join(' ');

const known = {
  bodySha256: 'b0',
  textSha256: 't0',
  text: TEXT,
  title: 'Sea wall report of the auditor',
  finalUrl: URL_OF,
  extractorVersion: 'reading-1',
};

type Answered = Extract<Fetched, { kind: 'answered' }>;

function answered(
  more: Partial<Answered> & { path?: Array<[number, string]>; text?: string; title?: string } = {},
): Answered {
  const { path, text = TEXT, title = known.title, ...rest } = more;
  const hops = (path ?? [[rest.status ?? 200, URL_OF]]).map(([status, url]) => ({
    status,
    url,
    ip: '192.0.2.1',
    at: '2026-02-03T00:00:00Z',
  }));
  const page = { text, textSha256: text === TEXT ? 't0' : `t${text.length}`, title, extractorVersion: 'reading-1' };
  return {
    kind: 'answered',
    status: 200,
    headers: {},
    hops,
    finalUrl: hops.at(-1)?.url ?? URL_OF,
    bodySha256: 'b1',
    page,
    ...rest,
  };
}

const facts = (fetched: Fetched, more: Partial<Facts> = {}): Facts => ({
  url: URL_OF,
  known,
  fetched,
  quotes: ['exact'],
  ...more,
});
const failed = (failure: EgressFailure) => facts({ kind: 'failed', failure });
const status = (code: number) => facts(answered({ status: code, text: 'error', title: 'error' }));
const small = TEXT.replace('day 9.', 'day ten.');
const big = TEXT.slice(0, TEXT.length * 0.75);
const moved = (codes: number[], to: string, more: Parameters<typeof answered>[0] = {}) =>
  answered({ path: [...codes.map((code): [number, string] => [code, URL_OF]), [200, to]], ...more });

const golden: Array<[string, Facts, Outcome]> = [
  ['the first visit', facts(answered(), { known: null, quotes: [] }), 'first_capture'],
  [
    'the first visit, over a redirect',
    facts(moved([302], 'https://velm.example/2026/a'), { known: null, quotes: [] }),
    'first_capture',
  ],
  ['not modified', facts(answered({ status: 304, page: undefined })), 'unchanged_304'],
  [
    'not modified, though nothing was kept',
    facts(answered({ status: 304, page: undefined }), { known: null }),
    'server_error',
  ],
  ['the same bytes', facts(answered({ bodySha256: 'b0' })), 'unchanged_same_bytes'],
  ['the same bytes of a PDF', facts(answered({ bodySha256: 'b0', page: undefined })), 'unchanged_same_bytes'],
  ['other bytes, the same text', facts(answered()), 'unchanged_same_text'],
  ['a small change outside the quote', facts(answered({ text: small })), 'changed_cosmetic'],
  ['a small change, and nothing quoted', facts(answered({ text: small }), { quotes: [] }), 'changed_cosmetic'],
  ['a large change outside the quote', facts(answered({ text: big })), 'changed_quote_intact'],
  [
    'a change, the quote with other quotation marks',
    facts(answered({ text: big }), { quotes: ['normalised', 'ambiguous'] }),
    'changed_quote_intact',
  ],
  [
    'another digit in the quote',
    facts(answered({ text: small }), { quotes: ['exact', 'altered'] }),
    'changed_quote_altered',
  ],
  ['the quote taken out', facts(answered({ text: big }), { quotes: ['missing'] }), 'quote_missing'],
  [
    'one quote altered, another taken out',
    facts(answered({ text: big }), { quotes: ['altered', 'missing'] }),
    'quote_missing',
  ],
  ['the whole page rewritten in its place', facts(answered({ text: OTHER }), { quotes: ['missing'] }), 'quote_missing'],
  ['moved for good, by 301', facts(moved([301], 'https://velm.example/archive/sea-wall')), 'moved_permanent'],
  [
    'moved for good, by 301 and 308',
    facts(moved([301, 308], 'https://new.example/archive/sea-wall')),
    'moved_permanent',
  ],
  [
    'moved for good, menu changed',
    facts(moved([308], 'https://velm.example/archive/sea-wall', { text: small })),
    'moved_permanent',
  ],
  [
    'moved, and altered on the way',
    facts(moved([301], 'https://velm.example/archive/sea-wall', { text: small }), { quotes: ['altered'] }),
    'changed_quote_altered',
  ],
  [
    'sent elsewhere for now, the same text',
    facts(moved([302], 'https://velm.example/archive/sea-wall')),
    'unchanged_same_text',
  ],
  [
    'sent elsewhere by 301 and 302, the same text',
    facts(moved([301, 302], 'https://velm.example/archive/sea-wall')),
    'unchanged_same_text',
  ],
  [
    'sent elsewhere, to another text',
    facts(moved([302], 'https://velm.example/offers/boats', { text: OTHER }), { quotes: ['missing'] }),
    'redirected_elsewhere',
  ],
  [
    'sent elsewhere for good, to another text, nothing quoted',
    facts(moved([301], 'https://velm.example/offers/boats', { text: OTHER }), { quotes: [] }),
    'redirected_elsewhere',
  ],
  [
    'sent from http to https',
    facts(moved([301], 'https://www.velm.example/2026/sea-wall/'), { url: 'http://velm.example/2026/sea-wall' }),
    'unchanged_same_text',
  ],
  [
    'sent to the front page',
    facts(moved([302], 'https://velm.example/', { text: OTHER }), { quotes: ['missing'] }),
    'redirect_to_root',
  ],
  [
    'sent to the front page at the first visit',
    facts(moved([301], 'https://velm.example/', { text: OTHER }), { known: null, quotes: [] }),
    'redirect_to_root',
  ],
  [
    'a front page that was cited as such',
    facts(answered({ path: [[200, 'https://velm.example/']] }), {
      url: 'https://velm.example/',
      known: { ...known, finalUrl: 'https://velm.example/' },
    }),
    'unchanged_same_text',
  ],
  ['410', status(410), 'gone_410'],
  ['404', status(404), 'not_found_404'],
  [
    '200, at an address that says 404',
    facts(moved([302], 'https://velm.example/404.html', { text: OTHER }), { quotes: ['missing'] }),
    'soft_404',
  ],
  [
    '200, at an address that says not-found',
    facts(moved([302], 'https://velm.example/de/page-not-found', { text: OTHER }), { quotes: ['missing'] }),
    'soft_404',
  ],
  [
    '200, as for any address',
    facts(answered({ text: 'Sorry, nothing here.', title: 'Sorry' }), { quotes: ['missing'], probeLikeness: 0.97 }),
    'soft_404',
  ],
  [
    '200, unlike other addresses',
    facts(answered({ text: OTHER }), { quotes: ['missing'], probeLikeness: 0.2 }),
    'quote_missing',
  ],
  [
    'an article about errors',
    facts(answered({ path: [[200, 'https://velm.example/blog/404']], text: small }), {
      url: 'https://velm.example/blog/404',
      known: { ...known, finalUrl: 'https://velm.example/blog/404' },
    }),
    'changed_cosmetic',
  ],
  ...([401, 402, 403, 407, 429, 451] as const).map((code): [string, Facts, Outcome] => [
    String(code),
    status(code),
    'blocked',
  ]),
  [
    'a challenge with status 200',
    facts(answered({ text: 'Checking your browser.', title: 'Just a moment...' }), { quotes: ['missing'] }),
    'blocked',
  ],
  [
    'a challenge told by its header',
    facts(answered({ headers: { 'cf-mitigated': 'challenge' }, text: 'x' }), { quotes: ['missing'] }),
    'blocked',
  ],
  [
    'an article with captcha in its title',
    facts(answered({ title: 'Who solves a captcha?', text: `${TEXT} ${OTHER}` })),
    'changed_quote_intact',
  ],
  [
    'a log-in page',
    facts(moved([302], 'https://velm.example/login?next=x', { text: 'Log in' }), { quotes: ['missing'] }),
    'blocked',
  ],
  ['500', status(500), 'server_error'],
  ['503', status(503), 'server_error'],
  ['418', status(418), 'server_error'],
  ['a redirect to nowhere', status(302), 'server_error'],
  ['no such name', failed('dns'), 'dns_error'],
  ['a certificate run out', failed('tls'), 'tls_error'],
  ['no answer in time', failed('timeout'), 'timeout'],
  ['too much of an answer', failed('too-large'), 'too_large'],
  ['nobody at home', failed('connect'), 'server_error'],
  ['hung up', failed('reset'), 'server_error'],
  ['no HTTP', failed('protocol'), 'server_error'],
  ['a circle of redirects', failed('redirect-loop'), 'server_error'],
  ['a name that now leads inside', failed('blocked-address'), 'blocked'],
  ['a video', facts(answered({ page: undefined })), 'unsupported_type'],
];

describe('Going back to a source comes to one outcome', () => {
  it.each(golden)('%s', (_what, given, expected) => {
    expect(classify(given)).toBe(expected);
  });

  it('of a set in which each is reached', () => {
    expect(golden.length).toBeGreaterThanOrEqual(40);
    expect(new Set(golden.map(([, , outcome]) => outcome))).toEqual(new Set(OUTCOMES));
  });

  it('told to the desk in its own words, each of which is used', () => {
    expect(new Set(OUTCOMES.map((outcome) => MEANING[outcome].finding))).toEqual(new Set(FINDINGS));
  });
});

describe('A page that says 200 and is none', () => {
  it('is suspected when the page shrank, lost its title and quote, or moved up', () => {
    expect(suspectsSoft404(facts(answered({ text: 'Sorry.', title: 'Sorry' })))).toBe(true);
    expect(suspectsSoft404(facts(answered({ text: OTHER, title: 'Boats' }), { quotes: ['missing'] }))).toBe(true);
    expect(suspectsSoft404(facts(moved([302], 'https://velm.example/2026', { text: OTHER })))).toBe(true);
    expect(suspectsSoft404(facts(answered({ text: small })))).toBe(false);
    expect(suspectsSoft404(facts(answered({ bodySha256: 'b0' })))).toBe(false);
    expect(suspectsSoft404(failed('timeout'))).toBe(false);
    expect(suspectsSoft404(status(404))).toBe(false);
  });
});

describe('Addresses', () => {
  it('are the same place but for scheme, www, closing slash and fragment', () => {
    expect(samePlace('http://www.velm.example/a/#b', 'https://velm.example/a')).toBe(true);
    expect(samePlace('https://velm.example/a?b', 'https://velm.example/a')).toBe(false);
    expect(samePlace('https://velm.example/A', 'https://velm.example/a')).toBe(false);
  });

  it('move for good only by an unbroken chain of 301 and 308', () => {
    expect(movedForGood(moved([301, 308], 'https://a.example/').hops)).toBe(true);
    expect(movedForGood(moved([301, 302], 'https://a.example/').hops)).toBe(false);
    expect(movedForGood(answered().hops)).toBe(false);
  });
});
