import { z } from 'zod';
import { defineEvent } from '#log';
import { articleKinds, articleStatuses, type Article } from './article.types.js';

const snapshot = {
  articleId: z.uuid(),
  status: z.enum(articleStatuses),
  kind: z.enum(articleKinds),
  title: z.string().nullable(),
  url: z.string().nullable(),
  desk: z.string().nullable(),
  supersedes: z.uuid().nullable(),
  path: z.string().describe('Where the article is to be had, under the address of the API.'),
};

export function articleSnapshot(article: Article) {
  const { id, status, kind, title, url, desk, supersedes } = article;
  return { articleId: id, status, kind, title, url, desk, supersedes, path: `/v1/articles/${id}` };
}

const example = {
  articleId: '0193f29d-02c1-7a55-9a3e-6f1b0c2d3e4f',
  status: 'received' as const,
  kind: 'url' as const,
  title: 'Harbour bridge opens a year late',
  url: 'https://news.example.org/harbour-bridge',
  desk: 'city',
  supersedes: null,
  path: '/v1/articles/0193f29d-02c1-7a55-9a3e-6f1b0c2d3e4f',
};

export const articleReceived = defineEvent({
  type: 'article.received',
  summary: 'An article was taken in; its claims are still to come.',
  subject: 'article',
  data: z.object(snapshot),
  example,
});

export const articleRetried = defineEvent({
  type: 'article.retried',
  summary: 'Somebody asked to read a failed article again.',
  subject: 'article',
  public: false,
  data: z.object({ ...snapshot, next: z.enum(['fetch', 'extract']) }),
  example: { ...example, next: 'fetch' },
});

export const articleFetched = defineEvent({
  type: 'article.fetched',
  summary: 'The article’s page was fetched and is being read.',
  subject: 'article',
  public: false,
  data: z.object({ ...snapshot, fetchedFrom: z.string(), bytes: z.number().int(), sha256: z.string() }),
  example: {
    ...example,
    status: 'extracting',
    fetchedFrom: 'https://news.example.org/harbour-bridge?amp',
    bytes: 48_211,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
});

export const articleExtracted = defineEvent({
  type: 'article.extracted',
  summary: 'The article was read, and the claims found in it wait for triage.',
  subject: 'article',
  data: z.object({
    ...snapshot,
    claimCount: z.number().int().describe('Claims that this article says, new and known.'),
    newClaims: z.number().int(),
    claimsLeftOut: z.number().int(),
    sameAs: z.uuid().nullable().describe('An article with the same text at the same address; the claims are there.'),
  }),
  example: { ...example, status: 'extracted', claimCount: 14, newClaims: 12, claimsLeftOut: 0, sameAs: null },
});

export const articleFailed = defineEvent({
  type: 'article.failed',
  summary: 'The article could not be fetched or read; it can be tried again.',
  subject: 'article',
  data: z.object({ ...snapshot, failure: z.object({ code: z.string(), detail: z.string() }) }),
  example: {
    ...example,
    status: 'failed',
    failure: { code: 'fetch.not-found', detail: 'The site says that there is nothing at this address. (404)' },
  },
});
