import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import {
  permissionsOfRoles,
  Policies,
  PeopleStore,
  policyOf,
  type Actor as Caller,
  type PersonRow,
  type PolicyBody,
  type Timing,
} from '#newsroom';
import { DraftStore, SituationStore, type Draft, type Situation } from '#reviews';
import { PublishedFacts } from './workflow.published-facts.service.js';
import type { DueIn } from './workflow.store.js';
import type { Actor, CandidateFacts, ClaimFacts, RoundFacts, SeatFacts } from './workflow.facts.js';

/** What was read to decide, and what carrying out the decision needs of it. */
export interface Gathered {
  claim: Claim;
  situation: Situation;
  draft: Draft | undefined;
  /** Until a claim of this priority is due; null: never. */
  dueIn: DueIn | null;
  facts: ClaimFacts;
}

/** The caller, as the table knows actors. */
export function actorOf(caller: Caller): Actor {
  const { permissions } = caller;
  if (caller.kind === 'system' || caller.id === null) return { kind: 'system' };
  return caller.kind === 'person'
    ? { kind: 'person', person: caller.id, permissions }
    : { kind: 'machine', machine: caller.id, permissions };
}

function roundOf({ round, seats }: Situation, leadAvailable: boolean): RoundFacts | null {
  if (round === null) return null;
  const sitting = new Map(seats.map((seat) => [seat.position, seat]));
  const places = Array.from({ length: round.policy.reviewsRequired }, (_, position): SeatFacts => {
    const seat = sitting.get(position);
    if (seat === undefined) return { position, person: null, kind: null, leaseOver: false, review: null };
    const { personId, kind, leaseOver, review } = seat;
    return { position, person: personId, kind, leaseOver, review };
  });
  return { status: round.status, policy: round.policy, seats: places, leadAvailable };
}

function dueInOf({ dueHours, hoursCount }: Timing, priority: Claim['priority']): DueIn | null {
  const hours = dueHours[priority];
  return hours === null ? null : { hours, atWork: hoursCount === 'at-work' };
}

function onDesk(claim: Claim, desks: readonly string[]): boolean {
  return claim.desk === null || desks.includes(claim.desk);
}

/** Reads the facts of claims. What a decision needs beyond that, because of its input, `workflow.about` adds. */
@Injectable()
export class FactsOfClaims {
  private readonly policyOf = new WeakMap<Tx, Promise<PolicyBody>>();

  constructor(
    private readonly policies: Policies,
    private readonly people: PeopleStore,
    private readonly situations: SituationStore,
    private readonly drafts: DraftStore,
    private readonly published: PublishedFacts,
  ) {}

  /** `self`: the caller's own row, when it was locked; their capacity then holds until the commit. */
  async gather(tx: Tx, caller: Caller, claim: Claim, self?: PersonRow): Promise<Gathered> {
    return this.complete(tx, caller, claim, await this.situations.of(tx, claim.id), self);
  }

  /** For lists: the situations of all claims in one statement. */
  async gatherAll(tx: Tx, caller: Caller, claims: readonly Claim[]): Promise<Gathered[]> {
    const ids = claims.map(({ id }) => id);
    const situations = new Map((await this.situations.ofAll(tx, ids)).map((one) => [one.claimId, one]));
    const all: Gathered[] = [];
    for (const claim of claims) all.push(await this.complete(tx, caller, claim, situations.get(claim.id) as Situation));
    return all;
  }

  async candidate(tx: Tx, claim: Claim, person: PersonRow): Promise<CandidateFacts> {
    const { id, capacity, desks, roles, active } = person;
    return {
      person: id,
      mayReview: active && permissionsOfRoles(roles).has('claim.review'),
      capacity,
      openSeats: await this.situations.openSeatsOf(tx, id),
      belongsToDesk: onDesk(claim, desks),
    };
  }

  private async complete(
    tx: Tx,
    caller: Caller,
    claim: Claim,
    situation: Situation,
    self?: PersonRow,
  ): Promise<Gathered> {
    const { verdict, votes, keptOut } = situation;
    const policy = policyOf(await this.policyOnce(tx), claim.desk);
    const draft = await this.ownDraft(tx, caller, situation);
    const facts: ClaimFacts = {
      claim: {
        id: claim.id,
        state: claim.state,
        publication: claim.publication,
        scheduled:
          claim.publishDue === null ? null : { due: claim.publishDue, correction: claim.publishCorrection !== null },
      },
      policy,
      round: roundOf(situation, await this.leadAvailable(tx, claim, situation)),
      verdict: verdict && { ratingKey: verdict.rating, authors: verdict.authors, votes },
      ...(await this.published.of(tx, claim)),
      keptOut,
      caller: await this.callerFacts(tx, caller, claim, self),
      draft: null,
    };
    return { claim, situation, draft, dueIn: dueInOf(policy, claim.priority), facts };
  }

  /** Read once in a transaction: a list of claims, or an action and the reply to it, ask for it again and again. */
  private policyOnce(tx: Tx): Promise<PolicyBody> {
    let policy = this.policyOf.get(tx);
    if (policy === undefined) {
      policy = this.policies.whole(tx).then(({ body }) => body);
      this.policyOf.set(tx, policy);
    }
    return policy;
  }

  private async ownDraft(tx: Tx, caller: Caller, { claimId, round, seats }: Situation): Promise<Draft | undefined> {
    if (caller.kind !== 'person' || caller.id === null || round?.status !== 'open') return undefined;
    const working = seats.some((seat) => seat.personId === caller.id && seat.review === null);
    return working ? this.drafts.of(tx, claimId, caller.id) : undefined;
  }

  private async callerFacts(
    tx: Tx,
    caller: Caller,
    claim: Claim,
    self: PersonRow | undefined,
  ): Promise<CandidateFacts | null> {
    if (caller.kind !== 'person' || caller.id === null) return null;
    if (self !== undefined) return this.candidate(tx, claim, self);
    const mayReview = caller.permissions.has('claim.review');
    const waiting = mayReview && (claim.state === 'queued' || claim.state === 'in_review');
    return {
      person: caller.id,
      mayReview,
      capacity: caller.capacity,
      openSeats: waiting ? await this.situations.openSeatsOf(tx, caller.id) : 0,
      belongsToDesk: onDesk(claim, caller.desks),
    };
  }

  private async leadAvailable(tx: Tx, claim: Claim, { seats, keptOut }: Situation): Promise<boolean> {
    if (claim.state !== 'disputed' && claim.state !== 'in_signoff' && claim.state !== 'approved') return false;
    const lead = seats.find((seat) => seat.position === 0)?.personId;
    if (lead === undefined || keptOut.includes(lead)) return false;
    const person = await this.people.byId(tx, lead);
    return person !== undefined && person.active && permissionsOfRoles(person.roles).has('claim.review');
  }
}
