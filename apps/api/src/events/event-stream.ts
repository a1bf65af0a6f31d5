import { Readable } from 'node:stream';
import type { EventBody } from '#log';
import type { Actor } from '#newsroom';

/** Bytes that wait in this process for one client; what lies beyond is read from the log when there is room. */
const BUFFER = 64 * 1024;

/** Rows that may be shown, and how far the log was read for them. */
export interface Portion {
  events: EventBody[];
  /** The sequence to go on after. */
  upTo: number;
}

/**
 * One caller's server-sent events (WHATWG HTML, 9.2). It never holds more than a portion: it takes the next one when the
 * client has read the last. Events carry no name, so that a browser's `onmessage` hears them all; the type is in the data.
 */
export class EventStream extends Readable {
  /** It has read all that there is. */
  private idle = false;
  private wanted = false;
  private feeding = false;
  private waitingSince = performance.now();

  constructor(
    /** To be asked about again: the stream outlives the request. */
    readonly token: string,
    public actor: Actor,
    private cursor: number,
    private readonly next: (stream: EventStream, after: number) => Promise<Portion>,
  ) {
    super({ highWaterMark: BUFFER });
    this.push('retry: 2000\n: open\n\n');
  }

  override _read(): void {
    this.wanted = true;
    void this.feed();
  }

  /** There may be more to read. */
  wake(): void {
    this.idle = false;
    void this.feed();
  }

  /** Shows that the connection is alive; says how long the client has taken nothing, in milliseconds. */
  beat(): number {
    if (!this.wanted) return performance.now() - this.waitingSince;
    if (!this.feeding) this.say(':\n\n');
    return 0;
  }

  end(): void {
    if (!this.readableEnded && !this.destroyed) this.push(null);
    this.wanted = false;
  }

  private async feed(): Promise<void> {
    if (this.feeding) return;
    this.feeding = true;
    try {
      while (this.wanted && !this.idle && !this.destroyed) {
        this.idle = true; // unless woken while it reads
        const { events, upTo } = await this.next(this, this.cursor);
        if (upTo > this.cursor) this.idle = false;
        this.cursor = upTo;
        const last = events.at(-1);
        // An id alone moves the client's Last-Event-ID past what is not for it.
        const passed = upTo > (last?.sequence ?? upTo) ? `id: ${upTo}\n\n` : '';
        const text = events.map(written).join('') + passed;
        if (text && this.wanted) this.say(text);
      }
    } catch {
      this.destroy(); // the client comes back with its Last-Event-ID
    } finally {
      this.feeding = false;
    }
  }

  private say(text: string): void {
    if (this.push(text)) return;
    this.wanted = false;
    this.waitingSince = performance.now();
  }
}

function written(event: EventBody): string {
  return `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`;
}
