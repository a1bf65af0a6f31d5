import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ArticleStore } from '#articles';
import { Intake } from '#intake';
import { problem } from '#problems';
import { type Answer, answer, pageOf, text } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { ArticlesQuery, ArticleText, ArticleView, NewArticle } from './articles.schemas.js';
import { articleView } from './articles.views.js';

type OfArticle = Call<{ params: z.output<typeof ById> }>;
const tag = 'Articles';

@Controller()
export class ArticlesController {
  constructor(
    private readonly edge: Edge,
    private readonly intake: Intake,
    private readonly articles: ArticleStore,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/articles',
    id: 'createArticle',
    tag,
    summary: 'Send an article; its claims are extracted by a job',
    description:
      'Stored once, never changed. The same article again (the same text or HTML, the same text at the same address or under the same reference, or an address that was sent before) is recognised: the answer is 200 with the article that is there.',
    permission: 'article.create',
    body: NewArticle,
    replies: { 202: ArticleView, 200: ArticleView },
    problems: ['article.one-source', 'article.supersedes-unknown'],
  })
  create(@Calling() call: Call<{ body: z.output<typeof NewArticle> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { article, known } = await this.intake.receive(tx, call.actor, call.body);
      const location = `/v1/articles/${article.id}`;
      return answer(articleView(article), { status: known ? 200 : 202, version: article.version, location });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/articles',
    id: 'listArticles',
    tag,
    summary: 'Articles, newest first',
    permission: 'claim.read',
    query: ArticlesQuery,
    replies: { 200: pageSchema(ArticleView) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof ArticlesQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { status, externalRef } = call.query;
      const after = call.after as [string, string] | undefined;
      const rows = await this.articles.list(tx, { status, externalRef, after, limit: call.limit + 1 });
      return pageOf(call, rows, (row) => [row.createdAt, row.id], articleView);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/articles/:id',
    id: 'getArticle',
    tag,
    summary: 'One article, and where its reading stands',
    permission: 'claim.read',
    params: ById,
    replies: { 200: ArticleView },
    problems: ['article.not-found'],
    etag: true,
  })
  get(@Calling() call: OfArticle): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const article = await this.articles.byId(tx, call.params.id);
      if (!article) throw problem('article.not-found');
      return answer(articleView(article), { version: article.version });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/articles/:id/retry',
    id: 'retryArticle',
    tag,
    summary: 'Fetch and read a failed article again',
    permission: 'article.create',
    params: ById,
    replies: { 202: ArticleView },
    problems: ['article.not-found', 'article.not-retryable'],
  })
  retry(@Calling() call: OfArticle): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const article = await this.intake.retry(tx, call.actor, call.params.id);
      return answer(articleView(article), { status: 202, version: article.version });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/articles/:id/text',
    id: 'getArticleText',
    tag,
    summary: 'The stored text that spans point into',
    description: 'Offsets of spans are UTF-16 code units of this text. `Accept: text/plain` gives the text alone.',
    permission: 'claim.read',
    params: ById,
    replies: { 200: ArticleText },
    alsoAs: 'text/plain',
    problems: ['article.not-found', 'article.text-not-ready'],
    etag: true,
  })
  text(@Calling() call: OfArticle): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const articleId = call.params.id;
      const found = await this.articles.text(tx, articleId);
      if (!found) throw problem('article.not-found');
      if (found.text === null) throw problem('article.text-not-ready');
      const textSha256 = (found.textSha256 as Buffer).toString('hex');
      const headers = { vary: 'accept' };
      if (wantsPlainText(call.raw.headers.accept)) {
        return text(found.text, 'text/plain; charset=utf-8', { headers: { ...headers, etag: `"${textSha256}"` } });
      }
      const { language } = found;
      return answer({ articleId, text: found.text, textSha256, language, units: 'utf-16' }, { headers });
    });
  }
}

/** Plain text is named, and JSON is not. */
function wantsPlainText(accept = ''): boolean {
  return /\btext\/plain\b/i.test(accept) && !/\bapplication\/(json|\*)/i.test(accept);
}
