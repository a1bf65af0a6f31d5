import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { problem } from '#problems';
import { RecordStore, ReviewStore, type ReviewOfRound } from '#reviews';
import { ClaimReading } from '../claims/claims.reading.js';
import { answer, type Answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, listQuery, pageSchema, time, uuid, words } from '../http/schemas.js';
import { DraftWarning } from './difference-warnings.js';
import { DraftReading, draftView } from './drafts.reading.js';

const evidenceIds = z.array(uuid).max(200);
const DraftText = z
  .strictObject({
    rating: words(100).nullable().default(null).meta({ description: 'A key of the newsroom’s rating scale.' }),
    summary: words(2_000).nullable().default(null),
    explanation: words(50_000).nullable().default(null),
    evidenceIds: evidenceIds.default([]),
  })
  .meta({ id: 'DraftText', description: 'The whole draft; what is left out is empty.' });
const DraftView = z
  .object({
    claimId: uuid,
    version: z.number().int(),
    rating: z.string().nullable(),
    summary: z.string().nullable(),
    explanation: z.string().nullable(),
    evidenceIds,
    handedOnBy: uuid.nullable().meta({ description: 'Whose draft this was, when the work was handed over.' }),
    updatedAt: time,
    warnings: z.array(DraftWarning).meta({ description: 'What to know before it is handed in.' }),
  })
  .meta({ id: 'Draft' });
const EarlierDrafts = z
  .object({ data: z.array(z.object({ person: uuid, ...DraftView.omit({ warnings: true }).shape })) })
  .meta({ id: 'EarlierDrafts' });
const ReviewView = z
  .object({
    id: uuid,
    round: z.number().int(),
    roundStatus: z.enum(['open', 'closed', 'abandoned']),
    lead: z.boolean(),
    person: uuid,
    rating: z.string(),
    summary: z.string(),
    explanation: z.string(),
    evidenceIds,
    submittedAt: time,
    withdrawnAt: time.nullable(),
  })
  .meta({ id: 'Review' });
const PlainQuery = listQuery({});

type OfClaim = Call<{ params: z.output<typeof ById> }>;
const tag = 'Reviews';

function reviewView(review: ReviewOfRound) {
  const { id, round, roundStatus, position, personId, rating, summary, explanation, evidenceIds } = review;
  const { submittedAt, withdrawnAt } = review;
  const text = { rating, summary, explanation, evidenceIds, submittedAt, withdrawnAt };
  return { id, round, roundStatus, lead: position === 0, person: personId, ...text };
}

function selfOf(call: Call): string {
  const { kind, id } = call.actor;
  if (kind !== 'person' || id === null) throw problem('permission.machines-never');
  return id;
}

@Controller()
export class ReviewsController {
  constructor(
    private readonly edge: Edge,
    private readonly drafts: DraftReading,
    private readonly reviews: ReviewStore,
    private readonly records: RecordStore,
    private readonly reading: ClaimReading,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/draft',
    id: 'getDraft',
    tag,
    summary: 'My draft verdict on a claim',
    description: 'Nobody else reads it. It outlives expiry, release and hand-over of the work.',
    permission: 'claim.review',
    params: ById,
    replies: { 200: DraftView },
    problems: ['claim.not-found', 'draft.not-found'],
    etag: true,
  })
  get(@Calling() call: OfClaim): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      return this.drafts.answer(tx, await this.drafts.drafts.mine(tx, selfOf(call), call.params.id));
    });
  }

  @Route({
    method: 'PUT',
    path: '/v1/claims/:id/draft',
    id: 'putDraft',
    tag,
    summary: 'Save my draft verdict; renews my lease',
    description:
      'A draft that is there already needs `If-Match` with the version that you saw; the first one needs none.',
    permission: 'claim.review',
    params: ById,
    body: DraftText,
    replies: { 200: DraftView },
    problems: ['claim.not-found', 'rating.unknown', 'version.required', 'version.stale'],
  })
  put(@Calling() call: OfClaim & Call<{ body: z.output<typeof DraftText> }>): Promise<Answer> {
    const self = selfOf(call);
    return this.edge.write(call, async (tx) => {
      const draft = await this.drafts.drafts.save(tx, self, call.params.id, call.body, call.optionalSeenVersion);
      return this.drafts.answer(tx, draft);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/drafts',
    id: 'listEarlierDrafts',
    tag,
    summary:
      'Drafts from earlier rounds, and of who handed the seat over, for whoever sits on the claim now; newest first',
    description:
      'When changes were requested and the lead is not there, or a seat was handed over to somebody who had begun a draft of their own, the successor can read what was written. A draft that was handed on is the successor’s own, and not repeated. Empty for everybody else.',
    permission: 'claim.review',
    params: ById,
    replies: { 200: EarlierDrafts },
    problems: ['claim.not-found'],
  })
  earlier(@Calling() call: OfClaim): Promise<Answer> {
    const self = selfOf(call);
    return this.edge.read(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      const drafts = await this.records.draftsBefore(tx, id, self);
      return answer({ data: drafts.map((draft) => ({ person: draft.personId, ...draftView(draft) })) });
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/reviews',
    id: 'listReviews',
    tag,
    summary: 'Reviews of a claim, oldest first; in a blind round that is open, only your own',
    permission: 'claim.read',
    params: ById,
    query: PlainQuery,
    replies: { 200: pageSchema(ReviewView) },
    problems: ['claim.not-found'],
  })
  list(@Calling() call: OfClaim): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.reading.found(tx, call.params.id);
      const all = await this.reviews.readableBy(tx, id, call.actor.kind === 'person' ? call.actor.id : null);
      const start = call.after === undefined ? 0 : all.findIndex((review) => review.id === call.after?.[0]) + 1;
      return pageOf(call, all.slice(start, start + call.limit + 1), (review) => [review.id], reviewView);
    });
  }
}
