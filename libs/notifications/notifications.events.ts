import { z } from 'zod';
import { defineEvent } from '#log';

const watching = {
  subject: 'claim',
  public: false,
  data: z.object({ claimId: z.uuid(), person: z.uuid() }),
  example: { claimId: '0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77', person: '0193f2a2-5b6c-7d8e-9f00-112233445566' },
} as const;

export const watcherAdded = defineEvent({
  ...watching,
  type: 'claim.watched',
  summary: 'Somebody wants to know, or is to know, what happens to a claim.',
});
export const watcherRemoved = defineEvent({
  ...watching,
  type: 'claim.unwatched',
  summary: 'Somebody is told no more of what happens to a claim.',
});
