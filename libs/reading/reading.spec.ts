import { EXTRACTOR_VERSION } from './article.rules.js';
import { ReadingFailed } from './reader-pool.js';
import { readableKind, Reading } from './reading.service.js';

const reading = new Reading();
afterAll(() => reading.close());

const paragraphs = [
  'The town of Velm Harbour spent 4.2 million crowns on its new sea wall in 2025, the harbour board said on Tuesday.',
  'Mira Oster, who chairs the board, told the council that the wall had "not cost the residents a single crown more than planned".',
  'A report by the county auditor, published in March, puts the final bill at 5.1 million crowns, twenty-one per cent over the estimate.',
  'The board denies that it kept the higher figure from the council, and says the auditor counted work on the old jetty.',
];
const page = (
  body: string,
) => `<!doctype html><html lang="en"><head><title>Sea wall bill disputed | Velm Courier</title>
  <meta property="og:site_name" content="Velm Courier"><meta name="author" content="By Tomas Reed">
  <meta property="article:published_time" content="2026-02-03T08:30:00+01:00"></head><body>
  <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
  <article><h1>Sea wall bill disputed</h1>${body}</article>
  <aside><a href="/1">More from the harbour</a></aside><footer>Imprint</footer></body></html>`;
const article = page(paragraphs.map((text) => `<p>${text}</p>`).join('\n'));

describe('A page is reduced to its article', () => {
  it('with its paragraphs, without its menus, and with what it says of itself', async () => {
    const read = await reading.readHtml(Buffer.from(article), {
      contentType: 'text/html; charset=utf-8',
      url: 'https://velm.example/a',
    });
    expect(read).toMatchObject({
      mode: 'article',
      byline: 'Tomas Reed',
      publishedAt: '2026-02-03T07:30:00.000Z',
      siteName: 'Velm Courier',
      language: 'en',
      encoding: 'utf-8',
      extractorVersion: EXTRACTOR_VERSION,
    });
    expect(read.title).toContain('Sea wall bill disputed');
    expect(read.text).toContain(paragraphs.join('\n\n'));
    expect(read.text).not.toContain('Imprint');
    expect(read.fullText).toContain('Imprint');
  });

  it('also when its head and body are only implied, as HTML allows', async () => {
    const bare = article.replace(/<\/?(html|head|body)[^>]*>/g, '');
    const read = await reading.readHtml(Buffer.from(bare));
    expect(read).toMatchObject({ mode: 'article', byline: 'Tomas Reed' });
    expect(read.text).toContain(paragraphs.join('\n\n'));
    expect(read.text).not.toContain('Imprint');
  });

  it('gives the same text for the same bytes', async () => {
    const [one, two] = await Promise.all([
      reading.readHtml(Buffer.from(article)),
      reading.readHtml(Buffer.from(article)),
    ]);
    expect(one).toEqual(two);
  });

  it('or to all its text where there is no article in it', async () => {
    const read = await reading.readHtml(
      Buffer.from('<title>Figures</title><table><tr><td>2025<td>5.1 million</table>'),
    );
    expect(read).toMatchObject({ mode: 'full-text', title: 'Figures', text: '2025 5.1 million' });
  });

  it('or to plain text where it is nested to choke a DOM', async () => {
    const read = await reading.readHtml(Buffer.from(`${'<div>'.repeat(50_000)}${paragraphs[0]}`));
    expect(read).toMatchObject({ mode: 'plain', text: paragraphs[0] });
  });

  it.each([
    '',
    '<',
    '<html',
    '\u0000',
    '<p',
    '<!--',
    '<![CDATA[',
    '<title>',
    '<svg><p>',
    '&#0;&#xD800;&#x110000;',
    '\ud800<p>\udfff',
  ])('or to whatever there is in %p', async (html) => {
    const { text } = await reading.readHtml(Buffer.from(html));
    expect(text).not.toContain('\u0000');
    expect(text.isWellFormed()).toBe(true);
  });
});

describe('A page that costs too much', () => {
  /** Within the limits of depth and size, and still ten seconds' work for Readability. */
  const slow = page(`${'<div>'.repeat(180)}<p>${paragraphs[0]}</p>${'</div>'.repeat(180)}`.repeat(300));

  it('costs its thread and no other page its turn: it is read without a DOM by the next thread', async () => {
    const hurried = new Reading({ threads: 1, wallMs: 4_000 });
    const modes = await Promise.all([slow, article].map((html) => hurried.readHtml(Buffer.from(html))));
    expect(modes.map(({ mode, siteName }) => [mode, siteName])).toEqual([
      ['plain', 'Velm Courier'],
      ['article', 'Velm Courier'],
    ]);
    await hurried.close();
  });

  it('fails where no thread can even start, instead of trying for ever', async () => {
    const starved = new Reading({ threads: 1, memoryMb: 1 });
    await expect(starved.readHtml(Buffer.from(article))).rejects.toBeInstanceOf(ReadingFailed);
    await starved.close();
    await expect(starved.readHtml(Buffer.from(article))).rejects.toThrow('closed');
  });
});

describe('Plain text', () => {
  it('is decoded, its line ends made one, and else left alone', () => {
    const read = reading.readText(Buffer.from('Z\u00fcrich\r\n\r\nb\rc', 'latin1'), 'text/plain; charset=iso-8859-1');
    expect(read).toMatchObject({
      text: 'Zürich\n\nb\nc',
      fullText: 'Zürich\n\nb\nc',
      mode: 'plain',
      encoding: 'windows-1252',
    });
  });
});

describe('What can be read', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['<p>', 'text/html; charset=utf-8', 'html'],
    ['<p>', 'application/xhtml+xml', 'html'],
    ['a', 'text/plain', 'text'],
    ['%PDF-1.7', 'application/pdf', undefined],
    ['{}', 'application/json', undefined],
    [' <!DOCTYPE html>', undefined, 'html'],
    ['\ufeff<html>', undefined, 'html'],
    ['plain words', undefined, 'text'],
    ['plain words', 'application/octet-stream', undefined],
    ['\u0001\u0002', undefined, undefined],
    ['', undefined, undefined],
  ])('%p as %p: %p', (body, type, kind) => {
    expect(readableKind(Buffer.from(body), type)).toBe(kind);
  });
});
