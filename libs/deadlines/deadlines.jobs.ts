import { z } from 'zod';
import { defineJob } from '#jobs';
import { newsroomsToTell } from './deadlines.store.js';

/** Tells of one newsroom's deadlines what is to be told by now. */
export const tellDeadlines = defineJob({
  name: 'deadlines.tell',
  queue: 'fast',
  payload: z.object({ newsroom: z.uuid() }),
  key: ({ newsroom }) => newsroom,
  due: newsroomsToTell,
});
