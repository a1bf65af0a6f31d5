import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobContext, type JobHandler, JobRelay } from '#jobs';
import { deliverWebhooks, replayWebhooks, WebhookReplays } from '#webhooks';

interface Payload {
  newsroom: string;
  replayId: string;
}

/** Goes through the log step by step; each step and its progress commit together. */
@Injectable()
@Handles(replayWebhooks)
export class ReplayWebhooksHandler implements JobHandler<Payload> {
  constructor(
    private readonly database: Database,
    private readonly replays: WebhookReplays,
    private readonly relay: JobRelay,
  ) {}

  async handle({ newsroom, replayId }: Payload, { signal }: JobContext): Promise<void> {
    for (let step = 1; !signal.aborted; step++) {
      const done = await this.database.write(newsroom, (tx) => this.replays.step(tx, replayId));
      if (!done) return;
      const { endpointId, more } = done;
      await this.relay.add([deliverWebhooks.of({ newsroom, endpointId, wave: `${replayId}.${step}` })]);
      if (!more) return;
    }
  }
}
