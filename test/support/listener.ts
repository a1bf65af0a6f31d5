import { eventually } from './eventually.js';

export interface Heard {
  id: number;
  type: string;
  data: Record<string, unknown>;
}

/** A client of server-sent events: keeps what it hears, and whether the stream has ended. */
export class Listener {
  readonly heard: Heard[] = [];
  beats = 0;
  lastEventId = '';
  over = false;
  private readonly stop = new AbortController();

  private constructor(readonly status: number) {}

  static async open(url: string, token: string, lastEventId?: string): Promise<Listener> {
    const stop = new AbortController();
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const reply = await fetch(url, { headers, signal: stop.signal });
    const listener = new Listener(reply.status);
    listener.stop.signal.addEventListener('abort', () => stop.abort());
    void listener.listen(reply).catch(() => undefined);
    return listener;
  }

  first(wanted: (event: Heard) => boolean): Promise<Heard> {
    return eventually(() => this.heard.find(wanted), { what: 'the event' });
  }

  ended(): Promise<true> {
    return eventually(() => this.over, { what: 'the end of the stream' });
  }

  close(): void {
    this.stop.abort();
  }

  private async listen(reply: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of reply.body as ReadableStream<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        const frames = text.split('\n\n');
        text = frames.pop() ?? '';
        frames.forEach((frame) => this.take(frame));
      }
    } finally {
      this.over = true;
    }
  }

  private take(frame: string): void {
    const fields = frame
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
    const of = (name: string) => fields.find(([field]) => field === name)?.[1];
    if (frame === ':') this.beats++;
    this.lastEventId = of('id') ?? this.lastEventId;
    const data = of('data');
    if (data !== undefined) this.heard.push({ ...(JSON.parse(data) as Heard), id: Number(this.lastEventId) });
  }
}
