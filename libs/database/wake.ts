import pg from 'pg';

const RETRY_MS = 500;

/**
 * PostgreSQL's NOTIFY as a hint that something is there to read. A hint may get lost: whoever waits polls besides.
 * NOTIFY inside a transaction halves the writes of a newsroom (measured), so `ring` is for after the commit, at most once each 50 ms.
 */
export class Wake {
  private client?: pg.Client;
  private closed = false;
  private timer?: NodeJS.Timeout;
  private ringing?: NodeJS.Timeout;
  private readonly pending = new Set<string>();
  private readonly listeners = new Map<string, ((payload: string) => void)[]>();
  private readonly losses: (() => void)[] = [];

  constructor(private readonly url: string) {}

  /** Calls `hear` on each hint. `lost` is called when hints may have been missed (connection broken or made anew). */
  on(channel: string, hear: (payload: string) => void, lost?: () => void): void {
    this.listeners.set(channel, [...(this.listeners.get(channel) ?? []), hear]);
    if (lost) this.losses.push(lost);
  }

  async open(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({ connectionString: this.url, keepAlive: true, application_name: 'corroborate-wake' });
    client.on('error', () => this.reopen(client));
    client.on('end', () => this.reopen(client));
    client.on('notification', ({ channel, payload }) =>
      this.listeners.get(channel)?.forEach((hear) => hear(payload ?? '')),
    );
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      this.client = client;
      this.losses.forEach((lost) => lost());
    } catch {
      this.reopen(client);
    }
  }

  get connected(): boolean {
    return this.client !== undefined;
  }

  /** Tells the other processes, after at most 50 ms; many calls become one. */
  ring(channel: string): void {
    this.pending.add(channel);
    this.ringing ??= setTimeout(() => {
      this.ringing = undefined;
      const channels = [...this.pending];
      this.pending.clear();
      for (const each of channels) this.client?.query(`SELECT pg_notify($1, '')`, [each]).catch(() => undefined);
    }, 50);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.ringing);
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private reopen(client: pg.Client): void {
    if (this.closed || this.timer || (this.client && this.client !== client)) return;
    this.client = undefined;
    this.losses.forEach((lost) => lost());
    client.end().catch(() => undefined);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.open();
    }, RETRY_MS);
  }
}
