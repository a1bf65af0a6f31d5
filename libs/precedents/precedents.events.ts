import { z } from 'zod';
import { defineEvent } from '#log';

const file = { name: z.string().describe('Of the file.'), bytes: z.number().int() };
const exampleFile = { name: 'claim-reviews.json', bytes: 48_120 };
const counts = {
  read: z.number().int().describe('Records of the file.'),
  added: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  skipped: z.number().int().describe('Records that are no valid ClaimReview; the import names them.'),
  path: z.string().describe('Where the import is to be had, under the address of the API.'),
};
const exampleCounts = {
  ...{ read: 120, added: 97, updated: 2, unchanged: 18, skipped: 3 },
  path: '/v1/claim-reviews/imports/0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
};

export const importReceived = defineEvent({
  type: 'claim-review.import-received',
  summary: 'A file of ClaimReviews came in, and is read by a job.',
  subject: 'review-import',
  public: false,
  data: z.object(file),
  example: exampleFile,
});

export const importFinished = defineEvent({
  type: 'claim-review.imported',
  summary: 'A file of ClaimReviews was read to its end.',
  subject: 'review-import',
  data: z.object({ ...file, ...counts }),
  example: { ...exampleFile, ...exampleCounts },
});

export const importFailed = defineEvent({
  type: 'claim-review.import-failed',
  summary: 'A file of ClaimReviews could not be read to its end; what was read stays.',
  subject: 'review-import',
  data: z.object({ ...file, ...counts, failure: z.string() }),
  example: { ...exampleFile, ...exampleCounts, failure: 'The file is not JSON: it breaks off.' },
});

export const reviewWithdrawn = defineEvent({
  type: 'claim-review.withdrawn',
  summary: 'Somebody took an imported review out of matching.',
  subject: 'claim-review',
  public: false,
  data: z.object({ url: z.string() }),
  example: { url: 'https://facts.example.org/bridge' },
});
