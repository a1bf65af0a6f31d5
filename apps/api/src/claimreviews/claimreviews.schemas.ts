import { z } from 'zod';
import { listQuery, pageSchema, time, uuid } from '../http/schemas.js';

/** What tells JSON-LD, or a feed of it, from other JSON; what is wrong inside is said of each record, by the job. */
const TELLING = ['@type', '@graph', 'dataFeedElement', 'itemListElement', 'item'];

export const ImportDocument = z
  .union([
    z
      .record(z.string(), z.unknown())
      .refine((given) => TELLING.some((member) => Object.hasOwn(given, member)), `has none of ${TELLING.join(', ')}`),
    z.array(z.unknown()).min(1),
  ])
  .meta({
    id: 'ClaimReviewDocument',
    description: 'JSON-LD: a ClaimReview, an array of them, a @graph, a DataFeed or an ItemList.',
    examples: [
      {
        '@type': 'ClaimReview',
        url: 'https://facts.example.org/bridge',
        claimReviewed: 'The harbour bridge cost 41 million.',
        author: { name: 'Example Facts' },
        reviewRating: { ratingValue: 1, bestRating: 5, worstRating: 1, alternateName: 'False' },
      },
    ],
  });

export const importForm = {
  type: 'object',
  required: ['file'],
  properties: {
    file: {
      type: 'string',
      format: 'binary',
      description:
        'JSON or JSON lines in UTF-8, as large as MAX_UPLOAD_BYTES allows; a record of at most a million characters.',
    },
  },
};

export const ImportView = z
  .object({
    id: uuid,
    version: z.number().int(),
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    name: z.string().meta({ description: 'Of the file.' }),
    bytes: z.number().int(),
    read: z.number().int().meta({ description: 'Records of the file that were read so far.' }),
    added: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int().meta({ description: 'There already, saying the same.' }),
    skipped: z.number().int(),
    faults: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .meta({ description: 'The first hundred records that were skipped: where in the file, and why.' }),
    failure: z.string().nullable().meta({ description: 'Why the file could not be read to its end.' }),
    createdAt: time,
    createdBy: z.object({ kind: z.string(), id: uuid.nullable() }),
    finishedAt: time.nullable(),
  })
  .meta({ id: 'ClaimReviewImport' });

export const ReviewView = z
  .object({
    id: uuid,
    version: z.number().int(),
    url: z.string(),
    author: z.string(),
    authorUrl: z.string().nullable(),
    claimReviewed: z.string(),
    title: z.string().nullable(),
    claimant: z.string().nullable(),
    language: z.string().nullable(),
    publishedAt: time.nullable(),
    rating: z.object({
      name: z.string().nullable(),
      value: z.number().nullable(),
      best: z.number().nullable(),
      worst: z.number().nullable(),
    }),
    appearances: z.array(z.string()).meta({ description: 'Addresses where the claim was said.' }),
    importId: uuid.meta({ description: 'The import that brought it, or changed it last.' }),
    createdAt: time,
    updatedAt: time,
    withdrawnAt: time.nullable(),
  })
  .meta({ id: 'ImportedClaimReview' });

export const ImportParams = z.strictObject({ importId: uuid });
export const ImportsQuery = listQuery({});
export const Imports = pageSchema(ImportView);
export const ReviewsQuery = listQuery({
  url: z.string().max(2048).optional().meta({ description: 'the page of the fact-check' }),
  importId: uuid.optional(),
  withdrawn: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: '`true`: with those that were taken out of matching' }),
});
export const ImportedReviews = pageSchema(ReviewView);
