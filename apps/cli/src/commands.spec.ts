import { Readable } from 'node:stream';
import { attributions, extract, match, score } from './commands.js';

const TEXT =
  'Head 😀 line\n\nMayor Ann Example said that 300 workers left the 😀 mine in 2015. Crime rose by 40 percent.';
const given = (text: string): NodeJS.ReadableStream => Readable.from([Buffer.from(text)]);
async function lines(run: (write: (line: string) => Promise<void>) => Promise<void>): Promise<string[]> {
  const out: string[] = [];
  await run((line) => Promise.resolve(void out.push(line)));
  return out;
}
const codePoints = (text: string, [start, end]: [number, number]): string => [...text].slice(start, end).join('');

describe('On the command line', () => {
  it('claims of a text come out as JSON lines with spans of the text as it is stored', async () => {
    const claims = (await lines((write) => extract(given(TEXT), false, write))).map(
      (line) => JSON.parse(line) as { text: string; spans: { start: number; end: number }[] },
    );
    expect(claims.length).toBeGreaterThan(0);
    for (const claim of claims)
      expect(claim.text).toBe(claim.spans.map((span) => TEXT.slice(span.start, span.end)).join(' '));
  });

  it('claims of many articles come out one line each, with spans in code points', async () => {
    const [line] = await lines((write) =>
      extract(given(`${JSON.stringify({ id: 'a', text: TEXT })}\n\n`), true, write),
    );
    const { id, claims } = JSON.parse(line ?? '') as {
      id: string;
      claims: { text: string; spans: [number, number][]; claimant: { name: string } }[];
    };
    expect(id).toBe('a');
    const said = claims.find((claim) => claim.text.includes('300 workers'));
    expect(said?.claimant.name).toBe('Ann Example');
    expect(said?.spans.map((span) => codePoints(TEXT, span)).join(' ')).toBe(said?.text);
  });

  it('what holds no claim, is no text or too long is said to be so', async () => {
    const told = async (input: string | Buffer): Promise<string[]> => {
      const notes: string[] = [];
      const read = (write: (line: string) => Promise<void>) =>
        extract(Readable.from([Buffer.from(input)]), false, write, (note) => notes.push(note));
      await lines(read);
      return notes;
    };
    expect(await told('')).toEqual(['There are no words in it.']);
    expect(await told('Rain fell.')).toEqual(['There is no claim in it.']);
    await expect(told(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 0xff, 0xfe]))).rejects.toThrow(
      'The input is not text in UTF-8.',
    );
    expect(await told(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))).toEqual([]);
    expect((await told('a '.repeat(500_005)))[0]).toBe('Only the first 1000000 of 1000010 characters were read.');
    const [line] = await lines((write) =>
      extract(given(JSON.stringify({ id: 1, text: '😀 '.repeat(400_000) })), true, write),
    );
    expect(JSON.parse(line ?? '')).toMatchObject({ readTo: expect.any(Number), claims: [] });
  });

  it('a web page is read as the service reads one: its article, without menus, dated by its day of publication', async () => {
    const paragraph =
      'Mayor Ann Example said that 300 workers left the mine on Monday. Crime rose by 40 percent in the city.';
    const page = `<!doctype html><html><head><title>Mine closes</title><meta property="article:published_time" content="2019-02-01T10:00:00Z"></head>
      <body><nav><a href="/">Subscribe for 9 euros</a></nav><article><h1>Mine closes</h1><p>${paragraph}</p><p>${paragraph.replaceAll('40', '50')}</p></article></body></html>`;
    const notes: string[] = [];
    const claims = (await lines((write) => extract(given(page), false, write, (note) => notes.push(note)))).map(
      (line) => JSON.parse(line) as { text: string; context: { date?: string } },
    );
    expect(claims[0]).toMatchObject({ text: '300 workers left the mine on Monday', context: { date: '2019-01-28' } });
    expect(claims.some((claim) => /[<>]|Subscribe/.test(claim.text))).toBe(false);
    expect(notes[0]).toMatch(/^Read as a web page: spans are those of its article, \d+ characters\.$/);
  });

  it('attributions name source, cue and content in code points', async () => {
    const [line] = await lines((write) => attributions(given(JSON.stringify({ id: 1, text: TEXT })), write));
    const { attributions: found } = JSON.parse(line ?? '') as {
      attributions: Record<'source' | 'cue' | 'content', [number, number][]>[];
    };
    const [one] = found;
    expect(one?.cue.map((span) => codePoints(TEXT, span))).toEqual(['said']);
    expect(one?.source.map((span) => codePoints(TEXT, span))).toEqual(['Mayor Ann Example']);
  });

  it('a score stands for every line, empty ones too', async () => {
    const scores = await lines((write) =>
      score(given('Unemployment fell to 4 percent in 2019.\n\nThank you all.\n'), write),
    );
    expect(scores).toHaveLength(3);
    const [fact, empty, thanks] = scores.map(Number);
    expect(fact).toBeGreaterThan(thanks ?? 1);
    expect(empty).toBe(0);
  });

  it('matches come out as TREC run lines, at most ten a query, quoted cells and all', async () => {
    const corpus =
      'id\tclaim\ttitle\n1\t"The city closed ""12"" schools.\tThis year."\tSchools\n2\tThe mine spent $4 million.\tMine\n';
    const run = await lines((write) => match(given(corpus), given('id\ttext\nq\tschools closed in the city\n'), write));
    expect(run[0]).toMatch(/^q Q0 1 1 \d\.\d+ corroborate$/);
    expect(run.length).toBeLessThanOrEqual(10);
  });

  describe('of tables as they come', () => {
    const matched = async (corpus: string | Buffer, queries: string): Promise<{ run: string[]; notes: string[] }> => {
      const notes: string[] = [];
      const from = Readable.from([Buffer.from(corpus)]);
      const run = await lines((write) => match(from, given(queries), write, (note) => notes.push(note)));
      return { run: run.map((line) => line.split(' ').slice(0, 4).join(' ')), notes };
    };
    const DOCS = 'id\tclaim\ttitle\n1\tThe city closed 12 schools.\tSchools\n2\tThe mine spent 4 million.\tMine\n';
    const ASKED = 'id\ttext\nq\tschools closed\n';

    it('line ends of Windows, a byte order mark, UTF-16 and no line end at the end change nothing', async () => {
      const plain = await matched(DOCS, ASKED);
      expect(plain).toEqual({ run: ['q Q0 1 1'], notes: [] });
      expect(await matched(`\ufeff${DOCS.replaceAll('\n', '\r\n')}`, ASKED.trimEnd())).toEqual(plain);
      expect(await matched(Buffer.from(`\ufeff${DOCS}`, 'utf16le'), `\ufeff${ASKED}`)).toEqual(plain);
    });

    it('a quotation mark that opens a post and never closes swallows no rows', async () => {
      const odd = DOCS.replace('The city', '"The city').replace('The mine', 'The "mine"');
      expect((await matched(odd, ASKED)).run).toEqual(['q Q0 1 1']);
      expect((await matched(odd, 'id\ttext\nq\t"spent" on mines\n')).run).toEqual(['q Q0 2 1']);
    });

    it('an id on two rows is one document, a query asked twice is answered once, and both are said', async () => {
      const { run, notes } = await matched(`${DOCS}1\tA dozen classrooms shut.\n`, `${ASKED}q\tmine\nr\tclassrooms\n`);
      expect(run).toEqual(['q Q0 1 1', 'r Q0 1 1']);
      expect(notes).toEqual([
        '1 row of the corpus with an id that was there before: read as other wordings of it.',
        'Query q is asked again in row 3; only the first is answered.',
      ]);
    });

    it('rows without a text and queries that find nothing are counted and named', async () => {
      const { run, notes } = await matched(`${DOCS}3\n\tno id\n\n`, `${ASKED}e\t\nf\t桥梁倒塌\n`);
      expect(run).toEqual(['q Q0 1 1']);
      expect(notes).toEqual([
        '2 rows of the corpus without an id or a text left out, the first row 4.',
        'Nothing was found for 2 queries, the first e.',
      ]);
      expect((await matched('id\tclaim\n', ASKED)).notes[0]).toBe('There is nothing in the corpus below the header.');
    });

    it('a query in another script finds what is written in it', async () => {
      const corpus = 'id\tclaim\n1\t大桥耗资四千一百万欧元。\n2\tМост стоил сорок один миллион.\n';
      expect((await matched(corpus, 'id\ttext\na\t这座大桥\nb\tмост за миллион\n')).run).toEqual([
        'a Q0 1 1',
        'b Q0 2 1',
      ]);
    });

    it('what is no such table is refused', async () => {
      await expect(matched('id\n1\n2\n', ASKED)).rejects.toThrow('The file of the corpus has one column only');
      await expect(matched(DOCS, 'id\ttext\nq 1\tx\n')).rejects.toThrow(
        'Row 2 of the queries has an id with a space in it: "q 1".',
      );
      await expect(matched(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 0xff]), ASKED)).rejects.toThrow(
        'not text in UTF-8',
      );
    });
  });

  it('a line that is no article is named and refused', async () => {
    await expect(lines((write) => extract(given('{"id":"a","text":"x"}\nnonsense'), true, write))).rejects.toThrow(
      'Line 2 is not JSON.',
    );
    await expect(lines((write) => attributions(given('{"id":"a"}'), write))).rejects.toThrow(
      'Line 1 has no id and text.',
    );
  });
});
