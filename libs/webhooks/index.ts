// Owns: webhook endpoints with their secrets, deliveries, attempts, replays.
// Promises: every sealed event that an enabled endpoint subscribed to is sent at least once, signed, under one id, until it is taken or the schedule is over.
// Never: follows a redirect, sends unsigned, shows a secret twice, sends inside a transaction.
export { WebhookDeliveries, type Done, type Letter } from './deliveries.service.js';
export { DeliveryStore, type Attempt, type Delivery, type DeliveryFilter } from './deliveries.store.js';
export { WebhookEndpoints } from './endpoints.service.js';
export { EndpointStore, type Endpoint, type EndpointValues, type SecretInfo } from './endpoints.store.js';
export { WebhookPost } from './post.service.js';
export { WebhookReplays } from './replays.service.js';
export { replayKinds, ReplayStore, type Replay, type ReplayKind } from './replays.store.js';
export * from './webhooks.events.js';
export { deliverWebhooks, makeRoomForDeliveries, replayWebhooks } from './webhooks.jobs.js';
export { WebhooksAtWorkModule, WebhooksModule } from './webhooks.module.js';
import './webhooks.entity.js';
