import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';
import { DeliveryStore, makeRoomForDeliveries } from '#webhooks';

@Injectable()
@Handles(makeRoomForDeliveries)
export class MakeRoomForDeliveriesHandler implements JobHandler {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryStore,
  ) {}

  handle(): Promise<void> {
    return this.database.system('upkeep', (tx) => this.deliveries.makePartitions(tx));
  }
}
