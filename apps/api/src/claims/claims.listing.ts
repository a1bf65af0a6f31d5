import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ClaimStore, type Claim, type ClaimAfter, type ClaimFilter, type ClaimSort } from '#claims';
import type { Tx } from '#database';
import type { Actor } from '#newsroom';
import { SituationStore } from '#reviews';
import { table, Workflow, type Action, type State } from '#workflow';
import type { ClaimsQuery } from './claims.schemas.js';

type Query = z.output<typeof ClaimsQuery>;

/** Claims looked at for one page of `can`, whatever its limit: a page stays quick where few of many claims fit. */
const MOST_LOOKED_AT = 400;

export interface ListedClaims {
  claims: Claim[];
  /** Where the next page starts; null: there is none. */
  next: [string, string] | null;
}

/** The list of claims: filters that the database knows, and what the caller could act on, which the workflow knows. */
@Injectable()
export class ClaimListing {
  constructor(
    private readonly claims: ClaimStore,
    private readonly situations: SituationStore,
    private readonly workflow: Workflow,
  ) {}

  async page(tx: Tx, caller: Actor, query: Query, after: ClaimAfter | undefined, limit: number): Promise<ListedClaims> {
    const { sort, can } = query;
    const filter = await this.filter(tx, caller, query);
    if (can !== undefined) return this.actionable(tx, caller, can, filter, { sort, after, limit });
    const rows = await this.claims.list(tx, filter, { sort, after, limit });
    const claims = rows.slice(0, limit);
    return { claims, next: rows.length > limit ? keysOf(claims.at(-1) as Claim, sort) : null };
  }

  private async filter(tx: Tx, caller: Actor, query: Query): Promise<ClaimFilter> {
    const { state, assignee, can, dueBefore, publication, desk, claimant, language, label, articleId, externalRef, q } =
      query;
    const possible = can === undefined ? undefined : (Object.keys(table[can].moves) as State[]);
    const states = possible && state ? possible.filter((one) => state.includes(one)) : (state ?? possible);
    const person = assignee === 'me' ? caller.id : assignee;
    const ids = person === undefined ? undefined : person === null ? [] : await this.situations.claimsOf(tx, person);
    const plain = { publication, desk, claimant, language, label, articleId, externalRef, q };
    return { ...plain, states, ids, dueBefore: dueBefore?.toISOString() };
  }

  private async actionable(
    tx: Tx,
    caller: Actor,
    action: Action,
    filter: ClaimFilter,
    page: { sort: ClaimSort; after?: ClaimAfter; limit: number },
  ): Promise<ListedClaims> {
    const { sort, limit } = page;
    const found: Claim[] = [];
    let { after } = page;
    for (let looked = 0; looked < MOST_LOOKED_AT; looked += limit) {
      const rows = await this.claims.list(tx, filter, { sort, after, limit });
      const batch = rows.slice(0, limit);
      for (const claim of await this.workflow.ableTo(tx, caller, action, batch)) {
        found.push(claim);
        if (found.length === limit) return { claims: found, next: keysOf(claim, sort) };
      }
      if (rows.length <= limit) return { claims: found, next: null };
      after = keysOf(batch.at(-1) as Claim, sort);
    }
    return { claims: found, next: after === undefined ? null : [after[0], after[1]] };
  }
}

function keysOf(claim: Claim, sort: ClaimSort): [string, string] {
  const at = sort === 'due' ? (claim.dueAt as Date) : claim.createdAt;
  return [at.toISOString(), claim.id];
}
