import { Injectable } from '@nestjs/common';
import { AppearanceStore, type Appearance, type AppearanceStance, type Claim } from '#claims';
import { CommentStore } from '#comments';
import type { Tx } from '#database';
import { EvidenceStore } from '#evidence';
import type { Actor as Caller } from '#newsroom';
import { ReplyStore } from '#replies';
import { DraftStore, RoundStore } from '#reviews';
import { staysBlind } from './workflow.blind.rules.js';
import type { Carrying } from './workflow.carrying.js';
import type { Decided } from './workflow.decide.rules.js';
import type { Effect } from './workflow.effects.js';
import { FactsOfClaims, type Gathered, type Looked } from './workflow.facts.service.js';
import { openSeatsAfter } from './workflow.seats.rules.js';
import { WorkflowStore, type ClaimWrite, type DueIn } from './workflow.store.js';
import { VerdictEffects } from './workflow.verdict-effects.service.js';

/**
 * What goes over with a claim that is merged, and comes back: appearances with the stance given, evidence, comments and requests for comment marked.
 * And the draft that a successor gets.
 */
@Injectable()
export class Belongings {
  constructor(
    private readonly places: AppearanceStore,
    private readonly evidence: EvidenceStore,
    private readonly comments: CommentStore,
    private readonly replies: ReplyStore,
    private readonly drafts: DraftStore,
  ) {}

  async handOver(tx: Tx, claimId: string, targetId: string, stance: AppearanceStance): Promise<void> {
    await this.places.handOver(tx, claimId, targetId, stance);
    await this.evidence.moveTo(tx, claimId, targetId);
    await this.comments.moveTo(tx, claimId, targetId);
    await this.replies.moveTo(tx, claimId, targetId);
  }

  appearances(tx: Tx, claimId: string): Promise<Appearance[]> {
    return this.places.of(tx, [claimId]);
  }

  handOnDraft(tx: Tx, claimId: string, from: string, to: string): void {
    this.drafts.handOn(tx, claimId, from, to);
  }

  async giveBack(tx: Tx, claimId: string): Promise<void> {
    await this.places.giveBack(tx, claimId);
    await this.evidence.moveBack(tx, claimId);
    await this.comments.moveBack(tx, claimId);
    await this.replies.moveBack(tx, claimId);
  }
}

/** What a decision led to. */
export interface Outcome {
  claim: Claim;
  looked: Looked;
  appearances: Appearance[];
}

/** Carries a decision out, effect by effect, and writes the claim last. Decides nothing. */
@Injectable()
export class EffectsOnClaims {
  constructor(
    private readonly store: WorkflowStore,
    private readonly rounds: RoundStore,
    private readonly belongings: Belongings,
    private readonly verdicts: VerdictEffects,
    private readonly facts: FactsOfClaims,
  ) {}

  /** The claim as it is then, with how its review stands for the caller: read in the trip that writes it. */
  async carryOut(tx: Tx, caller: Caller, gathered: Gathered, decided: Decided, input: unknown): Promise<Outcome> {
    const { claim, situation, draft, facts, dueIn } = gathered;
    const roundId = situation.round?.id ?? null;
    const carrying: Carrying = { tx, caller, claim, situation, draft, decided, input, roundId };
    const { to, publication } = decided;
    const write: ClaimWrite = {
      to,
      publication,
      openSeats: openSeatsAfter(facts, decided),
      quiet: staysBlind(facts, decided),
    };
    for (const effect of decided.effects) {
      Object.assign(write, onTheRow(effect, dueIn));
      await this.onSeats(carrying, effect);
      Object.assign(write, await this.verdicts.on(carrying, effect));
    }
    const [moved, looked, appearances] = await Promise.all([
      this.store.move(tx, claim, write),
      this.facts.lookAgain(tx, caller, gathered.looked, decided.effects),
      this.belongings.appearances(tx, claim.id),
    ]);
    return { claim: moved, looked, appearances };
  }

  private async onSeats(carrying: Carrying, effect: Effect): Promise<void> {
    const { tx, claim, caller } = carrying;
    const roundId = carrying.roundId as string;
    switch (effect.effect) {
      case 'openRound':
        carrying.roundId = this.rounds.open(tx, claim.id, effect.policy);
        return;
      case 'closeRound':
        return this.rounds.end(tx, roundId, 'closed', effect.agreed);
      case 'abandonRound':
        return this.rounds.end(tx, roundId, 'abandoned', null);
      case 'seat':
        return this.rounds.seat(tx, {
          claimId: claim.id,
          roundId,
          position: effect.position,
          personId: effect.person,
          kind: effect.kind,
          givenBy: caller.id,
          dueAt: effect.dueAt,
          message: effect.message,
        });
      case 'endSeat':
        return this.rounds.endSeat(tx, roundId, effect.position, effect.why, effect.reason ?? null);
      case 'handOnDraft':
        return this.belongings.handOnDraft(tx, claim.id, effect.from, effect.to);
      case 'mergeInto':
        return this.belongings.handOver(tx, claim.id, effect.target, effect.stance);
      case 'unmerge':
        return this.belongings.giveBack(tx, claim.id);
      default:
        return;
    }
  }
}

/** What an effect writes to the claim's own row. */
function onTheRow(effect: Effect, dueIn: DueIn | null): Partial<ClaimWrite> {
  switch (effect.effect) {
    case 'setPublishAt':
      return { publishAt: effect.at, publishCorrection: effect.correction };
    case 'clearPublishAt':
      return { publishAt: null, publishCorrection: null };
    case 'mergeInto':
      return { mergedInto: effect.target };
    case 'unmerge':
      return { mergedInto: null };
    case 'suggest':
      return { suggestion: { action: effect.action, target: effect.target, reason: effect.reason } };
    case 'clearSuggestion':
      return { suggestion: null };
    case 'startDueTime':
      return { dueIn, dueUnlessSet: true };
    case 'restartDueTime':
      return { dueIn, dueUnlessSet: false };
    default:
      return {};
  }
}
