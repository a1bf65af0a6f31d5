import { z } from 'zod';
import { defineEvent } from '#log';
import { recheckCauses } from './factchecks.types.js';

const rating = z.object({ key: z.string(), value: z.number(), name: z.string() });
const move = { from: z.string().nullable().describe('State of the claim before.'), to: z.string().nullable() };

const about = {
  factCheckId: z.uuid(),
  claimId: z.uuid(),
  number: z.int().min(1).describe('Number of the version that this is about.'),
  slug: z.string(),
  url: z.url(),
  claim: z.string().describe('The claim as the public reads it.'),
  desk: z.string().nullable(),
};

const whole = {
  ...about,
  claimant: z.string().nullable(),
  language: z.string(),
  rating,
  summary: z.string(),
  contentSha256: z.string().optional().describe('SHA-256 of the version’s content as canonical JSON; see its dossier.'),
};

const exampleAbout = {
  factCheckId: '0193f2a0-6d3e-7c41-9b55-0d4f4f1d2a10',
  claimId: '0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
  number: 1,
  slug: 'the-harbour-bridge-cost-41-million',
  url: 'https://facts.example.org/public/demo/fact-checks/the-harbour-bridge-cost-41-million',
  claim: 'The harbour bridge cost 41 million.',
  desk: 'city',
};
const exampleWhole = {
  ...exampleAbout,
  claimant: 'Mara Lind',
  language: 'en',
  rating: { key: 'false', value: 1, name: 'False' },
  summary: 'The final account of the council shows 63 million.',
  contentSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

export const factCheckPublished = defineEvent({
  type: 'factcheck.published',
  summary: 'A version of a fact-check is public.',
  subject: 'fact-check',
  data: z.object({ ...whole, ...move }),
  example: { ...exampleWhole, from: 'approved', to: 'published' },
});

export const factCheckCorrected = defineEvent({
  type: 'factcheck.corrected',
  summary: 'A new version corrects what was public, with the type and the notice of the correction.',
  subject: 'fact-check',
  data: z.object({
    ...whole,
    ...move,
    correction: z.object({ type: z.enum(['rating', 'fact', 'wording', 'update']), notice: z.string() }),
    previous: z.object({ number: z.int(), rating }),
  }),
  example: {
    ...exampleWhole,
    number: 2,
    correction: { type: 'fact', notice: 'An earlier version named the wrong year of the account.' },
    previous: { number: 1, rating: { key: 'false', value: 1, name: 'False' } },
    from: 'published',
    to: 'published',
  },
});

export const factCheckUpheld = defineEvent({
  type: 'factcheck.upheld',
  summary: 'The public version was looked at again, and stands.',
  subject: 'fact-check',
  data: z.object({ ...about, ...move, reason: z.string() }),
  example: { ...exampleAbout, from: 'queued', to: 'published', reason: 'The page moved; the figures are the same.' },
});

export const factCheckRetracted = defineEvent({
  type: 'factcheck.retracted',
  summary: 'A fact-check was withdrawn, with the reason kept in public.',
  subject: 'fact-check',
  data: z.object({ ...about, ...move, reason: z.string() }),
  example: { ...exampleAbout, from: 'published', to: 'retracted', reason: 'The recording turned out to be staged.' },
});

const recheck = {
  recheckId: z.uuid(),
  ...about,
  cause: z.enum(recheckCauses),
  sourceId: z.uuid().nullable(),
  evidenceId: z.uuid().nullable(),
  detail: z.string().nullable(),
};
const exampleRecheck = {
  recheckId: '0193f2b8-52c7-7d10-a3f4-6a0c5d2e8b41',
  ...exampleAbout,
  cause: 'quote-altered' as const,
  sourceId: '0193f2a1-0f6b-7b0a-b1de-24c54a6e9a02',
  evidenceId: '0193f2a1-3a90-7e2f-8c6b-5f0de0b7c913',
  detail: '“63 million” now reads “41 million”.',
};

export const recheckOpened = defineEvent({
  type: 'recheck.opened',
  summary: 'Something under a public fact-check changed: it has to be looked at again.',
  subject: 'recheck',
  data: z.object({
    ...recheck,
    opensReview: z.boolean(),
    fromCaptureId: z.uuid().nullable(),
    toCaptureId: z.uuid().nullable(),
  }),
  example: {
    ...exampleRecheck,
    opensReview: true,
    fromCaptureId: '0193f2a1-4d11-7aa0-9a0b-1c2d3e4f5a6b',
    toCaptureId: '0193f2b8-4e20-7c3d-8e9f-7a8b9c0d1e2f',
  },
});

export const recheckResolved = defineEvent({
  type: 'recheck.resolved',
  summary: 'A recheck has ended, and how.',
  subject: 'recheck',
  data: z.object({
    ...recheck,
    resolution: z.enum(['upheld', 'republished', 'retracted', 'no-change-needed']),
    reason: z.string().nullable(),
  }),
  example: { ...exampleRecheck, resolution: 'republished', reason: null },
});

export const verdictDiffers = defineEvent({
  type: 'verdict.differs',
  summary: 'A verdict was set that says something else than one on a claim that a person confirmed to be alike.',
  subject: 'claim',
  data: z.object({
    claimId: z.uuid(),
    rating: z.string().describe('Key of the rating that was given.'),
    differences: z.array(
      z.object({
        matchId: z.uuid(),
        comparison: z.enum(['different', 'not-comparable']),
        earlierId: z.uuid().nullable(),
        reviewId: z.uuid().nullable(),
        theirs: z.object({
          name: z.string().nullable(),
          value: z.number().nullable(),
          best: z.number().nullable(),
          worst: z.number().nullable(),
        }),
      }),
    ),
    path: z.string().describe('Where the claim is to be had, under the address of the API.'),
  }),
  example: {
    claimId: '0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
    rating: 'true',
    differences: [
      {
        matchId: '0193f2a9-8d1c-7b21-9f00-5a7e1c3d4b62',
        comparison: 'different' as const,
        earlierId: '0193e100-4c1d-7d3b-8a11-9b2c3d4e5f60',
        reviewId: null,
        theirs: { name: 'False', value: 1, best: 5, worst: 1 },
      },
    ],
    path: '/v1/claims/0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
  },
});
