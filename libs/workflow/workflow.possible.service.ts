import { Injectable } from '@nestjs/common';
import { ClaimStore, type Claim, type ClaimAfter, type ClaimFilter, type ClaimPage, type ClaimSort } from '#claims';
import type { Tx } from '#database';
import { policyOf, type Actor as Caller } from '#newsroom';
import { FactsOfInput } from './workflow.about.service.js';
import type { Asking } from './workflow.asking.js';
import { factsSeenBy } from './workflow.blind.rules.js';
import { available } from './workflow.decide.rules.js';
import { actorOf, FactsOfClaims } from './workflow.facts.service.js';
import { both, whereTo } from './workflow.possible.rules.js';
import type { Action } from './workflow.table.js';

/** Claims that SQL lets pass are asked one by one for this many; then a page may be short and have a next one all the same. */
const MOST_ASKED = 400;

export interface PossiblePage {
  claims: Claim[];
  /** The sort keys after which the next page starts; null: there is none. */
  next: ClaimAfter | null;
}

/** Claims on which somebody could do something now: the table read backwards, over all claims at once. */
@Injectable()
export class PossibleClaims {
  constructor(
    private readonly claims: ClaimStore,
    private readonly facts: FactsOfClaims,
    private readonly about: FactsOfInput,
  ) {}

  /**
   * A page of the claims for which `availableActions` of this caller allows the action. SQL finds them; where it can only
   * approximate (see `Condition.isRough`: drafts of one's own, and the markup of what could be published), it finds more,
   * each of which is asked, until the page is full.
   */
  async page(tx: Tx, caller: Caller, action: Action, filter: ClaimFilter, page: ClaimPage): Promise<PossiblePage> {
    const to = whereTo(tx.newsroom, action, await this.asking(tx, caller));
    const wanted = to && both(filter, to);
    if (!to || !wanted) return { claims: [], next: null };
    if (to.isRough) return this.asked(tx, caller, action, wanted, page);
    const rows = await this.claims.list(tx, wanted, page);
    const claims = rows.slice(0, page.limit);
    return { claims, next: rows.length > page.limit ? sortKeys(claims.at(-1) as Claim, page.sort) : null };
  }

  private async asked(tx: Tx, caller: Caller, action: Action, filter: ClaimFilter, page: ClaimPage) {
    const { sort, limit } = page;
    const found: Claim[] = [];
    let after = page.after ?? null;
    for (let asked = 0; asked < MOST_ASKED; asked += limit) {
      const rows = await this.claims.list(tx, filter, { sort, limit, after: after ?? undefined });
      const batch = rows.slice(0, limit);
      found.push(...(await this.ableTo(tx, caller, action, batch)));
      if (found.length > limit || (found.length === limit && rows.length > limit)) {
        const claims = found.slice(0, limit);
        return { claims, next: sortKeys(claims.at(-1) as Claim, sort) };
      }
      if (rows.length <= limit) return { claims: found, next: null };
      after = sortKeys(batch.at(-1) as Claim, sort);
    }
    return { claims: found, next: after };
  }

  private async ableTo(tx: Tx, caller: Caller, action: Action, claims: readonly Claim[]): Promise<Claim[]> {
    const actor = actorOf(caller);
    const gathered = await this.facts.gatherAll(tx, caller, claims);
    const facts = await Promise.all(gathered.map((one) => this.about.possible(tx, caller, one)));
    return facts.flatMap((one, at) =>
      available(action, factsSeenBy(one, actor), actor).allowed ? [claims[at] as Claim] : [],
    );
  }

  private async asking(tx: Tx, caller: Caller): Promise<Omit<Asking, 'given'>> {
    const { policy, load } = await this.facts.common(tx, caller);
    const { capacity, desks } = caller;
    const { openSeats, fullDesks } = load;
    return {
      actor: actorOf(caller),
      caller: caller.kind === 'person' ? { capacity, openSeats, desks, fullDesks } : null,
      policy: (desk) => policyOf(policy, desk),
      desksWithPolicy: Object.keys(policy.desks),
    };
  }
}

/** What the cursor of a page holds. */
export function sortKeys(claim: Claim, sort: ClaimSort): ClaimAfter {
  const at = sort === 'due' ? (claim.dueAt as Date) : claim.createdAt;
  return [at.toISOString(), claim.id];
}
