import { z } from 'zod';
import { ReviewImportStore } from '#precedents';
import { defineJob, onEvent } from '#jobs';
import type { SealedRow } from '#log';
import { SourceWorkStore } from '#sources';
import { BlobSweepStore } from './blobs.store.js';

/** Goes back to one source. `wave` tells apart what must not be folded into a check that is about to end. */
export const checkSource = defineJob({
  name: 'refresh.check-source',
  queue: 'fetch',
  payload: z.object({ newsroom: z.string(), sourceId: z.string(), wave: z.string() }),
  key: ({ sourceId, wave }) => `${sourceId}.${wave}`,
  attempts: 1,
  due: async (tx, limit) => (await new SourceWorkStore().due(tx, limit)).map((each) => ({ ...each, wave: 'due' })),
});

/** Removes blobs that no row names, once a day. */
export const sweepBlobs = defineJob({
  name: 'refresh.sweep-blobs',
  queue: 'fast',
  payload: z.object({}),
  key: () => 'blobs',
  attempts: 1,
  due: async (tx) => ((await new BlobSweepStore(new ReviewImportStore()).isDue(tx)) ? [{}] : []),
});

const check = ({ newsroom, subjectId, id }: SealedRow) => checkSource.of({ newsroom, sourceId: subjectId, wave: id });
onEvent('source.cited', check);
onEvent('source.refresh-asked', check);
onEvent('source.address-changed', check);

/** A quote to look for on a page that is known already. */
const look = ({ newsroom, data, id }: SealedRow) => {
  const { sourceId } = data as { sourceId: string | null };
  return sourceId === null ? undefined : checkSource.of({ newsroom, sourceId, wave: id });
};
onEvent('evidence.attached', look);
onEvent('evidence.revised', look);
