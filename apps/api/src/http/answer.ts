import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Call } from './call.js';

export interface AnswerOptions {
  status?: number;
  /** Of the resource: becomes the ETag. */
  version?: number;
  location?: string;
  headers?: Record<string, string>;
  /** Members of the body that are shown once: left out of what an Idempotency-Key replays. */
  secrets?: string[];
}

/** What a handler gives back. `body` is JSON, or bytes when `contentType` is among the headers. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  secrets: string[];
}

export function answer(body: unknown, options: AnswerOptions = {}): Answer {
  const headers = { ...options.headers };
  let text: unknown = body;
  if (options.version !== undefined) {
    text = new Json(JSON.stringify(body), body);
    headers['etag'] = etag(options.version, (text as Json).text);
  }
  if (options.location) headers['location'] = options.location;
  return {
    status: options.status ?? (body === undefined ? 204 : 200),
    headers,
    body: text,
    secrets: options.secrets ?? [],
  };
}

/** JSON that is serialised already, because its ETag was taken from the text. */
export class Json {
  constructor(
    readonly text: string,
    readonly value: unknown,
  ) {}
}

export function etag(version: number | string, text: string): string {
  return `"${version}.${createHash('sha1').update(text).digest('base64url').slice(0, 16)}"`;
}

export interface Page<T> {
  data: T[];
  page: { next: string | null; limit: number };
}

/**
 * A page of a list from `limit + 1` rows; `keysOf` names the sort keys of the last row shown.
 * The Link header (RFC 8288) says the same as `page.next`.
 */
export function pageOf<R, T>(
  call: Call,
  rows: readonly R[],
  keysOf: (row: R) => (string | number | Date | null)[],
  view: (row: R) => T,
): Answer {
  const { limit } = call;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return pageWith(call, shown.map(view), rows.length > limit && last !== undefined ? keysOf(last) : null);
}

/** A page of a list whose next one starts after these keys; null: there is none. */
export function pageWith<T>(call: Call, data: T[], keys: (string | number | Date | null)[] | null): Answer {
  const next = keys && call.cursor(keys);
  const page: Page<T> = { data, page: { next, limit: call.limit } };
  return answer(page, next ? { headers: { link: `<${nextUrl(call.raw.url, next)}>; rel="next"` } } : {});
}

function nextUrl(url: string, cursor: string): string {
  const [path, query] = url.split('?', 2) as [string, string | undefined];
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  return `${path}?${params.toString()}`;
}

/** A stream of bytes as an answer. */
export function bytes(stream: Readable, options: AnswerOptions & { contentType: string }): Answer {
  return {
    status: options.status ?? 200,
    headers: { 'content-type': options.contentType, ...options.headers },
    body: stream,
    secrets: [],
  };
}

/** Text of another media type as an answer. */
export function text(body: string, contentType: string, options: AnswerOptions = {}): Answer {
  return {
    status: options.status ?? 200,
    headers: { 'content-type': contentType, ...options.headers },
    body,
    secrets: [],
  };
}
