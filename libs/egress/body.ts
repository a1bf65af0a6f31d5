import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { EgressError } from './egress.errors.js';

export interface BodyLimits {
  maxWireBytes: number;
  maxDecodedBytes: number;
}

/** Past this many decoded bytes, more than RATIO decoded bytes for one on the wire is a bomb. */
const RATIO_FROM = 1 << 20;
const RATIO = 100;
const MAX_CODINGS = 2;

/**
 * Reads a body to its end, inflating as it counts: memory holds at most `maxDecodedBytes` and one chunk. A compressed
 * body that ends early is a failure, not a shorter text: half a page would read as a missing quote.
 */
export async function readBody(
  wire: Readable,
  contentEncoding: string | undefined,
  limits: BodyLimits,
): Promise<{ body: Buffer; wireBytes: number }> {
  const undo = codings(contentEncoding);
  const count = { wire: 0, decoded: 0 };
  const chunks: Buffer[] = [];
  const onWire = (chunk: Buffer) => {
    count.wire += chunk.length;
    if (count.wire > limits.maxWireBytes) throw tooLarge(`${limits.maxWireBytes} bytes`);
  };
  const onDecoded = (chunk: Buffer) => {
    count.decoded += chunk.length;
    if (count.decoded > limits.maxDecodedBytes) throw tooLarge(`${limits.maxDecodedBytes} bytes decoded`);
    if (count.decoded > Math.max(RATIO_FROM, count.wire * RATIO)) throw tooLarge(`${RATIO}:1 when inflated`);
    chunks.push(chunk);
  };
  if (undo.length > 0) await inflate(wire, undo, onWire, onDecoded);
  else for await (const chunk of wire as AsyncIterable<Buffer>) (onWire(chunk), onDecoded(chunk));
  return { body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), wireBytes: count.wire };
}

type Look = (chunk: Buffer) => void;

async function inflate(wire: Readable, undo: string[], onWire: Look, onDecoded: Look): Promise<void> {
  const { source, first } = await peek(wire);
  if (first === undefined) return;
  const counter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => attempt(done, () => onWire(chunk), chunk),
  });
  const collector = new Writable({
    write: (chunk: Buffer, _encoding, done) => attempt(done, () => onDecoded(chunk)),
  });
  try {
    await pipeline([source, counter, ...undo.map((coding) => inflater(coding, first)), collector]);
  } catch (error) {
    if (!isInflateError(error)) throw error;
    throw new EgressError('protocol', 'the body does not inflate', { code: 'inflate', cause: error });
  }
}

function attempt(done: (error?: Error | null, chunk?: Buffer) => void, look: () => void, chunk?: Buffer): void {
  try {
    look();
  } catch (error) {
    return done(error as Error);
  }
  done(null, chunk);
}

/** The stream again, and its first byte: undefined when it is empty (an empty body may carry any Content-Encoding). */
async function peek(wire: Readable): Promise<{ source: Readable; first: number | undefined }> {
  const chunks = wire[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const head = await chunks.next();
  async function* again() {
    for (let next = head; !next.done; next = await chunks.next()) yield next.value;
  }
  return { source: Readable.from(again(), { objectMode: false }), first: head.done ? undefined : head.value[0] };
}

/** Content-Encoding in the order to undo. */
function codings(header: string | undefined): string[] {
  const list = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (list.length > MAX_CODINGS) throw new EgressError('protocol', 'too many content codings');
  return list.reverse();
}

function inflater(coding: string, firstByte: number): Transform {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      // zlib by RFC 9110 8.4.1.2, raw deflate from some servers: the low bits of a zlib header are always 8.
      return (firstByte & 0x0f) === 0x08 ? createInflate() : createInflateRaw();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new EgressError('protocol', 'a content coding that was not asked for');
  }
}

function tooLarge(limit: string): EgressError {
  return new EgressError('too-large', `the answer is larger than ${limit}`);
}

function isInflateError(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(Z_|ERR__?ERROR_|ERR_BROTLI|ERR_PADDING)/.test(code);
}
