import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Suggestions } from '#archive';
import { MatchStore, type Match } from '#claims';
import type { Tx } from '#database';
import { problem } from '#problems';
import { ClaimReading } from '../claims/claims.reading.js';
import { answer, type Answer, pageWith } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, NoQuery } from '../http/schemas.js';
import { MatchReading } from './matches.reading.js';
import { Matches, MatchesQuery, MatchParams, MatchView } from './matches.schemas.js';

type Listed = Call<{ params: z.output<typeof ById>; query: z.output<typeof MatchesQuery> }>;
type OfClaim = Call<{ params: z.output<typeof ById> }>;
type OfMatch = Call<{ params: z.output<typeof MatchParams> }>;
const tag = 'Matches';

/** Earlier claims and reviews that a claim may be like, and what people decided about them. */
@Controller()
export class MatchesController {
  constructor(
    private readonly edge: Edge,
    private readonly claims: ClaimReading,
    private readonly matches: MatchStore,
    private readonly suggestions: Suggestions,
    private readonly reading: MatchReading,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/matches',
    id: 'listMatches',
    tag,
    summary: 'Earlier claims, fact-checks and imported reviews that a claim is like, best first',
    permission: 'claim.read',
    params: ById,
    query: MatchesQuery,
    replies: { 200: Matches },
    problems: ['claim.not-found'],
  })
  list(@Calling() call: Listed): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.claims.found(tx, call.params.id);
      return this.page(tx, call, id, call.query.state);
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/matches',
    id: 'findMatches',
    tag,
    summary: 'Look for earlier ones now, and keep the best ten as suggestions',
    description:
      'Done by itself when a claim comes in, when somebody takes it and when its verdict stands; then only what is worth it is suggested. What was rejected is never suggested again, from either side.',
    permission: 'match.suggest',
    params: ById,
    query: NoQuery,
    replies: { 200: Matches },
    problems: ['claim.not-found'],
  })
  find(@Calling() call: OfClaim): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const made = await this.suggestions.refresh(tx, call.actor, call.params.id);
      if (!made) throw problem('claim.not-found');
      return this.page(tx, call, call.params.id);
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/matches/:matchId/confirm',
    id: 'confirmMatch',
    tag,
    summary: 'Say that the claim is like the earlier one',
    description: 'Nothing is merged. From then on each counts where the other was claimed.',
    permission: 'match.decide',
    params: MatchParams,
    replies: { 200: MatchView },
    problems: ['claim.not-found', 'match.not-found'],
  })
  confirm(@Calling() call: OfMatch): Promise<Answer> {
    return this.edge.write(call, (tx) => this.decide(tx, call, 'confirmed'));
  }

  @Route({
    method: 'POST',
    path: '/v1/claims/:id/matches/:matchId/reject',
    id: 'rejectMatch',
    tag,
    summary: 'Say that the claim is not like the earlier one; the two are never suggested again',
    permission: 'match.decide',
    params: MatchParams,
    replies: { 200: MatchView },
    problems: ['claim.not-found', 'match.not-found'],
  })
  reject(@Calling() call: OfMatch): Promise<Answer> {
    return this.edge.write(call, (tx) => this.decide(tx, call, 'rejected'));
  }

  private async decide(tx: Tx, call: OfMatch, state: 'confirmed' | 'rejected'): Promise<Answer> {
    const { id } = await this.claims.found(tx, call.params.id);
    const match = await this.matches.lock(tx, call.params.matchId);
    if (match?.claimId !== id) throw problem('match.not-found');
    const decided = match.state === state ? match : await this.matches.decide(tx, call.actor, match.id, state);
    await this.claims.renew(tx, call.actor, id);
    const [view] = await this.reading.matches(tx, [decided]);
    return answer(view, { version: decided.version });
  }

  private async page(tx: Tx, call: Call, claimId: string, state?: Match['state']): Promise<Answer> {
    const all = (await this.matches.of(tx, claimId)).filter((match) => state === undefined || match.state === state);
    const start = call.after === undefined ? 0 : all.findIndex((match) => match.id === call.after?.[0]) + 1;
    const shown = all.slice(start, start + call.limit);
    const more = start + call.limit < all.length;
    return pageWith(call, await this.reading.matches(tx, shown), more ? [shown.at(-1)?.id ?? null] : null);
  }
}
