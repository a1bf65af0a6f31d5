import { z } from 'zod';
import { recheckCauses } from '#factchecks';
import { listQuery, time, uuid, words } from '../http/schemas.js';

const publication = z.enum(['live', 'retracted']);
const correction = z.object({ type: z.enum(['rating', 'fact', 'wording', 'update']), notice: z.string() });

export const FactChecksQuery = listQuery({
  publication: publication.optional(),
  claimId: uuid.optional(),
  rating: z.string().max(100).optional().meta({ description: 'key of the rating of the newest version' }),
  desk: z.string().max(200).optional(),
});

export const FactCheckView = z
  .object({
    id: uuid,
    claimId: uuid,
    slug: z.string(),
    url: z.string().meta({ description: 'The public page.' }),
    publication,
    desk: z.string().nullable(),
    number: z.number().int().meta({ description: 'Of the newest version.' }),
    rating: z.string(),
    claim: z.string(),
    language: z.string(),
    firstPublishedAt: time,
    updatedAt: time,
    retraction: z.object({ at: time, reason: z.string() }).nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'FactCheck' });

const json = z.record(z.string(), z.unknown());
export const VersionView = z
  .object({
    id: uuid,
    factCheckId: uuid,
    claimId: uuid,
    number: z.number().int(),
    publishedAt: time,
    publishedBy: z
      .object({ id: uuid, name: z.string().nullable() })
      .nullable()
      .meta({ description: 'Null: by the clock.' }),
    correction: correction.nullable(),
    claim: z.string(),
    claimText: z.string(),
    language: z.string(),
    claimant: json,
    appearances: z.array(json),
    verdictId: uuid,
    origin: z.string().nullable(),
    rating: json.meta({ description: 'With labels, best and worst of the scale as it was.' }),
    summary: z.string(),
    explanation: z.string(),
    evidence: z
      .array(json)
      .meta({ description: 'At the revision and capture of that moment; restricted pieces without content.' }),
    policy: json,
    authors: z.array(z.object({ id: uuid, name: z.string().nullable() })),
    votes: z.array(
      z.object({
        person: z.object({ id: uuid, name: z.string().nullable() }),
        vote: z.enum(['signOff', 'dissent']),
        reason: z.string().nullable(),
        at: time.nullable(),
      }),
    ),
    replies: z.array(json).meta({
      description:
        'Who was asked for comment, and what came of it by then; those kept out of public without name and words.',
    }),
    url: z.string(),
  })
  .meta({ id: 'FactCheckVersion' });

export const VersionParams = z.strictObject({
  id: uuid,
  number: z.coerce.number().int().min(1).max(1_000_000),
});

export const RechecksQuery = listQuery({
  state: z.enum(['open', 'resolved']).optional(),
  claimId: uuid.optional(),
  sourceId: uuid.optional(),
  cause: z.enum(recheckCauses).optional(),
});

export const RecheckView = z
  .object({
    id: uuid,
    factCheckId: uuid,
    claimId: uuid,
    number: z.number().int().meta({ description: 'Of the version that was live.' }),
    cause: z.enum(recheckCauses),
    sourceId: uuid.nullable(),
    evidenceId: uuid.nullable(),
    fromCaptureId: uuid.nullable(),
    toCaptureId: uuid.nullable(),
    detail: z.string().nullable(),
    state: z.enum(['open', 'resolved']),
    openedReview: z.boolean().meta({ description: 'It put the claim back into the queue, and ends with that review.' }),
    openedAt: time,
    resolution: z.enum(['upheld', 'republished', 'retracted', 'no-change-needed']).nullable(),
    resolutionReason: z.string().nullable(),
    resolvedAt: time.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Recheck' });

export const RecheckGroup = z
  .object({
    sourceId: uuid.nullable().meta({ description: 'Null: not about a source.' }),
    rechecks: z.array(RecheckView),
  })
  .meta({ id: 'RechecksOfSource' });

export const NewRecheck = z
  .strictObject({
    claimId: uuid.meta({ description: 'A claim of which something is live.' }),
    detail: words(4000).meta({ description: 'What a reader, a claimant or a colleague found.' }),
    evidenceId: uuid.optional().meta({ description: 'The piece of its evidence that it is about.' }),
  })
  .meta({ id: 'NewRecheck' });

export const Resolution = z
  .strictObject({ reason: words(2000).meta({ description: 'Why nothing has to change.' }) })
  .meta({ id: 'RecheckResolution' });
