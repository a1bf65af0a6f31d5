import { z } from 'zod';
import { askFailures, droppings } from '#assistants';
import { articleFailures, articleKinds, articleStatuses } from '#articles';
import { httpUrl, languageTag, listQuery, time, timeGiven, uuid, words } from '../http/schemas.js';

const externalRef = words(200);
const status = z.enum(articleStatuses);
const LARGEST = 5_242_880;

export const NewArticle = z
  .strictObject({
    text: words(LARGEST).optional().meta({ description: 'Plain text. Spans count its UTF-16 code units, as sent.' }),
    html: words(LARGEST).optional().meta({ description: 'A page; reduced to its article by a job.' }),
    url: httpUrl
      .optional()
      .meta({ description: 'Alone: the page to fetch. Beside text or html: where it was published.' }),
    title: words(1_000).optional(),
    author: words(500).optional(),
    publisher: words(500).optional(),
    publishedAt: timeGiven.optional(),
    language: languageTag.optional(),
    desk: words(100).optional().meta({ description: 'The desk that its claims go to.' }),
    externalRef: externalRef.optional().meta({ description: 'The article’s id in your system.' }),
    supersedes: uuid
      .optional()
      .meta({ description: 'The article that this is a new version of: only changed sentences become claims.' }),
  })
  .meta({
    id: 'NewArticle',
    description: 'Exactly one of text, html and url; url may stand beside the others.',
    examples: [
      {
        text: 'The harbour bridge cost 41 million euros, the mayor said.',
        title: 'Bridge opens',
        externalRef: 'cms-4711',
      },
    ],
  });

export const ArticleView = z
  .object({
    id: uuid,
    status,
    kind: z.enum(articleKinds),
    title: z.string().nullable(),
    url: z.string().nullable(),
    author: z.string().nullable(),
    publisher: z.string().nullable(),
    publishedAt: time.nullable(),
    language: z.string().nullable(),
    desk: z.string().nullable(),
    externalRef: z.string().nullable(),
    supersedes: uuid.nullable(),
    sameAs: uuid.nullable().meta({
      description: 'An article with the same text at the same address, found after reading: the claims are there.',
    }),
    textSha256: z.string().nullable().meta({ description: 'Of the text as UTF-8, in hex.' }),
    reading: z
      .object({
        mode: z.enum(['article', 'full-text', 'plain', 'as-given']),
        extractor: z.string().nullable(),
        readTo: z
          .number()
          .int()
          .nullable()
          .meta({ description: 'Where the search for claims stopped, in a very long text.' }),
        claimsLeftOut: z.number().int(),
        found: z
          .object({
            by: z.enum(['built-in', 'outside']),
            model: z.string().nullable(),
            fellBack: z.enum(askFailures).nullable().meta({
              description: 'Why the built-in extractor read although an outside one is configured.',
            }),
            dropped: z.partialRecord(z.enum(droppings), z.number().int()).meta({
              description: 'What of an outside answer was not taken over, by the reason.',
            }),
          })
          .optional(),
      })
      .nullable(),
    claimCount: z.number().int().meta({ description: 'Claims that the article says, new and known.' }),
    failure: z
      .object({ code: z.enum(Object.keys(articleFailures) as [string, ...string[]]), detail: z.string() })
      .nullable()
      .meta({ description: 'Why it failed; while it is being fetched, why the last try did.' }),
    createdAt: time,
    createdBy: z.object({
      kind: z.enum(['person', 'machine', 'system']),
      id: uuid.nullable(),
      application: z.string().nullable(),
    }),
    version: z.number().int(),
  })
  .meta({ id: 'Article' });

export const ArticlesQuery = listQuery({ status: status.optional(), externalRef: externalRef.optional() });

export const ArticleText = z
  .object({
    articleId: uuid,
    text: z.string(),
    textSha256: z.string().meta({ description: 'Of the text as UTF-8, in hex.' }),
    language: z.string().nullable(),
    units: z.literal('utf-16').meta({ description: 'What spans count: UTF-16 code units, as JavaScript slices.' }),
  })
  .meta({ id: 'ArticleText' });
