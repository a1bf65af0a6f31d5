import { Injectable } from '@nestjs/common';
import { Claims, type Claim, type NewClaim } from '#claims';
import type { Tx } from '#database';
import type { Actor as Caller } from '#newsroom';
import { Problem } from '#problems';
import { Workflow } from './workflow.service.js';
import type { Action, InputOf } from './workflow.table.js';

/** What became of one of many. */
export type ItemResult = { ok: true; claim: Claim } | { ok: false; problem: Problem };

/** How far a new claim goes at once. */
export interface Further {
  accept?: boolean;
  take?: boolean;
}

/** Several steps in one transaction: the three steps of a small newsroom, and one action on many claims. */
@Injectable()
export class ClaimEntry {
  constructor(
    private readonly claims: Claims,
    private readonly workflow: Workflow,
  ) {}

  /** Proposes a claim, and accepts and takes it where asked, as one step: all of it or nothing. */
  async enter(tx: Tx, caller: Caller, given: NewClaim, { accept, take }: Further): Promise<Claim> {
    const proposed = await this.claims.propose(tx, caller, given);
    const accepted =
      accept || take ? (await this.workflow.perform(tx, caller, proposed.id, 'accept', {})).claim : proposed;
    return take ? (await this.workflow.perform(tx, caller, accepted.id, 'take', {})).claim : accepted;
  }

  /** Each for itself; results in the order given. */
  async enterMany(
    tx: Tx,
    caller: Caller,
    given: readonly { claim: NewClaim; further: Further }[],
  ): Promise<ItemResult[]> {
    const results: ItemResult[] = [];
    for (const { claim, further } of given) {
      results.push(await settled(tx, () => this.enter(tx, caller, claim, further)));
    }
    return results;
  }

  /** The same action on each; rows are locked in the order of their ids, results come in the order given. */
  async performMany<A extends Action>(
    tx: Tx,
    caller: Caller,
    action: A,
    items: readonly { id: string; version?: number; input: InputOf<A> }[],
  ): Promise<ItemResult[]> {
    const order = items.map((_, index) => index).sort((a, b) => (items[a]!.id < items[b]!.id ? -1 : 1));
    const results: ItemResult[] = [];
    for (const index of order) {
      const { id, version, input } = items[index]!;
      results[index] = await settled(tx, async () => {
        return (await this.workflow.perform(tx, caller, id, action, input, version)).claim;
      });
    }
    return results;
  }
}

async function settled(tx: Tx, work: () => Promise<Claim>): Promise<ItemResult> {
  try {
    return { ok: true, claim: await tx.apart(work) };
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return { ok: false, problem: error };
    throw error;
  }
}
