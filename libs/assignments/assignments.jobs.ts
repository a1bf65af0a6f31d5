import { z } from 'zod';
import { defineJob } from '#jobs';
import { absencesBegun } from '#newsroom';

/** Gives the open work of one person back, whose absence began. */
export const giveBackWork = defineJob({
  name: 'assignments.give-back-work',
  queue: 'fast',
  payload: z.object({ newsroom: z.uuid(), absenceId: z.uuid() }),
  key: ({ absenceId }) => absenceId,
  due: absencesBegun,
});
