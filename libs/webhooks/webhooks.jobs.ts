import { z } from 'zod';
import { defineJob, onEvent } from '#jobs';
import { DeliveryStore } from './deliveries.store.js';
import { ReplayStore } from './replays.store.js';

/** Sends what is due to one endpoint. `wave` tells apart what must not be folded into a run that is about to end. */
export const deliverWebhooks = defineJob({
  name: 'webhooks.deliver',
  queue: 'deliver',
  payload: z.object({ newsroom: z.string(), endpointId: z.string(), wave: z.string() }),
  key: ({ endpointId, wave }) => `${endpointId}.${wave}`,
  attempts: 1,
  due: async (tx, limit) => (await new DeliveryStore().due(tx, limit)).map((each) => ({ ...each, wave: 'due' })),
});

/** Goes through the log for one replay. */
export const replayWebhooks = defineJob({
  name: 'webhooks.replay',
  queue: 'fast',
  payload: z.object({ newsroom: z.string(), replayId: z.string() }),
  key: ({ replayId }) => replayId,
  due: (tx, limit) => new ReplayStore().running(tx, limit),
});

/** Makes room for the deliveries of the months to come. */
export const makeRoomForDeliveries = defineJob({
  name: 'webhooks.make-room',
  queue: 'fast',
  payload: z.object({}),
  key: () => 'months',
  due: async (tx) => ((await new DeliveryStore().needsPartitions(tx)) ? [{}] : []),
});

const idIn = (data: unknown, name: string): string => String((data as Record<string, unknown>)[name]);

onEvent('delivery.resend-asked', ({ newsroom, id, data }) =>
  deliverWebhooks.of({ newsroom, endpointId: idIn(data, 'endpointId'), wave: id }),
);
onEvent('endpoint.enabled', ({ newsroom, id, subjectId }) =>
  deliverWebhooks.of({ newsroom, endpointId: subjectId, wave: id }),
);
onEvent('endpoint.replay-asked', ({ newsroom, data }) =>
  replayWebhooks.of({ newsroom, replayId: idIn(data, 'replayId') }),
);
