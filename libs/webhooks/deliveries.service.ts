import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { eventBody, type LogActor, LogStore, record } from '#log';
import { NewsroomStore } from '#newsroom';
import { problem } from '#problems';
import { type Delivery, DeliveryStore } from './deliveries.store.js';
import { WebhookEndpoints } from './endpoints.service.js';
import { type Endpoint, EndpointStore } from './endpoints.store.js';
import { judge, type Outcome, type Verdict } from './retry.rules.js';
import { redacted } from './signing.rules.js';
import { resendAsked } from './webhooks.events.js';

/** Attempts of one endpoint under way at once, over all workers; of one that fails, a single one. */
const ROOM = 10;
/** A lease outlives its attempt by this much: time to write the outcome. */
const LEASE_MARGIN_MS = 10_000;
/** An endpoint that has not answered once in this time is disabled when a delivery has run out of attempts. */
const FAILING_HOURS = 120;

const system: LogActor = { kind: 'system', id: null };

/** One claimed delivery with all that an attempt needs. */
export interface Letter {
  delivery: Delivery;
  eventId: string;
  url: string;
  body: string;
  secrets: string[];
  traceparent: string | null;
}

/** Events as they go over the wire. */
@Injectable()
export class EventBodies {
  constructor(
    private readonly log: LogStore,
    private readonly newsrooms: NewsroomStore,
  ) {}

  async of(tx: Tx, ids: readonly string[]): Promise<Map<string, { body: string; traceparent: string | null }>> {
    const newsroom = await this.newsrooms.byId(tx);
    const rows = await this.log.byIds(tx, ids);
    return new Map(
      rows.map((row) => [
        row.id,
        { body: JSON.stringify(eventBody(row, newsroom.slug)), traceparent: row.traceparent },
      ]),
    );
  }
}

/** The way of one delivery: claimed under a fence, sent outside any transaction, settled if the fence still holds. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly endpoints: EndpointStore,
    private readonly store: DeliveryStore,
    private readonly secrets: WebhookEndpoints,
    private readonly log: EventBodies,
  ) {}

  /** Takes what is due for one endpoint, as far as there is room; empty when it is disabled, held or nothing is due. */
  async claim(tx: Tx, endpointId: string): Promise<Letter[]> {
    const endpoint = await this.endpoints.lock(tx, endpointId);
    if (endpoint?.status !== 'enabled' || (await this.endpoints.isHeld(tx, endpointId))) return [];
    const room = endpoint.failingSince ? 1 : ROOM;
    const leaseMs = this.config.webhookTimeout + LEASE_MARGIN_MS;
    const claimed = await this.store.claim(tx, endpointId, room, leaseMs);
    if (claimed.length === 0) return [];
    const secrets = await this.secrets.signing(tx, endpointId);
    const bodies = await this.log.of(
      tx,
      claimed.map(({ eventId }) => eventId),
    );
    return claimed.map((delivery) => {
      const event = bodies.get(delivery.eventId);
      if (!event) throw new Error(`The log has no event ${delivery.eventId}.`);
      return { delivery, eventId: delivery.eventId, url: endpoint.url, secrets, ...event };
    });
  }

  /** Gives back what was not tried. */
  release(tx: Tx, { delivery }: Letter): Promise<void> {
    return this.store.release(tx, delivery);
  }

  /** Writes an attempt and what follows from it; undefined when somebody else holds the delivery by now. */
  async settle(
    tx: Tx,
    { delivery, url }: Letter,
    headers: Record<string, string>,
    outcome: Outcome,
  ): Promise<Verdict | undefined> {
    const verdict = judge(outcome, delivery.series + 1, this.config.webhookSchedule, Math.random());
    const written = await this.store.settle(tx, delivery, {
      status: verdict.kind === 'delivered' ? 'delivered' : verdict.kind === 'retry' ? 'pending' : 'exhausted',
      afterMs: verdict.kind === 'retry' ? verdict.afterMs : null,
      lastStatus: outcome.status,
      lastError: outcome.error,
    });
    if (!written) return undefined;
    await this.store.insertAttempt(tx, delivery, { url, headers: redacted(headers) }, outcome);
    await this.health(tx, delivery.endpointId, verdict, outcome);
    return verdict;
  }

  /** Tries a delivery again from the start of the schedule, under the same `webhook-id`. */
  async resend(tx: Tx, actor: LogActor, id: string): Promise<Delivery> {
    const found = await this.found(tx, id);
    const endpoint = (await this.endpoints.byId(tx, found.endpointId)) as Endpoint;
    if (endpoint.status === 'disabled') throw problem('webhook.disabled');
    const delivery = await this.store.restart(tx, found);
    const { endpointId, eventId } = delivery;
    await record(tx, resendAsked, { actor, subject: { id }, data: { deliveryId: id, endpointId, eventId } });
    return delivery;
  }

  async found(tx: Tx, id: string): Promise<Delivery> {
    const delivery = await this.store.byId(tx, id);
    if (!delivery) throw problem('delivery.not-found');
    return delivery;
  }

  private async health(tx: Tx, endpointId: string, verdict: Verdict, outcome: Outcome): Promise<void> {
    if (verdict.kind === 'delivered') return this.endpoints.succeeded(tx, endpointId);
    await this.endpoints.failed(tx, endpointId, verdict.kind === 'retry' && verdict.hold ? verdict.afterMs : null);
    const tooLong =
      verdict.kind === 'exhausted' && (await this.endpoints.failingLongerThan(tx, endpointId, FAILING_HOURS));
    const reason = verdict.kind === 'gone' ? 'gone' : tooLong ? 'failing' : undefined;
    if (reason) await this.secrets.disable(tx, system, endpointId, reason, outcome);
  }
}
