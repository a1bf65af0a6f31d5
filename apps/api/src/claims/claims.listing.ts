import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ClaimStore, type Claim, type ClaimAfter, type ClaimFilter } from '#claims';
import type { Tx } from '#database';
import type { Actor } from '#newsroom';
import { SituationStore } from '#reviews';
import { PossibleClaims, sortKeys, type PossiblePage } from '#workflow';
import type { ClaimsQuery } from './claims.schemas.js';

type Query = z.output<typeof ClaimsQuery>;

/** The list of claims: filters that the database knows, and what the caller could act on, which the workflow knows. */
@Injectable()
export class ClaimListing {
  constructor(
    private readonly claims: ClaimStore,
    private readonly situations: SituationStore,
    private readonly possible: PossibleClaims,
  ) {}

  async page(tx: Tx, caller: Actor, query: Query, after: ClaimAfter | undefined, limit: number): Promise<PossiblePage> {
    const { sort, can } = query;
    const filter = await this.filter(tx, caller, query);
    if (can !== undefined) return this.possible.page(tx, caller, can, filter, { sort, after, limit });
    const rows = await this.claims.list(tx, filter, { sort, after, limit });
    const claims = rows.slice(0, limit);
    return { claims, next: rows.length > limit ? sortKeys(claims.at(-1) as Claim, sort) : null };
  }

  private async filter(tx: Tx, caller: Actor, query: Query): Promise<ClaimFilter> {
    const { state, assignee, dueBefore, publication, desk, claimant, language, label, articleId, externalRef, q } =
      query;
    const person = assignee === 'me' ? caller.id : assignee;
    const ids = person === undefined ? undefined : person === null ? [] : await this.situations.claimsOf(tx, person);
    const plain = { publication, desk, claimant, language, label, articleId, externalRef, q };
    return { ...plain, states: state && [...new Set(state)], ids, dueBefore: dueBefore?.toISOString() };
  }
}
