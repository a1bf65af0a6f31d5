/** What came back. `must(201)` gives the reply when the status is that, and otherwise throws with the whole of it. */
export class Reply<T> {
  constructor(
    readonly request: string,
    readonly status: number,
    readonly headers: Headers,
    readonly bytes: Buffer,
  ) {}

  get text(): string {
    return this.bytes.toString('utf8');
  }

  /** Parsed JSON; undefined without a body. */
  get body(): T {
    return (this.bytes.length > 0 ? JSON.parse(this.text) : undefined) as T;
  }

  /** The whole ETag, quotes and all, as `If-Match` takes it. */
  get etag(): string {
    const value = this.headers.get('etag');
    if (!value) throw new Error(`${this.request} gave no ETag`);
    return value;
  }

  get location(): string {
    return this.headers.get('location') ?? '';
  }

  must(status: number): this {
    if (this.status === status) return this;
    throw new Error(`${this.request} was to give ${status} and gave ${this.status}: ${this.text.slice(0, 2_000)}`);
  }
}

export interface Sent {
  ifMatch?: string;
  ifNoneMatch?: string;
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

type Json = Record<string, unknown>;

/** Speaks to the api as one person or machine. Sends no If-Match and no Idempotency-Key that the test does not name. */
export class Client {
  constructor(
    readonly base: string,
    private readonly token?: string,
  ) {}

  /** The same service, as somebody else. */
  as(token: string | undefined): Client {
    return new Client(this.base, token);
  }

  /** The same person, at another process. */
  at(base: string): Client {
    return new Client(base, this.token);
  }

  get<T = Json>(path: string, sent?: Sent): Promise<Reply<T>> {
    return this.send('GET', path, undefined, sent);
  }

  post<T = Json>(path: string, body?: unknown, sent?: Sent): Promise<Reply<T>> {
    return this.send('POST', path, body, sent);
  }

  put<T = Json>(path: string, body: unknown, sent?: Sent): Promise<Reply<T>> {
    return this.send('PUT', path, body, sent);
  }

  patch<T = Json>(path: string, body: unknown, sent?: Sent): Promise<Reply<T>> {
    return this.send('PATCH', path, body, sent);
  }

  delete<T = Json>(path: string, sent?: Sent): Promise<Reply<T>> {
    return this.send('DELETE', path, undefined, sent);
  }

  /** A body that is a string, bytes or a form goes as it is; anything else as JSON. */
  async send<T>(method: string, path: string, body?: unknown, sent: Sent = {}): Promise<Reply<T>> {
    const raw =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;
    const headers: Record<string, string> = {
      ...(this.token && { authorization: `Bearer ${this.token}` }),
      ...(raw ? {} : { 'content-type': 'application/json' }),
      ...(sent.ifMatch && { 'if-match': sent.ifMatch }),
      ...(sent.ifNoneMatch && { 'if-none-match': sent.ifNoneMatch }),
      ...(sent.idempotencyKey && { 'idempotency-key': sent.idempotencyKey }),
      ...sent.headers,
    };
    const url = path.startsWith('http') ? path : this.base + path;
    const payload = raw ? (body as RequestInit['body']) : JSON.stringify(body);
    const reply = await fetch(url, { method, headers, body: payload, redirect: 'manual' });
    return new Reply<T>(`${method} ${path}`, reply.status, reply.headers, await bytesOf(reply));
  }
}

/** Of a stream without an end its beginning. */
async function bytesOf(reply: Response): Promise<Buffer> {
  if (!reply.headers.get('content-type')?.startsWith('text/event-stream'))
    return Buffer.from(await reply.arrayBuffer());
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return Buffer.from(value ?? []);
}
