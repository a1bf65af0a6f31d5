import { findAnchor, makeAnchor, type QuoteAnchor } from './anchors.rules.js';

const page = [
  'Velm Harbour, 3 February. The harbour board met in public for the first time since the storm of 2023.',
  'The sea wall cost the town 4.2 million crowns, the board said, and was “not a single crown dearer” than planned.',
  'It was finished on 12 May 2025 after fourteen months of work, with 62 % of the stone taken from the old quarry.',
  'Mira Oster said the board would publish all bills before the summer. Nobody in the council asked for more.',
].join('\n\n');

const said = (quote: string) => makeAnchor(page, quote).anchor;
const wall = 'The sea wall cost the town 4.2 million crowns, the board said';

describe('A quote is anchored on a page', () => {
  it('with what stands before and after it, and where', () => {
    const { anchor, finding } = makeAnchor(page, wall);
    expect(finding.state).toBe('exact');
    expect(anchor).toMatchObject({ exact: wall, suffix: ', and was “not a single crown de' });
    expect(anchor.prefix).toBe(page.slice((anchor.start ?? 0) - 32, anchor.start ?? 0));
    expect(page.slice(anchor.start ?? 0, anchor.end ?? 0)).toBe(wall);
  });

  it('though it was typed with other quotation marks, dashes and spaces', () => {
    const { anchor, finding } = makeAnchor(page, 'was  "not a single\ncrown dearer" than planned.');
    expect(finding).toMatchObject({ state: 'normalised', found: 'was “not a single crown dearer” than planned.' });
    expect(anchor.start).toBe(page.indexOf('was “not'));
  });

  it('and a quote that never stood there is said to be missing at once', () => {
    expect(makeAnchor(page, 'The wall fell down in the night of the storm')).toMatchObject({
      anchor: { start: null, prefix: '' },
      finding: { state: 'missing' },
    });
    expect(makeAnchor(page, ' \n').finding.state).toBe('missing');
  });
});

describe('Coming back, the quote is', () => {
  it('intact where the page around it was rewritten', () => {
    const rewritten = `Updated.\n\n${page.slice(page.indexOf('The sea wall'))}`.replace(
      'than planned',
      'than the plan said',
    );
    expect(findAnchor(rewritten, said(wall))).toMatchObject({ state: 'exact', found: wall });
    expect(findAnchor(rewritten.replaceAll(' ', '\u00a0'), said(wall)).state).toBe('normalised');
  });

  it('found at the right one of several places', () => {
    const twice = `Velm Harbour paid 62 % of it.\n\n${page}\n\nElsewhere it was 62 % of the fish.`;
    expect(findAnchor(twice, said('62 % of the')).start).toBe(twice.indexOf('62 % of the stone'));
  });

  it('ambiguous where a short quote stands twice and nothing tells the places apart', () => {
    const anchor: QuoteAnchor = { exact: '62 %', prefix: '', suffix: '', start: null, end: null };
    expect(findAnchor('62 % here, 62 % there', anchor).state).toBe('ambiguous');
    const long = 'a whole sentence that is printed twice';
    expect(findAnchor(`${long}. And ${long}.`, { ...anchor, exact: long }).state).toBe('exact');
  });

  it('missing where the passage is gone, though the page is about the same', () => {
    expect(findAnchor(page.replace(/The sea wall[^\n]+/, 'The bills will follow.'), said(wall)).state).toBe('missing');
  });

  it('missing, and not found by likeness, when it is short', () => {
    expect(findAnchor(page.replace('fourteen months', 'fifteen months'), said('fourteen months')).state).toBe(
      'missing',
    );
    expect(findAnchor('Die chinesische Mauer', { ...said('Mira'), exact: 'Linus' }).state).toBe('missing');
  });

  it('altered where it was rewritten between neighbours that still stand', () => {
    const rewritten = page.replace(wall, 'Nobody knows what the wall has cost by now, said the board');
    expect(findAnchor(rewritten, said(wall))).toMatchObject({
      state: 'altered',
      found: expect.stringContaining('Nobody knows') as string,
    });
  });

  it.each([
    ['The sea wall cost the town nothing at all, the board said', 'altered'],
    ['The board said that the town never paid 4.2 million crowns for it', 'altered'],
    ['Visitors may bring their dogs from the first of April, an office wrote', 'missing'],
    ['On Sundays the ferry leaves an hour later than during the week', 'missing'],
  ])('where its neighbours still stand: %s: %s', (now, state) => {
    expect(findAnchor(page.replace(wall, now), said(wall)).state).toBe(state);
  });

  it('missing where another sentence stands in its place, in a script without spaces, too', () => {
    const before = '市政府在星期一的公开会议上发表了一份很长的书面声明并且回答了记者的问题。';
    const after = '会议在晚上九点结束，没有其他议员要求发言，下一次会议将在下个月举行并向公众开放。';
    const quote = '海港大桥的建设费用总共为四千一百万欧元，比原来的计划高出很多。';
    const { anchor } = makeAnchor(before + quote + after, quote);
    const other = '图书馆从四月开始每天早上八点开门，周末的开放时间保持不变不收门票。';
    expect(findAnchor(before + other + after, anchor).state).toBe('missing');
    const rewritten = '市长说，海港大桥建设费用是六千三百万欧元，并不比原来的计划高。';
    expect(findAnchor(before + rewritten + after, anchor).state).toBe('altered');
  });
});

describe('A quote is altered by a single', () => {
  const sentence =
    'It was finished on 12 May 2025 after fourteen months of work, with 62 % of the stone taken from the old quarry.';

  it.each<[string, string, string, string[]]>([
    ['digit', '12 May', '13 May', ['number']],
    ['year', '2025', '2024', ['number']],
    ['percentage', '62 %', '26 %', ['number']],
    ['number word', 'fourteen', 'forty', ['number']],
    ['negation', 'It was finished', 'It was not finished', ['negation']],
    ['contraction', 'It was finished', "It wasn't finished", ['negation']],
    ['unit', 'months', 'weeks', ['unit']],
    ['sign', '62 %', '62 ‰', ['unit']],
    ['name', 'old quarry', 'new quarry', []],
    ['comma', 'of work, with', 'of work with', []],
  ])('%s', (_what, before, after, touched) => {
    const finding = findAnchor(page.replace(before, after), said(sentence));
    expect(finding).toMatchObject({ state: 'altered', touched: touched.map((kind) => kind) });
    expect(finding.found).toBe(sentence.replace(before, after));
    const rebuilt = (without: string) =>
      finding.changes
        ?.filter(({ kind }) => kind !== without)
        .map(({ text }) => text)
        .join('');
    expect(rebuilt('added')).toBe(sentence);
    expect(rebuilt('removed')).toBe(sentence.replace(before, after));
  });

  it('digit at its very end or beginning', () => {
    expect(findAnchor(page.replace('4.2', '5.1'), said('cost the town 4.2'))).toMatchObject({ state: 'missing' });
    const quote = 'first time since the storm of 2023';
    expect(findAnchor(page.replace('2023', '2013'), said(quote))).toMatchObject({
      state: 'altered',
      found: quote.replace('2023', '2013'),
    });
    expect(findAnchor(page.replace('4.2', '14.2'), said('4.2 million crowns, the board said'))).toMatchObject({
      state: 'altered',
      found: '14.2 million crowns, the board said',
    });
  });

  it.each([
    ['12 May 2025', '112 May 2025'],
    ['12 May 2025', '12 May 20255'],
    ['62 % of the stone taken', '-62 % of the stone taken'],
    ['62 % of the stone taken', '1.62 % of the stone taken'],
    ['the storm of 2023', 'the storm of 2023.5'],
    ['finished on 12 May', 'unfinished on 12 May'],
  ])('character put before or after it: %s becomes %s', (quote, now) => {
    const altered = page.replace(quote, now);
    expect(altered).toContain(now);
    expect(['altered', 'missing']).toContain(findAnchor(altered, said(quote)).state);
    expect(findAnchor(page, said(quote)).state).toBe('exact');
  });

  it('word somewhere in a very long quote', () => {
    const long = page.slice('Velm Harbour, '.length);
    expect(long.length).toBeGreaterThan(300);
    const finding = findAnchor(page.replace('fourteen', 'four'), said(long));
    expect(finding).toMatchObject({ state: 'altered', touched: ['number'] });
    expect(finding.changes?.filter(({ kind }) => kind !== 'same').map(({ text }) => text)).toEqual([
      'fourteen',
      'four',
    ]);
  });

  it('word, on a page of half a million characters', () => {
    const filler = 'The gulls of the harbour were counted again and nobody knows their number today. '.repeat(6_000);
    const finding = findAnchor(filler + page.replace('12 May', '21 May') + filler, said(sentence));
    expect(finding.state).toBe('altered');
  });
});
