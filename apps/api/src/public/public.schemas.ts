import { z } from 'zod';
import { listQuery, time, uuid } from '../http/schemas.js';

const newsroom = z.string().max(63).meta({ description: 'The newsroom’s short name.' });
const slug = z.string().min(1).max(120).meta({ description: 'The part of the address that is made of the claim.' });

export const OfNewsroom = z.strictObject({ newsroom });
export const OfFactCheck = z.strictObject({ newsroom, slug });
export const OfVersion = z.strictObject({
  newsroom,
  slug,
  number: z.coerce.number().int().min(1).max(1_000_000).meta({ description: 'Of the version, from 1.' }),
});
export const PublicList = listQuery({});
export const OembedQuery = z.strictObject({
  url: z.string().max(2048).meta({ description: 'Address of a public fact-check.' }),
  format: z.enum(['json']).optional(),
  maxwidth: z.coerce.number().int().positive().optional(),
  maxheight: z.coerce.number().int().positive().optional(),
});

const link = z.object({ number: z.number().int(), url: z.string() });
export const PublicCorrection = z
  .object({
    id: uuid,
    at: time,
    type: z.enum(['rating', 'fact', 'wording', 'update', 'retraction']),
    notice: z.string(),
    claim: z.string(),
    url: z.string(),
    version: link,
    previous: link.nullable(),
    fromRating: z.string().nullable(),
    toRating: z.string().nullable(),
  })
  .meta({ id: 'PublicCorrection' });

export const PublicCorrections = z
  .object({
    newsroom: z.string(),
    url: z.string(),
    corrections: z.array(PublicCorrection),
    next: z.string().nullable(),
  })
  .meta({ id: 'PublicCorrections' });

export const PublicLogHeads = z
  .object({
    newsroom: z.string(),
    anchors: z.array(
      z.object({
        day: z.string().meta({ format: 'date' }),
        sequence: z.number().int().meta({ description: 'of the last row that the head covers' }),
        hash: z.string().meta({ description: 'SHA-256, hexadecimal' }),
        madeAt: time,
        token: z.string().nullable().meta({ description: 'time-stamp token (RFC 3161), DER in base64' }),
      }),
    ),
    next: z.string().nullable().meta({ description: '`cursor` of the next page' }),
  })
  .meta({ id: 'PublicLogHeads' });

export const Oembed = z
  .object({
    version: z.literal('1.0'),
    type: z.literal('rich'),
    title: z.string(),
    author_name: z.string(),
    author_url: z.string(),
    provider_name: z.string(),
    provider_url: z.string(),
    cache_age: z.number().int(),
    html: z.string(),
    width: z.number().int(),
    height: z.number().int().nullable(),
  })
  .meta({ id: 'Oembed' });
