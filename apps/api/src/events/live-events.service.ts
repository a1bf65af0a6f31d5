import { finished } from 'node:stream/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Wake } from '#database';
import { type Actor, Authenticator } from '#newsroom';
import { Problem, problem } from '#problems';
import { EventStream } from './event-stream.js';
import { EventReading } from './events.reading.js';

const MOST_OF_A_TOKEN = 5;
/** A hint may get lost: the log is looked at this often besides. */
const POLL_MS = 2_000;
const GRACE_MS = 1_000;

/** The streams that this process serves: fed when rows are sealed, in whatever process; cut when their token ends. */
@Injectable()
export class LiveEvents implements BeforeApplicationShutdown {
  private readonly streams = new Set<EventStream>();
  private readonly timers: NodeJS.Timeout[];
  private closing = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    wake: Wake,
    private readonly authenticator: Authenticator,
    private readonly reading: EventReading,
  ) {
    const sealed = () => void this.feed();
    // A moment later: who remembers tokens has to forget them first, on the same hint.
    const tokens = () => void setImmediate(() => this.askAll());
    wake.on('sealed', sealed, sealed);
    wake.on('tokens', tokens, tokens);
    this.timers = [setInterval(sealed, POLL_MS).unref(), setInterval(() => this.beat(), config.streamBeat).unref()];
  }

  /** 429 when this token, or this process, has as many as it may. */
  open(token: string, actor: Actor, type: string, after: number): EventStream {
    if (this.closing) throw problem('server.unavailable', { headers: { 'retry-after': '1' } });
    const ofToken = [...this.streams].filter((each) => each.actor.tokenId === actor.tokenId).length;
    if (ofToken >= MOST_OF_A_TOKEN || this.streams.size >= this.config.maxStreams) {
      const whose = ofToken >= MOST_OF_A_TOKEN ? `A token keeps at most ${MOST_OF_A_TOKEN}.` : undefined;
      throw problem('request.too-many-streams', { detail: whose, headers: { 'retry-after': '10' } });
    }
    const stream = new EventStream(token, actor, after, (one, from) => this.reading.portion(one.actor, type, from));
    this.streams.add(stream);
    stream.once('close', () => this.gone(stream));
    return stream;
  }

  /** Ends them so that clients come back, to another process, with what they read last. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    this.timers.forEach((timer) => clearInterval(timer));
    const open = [...this.streams];
    open.forEach((stream) => stream.end());
    const signal = AbortSignal.timeout(GRACE_MS);
    await Promise.allSettled(open.map((stream) => finished(stream, { signal })));
    open.forEach((stream) => stream.destroy());
  }

  private gone(stream: EventStream): void {
    this.streams.delete(stream);
    const { newsroom } = stream.actor;
    if (![...this.streams].some(({ actor }) => actor.newsroom === newsroom)) this.reading.forget(newsroom);
  }

  private async feed(): Promise<void> {
    const newsrooms = new Set([...this.streams].map(({ actor }) => actor.newsroom));
    await Promise.all(
      [...newsrooms].map(async (newsroom) => {
        await this.reading.refresh(newsroom).catch(() => undefined); // the next look comes soon
        for (const stream of this.streams) if (stream.actor.newsroom === newsroom) stream.wake();
      }),
    );
  }

  private beat(): void {
    for (const stream of this.streams) if (stream.beat() > 2 * this.config.streamBeat) stream.destroy();
    this.askAll();
  }

  private askAll(): void {
    for (const stream of this.streams) void this.ask(stream);
  }

  /** Whether the token still holds, and what its owner may see now. */
  private async ask(stream: EventStream): Promise<void> {
    try {
      const actor = await this.authenticator.authenticate(stream.token);
      if (actor.permissions.has('events.read')) stream.actor = actor;
      else stream.end();
    } catch (error) {
      if (error instanceof Problem && error.code === 'auth.invalid-token') stream.end();
    }
  }
}
