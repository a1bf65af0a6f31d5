import { Injectable } from '@nestjs/common';
import { ClaimStore, type Claim } from '#claims';
import type { Tx } from '#database';
import { PeopleStore, type Actor as Caller, type PersonRow } from '#newsroom';
import { problem } from '#problems';
import type { Load } from '#reviews';
import { FactsOfInput, type Locked } from './workflow.about.service.js';
import { EffectsOnClaims, type Outcome } from './workflow.apply.service.js';
import { factsSeenBy } from './workflow.blind.rules.js';
import { availableActions, decide, type AvailableAction, type Decided } from './workflow.decide.rules.js';
import { actorOf, FactsOfClaims, type Gathered, type Looked } from './workflow.facts.service.js';
import { refusal } from './workflow.refusal.rules.js';
import { recordMove } from './workflow.record.js';
import type { Action, InputOf } from './workflow.table.js';

/** A claim as it is after the action, and how its review stands for whoever acted. */
export interface Performed extends Outcome {
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
    const [{ claim, self, ...locked }, looked] = await Promise.all([
      this.lock(tx, caller, claimId, action, input),
      this.facts.look(tx, caller, claimId), // behind the locks, in their trip
    ]);
    if (action !== 'submit') assertSeen(claim.version, seenVersion);
    const gathered = await this.facts.gather(tx, caller, claim, looked, self);
    if (action === 'submit' && gathered.draft !== undefined) assertSeen(gathered.draft.version, seenVersion);
    const facts = await this.about.complete(tx, gathered, action, input, locked);
    return this.carryOut(tx, caller, { ...gathered, facts }, action, input);
  }

  /**
   * Like `perform` on a claim that the caller has locked already, with nobody's version to compare. `known`: their own row, locked, and
   * what they have in hand behind that lock.
   */
  async performLocked<A extends Action>(
    tx: Tx,
    caller: Caller,
    claim: Claim,
    action: A,
    input: InputOf<A>,
    known: { self?: PersonRow; load?: Load } = {},
  ): Promise<Performed> {
    const looked = await this.facts.look(tx, caller, claim.id, known.load);
    const gathered = await this.facts.gather(tx, caller, claim, looked, known.self);
    const facts = await this.about.complete(tx, gathered, action, input, {});
    return this.carryOut(tx, caller, { ...gathered, facts }, action, input);
  }

  /** How the claim's review stands for this caller; asked together with the claim, it takes no trip of its own. */
  look(tx: Tx, caller: Caller, claimId: string): Promise<Looked> {
    return this.facts.look(tx, caller, claimId);
  }

  /** What this caller could do with the claim now, with every reason against the rest. */
  async available(tx: Tx, caller: Caller, claim: Claim, looked: Looked): Promise<readonly AvailableAction[]> {
    return this.availableWith(tx, caller, await this.facts.gather(tx, caller, claim, looked));
  }

  private async availableWith(tx: Tx, caller: Caller, gathered: Gathered): Promise<readonly AvailableAction[]> {
    const facts = await this.about.possible(tx, caller, gathered);
    const actor = actorOf(caller);
    return availableActions(factsSeenBy(facts, actor), actor);
  }

  private async carryOut<A extends Action>(
    tx: Tx,
    caller: Caller,
    gathered: Gathered,
    action: A,
    input: InputOf<A>,
  ): Promise<Performed> {
    const { situation, facts } = gathered;
    const decided = decide(action, facts, actorOf(caller), input);
    if (!decided.ok) throw refusal(decided, gathered.claim);
    const outcome = await this.effects.carryOut(tx, caller, gathered, decided, input);
    await recordMove(tx, { caller, claim: outcome.claim, situation, facts, decided, input });
    return { ...outcome, decided };
  }

  /**
   * People, then claims by id: the one order in which rows are locked. Whoever takes is locked too: their capacity then
   * holds until the commit.
   */
  private async lock(
    tx: Tx,
    caller: Caller,
    claimId: string,
    action: Action,
    input: unknown,
  ): Promise<Locked & { claim: Claim; self?: PersonRow }> {
    const { person, target } = input as { person?: string; target?: string };
    const self = action === 'take' && caller.kind === 'person' ? caller.id : null;
    const candidate = (action === 'assign' && person) || self;
    const names = action === 'merge' || action === 'release';
    const ids = names && target ? [claimId, target] : [claimId];
    const [row, claims] = await Promise.all([
      candidate ? this.people.lock(tx, candidate) : undefined,
      this.claims.lockAll(tx, ids),
    ]);
    const claim = claims.find(({ id }) => id === claimId);
    if (claim === undefined) throw problem('claim.not-found');
    const known = self === null ? { assignee: row } : { self: row };
    return { claim, ...known, target: claims.find(({ id }) => id === target && id !== claimId) };
  }
}

function assertSeen(current: number, seen: number | undefined): void {
  if (seen !== undefined && current !== seen) throw problem('version.stale', { extra: { currentVersion: current } });
}
