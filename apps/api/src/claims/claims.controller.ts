import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Claims, type ClaimAfter, type NewClaim as GivenClaim } from '#claims';
import { ClaimEntry } from '#workflow';
import { answer, type Answer, pageWith } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { ClaimListing } from './claims.listing.js';
import { ClaimReading } from './claims.reading.js';
import { ClaimEdit, ClaimInList, ClaimsQuery, ClaimView, ItemResults, NewClaim, NewClaims } from './claims.schemas.js';

type OfClaim = Call<{ params: z.output<typeof ById> }>;
const tag = 'Claims';

@Controller()
export class ClaimsController {
  constructor(
    private readonly edge: Edge,
    private readonly claims: Claims,
    private readonly entry: ClaimEntry,
    private readonly reading: ClaimReading,
    private readonly listing: ClaimListing,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/claims',
    id: 'createClaim',
    tag,
    summary: 'Propose one claim, by hand or from your own extractor',
    description: 'With `accept` and `take` it is accepted and taken in the same step, all of it or nothing.',
    permission: 'claim.create',
    body: NewClaim,
    replies: { 201: ClaimView },
    problems: [
      'claim.external-ref-taken',
      'claim.span-outside-text',
      'claim.text-differs',
      'article.text-not-ready',
      'request.unprocessable',
      'queue.at-capacity',
    ],
  })
  create(@Calling() call: Call<{ body: z.output<typeof NewClaim> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { claim: given, further } = apart(call.body);
      const claim = await this.entry.enter(tx, call.actor, given, further);
      return this.reading.answer(tx, call.actor, claim, { status: 201, location: `/v1/claims/${claim.id}` });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/bulk',
    id: 'createClaims',
    tag,
    summary: 'Propose many claims; each has a result of its own',
    permission: 'claim.create',
    body: NewClaims,
    replies: { 200: ItemResults },
  })
  createMany(@Calling() call: Call<{ body: z.output<typeof NewClaims> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const results = await this.entry.enterMany(tx, call.actor, call.body.claims.map(apart));
      return answer(await this.reading.results(tx, call.actor, results, 201));
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claims',
    id: 'listClaims',
    tag,
    summary: 'Claims, newest first unless sorted otherwise',
    description:
      'Sorted by `due`: open claims with a due time. `can` is what the claim’s `availableActions` would say; with `can=submit` and `can=publish` a page may hold fewer rows than its limit and still have a next one.',
    permission: 'claim.read',
    query: ClaimsQuery,
    replies: { 200: pageSchema(ClaimInList) },
  })
  list(@Calling() call: Call<{ query: z.output<typeof ClaimsQuery> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const after = call.after as unknown as ClaimAfter | undefined;
      const { claims, next } = await this.listing.page(tx, call.actor, call.query, after, call.limit);
      return pageWith(call, await this.reading.inList(tx, call.actor, claims), next && [...next]);
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/claims/:id',
    id: 'getClaim',
    tag,
    summary: 'One claim, with what you may do with it now, and why not',
    permission: 'claim.read',
    params: ById,
    replies: { 200: ClaimView },
    problems: ['claim.not-found'],
    etag: true,
  })
  get(@Calling() call: OfClaim): Promise<Answer> {
    return this.edge.read(call, (tx) => this.reading.byId(tx, call.actor, call.params.id));
  }

  @Route({
    method: 'PATCH',
    path: '/v1/claims/:id',
    id: 'editClaim',
    tag,
    summary: 'Plan or word a claim; its state changes by actions only',
    permission: 'claim.edit',
    params: ById,
    body: ClaimEdit,
    change: true,
    replies: { 200: ClaimView },
    problems: ['claim.not-found', 'claim.live-wording', 'claim.span-outside-text', 'request.unprocessable'],
  })
  edit(@Calling() call: OfClaim & Call<{ body: z.output<typeof ClaimEdit> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const claim = await this.claims.edit(tx, call.actor, call.params.id, call.seenVersion, call.body);
      return this.reading.answer(tx, call.actor, claim);
    });
  }
}

function apart({ accept, take, ...claim }: z.output<typeof NewClaim>) {
  return { claim: claim as GivenClaim, further: { accept, take } };
}
