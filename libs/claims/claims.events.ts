import { z } from 'zod';
import { defineEvent } from '#log';
import { priorities } from '#newsroom';
import type { Claim } from './claims.types.js';

/** The claim, as every event about it carries it: enough to spare the receiver a call. */
export const claimSnapshot = {
  claimId: z.uuid(),
  text: z.string(),
  state: z.string(),
  publication: z.enum(['none', 'live', 'retracted']),
  desk: z.string().nullable(),
  priority: z.enum(priorities),
  dueAt: z.iso.datetime().nullable(),
  articleId: z.uuid().nullable(),
  path: z.string().describe('Where the claim is to be had, under the address of the API.'),
};

/** What a move of the claim adds. `action` is null on what only follows from the row before. */
export const claimMove = {
  action: z.string().nullable().describe('What was done; null for what follows from it.'),
  from: z.string().nullable().describe('State of the claim before.'),
  to: z.string().describe('State of the claim after.'),
  people: z.array(z.uuid()).describe('Whom it concerns, beside the actor.'),
  reason: z.string().nullable(),
};

export function snapshotOf(claim: Claim, state: string = claim.state) {
  return {
    claimId: claim.id,
    text: claim.wording ?? claim.text,
    state,
    publication: claim.publication,
    desk: claim.desk,
    priority: claim.priority,
    dueAt: claim.dueAt?.toISOString() ?? null,
    articleId: claim.articleId,
    path: `/v1/claims/${claim.id}`,
  };
}

export const exampleClaim = {
  claimId: '0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
  text: 'The harbour bridge cost 41 million.',
  state: 'proposed',
  publication: 'none' as const,
  desk: 'city',
  priority: 'normal' as const,
  dueAt: '2026-11-25T09:00:00.000Z',
  articleId: '0193f29d-02c1-7a55-9a3e-6f1b0c2d3e4f',
  path: '/v1/claims/0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
};

export const claimProposed = defineEvent({
  type: 'claim.proposed',
  summary: 'A claim came in, or came back to triage: somebody decides whether it is checked.',
  subject: 'claim',
  data: z.object({ ...claimSnapshot, ...claimMove, score: z.number().nullable() }),
  example: { ...exampleClaim, action: null, from: null, to: 'proposed', people: [], reason: null, score: 0.83 },
});

export const claimEdited = defineEvent({
  type: 'claim.edited',
  summary: 'Somebody changed how a claim is planned or worded.',
  subject: 'claim',
  public: false,
  data: z.object({ ...claimSnapshot, changed: z.array(z.string()).describe('Names of the fields.') }),
  example: { ...exampleClaim, changed: ['priority', 'dueAt'] },
});

const found = {
  matchId: z.uuid(),
  earlierId: z.uuid().nullable().describe('The earlier claim; null when it is an imported review.'),
  reviewId: z.uuid().nullable().describe('The imported ClaimReview; null when it is a claim.'),
  score: z.number().min(0).max(1),
};
const match = { ...found, claimId: z.uuid() };
const exampleFound = {
  matchId: '0193f2a9-8d1c-7b21-9f00-5a7e1c3d4b62',
  earlierId: '0193e100-4c1d-7d3b-8a11-9b2c3d4e5f60',
  reviewId: null,
  score: 0.91,
};
const exampleMatch = { ...exampleFound, claimId: exampleClaim.claimId };
const exampleOther = {
  matchId: '0193f2a9-8d1c-7b21-9f00-5a7e1c3d4b63',
  earlierId: null,
  reviewId: '0193e100-4c1d-7d3b-8a11-9b2c3d4e5f61',
  score: 0.38,
};

export const matchSuggested = defineEvent({
  type: 'match.suggested',
  summary: 'A claim looks like earlier ones: one event for all that a look found, about the likeliest.',
  subject: 'match',
  data: z.object({
    ...match,
    matches: z
      .array(z.object(found))
      .optional()
      .describe('All that were suggested, the likeliest first; missing in events from before they were told together.'),
  }),
  example: { ...exampleMatch, matches: [exampleFound, exampleOther] },
});

export const matchConfirmed = defineEvent({
  type: 'match.confirmed',
  summary: 'A claim is like an earlier one: a person confirmed it, or the words are the same.',
  subject: 'match',
  data: z.object(match),
  example: exampleMatch,
});

export const matchRejected = defineEvent({
  type: 'match.rejected',
  summary: 'A person found that a claim is not like the earlier one.',
  subject: 'match',
  public: false,
  data: z.object(match),
  example: exampleMatch,
});
