import { z } from 'zod';
import { ArticleWorkStore } from '#articles';
import { defineJob, onEvent } from '#jobs';

const payload = z.object({ newsroom: z.uuid(), articleId: z.uuid() });
export type ArticleJob = z.output<typeof payload>;

const work = new ArticleWorkStore();

/** The page of an article that came as an address. */
export const fetchArticle = defineJob<ArticleJob>({
  name: 'intake.fetch',
  queue: 'fetch',
  payload,
  key: ({ articleId }) => articleId,
  due: (tx, limit) => work.due(tx, 'fetch', limit),
});

/** An article's text, and the claims in it. */
export const extractArticle = defineJob<ArticleJob>({
  name: 'intake.extract',
  queue: 'fast',
  payload,
  key: ({ articleId }) => articleId,
  due: (tx, limit) => work.due(tx, 'extract', limit),
});

onEvent('article.received', ({ newsroom, subjectId: articleId, data }) =>
  ((data as { kind: string }).kind === 'url' ? fetchArticle : extractArticle).of({ newsroom, articleId }),
);
onEvent('article.fetched', ({ newsroom, subjectId: articleId }) => extractArticle.of({ newsroom, articleId }));
onEvent('article.retried', ({ newsroom, subjectId: articleId, data }) =>
  ((data as { next: string }).next === 'fetch' ? fetchArticle : extractArticle).of({ newsroom, articleId }),
);
