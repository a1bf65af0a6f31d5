import { z } from 'zod';
import { defineJob } from '#jobs';
import { leasesOver } from '#reviews';
import { publicationsDue } from './workflow.store.js';

/** Ends one lease whose time is over. */
export const expireLease = defineJob({
  name: 'workflow.expire-lease',
  queue: 'fast',
  payload: z.object({ newsroom: z.uuid(), claimId: z.uuid(), personId: z.uuid() }),
  key: ({ claimId, personId }) => `${claimId}.${personId}`,
  due: leasesOver,
});

/** Publishes one claim at the hour that was set. */
export const publishAtHour = defineJob({
  name: 'workflow.publish-at-hour',
  queue: 'fast',
  payload: z.object({ newsroom: z.uuid(), claimId: z.uuid() }),
  key: ({ claimId }) => claimId,
  due: publicationsDue,
});
