import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { Egress, type EgressReply, type EgressRequest } from './egress.service.js';
import { EgressError } from './egress.errors.js';

const closing: Array<() => Promise<unknown>> = [];
const egress = new Egress({ allow: ['127.0.0.0/8'], contactUrl: 'https://desk.example/bot' });

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => egress.close());

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = (listener: RequestListener) => listen(createHttp(listener));
/** A server that speaks by the byte: what it does starts at the first bytes of a request. */
const raw = (script: (socket: Socket) => void) =>
  listen(createTcp((socket) => void socket.once('data', () => script(socket))));

async function failure(request: EgressRequest, by: Egress = egress): Promise<EgressError> {
  const outcome: EgressReply | EgressError = await by.request(request).catch((error: EgressError) => error);
  if (!(outcome instanceof EgressError)) throw new Error(`answered ${outcome.status}`);
  return outcome;
}

describe('A page is fetched', () => {
  it('with an honest name and a way to ask back, and what it took is told', async () => {
    let seen: IncomingMessage | undefined;
    const base = await http((request, response) => {
      seen = request;
      response.setHeader('ETag', 'W/"7"').end('Guten Tag');
    });
    const reply = await egress.request({
      url: `${base}/a?b=c#d`,
      accept: 'text/html',
      headers: { 'If-None-Match': '"6"' },
    });
    expect(reply).toMatchObject({ status: 200, finalUrl: `${base}/a?b=c`, wireBytes: 9, headers: { etag: 'W/"7"' } });
    expect(reply.body.toString()).toBe('Guten Tag');
    expect(reply.hops).toEqual([
      { url: `${base}/a?b=c`, status: 200, ip: '127.0.0.1', at: expect.stringMatching(/Z$/) as string },
    ]);
    expect(seen?.headers['user-agent']).toMatch(/^Corroborate\/.*\+https:\/\/desk\.example\/bot/);
    expect(seen?.headers).toMatchObject({ accept: 'text/html', 'if-none-match': '"6"' });
  });

  it.each([
    ['gzip', gzipSync('Wörter')],
    ['br', brotliCompressSync('Wörter')],
    ['deflate', deflateSync('Wörter')],
    ['deflate', deflateRawSync('Wörter')],
    ['gzip, br', brotliCompressSync(gzipSync('Wörter'))],
    ['identity', Buffer.from('Wörter')],
    ['gzip', Buffer.alloc(0)],
  ])('inflated when it came as %s', async (coding, bytes) => {
    const base = await http((_request, response) => response.setHeader('content-encoding', coding).end(bytes));
    expect((await egress.request({ url: base })).body.toString()).toBe(bytes.length === 0 ? '' : 'Wörter');
  });

  it('over one connection when asked for again, and over a new one when the old was closed meanwhile', async () => {
    const ports = new Set<number | undefined>();
    let closeNext = false;
    const base = await raw((socket) => {
      const answer = () => {
        ports.add(socket.remotePort);
        if (closeNext && ports.size === 1) return socket.destroy();
        return socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      };
      answer();
      socket.on('data', answer);
    });
    await egress.request({ url: base });
    await egress.request({ url: base });
    expect(ports.size).toBe(1);
    closeNext = true;
    expect((await egress.request({ url: base })).status).toBe(200);
    expect(ports.size).toBe(2);
  });

  it('and a POST is never sent twice, whatever became of the connection', async () => {
    let posts = 0;
    const base = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      socket.on('data', () => {
        posts += 1;
        socket.destroy();
      });
    });
    await egress.request({ url: base });
    expect((await failure({ method: 'POST', url: base, body: '{}' })).failure).toBe('reset');
    expect(posts).toBe(1);
  });
});

describe('Redirects', () => {
  const hopping = (answers: Record<string, [number, string?]>) =>
    http((request, response) => {
      const [status, location] = answers[request.url ?? ''] ?? [404];
      response.writeHead(status, location === undefined ? {} : { location }).end(`${request.method} ${request.url}`);
    });

  it('are answers, unless following was asked for', async () => {
    const base = await hopping({ '/a': [302, '/b'] });
    expect(await egress.request({ url: `${base}/a` })).toMatchObject({ status: 302, headers: { location: '/b' } });
  });

  it('are followed hop by hop, and each hop is kept', async () => {
    const base = await hopping({ '/a': [301, '/b'], '/b': [308, '/c#part'], '/c': [200] });
    const reply = await egress.request({ url: `${base}/a`, followRedirects: 10 });
    expect(reply.finalUrl).toBe(`${base}/c`);
    expect(reply.hops.map(({ url, status }) => [url.slice(base.length), status])).toEqual([
      ['/a', 301],
      ['/b', 308],
      ['/c', 200],
    ]);
    expect(reply.body.toString()).toBe('GET /c');
  });

  it('end at their limit, and a circle is told from a long way', async () => {
    const base = await http((request, response) => {
      const step = Number(request.url?.slice(1));
      response.writeHead(302, { location: `/${step + 1}` }).end();
    });
    const long = await failure({ url: `${base}/1`, followRedirects: 10 });
    expect(long.failure).toBe('too-many-redirects');
    expect(long.hops).toHaveLength(11);
    const circle = await hopping({ '/a': [302, '/b'], '/b': [302, '/a'] });
    expect((await failure({ url: `${circle}/a`, followRedirects: 10 })).failure).toBe('redirect-loop');
  });

  it('take no credentials to another origin', async () => {
    const seen: ServerResponse['req'][] = [];
    const other = await http((request, response) => void (seen.push(request), response.end()));
    const base = await http(
      (request, response) => void (seen.push(request), response.writeHead(302, { location: other }).end()),
    );
    await egress.request({
      url: base,
      followRedirects: 1,
      headers: { authorization: 'Bearer x', cookie: 'a=b', 'x-desk': '1' },
    });
    expect(seen.map((request) => request.headers.authorization)).toEqual(['Bearer x', undefined]);
    expect(seen[1]?.headers).toMatchObject({ 'x-desk': '1' });
    expect(seen[1]?.headers).not.toHaveProperty('cookie');
  });

  it('into something that is no web address end the attempt, with the way so far', async () => {
    const base = await hopping({ '/a': [302, 'file:///etc/passwd'] });
    const error = await failure({ url: `${base}/a`, followRedirects: 3 });
    expect(error.failure).toBe('bad-url');
    expect(error.hops).toMatchObject([{ status: 302 }]);
  });
});

describe('A hostile server ends the attempt in its time, with a name for what it did', () => {
  const head = 'HTTP/1.1 200 OK\r\n';
  const every = (socket: Socket, ms: number, bytes: string | Buffer) => {
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(bytes)), ms);
    socket.on('close', () => clearInterval(timer));
  };
  const pump = (socket: Socket, bytes: Buffer) => {
    const more = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', more);
    more();
  };
  const bomb = gzipSync(Buffer.alloc(60e6));

  it.each<[string, string, (socket: Socket) => void]>([
    ['never answers', 'timeout', () => undefined],
    [
      'drips its body, a byte at a time',
      'timeout',
      (s) => (s.write(`${head}content-length: 9999\r\n\r\n`), every(s, 20, 'x')),
    ],
    ['drips its headers', 'timeout', (s) => (s.write(head), every(s, 20, 'x'))],
    ['never ends its body', 'too-large', (s) => (s.write(`${head}\r\n`), pump(s, Buffer.alloc(65_536)))],
    [
      'never ends its chunks',
      'too-large',
      (s) => (
        s.write(`${head}transfer-encoding: chunked\r\n\r\n`),
        pump(s, Buffer.from(`10000\r\n${'a'.repeat(65_536)}\r\n`))
      ),
    ],
    [
      'never ends its headers',
      'too-large',
      (s) => (s.write(head), pump(s, Buffer.from(`x-a: ${'a'.repeat(1_000)}\r\n`))),
    ],
    ['sends too many headers', 'too-large', (s) => s.end(`${head}${'a: b\r\n'.repeat(200)}\r\n`)],
    ['announces a gigabyte', 'too-large', (s) => s.write(`${head}content-length: 1000000000\r\n\r\n`)],
    [
      'sends a gzip bomb',
      'too-large',
      (s) => s.end(Buffer.concat([Buffer.from(`${head}content-encoding: gzip\r\n\r\n`), bomb])),
    ],
    [
      'sends a bomb in two coats',
      'too-large',
      (s) => s.end(Buffer.concat([Buffer.from(`${head}content-encoding: gzip, gzip\r\n\r\n`), gzipSync(bomb)])),
    ],
    ['sends less than it announced', 'reset', (s) => s.end(`${head}content-length: 100\r\n\r\nshort`)],
    ['breaks off in a chunk', 'reset', (s) => s.end(`${head}transfer-encoding: chunked\r\n\r\n64\r\nshort`)],
    ['resets at once', 'reset', (s) => s.resetAndDestroy()],
    [
      'resets in the body',
      'reset',
      (s) => s.write(`${head}content-length: 100\r\n\r\nshort`, () => s.resetAndDestroy()),
    ],
    ['hangs up without a word', 'reset', (s) => s.end()],
    ['speaks no HTTP', 'protocol', (s) => s.end('SSH-2.0-OpenSSH_9.2\r\n')],
    ['gives two lengths', 'protocol', (s) => s.end(`${head}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`)],
    [
      'sends gzip that is none',
      'protocol',
      (s) => s.end(`${head}content-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello`),
    ],
    [
      'breaks off its gzip',
      'protocol',
      (s) =>
        s.end(
          Buffer.concat([
            Buffer.from(`${head}content-encoding: gzip\r\n\r\n`),
            gzipSync('a'.repeat(9_000)).subarray(0, 30),
          ]),
        ),
    ],
    [
      'codes the body in a way not asked for',
      'protocol',
      (s) => s.end(`${head}content-encoding: zstd\r\ncontent-length: 2\r\n\r\nab`),
    ],
  ])('one that %s: %s', async (_what, expected, script) => {
    const url = await raw(script);
    const limits = { maxWireBytes: 3e6, maxDecodedBytes: 30e6 };
    expect((await failure({ url, totalMs: expected === 'timeout' ? 400 : 20_000, ...limits })).failure).toBe(expected);
  });

  it('one that inflates past the limit without being a bomb: too-large', async () => {
    const letters = Buffer.from(Array.from({ length: 400_000 }, (_unused, i) => 97 + ((i * 7919) % 26)));
    const base = await http((_request, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync(letters)),
    );
    expect((await failure({ url: base, maxDecodedBytes: 100_000 })).failure).toBe('too-large');
  });

  it('one that is not there: connect, and a name that is none: dns', async () => {
    const gone = await raw(() => undefined);
    for (const close of closing.splice(0)) await close();
    expect((await failure({ url: gone })).failure).toBe('connect');
    const nameless = new Egress({
      resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    });
    expect((await failure({ url: 'http://nowhere.example/' }, nameless)).failure).toBe('dns');
    await expect(nameless.checkUrl('http://nowhere.example/')).rejects.toMatchObject({ failure: 'dns' });
    const slow = new Egress({ resolve: () => new Promise(() => undefined) });
    expect((await failure({ url: 'http://slow.example/', totalMs: 100 }, slow)).failure).toBe('timeout');
    await Promise.all([nameless.close(), slow.close()]);
  });

  it('one with a certificate that nobody vouches for: tls', async () => {
    const base = await listen(createTls({}));
    expect((await failure({ url: base.replace('http:', 'https:') })).failure).toBe('tls');
    const plain = await raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await failure({ url: plain.replace('http:', 'https:') })).failure).toBe('tls');
  });

  it('an attempt can be called off from outside', async () => {
    const off = new AbortController();
    const url = await raw(() => off.abort());
    expect(await failure({ url, signal: off.signal })).toMatchObject({
      failure: 'timeout',
      message: 'the attempt was called off',
    });
  });

  it('a header that would smuggle a second one is not sent', async () => {
    const url = await raw((socket) => socket.end());
    expect((await failure({ url, headers: { 'x-desk': 'a\r\nx-b: c' } })).failure).toBe('protocol');
  });
});
