import { Controller } from '@nestjs/common';
import { z } from 'zod';
import type { Tx } from '#database';
import { type Endpoint, EndpointStore, WebhookEndpoints } from '#webhooks';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, listQuery, pageSchema } from '../http/schemas.js';
import {
  EndpointChange,
  EndpointView,
  EndpointWithSecret,
  NewEndpoint,
  PingView,
  Rotation,
} from './webhooks.schemas.js';
import { endpointView } from './webhooks.views.js';

type OfEndpoint<B = unknown> = Call<{ params: z.output<typeof ById>; body: B }>;
const tag = 'Webhooks';
const permission = 'webhooks.manage';
const EndpointsQuery = listQuery({});

@Controller()
export class WebhookEndpointsController {
  constructor(
    private readonly edge: Edge,
    private readonly endpoints: WebhookEndpoints,
    private readonly store: EndpointStore,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/webhook-endpoints',
    id: 'createWebhookEndpoint',
    tag,
    summary: 'Send events to an address',
    description: 'The secret is in this answer and in no other. Verify deliveries with any Standard Webhooks library.',
    permission,
    body: NewEndpoint,
    replies: { 201: EndpointWithSecret },
    problems: ['webhook.url-refused', 'webhook.event-unknown'],
  })
  async create(@Calling() call: Call<{ body: z.output<typeof NewEndpoint> }>): Promise<Answer> {
    const { url, events, desk, description } = call.body;
    await this.endpoints.assertReachable(url);
    return this.edge.write(call, async (tx) => {
      const values = { url, events, desk: desk ?? null, description: description ?? null };
      const { endpoint, secret } = await this.endpoints.create(tx, call.actor, values);
      const view = { ...(await this.view(tx, endpoint)), secret };
      const location = `/v1/webhook-endpoints/${endpoint.id}`;
      return answer(view, { status: 201, version: endpoint.version, location, secrets: ['secret'] });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/webhook-endpoints',
    id: 'listWebhookEndpoints',
    tag,
    summary: 'Where events are sent',
    permission,
    query: EndpointsQuery,
    replies: { 200: pageSchema(EndpointView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof EndpointsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const rows = await this.store.list(tx, call.after as [string, string] | undefined, call.limit + 1);
      const secrets = await this.store.secretsOf(
        tx,
        rows.map(({ id }) => id),
      );
      return pageOf(
        call,
        rows,
        (row) => [row.createdAt, row.id],
        (row) =>
          endpointView(
            row,
            secrets.filter(({ endpointId }) => endpointId === row.id),
          ),
      );
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/webhook-endpoints/:id',
    id: 'getWebhookEndpoint',
    tag,
    summary: 'One endpoint',
    permission,
    params: ById,
    replies: { 200: EndpointView },
    problems: ['webhook.not-found'],
    etag: true,
  })
  get(@Calling() call: OfEndpoint): Promise<Answer> {
    return this.edge.read(call, async (tx) => this.answer(tx, await this.endpoints.found(tx, call.params.id)));
  }

  @Route({
    method: 'PATCH',
    path: '/v1/webhook-endpoints/:id',
    id: 'changeWebhookEndpoint',
    tag,
    summary: 'Another address, other events, another desk',
    description: 'Deliveries that still wait go to the new address.',
    permission,
    params: ById,
    body: EndpointChange,
    replies: { 200: EndpointView },
    problems: ['webhook.not-found', 'webhook.url-refused', 'webhook.event-unknown'],
    change: true,
  })
  async change(@Calling() call: OfEndpoint<z.output<typeof EndpointChange>>): Promise<Answer> {
    const seen = call.seenVersion;
    if (call.body.url !== undefined) await this.endpoints.assertReachable(call.body.url);
    return this.edge.write(call, async (tx) =>
      this.answer(tx, await this.endpoints.change(tx, call.actor, call.params.id, seen, call.body)),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/rotate-secret',
    id: 'rotateWebhookSecret',
    tag,
    summary: 'A new secret; the old one signs too for a while',
    permission,
    params: ById,
    body: Rotation,
    bodyOptional: true,
    replies: { 200: EndpointWithSecret },
    problems: ['webhook.not-found', 'webhook.too-many-secrets'],
  })
  rotate(@Calling() call: OfEndpoint<z.output<typeof Rotation>>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { id } = call.params;
      const { endpoint, secret } = await this.endpoints.rotate(tx, call.actor, id, call.body.graceSeconds);
      return answer({ ...(await this.view(tx, endpoint)), secret }, { version: endpoint.version, secrets: ['secret'] });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/ping',
    id: 'pingWebhookEndpoint',
    tag,
    summary: 'Send a test event to this endpoint alone',
    permission,
    params: ById,
    replies: { 202: PingView },
    problems: ['webhook.not-found', 'webhook.disabled'],
  })
  ping(@Calling() call: OfEndpoint): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      answer(await this.endpoints.ping(tx, call.actor, call.params.id), { status: 202 }),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/enable',
    id: 'enableWebhookEndpoint',
    tag,
    summary: 'Send to it again, from now on',
    description: 'What waited goes on; events from while it was disabled come by a replay of the missing ones.',
    permission,
    params: ById,
    replies: { 200: EndpointView },
    problems: ['webhook.not-found'],
  })
  enable(@Calling() call: OfEndpoint): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      this.answer(tx, await this.endpoints.enable(tx, call.actor, call.params.id)),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/disable',
    id: 'disableWebhookEndpoint',
    tag,
    summary: 'Send nothing to it',
    permission,
    params: ById,
    replies: { 200: EndpointView },
    problems: ['webhook.not-found'],
  })
  disable(@Calling() call: OfEndpoint): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      this.answer(tx, await this.endpoints.disable(tx, call.actor, call.params.id, 'by-hand')),
    );
  }

  private async answer(tx: Tx, endpoint: Endpoint): Promise<Answer> {
    return answer(await this.view(tx, endpoint), { version: endpoint.version });
  }

  private async view(tx: Tx, endpoint: Endpoint) {
    return endpointView(endpoint, await this.store.secretsOf(tx, [endpoint.id]));
  }
}
