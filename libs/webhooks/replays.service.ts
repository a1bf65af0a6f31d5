import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { type LogActor, LogStore, record } from '#log';
import { problem } from '#problems';
import { type DeliveryStatus, DeliveryStore } from './deliveries.store.js';
import { EventDesks } from './desks.service.js';
import { about, subject, WebhookEndpoints } from './endpoints.service.js';
import { matchesOf } from './matching.rules.js';
import { type Replay, type ReplayKind, ReplayStore } from './replays.store.js';
import { replayAsked } from './webhooks.events.js';

const BATCH = 200;
const AGAIN: Record<ReplayKind, DeliveryStatus[]> = {
  exhausted: ['exhausted'],
  missing: [],
  undelivered: ['exhausted'],
  all: ['exhausted', 'delivered', 'pending'],
};

/** Sending the events of a span of time again to one endpoint, under their old ids. */
@Injectable()
export class WebhookReplays {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: DeliveryStore,
    private readonly store: ReplayStore,
    private readonly log: LogStore,
    private readonly desks: EventDesks,
  ) {}

  async ask(
    tx: Tx,
    actor: LogActor,
    given: { endpointId: string; since: Date; until: Date | null; which: ReplayKind },
  ): Promise<Replay> {
    const endpoint = await this.endpoints.found(tx, given.endpointId);
    if (endpoint.status === 'disabled') throw problem('webhook.disabled');
    const replay = await this.store.insert(tx, { ...given, createdBy: actor.id });
    if (!replay) {
      const errors = [{ pointer: '/since', code: 'span', detail: 'is not before its end' }];
      throw problem('request.invalid', { errors });
    }
    await record(tx, replayAsked, {
      actor,
      subject: subject(endpoint),
      data: {
        ...about(endpoint),
        replayId: replay.id,
        since: replay.since.toISOString(),
        until: replay.until.toISOString(),
        which: replay.which,
      },
    });
    return replay;
  }

  /** One step through the log; the endpoint that has something to send now, and whether there is more to look at. */
  async step(tx: Tx, replayId: string): Promise<{ endpointId: string; more: boolean } | undefined> {
    const replay = await this.store.lockRunning(tx, replayId);
    if (!replay) return undefined;
    const endpoint = await this.endpoints.found(tx, replay.endpointId);
    const rows = await this.log.sealedBetween(tx, replay, replay.sequence, BATCH);
    const matches = matchesOf(rows, [endpoint], await this.desks.of(tx, rows, [endpoint]));
    const missing = replay.which !== 'exhausted' ? await this.deliveries.add(tx, matches, true) : 0;
    const again = await this.deliveries.restartAll(tx, endpoint.id, matches, AGAIN[replay.which]);
    const more = rows.length === BATCH;
    await this.store.advance(tx, replayId, {
      sequence: rows.at(-1)?.sequence ?? replay.sequence,
      events: rows.length,
      deliveries: missing + again,
      done: !more,
    });
    return { endpointId: endpoint.id, more };
  }
}
