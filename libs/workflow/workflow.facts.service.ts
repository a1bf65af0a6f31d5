import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import {
  permissionsOfRoles,
  personOf,
  Policies,
  policyOf,
  type Actor as Caller,
  type PersonRow,
  type PolicyBody,
  type Timing,
} from '#newsroom';
import { DraftStore, SituationStore, type Draft, type Load, type Situation } from '#reviews';
import { PublishedFacts } from './workflow.published-facts.service.js';
import type { DueIn } from './workflow.store.js';
import { touchedBy } from './workflow.touched.rules.js';
import type { Effect } from './workflow.effects.js';
import type { Actor, CandidateFacts, ClaimFacts, RoundFacts, SeatFacts } from './workflow.facts.js';

/** What was read to decide, and what carrying out the decision needs of it. */
export interface Gathered {
  claim: Claim;
  looked: Looked;
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
    const dueAt = seat.dueAt === null ? undefined : new Date(seat.dueAt).toISOString();
    return { position, person: personId, kind, leaseOver, dueAt, review };
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

/** What is read of a claim by its id alone, and so in the same trip as the claim itself. */
export interface Looked {
  situation: Situation;
  policy: PolicyBody;
  /** The caller's own, whether or not they work on it now. */
  draft: Draft | undefined;
  /** Of the caller. */
  load: Load;
}

/** Reads the facts of claims. What a decision needs beyond that, because of its input, `workflow.about` adds. */
@Injectable()
export class FactsOfClaims {
  private readonly policyOf = new WeakMap<Tx, Promise<PolicyBody>>();

  constructor(
    private readonly policies: Policies,
    private readonly situations: SituationStore,
    private readonly drafts: DraftStore,
    private readonly published: PublishedFacts,
  ) {}

  /** `known`: what the caller has in hand, when it was read behind the lock of their own row. */
  async look(tx: Tx, caller: Caller, claimId: string, known?: Load): Promise<Looked> {
    const person = personOf(caller);
    const [situation, policy, draft, load] = await Promise.all([
      this.situations.of(tx, claimId),
      this.policyOnce(tx),
      person === null ? undefined : this.drafts.of(tx, claimId, person),
      known ?? this.load(tx, caller),
    ]);
    return { situation, policy, draft, load };
  }

  /** After an action: only what its effects may have changed is read again. */
  async lookAgain(tx: Tx, caller: Caller, before: Looked, effects: readonly Effect[]): Promise<Looked> {
    const changed = touchedBy(effects);
    const { claimId } = before.situation;
    if (changed.has('conflicts')) return this.look(tx, caller, claimId);
    const person = personOf(caller);
    const [situation, draft, load] = await Promise.all([
      changed.has('reviews') ? this.situations.again(tx, before.situation) : before.situation,
      changed.has('drafts') && person !== null ? this.drafts.of(tx, claimId, person) : before.draft,
      changed.has('load') ? this.load(tx, caller) : before.load,
    ]);
    return { situation, policy: before.policy, draft, load };
  }

  /** `self`: the caller's own row, when it was locked; their capacity then holds until the commit. */
  async gather(tx: Tx, caller: Caller, claim: Claim, looked: Looked, self?: PersonRow): Promise<Gathered> {
    const { situation, load } = looked;
    const { verdict, votes, keptOut } = situation;
    const policy = policyOf(looked.policy, claim.desk);
    const facts: ClaimFacts = {
      claim: {
        id: claim.id,
        state: claim.state,
        publication: claim.publication,
        scheduled:
          claim.publishDue === null ? null : { due: claim.publishDue, correction: claim.publishCorrection !== null },
      },
      policy,
      round: roundOf(situation, leadAvailable(claim, situation)),
      verdict: verdict && { ratingKey: verdict.rating, authors: verdict.authors, votes },
      ...(await this.published.of(tx, claim)),
      keptOut,
      conflicts: situation.conflicts.map(({ person, kind, name }) => ({ person, about: `${kind} ${name}` })),
      caller: callerFacts(caller, claim, load, self),
      draft: null,
    };
    const draft = isWorking(situation, caller) ? looked.draft : undefined;
    return { claim, looked, situation, draft, dueIn: dueInOf(policy, claim.priority), facts };
  }

  /** For lists: what all claims have in common is read once, and what each needs in one trip. */
  async gatherAll(tx: Tx, caller: Caller, claims: readonly Claim[]): Promise<Gathered[]> {
    const ids = claims.map(({ id }) => id);
    const [found, { policy, load }] = await Promise.all([this.situations.ofAll(tx, ids), this.common(tx, caller)]);
    const situations = new Map(found.map((one) => [one.claimId, one]));
    return Promise.all(
      claims.map(async (claim) => {
        const situation = situations.get(claim.id) as Situation;
        const draft = isWorking(situation, caller)
          ? await this.drafts.of(tx, claim.id, caller.id as string)
          : undefined;
        return this.gather(tx, caller, claim, { situation, policy, draft, load });
      }),
    );
  }

  /** What decisions on all claims have in common. */
  async common(tx: Tx, caller: Caller): Promise<Pick<Looked, 'policy' | 'load'>> {
    const [policy, load] = await Promise.all([this.policyOnce(tx), this.load(tx, caller)]);
    return { policy, load };
  }

  async candidate(tx: Tx, claim: Claim, person: PersonRow): Promise<CandidateFacts> {
    return candidateOf(claim, person, await this.situations.loadOf(tx, person.id));
  }

  private load(tx: Tx, caller: Caller): Promise<Load> {
    const person = personOf(caller);
    const counts = person !== null && caller.permissions.has('claim.review');
    return counts ? this.situations.loadOf(tx, person) : Promise.resolve(NOTHING);
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
}

function isWorking({ round, seats }: Situation, caller: Caller): boolean {
  const person = personOf(caller);
  const isSeated = seats.some((seat) => seat.personId === person && seat.review === null);
  return person !== null && round?.status === 'open' && isSeated;
}

const NOTHING: Load = { openSeats: 0, fullDesks: [], awayUntil: null };

function candidateOf(claim: Claim, person: PersonRow, load: Load): CandidateFacts {
  const { id, capacity, desks, roles, active } = person;
  const mayReview = active && permissionsOfRoles(roles).has('claim.review');
  return { person: id, mayReview, capacity, ...loadAt(claim, load), belongsToDesk: onDesk(claim, desks) };
}

function loadAt({ desk }: Claim, { openSeats, fullDesks, awayUntil }: Load) {
  return { openSeats, deskIsFull: desk !== null && fullDesks.includes(desk), isAway: awayUntil !== null };
}

function callerFacts(caller: Caller, claim: Claim, load: Load, self?: PersonRow): CandidateFacts | null {
  const person = personOf(caller);
  if (person === null) return null;
  if (self !== undefined) return candidateOf(claim, self, load);
  const { capacity, desks, permissions } = caller;
  const mayReview = permissions.has('claim.review');
  return { person, mayReview, capacity, ...loadAt(claim, load), belongsToDesk: onDesk(claim, desks) };
}

function leadAvailable(claim: Claim, { seats, keptOut, conflicts }: Situation): boolean {
  if (claim.state !== 'disputed' && claim.state !== 'in_signoff' && claim.state !== 'approved') return false;
  const lead = seats.find((seat) => seat.position === 0);
  if (lead === undefined || keptOut.includes(lead.personId)) return false;
  if (conflicts.some(({ person }) => person === lead.personId)) return false;
  return lead.isActive && permissionsOfRoles(lead.roles).has('claim.review');
}
