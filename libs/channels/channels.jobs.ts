import { z } from 'zod';
import { defineJob, onEvent } from '#jobs';
import { ChannelStore } from './channels.store.js';

/** Posts what is due to one channel. */
export const postToChannel = defineJob({
  name: 'channels.post',
  queue: 'deliver',
  payload: z.object({ newsroom: z.string(), channelId: z.string() }),
  key: ({ channelId }) => channelId,
  attempts: 1,
  due: (tx, limit) => new ChannelStore().due(tx, limit),
});

onEvent('channel.test-asked', ({ newsroom, subjectId }) => postToChannel.of({ newsroom, channelId: subjectId }));
