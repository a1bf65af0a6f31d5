import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { z } from 'zod';
import type { Tx } from '#database';
import { EarlierVerdicts } from '#factchecks';
import type { Actor } from '#newsroom';
import { Workflow, type Action, type AvailableAction } from '#workflow';
import { type ActionWarning, differenceWarning, plainWarning } from '../reviews/difference-warnings.js';

/** Actions that set a verdict without a draft, whose readers are warned here. */
const SET_A_VERDICT: ReadonlySet<Action> = new Set<Action>(['adjudicate', 'amend']);

/** An action, with what to know before it is done where there is something. */
export type Warned = Omit<AvailableAction, 'warnings'> & { warnings?: z.output<typeof ActionWarning>[] };

/** What somebody may do with a claim, and what to know before. */
@Injectable()
export class AvailableActionsReading {
  constructor(
    readonly workflow: Workflow,
    private readonly earlier: EarlierVerdicts,
  ) {}

  /** Asks for earlier verdicts only where one may be set. */
  async of(tx: Tx, caller: Actor, claim: Claim, looked: Parameters<Workflow['available']>[3]): Promise<Warned[]> {
    const available = await this.workflow.available(tx, caller, claim, looked);
    const actions = available.map((one): Warned => ({ ...one, warnings: one.warnings?.map(plainWarning) }));
    if (!actions.some(setsVerdict)) return actions;
    const differences = await this.earlier.anyDifferences(tx, claim.id);
    const warnings = differences.map((one) => ({
      ...differenceWarning(one, 'the ratings named here say'),
      ratings: one.ratings,
    }));
    return actions.map((one) => (setsVerdict(one) ? { ...one, warnings } : one));
  }
}

function setsVerdict({ action, allowed }: Warned): boolean {
  return allowed && SET_A_VERDICT.has(action);
}
