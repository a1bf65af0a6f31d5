import { Injectable } from '@nestjs/common';
import { ClaimStore, type Claim } from '#claims';
import type { Tx } from '#database';
import { PeopleStore, type Actor as Caller, type PersonRow } from '#newsroom';
import { problem } from '#problems';
import type { Situation } from '#reviews';
import { FactsOfInput, type Locked } from './workflow.about.service.js';
import { EffectsOnClaims } from './workflow.apply.service.js';
import { factsSeenBy } from './workflow.blind.rules.js';
import { availableActions, decide, type AvailableAction, type Decided } from './workflow.decide.rules.js';
import { actorOf, FactsOfClaims, type Gathered } from './workflow.facts.service.js';
import { refusal } from './workflow.refusal.rules.js';
import { recordMove } from './workflow.record.js';
import type { Action, InputOf } from './workflow.table.js';

/** A claim as it is after the action. */
export interface Performed {
  claim: Claim;
  decided: Decided;
}

/** The only door that moves a claim. */
@Injectable()
export class Workflow {
  constructor(
    private readonly claims: ClaimStore,
    private readonly people: PeopleStore,
    private readonly facts: FactsOfClaims,
    private readonly about: FactsOfInput,
    private readonly effects: EffectsOnClaims,
  ) {}

  /**
   * Decides and carries out one action, in the caller's transaction: lock, compare the version, gather facts, decide,
   * write. A refusal throws and writes nothing: 404, 412 `version.stale`, or the first reason's own status and code, with
   * all `reasons`. `seenVersion`: of the claim, or for `submit` of the draft; undefined: not compared.
   */
  async perform<A extends Action>(
    tx: Tx,
    caller: Caller,
    claimId: string,
    action: A,
    input: InputOf<A>,
    seenVersion?: number,
  ): Promise<Performed> {
    const seenClaim = action === 'submit' ? undefined : seenVersion;
    if (seenClaim !== undefined) assertSeen(await this.claims.version(tx, claimId), seenClaim);
    const self = action === 'take' ? await this.lockSelf(tx, caller) : undefined;
    const { claim, ...locked } = await this.lock(tx, claimId, action, input);
    if (seenClaim !== undefined) assertSeen(claim.version, seenClaim);
    const gathered = await this.facts.gather(tx, caller, claim, self);
    if (action === 'submit' && seenVersion !== undefined && gathered.draft !== undefined) {
      assertSeen(gathered.draft.version, seenVersion);
    }
    const facts = await this.about.complete(tx, gathered, action, input, locked);
    const decided = decide(action, facts, actorOf(caller), input);
    if (!decided.ok) throw refusal(decided, claim);
    return this.carryOut(tx, caller, { ...gathered, facts }, decided, input);
  }

  /** Like `perform` on a claim that the caller has locked already, with nobody's version to compare. */
  async performLocked<A extends Action>(
    tx: Tx,
    caller: Caller,
    claim: Claim,
    action: A,
    input: InputOf<A>,
    self?: PersonRow,
  ): Promise<Performed> {
    const gathered = await this.facts.gather(tx, caller, claim, self);
    const facts = await this.about.complete(tx, gathered, action, input, {});
    const decided = decide(action, facts, actorOf(caller), input);
    if (!decided.ok) throw refusal(decided, claim);
    return this.carryOut(tx, caller, { ...gathered, facts }, decided, input);
  }

  /** What this caller could do with the claim now, with every reason against the rest; and how its review stands. */
  async look(
    tx: Tx,
    caller: Caller,
    claim: Claim,
  ): Promise<{ situation: Situation; available: readonly AvailableAction[] }> {
    const gathered = await this.facts.gather(tx, caller, claim);
    return { situation: gathered.situation, available: await this.availableWith(tx, caller, gathered) };
  }

  /** Those of the claims on which the caller could do this now. */
  async ableTo(tx: Tx, caller: Caller, action: Action, claims: readonly Claim[]): Promise<Claim[]> {
    const able: Claim[] = [];
    for (const gathered of await this.facts.gatherAll(tx, caller, claims)) {
      const answers = await this.availableWith(tx, caller, gathered);
      if (answers.some((answer) => answer.action === action && answer.allowed)) able.push(gathered.claim);
    }
    return able;
  }

  private async availableWith(tx: Tx, caller: Caller, gathered: Gathered): Promise<readonly AvailableAction[]> {
    const facts = await this.about.possible(tx, caller, gathered);
    const actor = actorOf(caller);
    return availableActions(factsSeenBy(facts, actor), actor);
  }

  private async carryOut(
    tx: Tx,
    caller: Caller,
    gathered: Gathered,
    decided: Decided,
    input: unknown,
  ): Promise<Performed> {
    const { situation, facts } = gathered;
    const claim = await this.effects.carryOut(tx, caller, gathered, decided, input);
    await recordMove(tx, { caller, claim, situation, facts, decided, input });
    return { claim, decided };
  }

  /** The caller's own row first: their capacity then holds until the commit. */
  private async lockSelf(tx: Tx, caller: Caller): Promise<PersonRow | undefined> {
    return caller.kind === 'person' && caller.id !== null ? this.people.lock(tx, caller.id) : undefined;
  }

  /** People, then claims by id: the one order in which rows are locked. */
  private async lock(tx: Tx, claimId: string, action: Action, input: unknown): Promise<Locked & { claim: Claim }> {
    const { person, target } = input as { person?: string; target?: string };
    const assignee = action === 'assign' && person ? await this.people.lock(tx, person) : undefined;
    const ids = action === 'merge' && target ? [claimId, target] : [claimId];
    const claims = await this.claims.lockAll(tx, ids);
    const claim = claims.find(({ id }) => id === claimId);
    if (claim === undefined) throw problem('claim.not-found');
    return { claim, assignee, target: claims.find(({ id }) => id === target && id !== claimId) };
  }
}

function assertSeen(current: number | undefined, seen: number): void {
  if (current === undefined) throw problem('claim.not-found');
  if (current !== seen) throw problem('version.stale', { extra: { currentVersion: current } });
}
