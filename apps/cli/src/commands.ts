import { createInterface } from 'node:readline';
import { attributionsOf, extractClaims, scoreSentence, type ExtractedClaim, type Span } from '#extraction';
import { buildIndex, type MatchDocument } from '#matching';
import { codePoints, type Pair } from './code-points.js';
import { rowsOf } from './delimited.js';

export type Write = (line: string) => Promise<void>;

/** Articles longer than this are refused by name, one by one, so that a wrong file does not fill the memory. */
const LONGEST_LINE = 20_000_000;

interface Article {
  id: string;
  text: string;
}

export async function extract(input: NodeJS.ReadableStream, lines: boolean, write: Write): Promise<void> {
  if (!lines) {
    for (const claim of extractClaims(await whole(input)).claims) await write(JSON.stringify(claim));
    return;
  }
  for await (const { id, text } of articles(input)) {
    const spans = codePoints(text);
    await write(JSON.stringify({ id, claims: extractClaims(text).claims.map((claim) => exchanged(claim, spans)) }));
  }
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

export async function match(
  corpus: NodeJS.ReadableStream,
  queries: NodeJS.ReadableStream,
  write: Write,
): Promise<void> {
  const docs: MatchDocument[] = rowsOf(await whole(corpus)).map(([id = '', claim = '', title = '']) => ({
    id,
    claim,
    title,
  }));
  const index = buildIndex(docs);
  for (const [id = '', text = ''] of rowsOf(await whole(queries))) {
    let rank = 0;
    for (const hit of index.search({ text }, 10))
      await write(`${id} Q0 ${hit.id} ${++rank} ${hit.score.toFixed(6)} corroborate`);
  }
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
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
