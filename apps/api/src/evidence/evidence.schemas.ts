import { z } from 'zod';
import { evidenceKinds, evidenceStances, evidenceVisibilities, quoteStates, takenTypes } from '#evidence';
import { sourceHealths } from '#sources';
import { httpUrl, listQuery, time, uuid, words } from '../http/schemas.js';

const stance = z.enum(evidenceStances);
const visibility = z.enum(evidenceVisibilities);
const quote = words(10_000).meta({
  description: 'The passage, word for word. It is looked for on the page at every check.',
});
const note = words(50_000);
const title = words(1_000);
const independentOf = uuid.meta({
  description: 'Other evidence of this claim that rests on the same origin: the two count as one source.',
});

export const NewEvidence = z
  .strictObject({
    kind: z.enum(['link', 'quote', 'note']),
    url: httpUrl.optional().meta({ description: 'Becomes a source, which is captured and checked again and again.' }),
    quote: quote.optional(),
    note: note.optional(),
    title: title.optional(),
    stance,
    visibility: visibility.optional().meta({ description: 'newsroom unless given' }),
    independentOf: independentOf.optional(),
  })
  .superRefine((given, ctx) => {
    const needed = { link: 'url', quote: 'quote', note: 'note' } as const;
    const field = needed[given.kind];
    if (given[field] === undefined)
      ctx.addIssue({
        ...{ code: 'custom', path: [field], params: { code: 'missing' } },
        message: `is needed for a ${given.kind}`,
      });
  })
  .meta({
    id: 'NewEvidence',
    examples: [
      {
        kind: 'link',
        url: 'https://council.example.org/reports/harbour-bridge',
        quote: 'The bridge cost 63 million crowns in the end',
        stance: 'refutes',
        visibility: 'public',
      },
    ],
  });

export const EvidenceChange = z
  .strictObject({
    stance: stance.optional(),
    visibility: visibility.optional(),
    independentOf: independentOf.nullable().optional(),
    title: title.nullable().optional(),
    quote: quote.nullable().optional(),
    note: note.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'changes nothing')
  .meta({ id: 'EvidenceChange' });

export const Withdrawal = z.strictObject({ reason: words(2_000) }).meta({ id: 'EvidenceWithdrawal' });

/** The fields beside a file; text, as forms have it. */
export const FileFields = z.strictObject({
  stance,
  visibility: visibility.optional(),
  title: title.optional(),
  quote: quote.optional(),
  note: note.optional(),
  independentOf: independentOf.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'is not a SHA-256 in hex')
    .transform((hex) => hex.toLowerCase())
    .optional(),
});

/** The form as the OpenAPI document shows it. */
export const fileForm = {
  type: 'object',
  required: ['file', 'stance'],
  properties: {
    file: {
      type: 'string',
      format: 'binary',
      description: `Taken: ${takenTypes.map(({ extensions }) => extensions.join(', ')).join(', ')}. The bytes have to be what the name says.`,
    },
    stance: { type: 'string', enum: [...evidenceStances] },
    visibility: { type: 'string', enum: [...evidenceVisibilities] },
    title: { type: 'string' },
    quote: { type: 'string', description: 'A passage of the file.' },
    note: { type: 'string' },
    independentOf: { type: 'string', format: 'uuid' },
    sha256: { type: 'string', description: 'What the bytes are to hash to; 422 when they do not.' },
  },
};

const change = z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() });
const by = z.object({ kind: z.enum(['person', 'machine', 'system']), id: uuid.nullable() });

export const EvidenceView = z
  .object({
    id: uuid,
    claimId: uuid,
    kind: z.enum(evidenceKinds),
    stance,
    visibility,
    independentOf: uuid.nullable(),
    url: z.string().nullable(),
    title: z.string().nullable(),
    quote: z.string().nullable(),
    note: z.string().nullable(),
    file: z
      .object({ name: z.string(), type: z.string(), bytes: z.number().int(), sha256: z.string(), path: z.string() })
      .nullable(),
    source: z
      .object({
        id: uuid,
        site: z.string(),
        health: z.enum(sourceHealths),
        captureId: uuid.nullable(),
        lastCheckedAt: time.nullable(),
        path: z.string(),
      })
      .nullable(),
    onSource: z
      .object({
        state: z.enum(quoteStates),
        found: z.string().nullable().meta({ description: 'What stands there now, when it is not the quote.' }),
        changes: z.array(change).nullable(),
        touched: z.array(z.string()).meta({ description: 'What the change touches: number, negation, unit.' }),
        firstCaptureId: uuid.nullable(),
        captureId: uuid.nullable(),
        checkedAt: time.nullable(),
        changedAt: time.nullable(),
      })
      .nullable()
      .meta({ description: 'How the quote stands on its source, by the last check.' }),
    mergedFrom: uuid.nullable().meta({ description: 'The claim that a merge brought it from.' }),
    published: z.boolean().meta({ description: 'A published version rests on it; it changes no more.' }),
    withdrawn: z.object({ at: time, by: uuid.nullable(), reason: z.string() }).nullable(),
    revision: z.number().int(),
    createdAt: time,
    createdBy: by,
    version: z.number().int(),
  })
  .meta({ id: 'Evidence' });

export const EvidenceRevisionView = z
  .object({
    revision: z.number().int(),
    stance,
    visibility,
    independentOf: uuid.nullable(),
    title: z.string().nullable(),
    quote: z.string().nullable(),
    note: z.string().nullable(),
    at: time,
    by,
  })
  .meta({ id: 'EvidenceRevision' });

export const EvidenceRevisions = z.object({ data: z.array(EvidenceRevisionView) }).meta({ id: 'EvidenceRevisions' });

export const EvidenceQuery = listQuery({});
