import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { EgressModule } from '#egress';
import { NewsroomModule } from '#newsroom';
import { EventBodies, WebhookDeliveries } from './deliveries.service.js';
import { DeliveryStore } from './deliveries.store.js';
import { EventDesks } from './desks.service.js';
import { WebhookEndpoints } from './endpoints.service.js';
import { EndpointStore } from './endpoints.store.js';
import { WebhookPost } from './post.service.js';
import { WebhookReader } from './reader.service.js';
import { WebhookReplays } from './replays.service.js';
import { ReplayStore } from './replays.store.js';

@Module({
  imports: [ClaimsModule, EgressModule, NewsroomModule],
  providers: [
    EndpointStore,
    DeliveryStore,
    ReplayStore,
    EventBodies,
    EventDesks,
    WebhookEndpoints,
    WebhookDeliveries,
    WebhookReplays,
  ],
  exports: [EventDesks, EndpointStore, DeliveryStore, ReplayStore, WebhookEndpoints, WebhookDeliveries, WebhookReplays],
})
export class WebhooksModule {}

/** For the worker alone: reads the log and sends. */
@Module({
  imports: [EgressModule, WebhooksModule],
  providers: [WebhookPost, WebhookReader],
  exports: [WebhookPost, WebhooksModule],
})
export class WebhooksAtWorkModule {}
