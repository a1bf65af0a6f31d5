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

/** Has one anchor stamped by the authority of `TSA_URL`. */
export const stampAnchor = defineJob({
  name: 'audit.stamp-anchor',
  queue: 'fetch',
  payload: z.object({ newsroom: z.uuid(), day: z.iso.date() }),
  key: ({ newsroom, day }) => `${newsroom}.${day}`,
  attempts: 1,
  due: (tx, limit) => new AnchorStore().toStamp(tx, limit),
});
