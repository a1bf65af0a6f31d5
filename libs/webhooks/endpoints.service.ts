import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, SecretBox } from '#config';
import type { Tx } from '#database';
import { Egress, EgressError } from '#egress';
import { type EventType, type LogActor, record } from '#log';
import { Desks } from '#newsroom';
import { problem } from '#problems';
import { type DisabledReason, type Endpoint, EndpointStore, type EndpointValues } from './endpoints.store.js';
import { unknownPatterns } from './matching.rules.js';
import { newSecret } from './secrets.rules.js';
import {
  endpointChanged,
  endpointCreated,
  endpointDisabled,
  endpointEnabled,
  ping,
  secretRotated,
} from './webhooks.events.js';

const MOST_SECRETS = 10;

/** Where events are sent, and under which secrets. */
@Injectable()
export class WebhookEndpoints {
  private readonly box: SecretBox;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly egress: Egress,
    private readonly store: EndpointStore,
    private readonly desks: Desks,
  ) {
    this.box = new SecretBox(config.secretKey, 'webhook secrets');
  }

  /**
   * Refuses an address that webhooks cannot be sent to: asked before a unit of work is opened, for it looks the name up.
   */
  async assertReachable(url: string): Promise<void> {
    const refuse = (detail: string, cause?: unknown) =>
      problem('webhook.url-refused', {
        detail,
        cause,
        errors: [{ pointer: '/url', code: 'webhook.url-refused', detail }],
      });
    try {
      await this.egress.checkHook(url);
    } catch (error) {
      throw error instanceof EgressError ? refuse(error.message, error) : error;
    }
  }

  /** The new endpoint, and its secret in clear for this once. */
  async create(tx: Tx, actor: LogActor, values: EndpointValues): Promise<{ endpoint: Endpoint; secret: string }> {
    assertKnown(values.events);
    await this.assertDesk(tx, values.desk);
    const endpoint = await this.store.insert(tx, values, actor.id);
    const secret = newSecret();
    await this.store.addSecret(tx, endpoint.id, this.box.close(secret, endpoint.id));
    await this.tell(tx, actor, endpointCreated, endpoint);
    return { endpoint, secret };
  }

  async change(
    tx: Tx,
    actor: LogActor,
    id: string,
    seenVersion: number,
    changes: Partial<EndpointValues>,
  ): Promise<Endpoint> {
    const before = await this.locked(tx, id, seenVersion);
    if (changes.events) assertKnown(changes.events);
    if (changes.desk !== before.desk) await this.assertDesk(tx, changes.desk);
    const { url, description, events, desk } = { ...before, ...changes };
    const endpoint = await this.store.update(tx, id, { url, description, events, desk });
    await this.tell(tx, actor, endpointChanged, endpoint);
    return endpoint;
  }

  private async assertDesk(tx: Tx, desk: string | null | undefined): Promise<void> {
    if (desk) await this.desks.assertOpen(tx, [desk], () => '/desk');
  }

  /** A new current secret; the one before signs too for `graceSeconds`. At most 10 sign at once. */
  async rotate(
    tx: Tx,
    actor: LogActor,
    id: string,
    graceSeconds: number,
  ): Promise<{ endpoint: Endpoint; secret: string }> {
    const endpoint = await this.locked(tx, id);
    await this.store.retireSecrets(tx, id, graceSeconds);
    if ((await this.store.secrets(tx, id)).length >= MOST_SECRETS)
      throw problem('webhook.too-many-secrets', `At most ${MOST_SECRETS} secrets can be valid at a time.`);
    const secret = newSecret();
    await this.store.addSecret(tx, id, this.box.close(secret, id));
    await record(tx, secretRotated, { actor, subject: subject(endpoint), data: { ...about(endpoint), graceSeconds } });
    return { endpoint, secret };
  }

  /** Sends a `ping` to this endpoint alone. */
  async ping(tx: Tx, actor: LogActor, id: string): Promise<{ eventId: string; at: Date }> {
    const endpoint = await this.found(tx, id);
    if (endpoint.status === 'disabled') throw problem('webhook.disabled');
    const eventId = await this.tell(tx, actor, ping, endpoint);
    return { eventId, at: await this.store.now(tx) };
  }

  /** Events from now on; what was pending goes on. Once more on an enabled one changes nothing. */
  async enable(tx: Tx, actor: LogActor, id: string): Promise<Endpoint> {
    const before = await this.locked(tx, id);
    if (before.status === 'enabled') return before;
    const endpoint = await this.store.enable(tx, id);
    await this.tell(tx, actor, endpointEnabled, endpoint);
    return endpoint;
  }

  /** Pending deliveries wait. Once more on a disabled one changes nothing. */
  async disable(
    tx: Tx,
    actor: LogActor,
    id: string,
    reason: DisabledReason,
    last: { status: number | null; error: string | null } = { status: null, error: null },
  ): Promise<Endpoint> {
    const endpoint = await this.store.disable(tx, id, reason);
    if (!endpoint) return this.found(tx, id);
    await record(tx, endpointDisabled, {
      actor,
      subject: subject(endpoint),
      data: {
        ...about(endpoint),
        reason,
        failingSince: endpoint.failingSince?.toISOString() ?? null,
        lastStatus: last.status,
        lastError: last.error,
      },
    });
    return endpoint;
  }

  /** The secrets that sign now, in clear, the current one first. */
  async signing(tx: Tx, id: string): Promise<string[]> {
    return (await this.store.secrets(tx, id)).map(({ ciphertext }) => this.box.open(ciphertext, id));
  }

  async found(tx: Tx, id: string): Promise<Endpoint> {
    const endpoint = await this.store.byId(tx, id);
    if (!endpoint) throw problem('webhook.not-found');
    return endpoint;
  }

  private async locked(tx: Tx, id: string, seenVersion?: number): Promise<Endpoint> {
    const endpoint = await this.store.lock(tx, id);
    if (!endpoint) throw problem('webhook.not-found');
    if (seenVersion !== undefined && endpoint.version !== seenVersion)
      throw problem('version.stale', { extra: { currentVersion: endpoint.version } });
    return endpoint;
  }

  private tell(tx: Tx, actor: LogActor, event: EventType<typeof ping.data>, endpoint: Endpoint) {
    return record(tx, event, { actor, subject: subject(endpoint), data: about(endpoint) });
  }
}

function assertKnown(patterns: readonly string[]): void {
  const unknown = unknownPatterns(patterns);
  if (unknown.length === 0) return;
  throw problem('webhook.event-unknown', {
    errors: unknown.map((i) => ({
      pointer: `/events/${i}`,
      code: 'webhook.event-unknown',
      detail: `no event type is called ${patterns[i]}: see /v1/event-types`,
    })),
  });
}

export function subject({ id, version }: Endpoint) {
  return { id, version };
}

/** A webhook's address may carry a key in its query: it stays out of the log. */
export function about({ id, url, events, desk }: Endpoint) {
  return { endpointId: id, url: url.split('?', 1)[0] ?? '', events, desk };
}
