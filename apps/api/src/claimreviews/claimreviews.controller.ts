import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ImportedReviewStore, ReviewImports } from '#precedents';
import { problem } from '#problems';
import { answer, type Answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { ImportedReviews, ReviewsQuery, ReviewView } from './claimreviews.schemas.js';

type OfReview = Call<{ params: z.output<typeof ById> }>;
const tag = 'Claim reviews';

@Controller()
export class ClaimReviewsController {
  constructor(
    private readonly edge: Edge,
    private readonly reviews: ImportedReviewStore,
    private readonly imports: ReviewImports,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/claim-reviews',
    id: 'listClaimReviews',
    tag,
    summary: 'Imported reviews, newest first',
    permission: 'claim.read',
    query: ReviewsQuery,
    replies: { 200: ImportedReviews },
  })
  list(@Calling() call: Call<{ query: z.output<typeof ReviewsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { url, importId, withdrawn } = call.query;
      const after = call.after as [string, string] | undefined;
      const filter = { url, importId, withdrawn: withdrawn === 'true' };
      const rows = await this.reviews.list(tx, filter, { after, limit: call.limit });
      return pageOf(
        call,
        rows,
        (row) => [row.createdAt, row.id],
        (row) => row,
      );
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claim-reviews/:id',
    id: 'getImportedReview',
    tag,
    summary: 'One imported review',
    permission: 'claim.read',
    params: ById,
    replies: { 200: ReviewView },
    problems: ['claim-review.not-found'],
    etag: true,
  })
  get(@Calling() call: OfReview): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const review = await this.reviews.byId(tx, call.params.id);
      if (!review) throw problem('claim-review.not-found');
      return answer(review, { version: review.version });
    });
  }

  @Route({
    method: 'DELETE',
    path: '/v1/claim-reviews/:id',
    id: 'withdrawClaimReview',
    tag,
    summary: 'Take an imported review out of matching, for good',
    description:
      'It stays on record, with the matches that people decided. The same file again does not bring it back.',
    permission: 'claim-review.import',
    params: ById,
    change: true,
    replies: { 200: ReviewView },
    problems: ['claim-review.not-found', 'version.required', 'version.stale'],
  })
  withdraw(@Calling() call: OfReview): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const review = await this.imports.withdraw(tx, call.actor, call.params.id, call.seenVersion);
      return answer(review, { version: review.version });
    });
  }
}
