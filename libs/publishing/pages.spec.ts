import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { claimReview, type CorrectionEntry, PublicAddresses, type Version, type VersionContent } from '#factchecks';
import { factCheckPage } from './fact-check.page.js';
import { atomFeed, dataFeed, factCheckJson, jsonFeed, oembed } from './feeds.rules.js';
import { html, paragraphs, safeUrl } from './html.rules.js';
import { correctionsPage, homePage } from './list.pages.js';
import { pageHeaders } from './page.style.js';
import type { PublicFactCheck } from './public.types.js';

const at = new PublicAddresses('https://facts.example.org', { slug: 'demo', name: 'The Harbour Desk' });
const day = (text: string) => new Date(`${text}T10:00:00Z`);

const content: VersionContent = {
  wording: 'The harbour bridge cost 41 million.',
  claimText: 'It cost us 41 million.',
  language: 'en',
  claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
  appearances: [
    {
      id: 'a',
      claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
      stance: 'asserts',
      saidAt: '2026-03-01T18:00:00.000Z',
      wording: 'It cost us 41 million.',
      url: 'https://news.example.org/rally',
      title: 'The rally',
      publisher: 'Example News',
      articleId: null,
    },
  ],
  verdictId: 'v',
  origin: 'review',
  rating: {
    key: 'false',
    value: 1,
    names: { en: 'False' },
    description: null,
    best: 5,
    worst: 1,
    scale: { id: 's', version: 1, name: 'Steps', ratings: [{ key: 'false', value: 1, names: { en: 'False' } }] },
  },
  summary: 'The final account shows 63 million.',
  explanation: 'First paragraph.\n\nSecond paragraph,\nwith a second line.',
  evidence: [
    piece({ visibility: 'public', url: 'https://council.example.org/account', quote: '63 million' }),
    piece({ visibility: 'newsroom', note: 'kept inside' }),
  ],
  policy: { reviewsRequired: 1, signOffsRequired: 1 },
  authors: [{ id: 'person-1', name: null }],
  votes: [{ person: { id: 'person-2', name: null }, vote: 'signOff', reason: 'internal reason', at: null }],
};

function piece(more: Partial<VersionContent['evidence'][number]>): VersionContent['evidence'][number] {
  return {
    id: 'evidence-1',
    revision: 1,
    kind: 'link',
    stance: 'refutes',
    visibility: 'public',
    url: null,
    title: null,
    quote: null,
    note: null,
    file: null,
    sourceId: null,
    capture: { id: 'capture-1', at: '2026-05-20T09:31:00.000Z', sha256: 'ab', finalUrl: null },
    ...more,
  };
}

const version = (number: number, change: Partial<VersionContent> = {}, notice?: string): Version => ({
  id: `v${number}`,
  factCheckId: 'f',
  claimId: 'k',
  number,
  publishedAt: day(`2026-05-0${number}`),
  publishedBy: 'person-2',
  correction: notice === undefined ? null : { type: 'rating', notice },
  content: { ...content, ...change },
});

function shown(change: Partial<VersionContent> = {}, more: Partial<PublicFactCheck> = {}): PublicFactCheck {
  const newest = version(1, change);
  const factCheck: PublicFactCheck['factCheck'] = {
    id: 'f',
    claimId: 'k',
    slug: 'the-bridge',
    publication: 'live',
    desk: null,
    number: newest.number,
    ratingKey: 'false',
    wording: newest.content.wording,
    language: 'en',
    firstPublishedAt: day('2026-05-01'),
    updatedAt: day('2026-05-01'),
    retractedAt: null,
    retractionReason: null,
    version: 1,
  };
  const markup = claimReview({ factCheck, version: newest, corrections: [] }, at);
  return { at, factCheck, version: newest, versions: [newest], corrections: [], underReview: null, markup, ...more };
}

function corrected(): PublicFactCheck {
  const [first, second] = [version(1), version(2, {}, 'We found the final account.')];
  const entry: CorrectionEntry = {
    id: 'c',
    factCheckId: 'f',
    claimId: 'k',
    slug: 'the-bridge',
    wording: content.wording,
    number: 2,
    previousNumber: 1,
    type: 'rating',
    notice: 'We found the final account.',
    fromRating: 'half-true',
    toRating: 'false',
    at: day('2026-05-02'),
  };
  const base = shown();
  const factCheck = { ...base.factCheck, number: 2, updatedAt: day('2026-05-02') };
  return { ...base, factCheck, version: second, versions: [second, first], corrections: [entry] };
}

const retracted = (): PublicFactCheck => {
  const base = shown();
  const gone = {
    publication: 'retracted',
    retractedAt: day('2026-06-01'),
    retractionReason: 'It was staged.',
  } as const;
  return { ...base, factCheck: { ...base.factCheck, ...gone }, markup: null };
};

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' onmouseover='alert(1)`,
  '</title></style></script><!--',
  '${7*7} {{7*7}} <%= 7*7 %>',
  'javascript:alert(1)',
  '\u202e\u0007\u0000 \ud800 \ufffe',
  '&lt;script&gt; &amp;amp; &#x3c;',
  '] ]> ]]> <![CDATA[ x',
  '田中さんにあげて下さい ﷽ 👾 Ṱ̺̺̕o͞',
];

describe('The page of a fact-check', () => {
  it('says what was claimed, by whom, how it was rated and on what evidence', () => {
    const page = factCheckPage(shown());
    for (const words of [
      'The harbour bridge cost 41 million.',
      'Mara Lind',
      'mayor',
      'The rally',
      '63 million',
      'False',
    ])
      expect(page).toContain(words);
    expect(page).toContain('<p dir="auto">First paragraph.</p>');
    expect(page).toContain('Second paragraph,<br />with a second line.');
    expect(page).toContain('href="https://council.example.org/account"');
    expect(page).toContain('captured <time datetime="2026-05-20T09:31:00.000Z">20 May 2026 at 09:31 UTC</time>');
    expect(page).toContain('<link rel="canonical" href="https://facts.example.org/public/demo/fact-checks/the-bridge"');
  });

  it('carries its ClaimReview, and asks no other server for anything', () => {
    const page = factCheckPage(shown());
    const markup = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
    expect(JSON.parse(markup)).toEqual(shown().markup);
    expect(page).not.toMatch(/<(img|iframe|object|embed|form|script src|link rel="stylesheet")/);
  });

  it('is styled by the one sheet that its policy allows', () => {
    const sheet = /<style>(.*?)<\/style>/s.exec(factCheckPage(shown()))?.[1] ?? '';
    const policy = pageHeaders()['content-security-policy'];
    expect(policy).toContain(`'sha256-${createHash('sha256').update(sheet).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(factCheckPage(shown())).not.toMatch(/ style="/);
  });

  it('keeps to itself what is the newsroom’s: evidence that is not public, people, reasons of votes', () => {
    for (const text of [factCheckPage(shown()), JSON.stringify(factCheckJson(shown()))]) {
      for (const secret of ['kept inside', 'person-1', 'person-2', 'internal reason'])
        expect(text).not.toContain(secret);
    }
    expect(factCheckPage(shown())).toMatch(/1 further piece\s+of evidence is on file/);
  });

  it('names those who decided where the policy says so', () => {
    const named = shown({
      authors: [{ id: 'person-1', name: 'Ron Reviewer' }],
      votes: [{ person: { id: 'person-2', name: 'Eva Editor' }, vote: 'signOff', reason: null, at: null }],
    });
    expect(factCheckPage(named)).toContain('(Ron Reviewer)');
    expect(factCheckPage(named)).toContain('(Eva Editor)');
  });

  it('says when nobody signed it off, as the policy allowed', () => {
    const page = factCheckPage(shown({ votes: [], policy: { reviewsRequired: 1, signOffsRequired: 0 } }));
    expect(page).toMatch(/no further sign-off was asked\s+for \(none is required\)/);
  });

  it('puts a change of the rating on top, with the way to what it said before', () => {
    const page = factCheckPage(corrected());
    expect(page.indexOf('We found the final account.')).toBeLessThan(page.indexOf('<h1'));
    expect(page).toContain('href="https://facts.example.org/public/demo/fact-checks/the-bridge/versions/1"');
  });

  it('shows an older version as what it is, hidden from search engines and without markup', () => {
    const { versions, ...rest } = corrected();
    const page = factCheckPage({ ...rest, versions, version: versions[1] as Version });
    expect(page).toContain('An older version');
    expect(page).toContain('noindex');
    expect(page).not.toContain('ld+json">{');
  });

  it('says that it is under review, and why, while what is live is looked at again', () => {
    const page = factCheckPage(shown({}, { underReview: { causes: ['quote-altered'] } }));
    expect(page).toMatch(/Under review/);
    expect(page).toMatch(/a passage that it quotes was changed at its source/);
  });

  it('says on top why it was retracted, and gives machines no markup', () => {
    const page = factCheckPage(retracted());
    expect(page.indexOf('It was staged.')).toBeLessThan(page.indexOf('<h1'));
    expect(page).not.toContain('ld+json">{');
    expect(page).toContain('noindex');
  });

  it.each(hostile)('shows %j as text, wherever people can write', (text) => {
    const everywhere: Partial<VersionContent> = {
      wording: text,
      claimText: `${text}!`,
      summary: text,
      explanation: text,
      claimant: { kind: 'person', name: text, role: text },
      appearances: [
        {
          ...(content.appearances[0] as (typeof content.appearances)[number]),
          title: text,
          publisher: text,
          url: text,
        },
      ],
      evidence: [
        piece({
          title: text,
          quote: text,
          note: text,
          url: text,
          file: { name: text, type: text, size: 1, sha256: '' },
        }),
      ],
      rating: { ...content.rating, names: { en: text }, description: text },
    };
    const all = shown(everywhere);
    const entry = { factCheck: all.factCheck, version: all.version, corrections: [] };
    const reason = { ...retracted().factCheck, wording: text, retractionReason: text };
    for (const page of [
      factCheckPage(all),
      factCheckPage({ ...all, factCheck: reason, markup: null }),
      homePage(at, [entry], null),
      correctionsPage(at, [{ ...(corrected().corrections[0] as CorrectionEntry), wording: text, notice: text }], null),
    ]) {
      const elements = elementsOf(page);
      expect(elements.filter(({ tagName }) => ['img', 'iframe', 'form', 'object'].includes(tagName))).toEqual([]);
      expect(elements.filter(({ tagName }) => tagName === 'script').length).toBeLessThanOrEqual(1);
      const attributes = elements.flatMap(({ attrs }) => attrs);
      expect(attributes.filter(({ name }) => name.startsWith('on') || name === 'style')).toEqual([]);
      expect(
        attributes.filter(({ name, value }) => name === 'href' && !/^(https:|data:,$|#main$)/.test(value)),
      ).toEqual([]);
      expect(page).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      expect(page.isWellFormed()).toBe(true);
    }
    expect(atomFeed(at, [entry], null).replace(/^<\?xml[^>]*>/, '')).not.toMatch(/<(script|img)|<!\[CDATA\[/);
    expect(oembed(all).html).not.toMatch(/<(script|img)/);
  });
});

type Element = DefaultTreeAdapterTypes.Element;

/** Every element of a page, as a browser's parser sees it. */
function elementsOf(page: string): Element[] {
  const inside = (node: DefaultTreeAdapterTypes.Node): Element[] => [
    ...('tagName' in node ? [node] : []),
    ...('childNodes' in node ? node.childNodes.flatMap(inside) : []),
  ];
  return inside(parse(page));
}

describe('Feeds and files', () => {
  const entry = () => ({ factCheck: shown().factCheck, version: shown().version, corrections: [] });
  const gone = () => ({ factCheck: retracted().factCheck, version: retracted().version, corrections: [] });

  it('make a JSON Feed 1.1 in which a retraction is news', () => {
    const feed = jsonFeed(at, [entry(), gone()], 'https://facts.example.org/next');
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      next_url: 'https://facts.example.org/next',
      items: [
        {
          id: 'https://facts.example.org/public/demo/fact-checks/the-bridge',
          title: 'False: “The harbour bridge cost 41 million.”',
        },
        { title: 'Retracted: “The harbour bridge cost 41 million.”', summary: 'It was staged.' },
      ],
    });
  });

  it('make an Atom feed with what RFC 4287 asks of feed and entries', () => {
    const feed = atomFeed(at, [entry()], null);
    for (const element of [
      '<id>',
      '<title>',
      '<updated>',
      '<author>',
      '<entry ',
      '<content type="html">',
      'rel="self"',
    ])
      expect(feed).toContain(element);
    expect(feed).toContain('<updated>2026-05-01T10:00:00.000Z</updated>');
  });

  it('make a DataFeed whose items are ClaimReviews', () => {
    expect(dataFeed(at, [entry()])).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'DataFeed',
      dataFeedElement: [{ '@type': 'DataFeedItem', item: { '@type': 'ClaimReview', claimReviewed: content.wording } }],
    });
  });

  it('make an oEmbed quotation without script', () => {
    expect(oembed(shown())).toMatchObject({
      version: '1.0',
      type: 'rich',
      title: 'False: “The harbour bridge cost 41 million.”',
    });
  });
});

describe('The template', () => {
  it('escapes every value that is not a template itself', () => {
    expect(html`<a title="${`"><b>'&`}">${html`<i>${'<'}</i>`}${['x', null, 0, false]}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;b&gt;&#39;&amp;"><i>&lt;</i>x0</a>',
    );
  });

  it('links to the web only', () => {
    for (const address of ['javascript:alert(1)', ' https://x', 'data:text/html,x', '//x', 'ftp://x', 'https://', null])
      expect(safeUrl(address)).toBeUndefined();
    expect(safeUrl('HTTPS://Example.org/ä?"<>')).toBe('https://example.org/%C3%A4?%22%3C%3E');
  });

  it('makes paragraphs of blank lines', () => {
    expect(paragraphs('a\r\n\r\n\r\nb\nc\n').text).toBe('<p dir="auto">a</p><p dir="auto">b<br />c</p>');
    expect(paragraphs('  ').text).toBe('');
  });
});
