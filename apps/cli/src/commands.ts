import { createInterface } from 'node:readline';
import {
  attributionsOf,
  extractClaims,
  scoreSentence,
  type ExtractedClaim,
  type ExtractOptions,
  type Span,
} from '#extraction';
import { readableKind, Reading } from '#reading';
import { codePoints, type Pair } from './code-points.js';
import { matchTables, type Write } from './match.js';

export type { Write };

/** Articles longer than this are refused by name, one by one, so that a wrong file does not fill the memory. */
const LONGEST_LINE = 20_000_000;
/** Of a file that is read whole. */
const LARGEST_FILE = 200_000_000;

interface Article {
  id: string;
  text: string;
}

/** `tell` hears what is no claim: that there are none, or that only a part was read. Throws for what is no text. */
export async function extract(
  input: NodeJS.ReadableStream,
  lines: boolean,
  write: Write,
  tell: (note: string) => void = () => undefined,
): Promise<void> {
  if (!lines) return extractOne(await bytesOf(input), write, tell);
  for await (const { id, text } of articles(input)) {
    const spans = codePoints(text);
    const { claims, readTo } = extractClaims(text);
    const stopped = readTo === undefined ? {} : { readTo: spans({ start: 0, end: readTo })[1] };
    await write(JSON.stringify({ id, ...stopped, claims: claims.map((claim) => exchanged(claim, spans)) }));
  }
}

async function extractOne(bytes: Buffer, write: Write, tell: (note: string) => void): Promise<void> {
  const page = readableKind(bytes, undefined) === 'html' ? await pageOf(bytes) : undefined;
  const text = page?.text ?? textOf(bytes);
  if (isBinary(text)) throw new Error('The input is not text in UTF-8.');
  const { claims, readTo } = extractClaims(text, page?.options);
  if (page !== undefined) tell(`Read as a web page: spans are those of its article, ${text.length} characters.`);
  for (const claim of claims) await write(JSON.stringify(claim));
  if (readTo !== undefined) tell(`Only the first ${readTo} of ${text.length} characters were read.`);
  if (claims.length === 0) tell(text.trim() === '' ? 'There are no words in it.' : 'There is no claim in it.');
}

interface Page {
  text: string;
  options: ExtractOptions;
}

/** A web page as the service reads one that it fetched: its article alone, with title and day of publication beside it. */
async function pageOf(bytes: Buffer): Promise<Page> {
  const reading = new Reading({ threads: 1 });
  try {
    const { text, title, publishedAt, language } = await reading.readHtml(bytes);
    return {
      text,
      options: {
        ...(language === null ? {} : { language: (language.split('-')[0] as string).toLowerCase() }),
        ...(title === null ? {} : { title }),
        ...(publishedAt === null ? {} : { publishedAt: new Date(publishedAt) }),
      },
    };
  } finally {
    await reading.close();
  }
}

const LOOKED_AT = 65_536;

/** One character in fifty that no text has: control characters, or what is left of bytes that are no UTF-8. */
function isBinary(text: string): boolean {
  const head = text.slice(0, LOOKED_AT);
  return (head.match(/[\u0000-\u0008\u000e-\u001a\ufffd]/g)?.length ?? 0) > head.length / 50;
}

const ATTRIBUTIONS = {
  'direct-quote': 'direct',
  'reported-speech': 'reported',
  'own-voice': 'own',
  anonymous: 'reported',
  estimates: 'reported',
};

/** A claim as it is exchanged: spans in code points, short names of attribution, `null` for what is not known. */
function exchanged(claim: ExtractedClaim, spans: (span: Span) => Pair): Record<string, unknown> {
  const { kind, name, role } = claim.claimant;
  return {
    spans: claim.spans.map(spans),
    text: claim.text,
    claimant: { kind, name: name ?? null, role: role ?? null, spans: claim.claimant.spans.map(spans) },
    attribution: ATTRIBUTIONS[claim.attribution],
    stance: claim.stance,
    ...(claim.denies === undefined ? {} : { denies: claim.denies }),
    kind: claim.kind,
    ...(claim.cueSpan === undefined ? {} : { cue: [spans(claim.cueSpan)] }),
    reportedBy: claim.reportedBy,
    context: claim.context,
    block: claim.block,
    score: claim.checkworthiness.score,
    reasons: claim.checkworthiness.reasons,
  };
}

export async function attributions(input: NodeJS.ReadableStream, write: Write): Promise<void> {
  for await (const { id, text } of articles(input)) {
    const spans = codePoints(text);
    const found = attributionsOf(text).map(({ source, cue, content }) => ({
      source: source.map(spans),
      cue: cue.map(spans),
      content: content.map(spans),
    }));
    await write(JSON.stringify({ id, attributions: found }));
  }
}

export async function score(input: NodeJS.ReadableStream, write: Write): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) await write(scoreSentence(line).toFixed(6));
}

/** `tell` hears what of the tables was left out. */
export async function match(
  corpus: NodeJS.ReadableStream,
  queries: NodeJS.ReadableStream,
  write: Write,
  tell: (note: string) => void = () => undefined,
): Promise<void> {
  const [documents, asked] = await Promise.all([whole(corpus), whole(queries)]);
  if (isBinary(documents) || isBinary(asked)) throw new Error('The tables are not text in UTF-8.');
  return matchTables(documents, asked, write, tell);
}

async function* articles(input: NodeJS.ReadableStream): AsyncGenerator<Article> {
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    if (line.length > LONGEST_LINE) throw new Error(`Line ${number} is longer than ${LONGEST_LINE} characters.`);
    yield articleOf(line, number);
  }
}

function articleOf(line: string, number: number): Article {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is not JSON.`);
  }
  const { id, text } = (value ?? {}) as Partial<Article>;
  if (typeof text !== 'string' || (typeof id !== 'string' && typeof id !== 'number'))
    throw new Error(`Line ${number} has no id and text.`);
  return { id, text };
}

async function whole(input: NodeJS.ReadableStream): Promise<string> {
  return textOf(await bytesOf(input));
}

async function bytesOf(input: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk as Buffer);
    size += bytes.length;
    if (size > LARGEST_FILE) throw new Error(`The input is larger than ${LARGEST_FILE} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** UTF-8, or UTF-16 where a byte order mark says so. */
function textOf(bytes: Buffer): string {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  return new TextDecoder(utf16 ?? 'utf-8').decode(bytes);
}
