import { z } from 'zod';
import { defineJob } from '#jobs';
import { AnchorStore } from '#log';

/** Keeps the head of a newsroom's log as the anchor of its day. */
export const anchorLog = defineJob({
  name: 'audit.anchor-log',
  queue: 'fast',
  payload: z.object({ newsroom: z.uuid() }),
  key: ({ newsroom }) => newsroom,
  due: (tx, limit) => new AnchorStore().due(tx, limit),
});
