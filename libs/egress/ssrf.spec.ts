import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Egress } from './egress.service.js';
import { EgressError } from './egress.errors.js';

/** Listens on every address of this machine. Nobody may ever knock. */
let canary: Server;
let port: number;
let knocks = 0;

/** What a hostile name server answers. */
const NAMES: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  'loop.example': ['127.0.0.1'],
  'loop6.example': ['::1'],
  'any.example': ['0.0.0.0'],
  'any6.example': ['::'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'compatible.example': ['::7f00:1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'sixtofour.example': ['2002:7f00:1::'],
  'mixed.example': ['93.184.215.14', '127.0.0.1'],
  'private.example': ['10.0.0.5'],
  'metadata.example': ['169.254.169.254'],
  'metadata6.example': ['fd00:ec2::254'],
  'zone.example': ['fe80::1%lo'],
  'nonsense.example': ['127.0.0.1\u0000.example'],
};

const literal = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '0',
  '0.0.0.0',
  '0x0',
  '127%2e0%2e0%2e1',
  '127。0。0。1',
  '127．0．0．1',
  '①②⑦.⓪.⓪.①',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[100::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
].map((host) => `http://${host}:PORT/`);

const crooked = [
  'http://user@127.0.0.1:PORT/',
  'http://example.org@127.0.0.1:PORT/',
  'http://example.org:80@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT\\@example.org/',
  'http://example.org\\@127.0.0.1:PORT/',
  'http:\\\\127.0.0.1:PORT/',
  'http://127.0.0.1:PORT#@example.org/',
  'http://127.0.0.1:PORT?@example.org/',
  'http://127.0.0.1\t:PORT/',
  'http://127.0.0.1:PORT/\r\nX: y',
  'http://[fe80::1%25lo]:PORT/',
  'http://[::1%lo]:PORT/',
  'ftp://127.0.0.1:PORT/',
  'gopher://127.0.0.1:PORT/_GET',
  'file:///etc/passwd',
  'data:text/html,a',
  'http:127.0.0.1:PORT/',
  'https://127.0.0.1:PORT/',
  '//127.0.0.1:PORT/',
];

const named = Object.keys(NAMES).map((host) => `http://${host}:PORT/`);
const vectors = [...literal, ...crooked, ...named];

beforeAll(async () => {
  canary = createServer((socket) => {
    knocks += 1;
    socket.resume();
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi');
  });
  await new Promise<void>((resolve) => canary.listen(0, '::', resolve));
  port = (canary.address() as AddressInfo).port;
});

afterAll(() => new Promise((resolve) => canary.close(resolve)));

const resolve = (hostname: string) =>
  Promise.resolve((NAMES[hostname] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

/** The canary's port is opened for public addresses, so that only the judgement of the address stands before it. */
const guarded = (more: object = {}) => new Egress({ ports: [80, 443, port], resolve, connectMs: 2_000, ...more });

async function failure(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => 'answered',
    (error: unknown) => (error instanceof EgressError ? error.failure : String(error)),
  );
}

describe('A request can be talked into nothing on this machine or in this house', () => {
  it('tries at least sixty ways', () => {
    expect(new Set(vectors).size).toBeGreaterThanOrEqual(60);
  });

  it.each(vectors)('%p reaches nobody', async (vector) => {
    const egress = guarded();
    const url = vector.replace('PORT', String(port));
    for (const act of [egress.request({ url, totalMs: 3_000 }), egress.checkUrl(url)]) {
      expect(['blocked-address', 'bad-url']).toContain(await failure(act));
    }
    expect(knocks).toBe(0);
    await egress.close();
  });

  it('dials the address that it checked, though the name changes its answer the moment after', async () => {
    const answers = ['93.184.215.14', '127.0.0.1'];
    let asked = 0;
    const rebinding = () => Promise.resolve([{ address: answers[Math.min(asked++, 1)] ?? '', family: 4 }]);
    const egress = new Egress({ ports: [80, 443, port], resolve: rebinding });
    await egress.checkUrl(`http://rebind.example:${port}/`);
    expect(await failure(egress.request({ url: `http://rebind.example:${port}/`, totalMs: 3_000 }))).toBe(
      'blocked-address',
    );
    expect(asked).toBe(2);
    expect(knocks).toBe(0);
    await egress.close();
  });

  it('does not follow a redirect from an allowed place into a closed one', async () => {
    const open = createServer((socket) => {
      socket.on('data', () =>
        socket.end(`HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:${port}/\r\ncontent-length: 0\r\n\r\n`),
      );
      socket.on('error', () => undefined);
    });
    await new Promise<void>((done) => open.listen(0, '127.0.0.2', done));
    const egress = guarded({ allow: ['127.0.0.2/32'] });
    const url = `http://127.0.0.2:${(open.address() as AddressInfo).port}/`;
    expect(await failure(egress.request({ url, followRedirects: 5 }))).toBe('blocked-address');
    expect(knocks).toBe(0);
    await egress.close();
    await new Promise((done) => open.close(done));
  });

  it('would have been answered, had the operator opened the address: the canary is alive', async () => {
    const egress = guarded({ allow: ['127.0.0.0/8', '::1'] });
    expect((await egress.request({ url: `http://127.0.0.1:${port}/` })).body.toString()).toBe('hi');
    expect((await egress.request({ url: `http://localhost:${port}/` })).status).toBe(200);
    expect(knocks).toBe(2);
    await egress.close();
  });
});
