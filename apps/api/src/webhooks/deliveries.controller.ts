import { Controller, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { problem } from '#problems';
import { DeliveryStore, ReplayStore, WebhookDeliveries, WebhookEndpoints, WebhookReplays } from '#webhooks';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, listQuery, pageSchema, uuid } from '../http/schemas.js';
import { AttemptView, DeliveriesQuery, DeliveryView, NewReplay, ReplayView } from './webhooks.schemas.js';
import { attemptView, deliveryView, replayView } from './webhooks.views.js';

type Of<I extends object> = Call<{ params: z.output<typeof ById> } & I>;
const tag = 'Webhooks';
const permission = 'webhooks.manage';
const PlainQuery = listQuery({});
const ReplayParams = z.strictObject({ id: uuid, replayId: uuid });

/** What the lists read. */
@Injectable()
export class WebhookReading {
  constructor(
    readonly deliveries: DeliveryStore,
    readonly replays: ReplayStore,
  ) {}
}

@Controller()
export class WebhookDeliveriesController {
  constructor(
    private readonly edge: Edge,
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: WebhookDeliveries,
    private readonly replays: WebhookReplays,
    private readonly stores: WebhookReading,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/webhook-endpoints/:id/deliveries',
    id: 'listWebhookDeliveries',
    tag,
    summary: 'What was sent to an endpoint, and what waits; newest event first',
    permission,
    params: ById,
    query: DeliveriesQuery,
    replies: { 200: pageSchema(DeliveryView) },
    problems: ['webhook.not-found'],
  })
  list(@Calling() call: Of<{ query: z.output<typeof DeliveriesQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.endpoints.found(tx, call.params.id);
      const { status, type, eventId, since, until } = call.query;
      const filter = { status, type, eventId, since, until };
      const after = call.after as [string, string] | undefined;
      const rows = await this.stores.deliveries.list(tx, id, filter, after, call.limit + 1);
      return pageOf(call, rows, (row) => [row.at, row.id], deliveryView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/deliveries/:id',
    id: 'getWebhookDelivery',
    tag,
    summary: 'One delivery',
    permission,
    params: ById,
    replies: { 200: DeliveryView },
    problems: ['delivery.not-found'],
  })
  get(@Calling() call: Of<object>): Promise<Answer> {
    return this.edge.read(call, async (tx) => answer(deliveryView(await this.deliveries.found(tx, call.params.id))));
  }

  @Route({
    method: 'GET',
    path: '/v1/deliveries/:id/attempts',
    id: 'listWebhookAttempts',
    tag,
    summary: 'Every attempt at a delivery, oldest first',
    permission,
    params: ById,
    query: PlainQuery,
    replies: { 200: pageSchema(AttemptView) },
    problems: ['delivery.not-found'],
  })
  attempts(@Calling() call: Of<{ query: z.output<typeof PlainQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const delivery = await this.deliveries.found(tx, call.params.id);
      const after = Number(call.after?.[0] ?? 0);
      const rows = await this.stores.deliveries.attempts(tx, delivery, after, call.limit + 1);
      return pageOf(call, rows, (row) => [row.number], attemptView);
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/deliveries/:id/resend',
    id: 'resendWebhookDelivery',
    tag,
    summary: 'Try a delivery again now, under the same webhook-id',
    permission,
    params: ById,
    replies: { 202: DeliveryView },
    problems: ['delivery.not-found', 'webhook.disabled'],
  })
  resend(@Calling() call: Of<object>): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      answer(deliveryView(await this.deliveries.resend(tx, call.actor, call.params.id)), { status: 202 }),
    );
  }

  @Route({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/replays',
    id: 'createWebhookReplay',
    tag,
    summary: 'Send the events of a span of time again, or those that were never sent',
    permission,
    params: ById,
    body: NewReplay,
    replies: { 202: ReplayView },
    problems: ['webhook.not-found', 'webhook.disabled'],
  })
  replay(@Calling() call: Of<{ body: z.output<typeof NewReplay> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { since, until, status } = call.body;
      const asked = { endpointId: call.params.id, since, until: until ?? null, which: status };
      const replay = await this.replays.ask(tx, call.actor, asked);
      const location = `/v1/webhook-endpoints/${replay.endpointId}/replays/${replay.id}`;
      return answer(replayView(replay), { status: 202, location });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/webhook-endpoints/:id/replays',
    id: 'listWebhookReplays',
    tag,
    summary: 'Replays of an endpoint, newest first',
    permission,
    params: ById,
    query: PlainQuery,
    replies: { 200: pageSchema(ReplayView) },
    problems: ['webhook.not-found'],
  })
  listReplays(@Calling() call: Of<{ query: z.output<typeof PlainQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.endpoints.found(tx, call.params.id);
      const after = call.after as [string, string] | undefined;
      const rows = await this.stores.replays.list(tx, id, after, call.limit + 1);
      return pageOf(call, rows, (row) => [row.createdAt, row.id], replayView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/webhook-endpoints/:id/replays/:replayId',
    id: 'getWebhookReplay',
    tag,
    summary: 'How far a replay has come',
    permission,
    params: ReplayParams,
    replies: { 200: ReplayView },
    problems: ['webhook.not-found'],
  })
  getReplay(@Calling() call: Call<{ params: z.output<typeof ReplayParams> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const replay = await this.stores.replays.byId(tx, call.params.id, call.params.replayId);
      if (!replay) throw problem('webhook.not-found', 'No such replay.');
      return answer(replayView(replay));
    });
  }
}
