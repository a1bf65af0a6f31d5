import { z } from 'zod';
import { defineJob, onEvent } from '#jobs';
import { ArchiveStore } from './archive.store.js';

const payload = z.object({ newsroom: z.uuid() });
export type ArchiveJob = z.output<typeof payload>;

const store = new ArchiveStore();

/** All that a newsroom's archive has not read yet. */
export const keepArchive = defineJob<ArchiveJob>({
  name: 'archive.keep',
  queue: 'fast',
  payload,
  key: ({ newsroom }) => newsroom,
  due: (tx, limit) => store.due(tx, limit),
});

const changes = [
  ...['claim.proposed', 'claim.edited', 'claim.assigned', 'claim.merged', 'claim.disputed'],
  ...['verdict.ready-for-signoff', 'factcheck.published', 'factcheck.corrected', 'factcheck.retracted'],
  ...['claim-review.imported', 'claim-review.import-failed', 'claim-review.withdrawn'],
];
for (const type of changes) onEvent(type, ({ newsroom }) => keepArchive.of({ newsroom }));
