import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { EarlierVerdicts } from '#factchecks';
import { RatingScales } from '#newsroom';
import { ReviewStore, VerdictStore, type NewVerdict, type Review, type Verdict, type VerdictText } from '#reviews';
import type { Carrying } from './workflow.carrying.js';
import type { Effect } from './workflow.effects.js';
import { PublicationEffects } from './workflow.publication-effects.service.js';
import type { ClaimWrite } from './workflow.store.js';

type SetVerdict = Extract<Effect, { effect: 'setVerdict' }>;

/** Effects on reviews, verdicts and votes; those on what is public it passes on. */
@Injectable()
export class VerdictEffects {
  constructor(
    private readonly reviews: ReviewStore,
    private readonly verdicts: VerdictStore,
    private readonly scales: RatingScales,
    private readonly publication: PublicationEffects,
    private readonly earlier: EarlierVerdicts,
  ) {}

  async on(carrying: Carrying, effect: Effect): Promise<Partial<ClaimWrite>> {
    const { tx, claim, caller, situation } = carrying;
    switch (effect.effect) {
      case 'recordReview':
        await this.record(carrying, effect.position, effect.person);
        return {};
      case 'setVerdict':
        situation.verdict = this.verdicts.set(tx, await this.verdictOf(carrying, effect));
        await this.earlier.recordDifferences(tx, caller, claim, situation.verdict.rating);
        return {};
      case 'amendVerdict': {
        const { roundId } = situation.verdict as Verdict;
        const scale = await this.scale(tx);
        const rest = { claimId: claim.id, roundId, origin: 'amended', reviewId: null, createdBy: effect.by } as const;
        situation.verdict = this.verdicts.set(tx, { ...effect.text, ...scale, ...rest, authors: effect.authors });
        await this.earlier.recordDifferences(tx, caller, claim, effect.text.rating);
        return {};
      }
      case 'dropVerdict':
        this.verdicts.end(tx, claim.id, 'superseded');
        return {};
      case 'addVote':
        this.verdicts.vote(tx, situation.verdict as Verdict, effect);
        return {};
      case 'lapseVotes':
        this.verdicts.lapse(tx, (situation.verdict as Verdict).id);
        return {};
      case 'liftVote':
        this.verdicts.lapse(tx, (situation.verdict as Verdict).id, effect.person);
        return {};
      case 'recordRecusal':
        this.verdicts.recuse(tx, claim.id, { person: effect.person, reason: effect.reason, by: caller.id });
        return {};
      case 'publishVersion':
        await this.publication.on(carrying, effect);
        this.verdicts.end(tx, claim.id, 'published');
        return {};
      default:
        return this.publication.on(carrying, effect);
    }
  }

  private async record({ tx, claim, draft, roundId, situation }: Carrying, position: number, personId: string) {
    if (draft === undefined || roundId === null) throw new Error('A review without a draft or a round.');
    const { rating, summary, explanation, evidenceIds } = draft;
    const text = { rating: rating ?? '', summary: summary ?? '', explanation: explanation ?? '', evidenceIds };
    const scale = await this.scale(tx);
    const review = await this.reviews.submit(tx, { ...text, ...scale, claimId: claim.id, roundId, position, personId });
    const seat = situation.seats.find((one) => one.position === position);
    if (seat !== undefined) seat.review = { id: review.id, ratingKey: review.rating };
  }

  /** The text comes from a review of the round, or is written anew. */
  private async verdictOf(
    { tx, claim, roundId, caller, situation }: Carrying,
    effect: SetVerdict,
  ): Promise<NewVerdict> {
    const { origin, authors } = effect;
    const rest = { claimId: claim.id, roundId: roundId as string, authors, createdBy: caller.id };
    if (origin.kind === 'anew') {
      return { ...origin.text, ...(await this.scale(tx)), ...rest, origin: 'adjudicated-anew', reviewId: null };
    }
    const lead = origin.review ?? situation.seats.find((seat) => seat.position === 0)?.review?.id;
    const review = (await this.reviews.byId(tx, lead as string)) as Review;
    const { id: reviewId, scaleId, scaleVersion } = review;
    const agreed = situation.seats.length > 1 ? 'agreement' : 'review';
    const from = origin.kind === 'chosen' ? 'adjudicated' : agreed;
    return { ...textOf(review), scaleId, scaleVersion, reviewId, ...rest, origin: from };
  }

  private async scale(tx: Tx): Promise<{ scaleId: string; scaleVersion: number }> {
    const { id, version } = await this.scales.current(tx);
    return { scaleId: id, scaleVersion: version };
  }
}

function textOf({ rating, summary, explanation, evidenceIds }: VerdictText): VerdictText {
  return { rating, summary, explanation, evidenceIds };
}
