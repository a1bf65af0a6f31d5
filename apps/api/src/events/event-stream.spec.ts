import type { EventBody } from '#log';
import type { Actor } from '#newsroom';
import { EventStream, type Portion } from './event-stream.js';

const event = (sequence: number, size = 0) =>
  ({ sequence, type: 'claim.queued', data: 'x'.repeat(size) }) as unknown as EventBody;

/** A stream over a log with rows up to `log.head`; counts how often the log was asked. */
function streamOver(log: { head: number; asked: number; size?: number; only?: number }): EventStream {
  return new EventStream('token', {} as Actor, 0, async (_stream, after): Promise<Portion> => {
    log.asked++;
    const upTo = Math.min(log.head, after + 10);
    const sequences = Array.from({ length: upTo - after }, (_, i) => after + 1 + i);
    return { events: sequences.filter((n) => !log.only || n === log.only).map((n) => event(n, log.size)), upTo };
  });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a stream of events', () => {
  it('gives each row once, in order, and those that come later when it is woken', async () => {
    const log = { head: 25, asked: 0 };
    const stream = streamOver(log);
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await turn();
    log.head = 27;
    stream.wake();
    await turn();
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: 27 }, (_, i) => i + 1));
    stream.destroy();
  });

  it('holds no more than its buffer for a client that does not read, and says how long that has lasted', async () => {
    const log = { head: 1_000_000, asked: 0, size: 2_000 };
    const stream = streamOver(log);
    stream.read(0);
    await turn();
    const { asked } = log;
    for (let i = 0; i < 100; i++) stream.wake();
    await turn();
    expect(log.asked).toBe(asked);
    expect(asked).toBeLessThan(10);
    expect(stream.readableLength).toBeLessThan(128 * 1024);
    expect(stream.beat()).toBeGreaterThanOrEqual(0);
    stream.destroy();
  });

  it('moves the client’s last id past rows that are not for it', async () => {
    const stream = streamOver({ head: 10, asked: 0, only: 3 });
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await turn();
    expect(text).toMatch(/id: 3\ndata: .*\n\nid: 10\n\n$/);
    stream.destroy();
  });
});
