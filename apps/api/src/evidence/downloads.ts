import { Readable } from 'node:stream';
import { problem } from '#problems';
import type { Storage } from '#storage';
import type { Answer } from '../http/answer.js';

export interface Download {
  sha256: string;
  bytes: number;
  type: string;
  name: string;
}

/**
 * A blob as a download that no browser runs: attachment, the stored type, sandboxed. Its ETag is its hash, so a part of it
 * may be asked for again (RFC 9110 14: one range; several are answered with the whole).
 */
export function download(storage: Storage, file: Download, request: { range?: string; ifRange?: string }): Answer {
  const etag = `"${file.sha256}"`;
  const wanted =
    request.ifRange === undefined || request.ifRange === etag ? rangeOf(request.range, file.bytes) : undefined;
  if (wanted === 'unsatisfiable') {
    throw problem('request.range-not-satisfiable', { headers: { 'content-range': `bytes */${file.bytes}` } });
  }
  const headers: Record<string, string> = {
    'content-type': file.type,
    'content-length': String(wanted ? wanted.end - wanted.start + 1 : file.bytes),
    'content-disposition': disposition(file.name),
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    etag,
    ...(wanted && { 'content-range': `bytes ${wanted.start}-${wanted.end}/${file.bytes}` }),
  };
  return { status: wanted ? 206 : 200, headers, body: lazily(storage, file.sha256, wanted), secrets: [] };
}

/** Opened when the first byte is asked for: an answer of 304 never does. */
function lazily(storage: Storage, sha256: string, range: { start: number; end: number } | undefined): Readable {
  return Readable.from(
    (async function* () {
      yield* (await storage.open(sha256, range)) as AsyncIterable<Buffer>;
    })(),
    { objectMode: false },
  );
}

/** RFC 9110 14.1.2, one range. What is malformed is ignored. */
function rangeOf(
  header: string | undefined,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const last = Number(match[2]);
    return last === 0 || bytes === 0 ? 'unsatisfiable' : { start: Math.max(0, bytes - last), end: bytes - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? bytes - 1 : Math.min(Number(match[2]), bytes - 1);
  if (start >= bytes) return 'unsatisfiable';
  return end < start ? undefined : { start, end };
}

/** RFC 6266: a plain name for old clients, the whole one in UTF-8. */
function disposition(name: string): string {
  const plain =
    name
      .normalize('NFKD')
      .replace(/[^\x20-\x7e]/g, '')
      .replace(/["\\]/g, '') || 'file';
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
