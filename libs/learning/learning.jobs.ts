import { z } from 'zod';
import { defineJob } from '#jobs';
import { ScoringStore } from './scoring.store.js';

const payload = z.object({ newsroom: z.uuid() });
export type FitJob = z.output<typeof payload>;

const scoring = new ScoringStore();

/** Fits a newsroom's scoring model, when enough was decided since the last time. */
export const fitScoring = defineJob<FitJob>({
  name: 'learning.fit',
  queue: 'fast',
  payload,
  key: ({ newsroom }) => newsroom,
  attempts: 1,
  due: (tx, limit) => scoring.due(tx, limit),
});
