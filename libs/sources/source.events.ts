import { z } from 'zod';
import { defineEvent } from '#log';
import { sourceHealths, type Source } from './source.types.js';

const snapshot = {
  sourceId: z.uuid(),
  url: z.string().nullable().describe('Null while a blind round keeps from others that it was cited.'),
  site: z.string().nullable(),
  health: z.enum(sourceHealths),
  path: z.string().describe('Where the source is to be had, under the address of the API.'),
};

/** `confidential`: nobody is to learn from the log which page a reviewer found in a blind round. */
export function sourceSnapshot({ id, url, site, health }: Source, confidential: boolean) {
  return {
    sourceId: id,
    url: confidential ? null : url,
    site: confidential ? null : site,
    health,
    path: `/v1/sources/${id}`,
  };
}

const example = {
  sourceId: '0193f2a1-0f6b-7b0a-b1de-24c54a6e9a02',
  url: 'https://council.example.org/reports/harbour-bridge',
  site: 'example.org',
  health: 'ok' as const,
  path: '/v1/sources/0193f2a1-0f6b-7b0a-b1de-24c54a6e9a02',
};
const captureId = '0193f2b8-4e20-7c3d-8e9f-7a8b9c0d1e2f';

export const sourceCited = defineEvent({
  type: 'source.cited',
  summary: 'An address was cited for the first time; it is being captured.',
  subject: 'source',
  public: false,
  data: z.object(snapshot),
  example: { ...example, health: 'pending' },
});

export const sourceRefreshAsked = defineEvent({
  type: 'source.refresh-asked',
  summary: 'Somebody asked for a source to be checked now.',
  subject: 'source',
  public: false,
  data: z.object(snapshot),
  example,
});

export const sourceAddressChanged = defineEvent({
  type: 'source.address-changed',
  summary: 'A person moved a source to where its page had gone for good.',
  subject: 'source',
  public: false,
  data: z.object({ ...snapshot, from: z.string().nullable() }),
  example: { ...example, from: 'https://council.example.org/harbour-bridge' },
});

export const sourceCaptured = defineEvent({
  type: 'source.captured',
  summary: 'A copy of a cited page was kept: by the service, or by a person where machines are kept out.',
  subject: 'source',
  data: z.object({
    ...snapshot,
    captureId: z.uuid(),
    byHand: z.boolean(),
    title: z.string().nullable(),
    finalUrl: z.string().nullable(),
    bodySha256: z.string().nullable(),
    outcome: z.string(),
  }),
  example: {
    ...example,
    captureId,
    byHand: false,
    title: 'Final account of the harbour bridge',
    finalUrl: 'https://council.example.org/reports/harbour-bridge',
    bodySha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    outcome: 'first_capture',
  },
});

export const sourceChanged = defineEvent({
  type: 'source.changed',
  summary: 'A cited page does not say what it said before; `finding` tells what became of the passages quoted from it.',
  subject: 'source',
  data: z.object({
    ...snapshot,
    outcome: z.string(),
    finding: z.string(),
    fromCaptureId: z.uuid().nullable(),
    toCaptureId: z.uuid().nullable(),
    quotes: z.array(
      z.object({
        evidenceId: z.uuid(),
        claimId: z.uuid(),
        quote: z.string(),
        state: z.string(),
        found: z.string().nullable(),
        touched: z.array(z.string()),
      }),
    ),
  }),
  example: {
    ...example,
    health: 'changed',
    outcome: 'changed_quote_altered',
    finding: 'quote altered',
    fromCaptureId: '0193f2a1-4d11-7aa0-9a0b-1c2d3e4f5a6b',
    toCaptureId: captureId,
    quotes: [
      {
        evidenceId: '0193f2a1-3a90-7e2f-8c6b-5f0de0b7c913',
        claimId: '0193f29e-11d2-7c40-8a51-d1f2b3c4d5e6',
        quote: 'The bridge cost 63 million crowns.',
        state: 'altered',
        found: 'The bridge cost 41 million crowns.',
        touched: ['number'],
      },
    ],
  },
});

export const sourceUnreachable = defineEvent({
  type: 'source.unreachable',
  summary: 'A cited page has failed often enough, over days, to be taken for gone.',
  subject: 'source',
  data: z.object({ ...snapshot, outcome: z.string(), failures: z.int(), days: z.array(z.string()) }),
  example: {
    ...example,
    health: 'dead',
    outcome: 'not_found_404',
    failures: 3,
    days: ['2026-02-03', '2026-02-04', '2026-02-05'],
  },
});
