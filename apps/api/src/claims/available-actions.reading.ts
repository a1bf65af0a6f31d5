import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { EarlierVerdicts } from '#factchecks';
import type { Actor } from '#newsroom';
import { Workflow, type Action, type AvailableAction } from '#workflow';
import { differenceWarning } from '../reviews/difference-warnings.js';

/** Actions that set a verdict without a draft, whose readers are warned here. */
const SET_A_VERDICT: ReadonlySet<Action> = new Set<Action>(['adjudicate', 'amend']);

/** What somebody may do with a claim, and what to know before. */
@Injectable()
export class AvailableActionsReading {
  constructor(
    readonly workflow: Workflow,
    private readonly earlier: EarlierVerdicts,
  ) {}

  /** Asks for earlier verdicts only where one may be set. */
  async of(tx: Tx, caller: Actor, claim: Claim, looked: Parameters<Workflow['available']>[3]) {
    const actions = await this.workflow.available(tx, caller, claim, looked);
    if (!actions.some(setsVerdict)) return actions;
    const differences = await this.earlier.anyDifferences(tx, claim.id);
    const warnings = differences.map((one) => ({
      ...differenceWarning(one, 'the ratings named here say'),
      ratings: one.ratings,
    }));
    return actions.map((one) => (setsVerdict(one) ? { ...one, warnings } : one));
  }
}

function setsVerdict({ action, allowed }: AvailableAction): boolean {
  return allowed && SET_A_VERDICT.has(action);
}
