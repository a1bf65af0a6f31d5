import { z } from 'zod';
import { listQuery, pageSchema, time, uuid, words } from '../http/schemas.js';
import { AppearanceView } from '../claims/claims.schemas.js';

const Demand = z
  .object({
    claims: z.number().int(),
    appearances: z.number().int(),
    articles: z.number().int(),
    claimants: z.number().int(),
    firstAt: time.nullable(),
    lastAt: time.nullable(),
  })
  .meta({
    id: 'Demand',
    description:
      'How often it was claimed, over all claims confirmed to be alike and those that say the same word for word.',
  });

const rating = z.object({
  name: z.string().nullable(),
  value: z.number().nullable(),
  best: z.number().nullable(),
  worst: z.number().nullable(),
});

const EarlierClaim = z
  .object({
    id: uuid,
    text: z.string(),
    state: z.string(),
    publication: z.string(),
    createdAt: time,
    factCheck: z
      .object({
        id: uuid,
        url: z.string(),
        publication: z.enum(['live', 'retracted']),
        number: z.number().int(),
        rating: rating.extend({ key: z.string() }),
      })
      .nullable(),
    demand: Demand.nullable(),
  })
  .meta({ id: 'EarlierClaim' });

const EarlierReview = z
  .object({
    id: uuid,
    url: z.string(),
    author: z.string(),
    claimReviewed: z.string(),
    title: z.string().nullable(),
    claimant: z.string().nullable(),
    language: z.string().nullable(),
    publishedAt: time.nullable(),
    rating,
    withdrawnAt: time.nullable(),
    demand: Demand.nullable(),
  })
  .meta({ id: 'EarlierReview', description: 'A fact-check of others, imported as a ClaimReview.' });

const earlier = {
  earlier: EarlierClaim.nullable().meta({ description: 'Null when it is an imported review.' }),
  review: EarlierReview.nullable().meta({ description: 'Null when it is a claim of the newsroom.' }),
};
const score = z
  .number()
  .meta({ description: '0 to 1, comparable between searches; 1: the same words. No probability.' });
const sharedWords = z.array(z.string()).meta({ description: 'Words that both hold, the rarest first.' });

export const MatchView = z
  .object({
    id: uuid,
    version: z.number().int(),
    score,
    words: sharedWords,
    sameWords: z.boolean().meta({ description: 'They say the same word for word, and were linked without a person.' }),
    state: z.enum(['suggested', 'confirmed', 'rejected']),
    decidedBy: uuid.nullable(),
    decidedAt: time.nullable(),
    createdAt: time,
    ...earlier,
  })
  .meta({ id: 'Match' });

export const MatchesQuery = listQuery({ state: z.enum(['suggested', 'confirmed', 'rejected']).optional() });
export const MatchParams = z.strictObject({ id: uuid, matchId: uuid });
export const Matches = pageSchema(MatchView);

export const MatchSearch = z
  .strictObject({
    text: words(5_000),
    claimant: words(500).optional(),
    context: words(5_000).optional().meta({ description: 'What stands around it; counts a quarter.' }),
    limit: z.number().int().min(1).max(50).default(10),
  })
  .meta({ id: 'MatchSearch', examples: [{ text: 'The harbour bridge cost 41 million.', claimant: 'Mara Lind' }] });

export const MatchFindings = z
  .object({
    data: z.array(
      z.object({
        score,
        words: sharedWords,
        sameWords: z.boolean(),
        outsideScore: score.nullable().meta({ description: 'Of the outside re-ranker, where it had the order.' }),
        ...earlier,
      }),
    ),
  })
  .meta({ id: 'MatchFindings' });

export const DemandView = z
  .object({ ...Demand.shape, places: z.array(z.object({ claimId: uuid, ...AppearanceView.shape })) })
  .meta({ id: 'ClaimDemand', description: 'With the newest fifty places where it was said.' });
