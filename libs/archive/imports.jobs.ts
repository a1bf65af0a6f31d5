import { z } from 'zod';
import { defineJob, onEvent } from '#jobs';
import { ReviewImportStore } from '#precedents';

const payload = z.object({ newsroom: z.uuid(), importId: z.uuid() });
export type ImportJob = z.output<typeof payload>;

const store = new ReviewImportStore();

/** One file of ClaimReviews. Declared here, not with the files: what only keeps them starts no worker. */
export const importReviews = defineJob<ImportJob>({
  name: 'precedents.import',
  queue: 'fast',
  payload,
  key: ({ importId }) => importId,
  due: (tx, limit) => store.due(tx, limit),
});

onEvent('claim-review.import-received', ({ newsroom, subjectId: importId }) =>
  importReviews.of({ newsroom, importId }),
);
