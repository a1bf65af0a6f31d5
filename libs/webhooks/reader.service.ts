import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { JobRelay } from '#jobs';
import { LogReaders, type SealedRow } from '#log';
import { DeliveryStore } from './deliveries.store.js';
import { EventDesks } from './desks.service.js';
import { EndpointStore } from './endpoints.store.js';
import { matchesOf } from './matching.rules.js';
import { deliverWebhooks } from './webhooks.jobs.js';

/**
 * Makes deliveries of sealed log rows. They commit together with the reader's cursor: an event is never lost and never
 * doubled. The job only hurries them; what is lost of that, the sweep finds.
 */
@Injectable()
export class WebhookReader {
  constructor(
    private readonly endpoints: EndpointStore,
    private readonly deliveries: DeliveryStore,
    private readonly desks: EventDesks,
    private readonly relay: JobRelay,
    readers: LogReaders,
  ) {
    readers.add({ name: 'webhooks', read: (tx, rows) => this.read(tx, rows) });
  }

  private async read(tx: Tx, rows: readonly SealedRow[]): Promise<(() => Promise<void>) | undefined> {
    const { newsroom } = tx;
    const endpoints = await this.endpoints.enabled(tx);
    const matches = matchesOf(rows, endpoints, await this.desks.of(tx, rows, endpoints));
    if (matches.length === 0) return undefined;
    await this.deliveries.add(tx, matches);
    const wave = String(rows.at(-1)?.sequence);
    const endpointIds = [...new Set(matches.map(({ endpointId }) => endpointId))];
    return () => this.relay.add(endpointIds.map((endpointId) => deliverWebhooks.of({ newsroom, endpointId, wave })));
  }
}
