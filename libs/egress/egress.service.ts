import type { IncomingHttpHeaders } from 'node:http';
import { AddressRules } from './addresses.rules.js';
import { readBody } from './body.js';
import { type Connection, Connections, resolveChecked, type Resolver, systemResolver } from './connections.js';
import { EgressError, type EgressHop, toEgressError } from './egress.errors.js';
import { redirectOf } from './redirects.rules.js';
import { judgeTarget, parseTarget, type Target } from './target.rules.js';

export interface EgressOptions {
  /** `EGRESS_ALLOW`: CIDRs that may be reached besides public addresses, at any port. */
  allow?: readonly string[];
  /** Ports open on public addresses; 80 and 443 unless given. */
  ports?: readonly number[];
  /** Where a site's owner finds out who is asking; goes into the User-Agent. */
  contactUrl?: string;
  resolve?: Resolver;
  ca?: string;
  connectMs?: number;
  headersMs?: number;
}

export interface EgressRequest {
  method?: 'GET' | 'HEAD' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer | string;
  /** Milliseconds for everything: lookup, connect, TLS, all hops, body. */
  totalMs?: number;
  /** Milliseconds until the answer's headers, where that may take longer than it does for a page. */
  headersMs?: number;
  maxWireBytes?: number;
  maxDecodedBytes?: number;
  /** 0: a redirect is the answer. */
  followRedirects?: number;
  accept?: string;
  /** Ends the attempt from outside, for instance at shutdown. */
  signal?: AbortSignal;
}

export interface EgressReply {
  status: number;
  /** Names in lower case; a repeated header joined with ", ". */
  headers: Record<string, string>;
  /** Every answer in order; the last is this one. */
  hops: EgressHop[];
  finalUrl: string;
  body: Buffer;
  wireBytes: number;
  timing: { startedAt: string; firstByteMs: number; totalMs: number };
}

const DEFAULTS = { totalMs: 60_000, maxWireBytes: 20e6, maxDecodedBytes: 50e6 } as const;
const MAX_HEADER_BYTES = 32 * 1024;
const MAX_HEADERS = 100;

/** One attempt's state over its hops. */
interface Attempt {
  request: EgressRequest;
  signal: AbortSignal;
  hops: EgressHop[];
  started: number;
}

type Answer = { status: number; headers: Record<string, string>; body: Buffer; wireBytes: number; firstByteMs: number };

/** The one place where this system speaks HTTP to others. */
export class Egress {
  readonly #rules: AddressRules;
  readonly #resolve: Resolver;
  readonly #connections: Connections;
  readonly #userAgent: string;

  constructor(options: EgressOptions = {}) {
    this.#rules = new AddressRules(options.allow, options.ports);
    this.#resolve = options.resolve ?? systemResolver;
    this.#userAgent = `Corroborate/0.1 (fact-checking${options.contactUrl ? `; +${options.contactUrl}` : ''})`;
    this.#connections = new Connections({
      rules: this.#rules,
      resolve: this.#resolve,
      connectMs: options.connectMs ?? 10_000,
      headersMs: options.headersMs ?? 15_000,
      maxHeaderBytes: MAX_HEADER_BYTES,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
  }

  /**
   * Whether a URL may be a destination, as it stands and as it resolves now: for the moment when somebody enters one. The
   * name may resolve otherwise later, so every connect checks again. Throws EgressError `bad-url`, `blocked-address`, `dns`.
   */
  async checkUrl(url: string): Promise<URL> {
    const target = parseTarget(url);
    judgeTarget(target, this.#rules);
    if (!target.literal) {
      await resolveChecked(target, { rules: this.#rules, resolve: this.#resolve }).catch((error: unknown) => {
        throw error instanceof EgressError
          ? error
          : new EgressError('dns', 'the name does not resolve', { cause: error });
      });
    }
    return target.url;
  }

  /** `checkUrl` for an address that we are to post to: https, unless the operator has opened ranges by EGRESS_ALLOW. */
  async checkHook(url: string): Promise<URL> {
    if (url.includes('#')) throw new EgressError('bad-url', 'the URL cannot be used: it has a fragment');
    if (!/^https:/i.test(url) && !this.#rules.opensAnything)
      throw new EgressError('bad-url', 'webhooks go to https addresses only');
    return this.checkUrl(url);
  }

  /** What can be said of a URL without a lookup: its shape, and its address when it is a literal. Throws EgressError. */
  inspect(url: string): URL {
    const target = parseTarget(url);
    judgeTarget(target, this.#rules);
    return target.url;
  }

  /** One attempt, hops included. Resolves with any complete HTTP answer, whatever its status; else throws EgressError. */
  async request(request: EgressRequest): Promise<EgressReply> {
    const clock = new AbortController();
    const attempt: Attempt = { request, signal: clock.signal, hops: [], started: performance.now() };
    const stop = (why: string) => clock.abort(new EgressError('timeout', why));
    const totalMs = request.totalMs ?? DEFAULTS.totalMs;
    const timer = setTimeout(() => stop(`no complete answer within ${totalMs} ms`), totalMs);
    const cancel = () => stop('the attempt was called off');
    request.signal?.addEventListener('abort', cancel, { once: true });
    if (request.signal?.aborted) cancel();
    const startedAt = new Date().toISOString();
    try {
      const { answer, target } = await this.#follow(attempt);
      const { firstByteMs, ...rest } = answer;
      const timing = { startedAt, firstByteMs, totalMs: Math.round(performance.now() - attempt.started) };
      return { ...rest, hops: attempt.hops, finalUrl: shown(target.url), timing };
    } catch (error) {
      const reason: unknown = clock.signal.aborted ? clock.signal.reason : error;
      throw Object.assign(toEgressError(reason), { hops: attempt.hops, url: request.url });
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', cancel);
    }
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }

  async #follow(attempt: Attempt): Promise<{ answer: Answer; target: Target }> {
    const { request } = attempt;
    let target = parseTarget(request.url);
    let method = request.method ?? 'GET';
    let body = request.body;
    let headers = this.#headers(request);
    const seen = new Set<string>();
    for (let hop = 0; ; hop += 1) {
      judgeTarget(target, this.#rules);
      seen.add(`${method} ${shown(target.url)}`);
      const answer = await this.#exchange(attempt, target, { method, headers, body });
      const next = (request.followRedirects ?? 0) > 0 ? redirectOf(answer, { method, url: target.url, headers }) : null;
      if (!next) return { answer, target };
      if (hop >= (request.followRedirects ?? 0))
        throw new EgressError('too-many-redirects', `more than ${hop} redirects`);
      if (seen.has(`${next.method} ${shown(next.target.url)}`)) {
        throw new EgressError('redirect-loop', 'the redirects go round in a circle');
      }
      ({ target, headers, method } = next);
      if (method !== 'POST') body = undefined;
    }
  }

  /** A connection that its server closed while it lay idle is no news about the server: GET and HEAD ask once more. */
  async #exchange(attempt: Attempt, target: Target, message: Message, fresh = false): Promise<Answer> {
    attempt.signal.throwIfAborted();
    const connection = this.#connections.take(target, fresh);
    const answered = attempt.hops.length;
    // By hand: undici looks at a signal only once it is connected, and a lookup may never end.
    const stop = () => this.#connections.drop(connection, attempt.signal.reason as Error);
    attempt.signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#on(connection, attempt, target, message);
    } catch (error) {
      this.#connections.drop(connection);
      const stale = connection.reused && attempt.hops.length === answered && toEgressError(error).failure === 'reset';
      if (!stale || message.method === 'POST' || attempt.signal.aborted) throw error;
    } finally {
      attempt.signal.removeEventListener('abort', stop);
    }
    return this.#exchange(attempt, target, message, true);
  }

  async #on(connection: Connection, attempt: Attempt, target: Target, message: Message): Promise<Answer> {
    const { request, started } = attempt;
    const reply = await connection.client.request({
      method: message.method,
      path: `${target.url.pathname}${target.url.search}`,
      headers: message.headers,
      body: message.body ?? null,
      ...(request.headersMs === undefined ? {} : { headersTimeout: request.headersMs }),
    });
    const firstByteMs = Math.round(performance.now() - started);
    reply.body.on('error', () => undefined);
    const headers = flatten(reply.headers);
    attempt.hops.push({
      url: shown(target.url),
      status: reply.statusCode,
      ip: connection.ip,
      at: new Date().toISOString(),
    });
    const maxWireBytes = request.maxWireBytes ?? DEFAULTS.maxWireBytes;
    const base = { status: reply.statusCode, headers, firstByteMs };
    if (
      (request.followRedirects ?? 0) > 0 &&
      redirectOf(base, { method: message.method, url: target.url, headers: {} })
    ) {
      // The body of a redirect is nobody's reading, and may never end.
      this.#connections.drop(connection);
      return { ...base, body: Buffer.alloc(0), wireBytes: 0 };
    }
    if (Number(headers['content-length'] ?? 0) > maxWireBytes && message.method !== 'HEAD') {
      throw new EgressError('too-large', `the answer is larger than ${maxWireBytes} bytes`);
    }
    const limits = { maxWireBytes, maxDecodedBytes: request.maxDecodedBytes ?? DEFAULTS.maxDecodedBytes };
    const encoding = message.method === 'HEAD' || reply.statusCode === 304 ? undefined : headers['content-encoding'];
    const read = await readBody(reply.body, encoding, limits);
    this.#connections.giveBack(connection);
    return { ...base, ...read };
  }

  #headers(request: EgressRequest): Record<string, string> {
    const headers: Record<string, string> = {
      'user-agent': this.#userAgent,
      accept: request.accept ?? '*/*',
      'accept-encoding': 'gzip, deflate, br',
    };
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    return headers;
  }
}

interface Message {
  method: 'GET' | 'HEAD' | 'POST';
  headers: Record<string, string>;
  body: Buffer | string | undefined;
}

function shown(url: URL): string {
  return url.hash === '' ? url.href : url.href.slice(0, -url.hash.length);
}

function flatten(raw: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(raw);
  const count = entries.reduce((sum, [, value]) => sum + (Array.isArray(value) ? value.length : 1), 0);
  if (count > MAX_HEADERS) throw new EgressError('too-large', `the answer has more than ${MAX_HEADERS} headers`);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
