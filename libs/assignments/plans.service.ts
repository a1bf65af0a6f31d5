import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { ClaimStore, type Claim } from '#claims';
import type { Tx } from '#database';
import { record } from '#log';
import { PeopleStore, type Actor } from '#newsroom';
import { problem } from '#problems';
import { ClaimEntry, type ItemResult } from '#workflow';
import { planCarriedOut, planMade } from './assignments.events.js';
import { PlanFacts } from './plan-facts.service.js';
import { distribute, type Placed, type Strategy } from './plan.rules.js';
import { PlanStore, type Given, type PlanResult, type PlanRow } from './plans.store.js';

/** How long a plan can be looked at before it is carried out. */
const MINUTES = 60;

export interface Wish {
  claims: readonly { id: string; version?: number }[];
  /** These people, or the members of a desk. */
  people?: readonly string[];
  desk?: string;
  strategy: Strategy;
  given: Given;
}

/** Many claims to many people: first a plan that can be read, then the same plan carried out. */
@Injectable()
export class Plans {
  constructor(
    private readonly store: PlanStore,
    private readonly facts: PlanFacts,
    private readonly claims: ClaimStore,
    private readonly people: PeopleStore,
    private readonly entry: ClaimEntry,
  ) {}

  /** Writes nothing but the plan. 422 with a pointer for a claim, person or desk that is not there and a due time that is past. */
  async make(tx: Tx, actor: Actor, wish: Wish): Promise<PlanRow> {
    const { strategy, given } = wish;
    if (given.dueAt !== undefined && (await this.claims.isPast(tx, given.dueAt))) throw past();
    const claims = await this.facts.claims(tx, wish.claims);
    const hands = await this.facts.hands(tx, wish.people, wish.desk);
    const overruled = {
      capacity: given.overruleCapacity !== undefined,
      absence: given.overruleAbsence !== undefined,
    };
    const items = distribute(claims, hands, strategy, overruled);
    const by = { kind: actor.kind, id: actor.id };
    const plan = await this.store.insert(tx, { id: uuidv7(), strategy, given, items }, by, MINUTES);
    const people = [...new Set(items.flatMap(({ person }) => person ?? []))];
    const data = { strategy, claims: items.map(({ claim }) => claim), people };
    await record(tx, planMade, { actor, subject: { id: plan.id }, data });
    return plan;
  }

  async byId(tx: Tx, id: string): Promise<PlanRow> {
    const plan = await this.store.byId(tx, id);
    if (!plan) throw problem('plan.not-found');
    return plan;
  }

  /**
   * Each claim through the workflow, with a result of its own; one that moved on since the plan was made is left alone and
   * named. Again: the same results, and nothing done twice. 409 once the plan is too old.
   */
  async carryOut(tx: Tx, actor: Actor, id: string): Promise<PlanRow> {
    const plan = await this.store.lock(tx, id);
    if (!plan) throw problem('plan.not-found');
    if (plan.results !== null) return plan;
    if (plan.isOver) throw problem('plan.expired');
    const items = plan.items.filter((item): item is Placed & { person: string } => item.person !== null);
    await this.lockAll(tx, items);
    const done = await this.entry.performMany(
      tx,
      actor,
      'assign',
      items.map(({ claim, version, person }) => ({ id: claim, version, input: { person, ...plan.given } })),
    );
    const results = items.map((item, index) => resultOf(item, done[index] as ItemResult));
    const count = (status: PlanResult['status']) => results.filter((one) => one.status === status).length;
    const data = { assigned: count('assigned'), movedOn: count('moved-on'), refused: count('refused') };
    await record(tx, planCarriedOut, { actor, subject: { id }, data });
    return this.store.finish(tx, id, results);
  }

  /** Who made plans is to be forgotten, with what was to be said with them. The number of plans. */
  eraseWords(tx: Tx, personId: string): Promise<number> {
    return this.store.eraseWords(tx, personId);
  }

  /** People, then claims, each in the order of their ids: two plans at once wait for each other and never in a circle. */
  private async lockAll(tx: Tx, items: readonly { claim: string; person: string }[]): Promise<Claim[]> {
    const people = [...new Set(items.map(({ person }) => person))].sort();
    for (const person of people) await this.people.lock(tx, person);
    return this.claims.lockAll(
      tx,
      items.map(({ claim }) => claim),
    );
  }
}

function resultOf({ claim, person }: { claim: string; person: string }, result: ItemResult): PlanResult {
  if (result.ok) return { claim, person, status: 'assigned', code: null, detail: null };
  const { code, message } = result.problem;
  const isMoved = code === 'version.stale' || code === 'claim.wrong-state' || code === 'claim.no-open-seat';
  return { claim, person, status: isMoved ? 'moved-on' : 'refused', code, detail: message };
}

function past() {
  const errors = [{ pointer: '/dueAt', code: 'claim.due-time-past', detail: 'has passed already' }];
  return problem('claim.due-time-past', { errors });
}
