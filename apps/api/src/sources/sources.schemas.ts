import { z } from 'zod';
import { FINDINGS, OUTCOMES } from '#refresh';
import { sourceHealths } from '#sources';
import { listQuery, time, uuid, words } from '../http/schemas.js';

const health = z.enum(sourceHealths);
/** A capture made by hand came of no check. */
const outcome = z.enum([...OUTCOMES, 'by_hand']);
const LARGEST = 5_000_000;

export const SourceView = z
  .object({
    id: uuid,
    url: z.string(),
    site: z.string().meta({ description: 'Registrable domain, or the host where there is none.' }),
    health: health.meta({
      description: 'Over its checks. Nothing is dead after one bad day, and what keeps machines out never is.',
    }),
    outcome: outcome.nullable().meta({ description: 'What the last check came to.' }),
    finding: z.enum(FINDINGS).nullable().meta({ description: 'The same in the words of the desk.' }),
    detail: z.string().nullable(),
    strikes: z.object({ failures: z.number().int(), days: z.array(z.string()) }),
    visits: z.number().int(),
    changes: z.number().int(),
    captureId: uuid.nullable().meta({ description: 'The newest capture.' }),
    proposedUrl: z
      .string()
      .nullable()
      .meta({ description: 'Where permanent redirects led, twice or more: for a person to accept.' }),
    nextCheckAt: time,
    lastCheckedAt: time.nullable(),
    lastVerifiedAt: time.nullable(),
    lastChangedAt: time.nullable(),
    createdAt: time,
    version: z.number().int(),
  })
  .meta({ id: 'Source' });

export const SourcesQuery = listQuery({ health: health.optional(), site: words(253).optional() });

export const CheckView = z
  .object({
    id: uuid,
    at: time,
    outcome,
    finding: z.enum(FINDINGS),
    detail: z.string().nullable(),
    status: z.number().int().nullable(),
    conditional: z.boolean(),
    durationMs: z.number().int(),
    captureId: uuid.nullable(),
  })
  .meta({ id: 'SourceCheck' });

export const CaptureView = z
  .object({
    id: uuid,
    sourceId: uuid,
    at: time,
    byHand: z.boolean(),
    madeBy: z.object({ kind: z.enum(['person', 'machine', 'system']), id: uuid.nullable() }),
    note: z.string().nullable(),
    outcome,
    finalUrl: z.string(),
    status: z.number().int().nullable(),
    hops: z.array(z.object({ url: z.string(), status: z.number().int(), ip: z.string(), at: time })),
    headers: z.record(z.string(), z.string()),
    contentType: z.string().nullable(),
    bodySha256: z.string(),
    bodyBytes: z.number().int(),
    text: z
      .object({
        sha256: z.string(),
        length: z.number().int().meta({ description: 'UTF-16 code units' }),
        mode: z.enum(['article', 'full-text', 'plain']),
        extractorVersion: z.string(),
        path: z.string(),
      })
      .nullable(),
    title: z.string().nullable(),
    byline: z.string().nullable(),
    siteName: z.string().nullable(),
    language: z.string().nullable(),
    publishedAt: time.nullable(),
    rawPath: z.string(),
  })
  .meta({ id: 'Capture' });

export const ListQuery = listQuery({});

export const OfCapture = z.strictObject({ id: uuid, captureId: uuid });

export const CaptureText = z
  .object({ captureId: uuid, text: z.string(), sha256: z.string(), units: z.literal('utf-16') })
  .meta({ id: 'CaptureText' });

export const NewCapture = z
  .strictObject({
    html: words(LARGEST).optional().meta({ description: 'The page as saved from a browser.' }),
    text: words(LARGEST).optional().meta({ description: 'What the page says.' }),
    note: words(2_000).optional().meta({ description: 'How the copy was made.' }),
  })
  .refine(({ html, text }) => (html === undefined) !== (text === undefined), 'give exactly one of html and text')
  .meta({ id: 'NewCapture' });

export const DiffQuery = z.strictObject({ from: uuid, to: uuid });

export const CaptureDiff = z
  .object({
    from: uuid,
    to: uuid,
    unit: z.enum(['words', 'lines', 'text']),
    changes: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
  })
  .meta({ id: 'CaptureDiff' });
