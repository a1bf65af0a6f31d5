import { setMaxListeners } from 'node:events';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { Database } from '#database';
import { Handles, type JobContext, type JobHandler, JobRelay, type JobRequest } from '#jobs';
import { deliverWebhooks, type Done, type Letter, WebhookDeliveries, WebhookPost } from '#webhooks';

/** How long one run stays with one endpoint before others have their turn. */
const TURN_MS = 10_000;
/** How long a request may go on once the worker shuts down. */
const GRACE_MS = 3_000;
/** Retries that come sooner have a job of their own; the others are the sweep's. */
const SOON_MS = 60_000;

interface Payload {
  newsroom: string;
  endpointId: string;
  wave: string;
}

/** Claims what is due for one endpoint, sends it outside any transaction, settles each attempt in a short one. */
@Injectable()
@Handles(deliverWebhooks)
export class DeliverWebhooksHandler implements JobHandler<Payload> {
  private cut?: { after: AbortSignal; signal: AbortSignal };

  constructor(
    private readonly database: Database,
    private readonly deliveries: WebhookDeliveries,
    private readonly post: WebhookPost,
    private readonly relay: JobRelay,
  ) {}

  async handle({ newsroom, endpointId }: Payload, { signal }: JobContext): Promise<void> {
    const end = performance.now() + TURN_MS;
    const cut = this.cutOff(signal);
    while (!signal.aborted) {
      const letters = await this.database.write(newsroom, (tx) => this.deliveries.claim(tx, endpointId));
      if (letters.length === 0) return;
      await this.sendAll(newsroom, letters, cut);
      if (performance.now() > end) return this.again([deliverWebhooks.of({ newsroom, endpointId, wave: uuidv7() })]);
    }
  }

  /** Sends all at once, and settles each as soon as it has ended: those that end while one settles go together. */
  private async sendAll(newsroom: string, letters: readonly Letter[], cut: AbortSignal): Promise<void> {
    const ended: Done[] = [];
    let settling: Promise<void> | undefined;
    const settle = async (): Promise<void> => {
      await settling?.catch(() => undefined);
      const done = ended.splice(0);
      if (done.length > 0) await this.settle(newsroom, done);
    };
    const sends = letters.map(async (letter) => {
      const { headers, outcome, calledOff } = await this.post.send(letter, cut);
      if (calledOff) return this.database.write(newsroom, (tx) => this.deliveries.release(tx, letter));
      ended.push({ letter, headers, outcome });
      settling = settle();
      await settling;
    });
    const broken = (await Promise.allSettled(sends)).find((each) => each.status === 'rejected');
    if (broken) throw broken.reason;
  }

  private async settle(newsroom: string, done: readonly Done[]): Promise<void> {
    const verdicts = await this.database.write(newsroom, (tx) => this.deliveries.settle(tx, done));
    await this.again(
      done.flatMap(({ letter: { delivery } }) => {
        const { id, endpointId, attempts } = delivery;
        const verdict = verdicts.get(id);
        if (verdict?.kind !== 'retry' || verdict.afterMs > SOON_MS) return [];
        return deliverWebhooks.of({ newsroom, endpointId, wave: `${id}.${attempts}` }, verdict.afterMs + 1);
      }),
    );
  }

  private again(requests: JobRequest[]): Promise<void> {
    return this.relay.add(requests);
  }

  /** Aborts a little after `signal`, which is the worker's own: all runs share one. */
  private cutOff(signal: AbortSignal): AbortSignal {
    if (this.cut?.after === signal) return this.cut.signal;
    const cut = new AbortController();
    setMaxListeners(0, cut.signal);
    signal.addEventListener('abort', () => setTimeout(() => cut.abort(), GRACE_MS).unref(), { once: true });
    this.cut = { after: signal, signal: cut.signal };
    return cut.signal;
  }
}
