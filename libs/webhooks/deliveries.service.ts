import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { eventBody, type LogActor, LogStore, record } from '#log';
import { NewsroomStore } from '#newsroom';
import { problem } from '#problems';
import { type AttemptEnd, type Delivery, type DeliveryStatus, DeliveryStore } from './deliveries.store.js';
import { WebhookEndpoints } from './endpoints.service.js';
import { type Endpoint, EndpointStore } from './endpoints.store.js';
import { judge, type Outcome, type Verdict } from './retry.rules.js';
import { redacted } from './signing.rules.js';
import { resendAsked } from './webhooks.events.js';

/** Attempts of one endpoint under way at once, over all workers; of one that fails, a single one. */
const ROOM = 16;
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

/** A letter that was sent, and how that ended. */
export interface Done {
  letter: Letter;
  headers: Record<string, string>;
  outcome: Outcome;
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
    const endpoint = await this.endpoints.lockReady(tx, endpointId);
    if (!endpoint) return [];
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

  /**
   * Writes attempts at one endpoint and what follows from each, by the delivery's id. A delivery that somebody else holds
   * by now is left alone, and missing from the answer.
   */
  async settle(tx: Tx, done: readonly Done[]): Promise<Map<string, Verdict>> {
    const { webhookSchedule } = this.config;
    const judged = done.map(({ letter: { delivery, url }, headers, outcome }) => {
      const verdict = judge(outcome, delivery.series + 1, webhookSchedule, Math.random());
      const afterMs = verdict.kind === 'retry' ? verdict.afterMs : null;
      return { delivery, url, headers: redacted(headers), outcome, verdict, status: statusAfter(verdict), afterMs };
    });
    const written = await this.store.settle(tx, judged);
    const ends = judged.filter(({ delivery }) => written.has(delivery.id));
    if (ends.length > 0) {
      await this.store.insertAttempts(tx, ends);
      await this.health(tx, ends);
    }
    return new Map(ends.map(({ delivery, verdict }) => [delivery.id, verdict]));
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

  /** What the attempts say about the endpoint. One success among them is enough to call it well. */
  private async health(tx: Tx, ends: readonly (AttemptEnd & { verdict: Verdict })[]): Promise<void> {
    const endpointId = (ends[0] as AttemptEnd).delivery.endpointId;
    const failures = ends.filter(({ verdict }) => verdict.kind !== 'delivered');
    if (failures.length < ends.length) await this.endpoints.succeeded(tx, endpointId);
    const held = failures.map(({ verdict }) => (verdict.kind === 'retry' && verdict.hold ? verdict.afterMs : 0));
    const holdMs = Math.max(0, ...held) || null;
    if (failures.length === ends.length || holdMs !== null) await this.endpoints.failed(tx, endpointId, holdMs);
    const gone = failures.find(({ verdict }) => verdict.kind === 'gone');
    const exhausted = failures.find(({ verdict }) => verdict.kind === 'exhausted');
    const tooLong = exhausted && (await this.endpoints.failingLongerThan(tx, endpointId, FAILING_HOURS));
    const last = gone ?? (tooLong ? exhausted : undefined);
    if (last) await this.secrets.disable(tx, system, endpointId, gone ? 'gone' : 'failing', last.outcome);
  }
}

function statusAfter({ kind }: Verdict): DeliveryStatus {
  return kind === 'delivered' ? 'delivered' : kind === 'retry' ? 'pending' : 'exhausted';
}
