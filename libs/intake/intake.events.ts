import { z } from 'zod';
import { appearanceStances, claimantKinds } from '#claims';
import { defineEvent } from '#log';

export const claimAppeared = defineEvent({
  type: 'claim.appeared',
  summary: 'A claim that is known was said again, word for word, in another article or in a new version of one.',
  subject: 'claim',
  data: z.object({
    claimId: z.uuid(),
    text: z.string(),
    state: z.string(),
    articleId: z.uuid(),
    url: z.string().nullable(),
    times: z.number().int().describe('How often the article says it.'),
    stances: z.array(z.enum(appearanceStances)),
    claimants: z.array(z.enum(claimantKinds)),
    path: z.string().describe('Where the claim is to be had, under the address of the API.'),
  }),
  example: {
    claimId: '0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
    text: 'The harbour bridge cost 41 million.',
    state: 'published',
    articleId: '0193f29d-02c1-7a55-9a3e-6f1b0c2d3e4f',
    url: 'https://news.example.org/harbour-bridge',
    times: 1,
    stances: ['asserts'],
    claimants: ['person'],
    path: '/v1/claims/0193f29e-11aa-7f02-8f0e-3d5b3c1f9e77',
  },
});
