import { Module } from '@nestjs/common';
import { WebhooksModule } from '#webhooks';
import { WebhookDeliveriesController, WebhookReading } from './deliveries.controller.js';
import { WebhookEndpointsController } from './endpoints.controller.js';
import { EventTypesController } from './event-types.controller.js';

@Module({
  imports: [WebhooksModule],
  controllers: [WebhookEndpointsController, WebhookDeliveriesController, EventTypesController],
  providers: [WebhookReading],
})
export class WebhooksApiModule {}
