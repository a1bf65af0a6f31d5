import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ArticleStore } from '#articles';
import { AppearanceStore, ClaimStore, type Claim } from '#claims';
import { problem } from '#problems';
import { ClaimReading } from '../claims/claims.reading.js';
import { ClaimInList } from '../claims/claims.schemas.js';
import { type Answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, listQuery, pageSchema } from '../http/schemas.js';

const ClaimsOfArticle = listQuery({});

@Controller()
export class ArticleClaimsController {
  constructor(
    private readonly edge: Edge,
    private readonly articles: ArticleStore,
    private readonly appearances: AppearanceStore,
    private readonly claims: ClaimStore,
    private readonly reading: ClaimReading,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/articles/:id/claims',
    id: 'listArticleClaims',
    tag: 'Articles',
    summary: 'The claims that the article says, in the order of its text',
    description: 'Known claims that it says again are among them; a merged one shows as what it was merged into.',
    permission: 'claim.read',
    params: ById,
    query: ClaimsOfArticle,
    replies: { 200: pageSchema(ClaimInList) },
    problems: ['article.not-found'],
  })
  list(
    @Calling() call: Call<{ params: z.output<typeof ById>; query: z.output<typeof ClaimsOfArticle> }>,
  ): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const articleId = call.params.id;
      if (!(await this.articles.byId(tx, articleId))) throw problem('article.not-found');
      const after = call.after as [number, string] | undefined;
      const rows = await this.appearances.claimsIn(tx, articleId, after, call.limit);
      const ids = rows.map(({ claimId }) => claimId);
      const claims = new Map((await this.claims.byIds(tx, ids)).map((claim) => [claim.id, claim]));
      const views = await this.reading.inList(
        tx,
        call.actor,
        ids.map((id) => claims.get(id) as Claim),
      );
      return pageOf(
        call,
        rows.map((row, index) => ({ ...row, view: views[index] })),
        ({ start, claimId }) => [start, claimId],
        ({ view }) => view,
      );
    });
  }
}
