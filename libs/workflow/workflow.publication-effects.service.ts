import { Injectable } from '@nestjs/common';
import { AppearanceStore } from '#claims';
import { FactChecks, Rechecks } from '#factchecks';
import type { Verdict } from '#reviews';
import type { Carrying } from './workflow.carrying.js';
import type { Correction, Effect } from './workflow.effects.js';
import type { Inputs } from './workflow.inputs.js';
import type { ClaimWrite } from './workflow.store.js';

/** Effects on the published record, which writes its own rows into the log. */
@Injectable()
export class PublicationEffects {
  constructor(
    private readonly factChecks: FactChecks,
    private readonly rechecks: Rechecks,
    private readonly places: AppearanceStore,
  ) {}

  async on(carrying: Carrying, effect: Effect): Promise<Partial<ClaimWrite>> {
    const { tx, caller, claim, decided } = carrying;
    const move = { from: decided.from, to: decided.to };
    switch (effect.effect) {
      case 'publishVersion':
        await this.publish(carrying, effect.correction);
        return {};
      case 'correctVersion':
        return this.correct(carrying, carrying.input as Inputs['correct']);
      case 'retractVersion':
        await this.factChecks.retract(tx, caller, { claim, reason: effect.reason, move });
        return {};
      case 'upholdVersion':
        await this.factChecks.uphold(tx, caller, { claim, reason: effect.reason, move });
        return {};
      case 'closeRechecks':
        await this.rechecks.close(tx, caller, claim.id, effect.as);
        return {};
      default:
        return {};
    }
  }

  private async publish(carrying: Carrying, given: Correction | 'as scheduled' | null): Promise<void> {
    const { tx, caller, claim, situation, decided } = carrying;
    const { verdict, votes, round } = situation;
    if (verdict === null || round === null) throw new Error(`Claim ${claim.id} has no verdict to publish.`);
    const correction = given === 'as scheduled' ? claim.publishCorrection : given;
    const move = { from: decided.from, to: decided.to };
    const text: Verdict = verdict;
    await this.factChecks.publish(tx, caller, { claim, verdict: text, votes, policy: round.policy, correction, move });
  }

  /** The claim reads from now on as the corrected version does. */
  private async correct(carrying: Carrying, input: Inputs['correct']): Promise<Partial<ClaimWrite>> {
    const { tx, caller, claim, decided } = carrying;
    const { type, notice, summary, explanation, wording, claimant, withReplies } = input;
    const changes = { summary, explanation, wording, claimant };
    const move = { from: decided.from, to: decided.to };
    await this.factChecks.correct(tx, caller, { claim, type, notice, changes, withReplies, move });
    if (claimant !== undefined) await this.places.renameClaimant(tx, claim.id, claimant);
    return wording === undefined ? {} : { wording };
  }
}
