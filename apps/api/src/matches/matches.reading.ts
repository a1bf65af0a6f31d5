import { Injectable } from '@nestjs/common';
import { ClaimStore, DemandStore, type Claim, type Demand, type Match } from '#claims';
import type { Tx } from '#database';
import { Addresses, EarlierRatingStore, nameIn, type PublicAddresses, type RatingInPublic } from '#factchecks';
import { ImportedReviewStore, type ImportedReview } from '#precedents';

interface Leads {
  earlierId: string | null;
  reviewId: string | null;
}

/** Reads what matches lead to: claims with their fact-checks, imported reviews, and how often each was claimed. */
@Injectable()
export class MatchReading {
  constructor(
    private readonly claims: ClaimStore,
    private readonly demand: DemandStore,
    private readonly ratings: EarlierRatingStore,
    private readonly reviews: ImportedReviewStore,
    private readonly addresses: Addresses,
  ) {}

  async matches(tx: Tx, matches: readonly Match[]) {
    const leads = await this.leads(tx, matches);
    return matches.map((match) => {
      const { id, version, score, reasons, state, decidedBy, decidedAt, createdAt } = match;
      const words = reasons.flatMap((reason) => reason.words);
      const sameWords = reasons.some(({ code }) => code === 'same-words');
      return { id, version, score, words, sameWords, state, decidedBy, decidedAt, createdAt, ...leads(match) };
    });
  }

  /** What each leads to, in views. */
  async leads(tx: Tx, all: readonly Leads[]) {
    const claimIds = all.flatMap(({ earlierId }) => earlierId ?? []);
    const reviewIds = all.flatMap(({ reviewId }) => reviewId ?? []);
    const claims = new Map((await this.claims.byIds(tx, claimIds)).map((one) => [one.id, one]));
    const ratings = await this.ratings.ofClaims(tx, claimIds);
    const reviews = new Map((await this.reviews.byIds(tx, reviewIds)).map((one) => [one.id, one]));
    const asked = await this.demand.ofClaims(tx, claimIds);
    const askedOfReviews = await this.demand.ofReviews(tx, reviewIds);
    const at = await this.addresses.of(tx);
    return ({ earlierId, reviewId }: Leads) => {
      const claim = earlierId === null ? undefined : claims.get(earlierId);
      const review = reviewId === null ? undefined : reviews.get(reviewId);
      return {
        earlier: claim ? claimView(claim, ratings.get(claim.id), asked.get(claim.id), at) : null,
        review: review ? reviewView(review, askedOfReviews.get(review.id)) : null,
      };
    };
  }
}

function claimView(claim: Claim, found: RatingInPublic | undefined, demand: Demand | undefined, at: PublicAddresses) {
  const { id, text, wording, state, publication, createdAt, language } = claim;
  return {
    ...{ id, text: wording ?? text, state, publication, createdAt },
    factCheck: found
      ? {
          id: found.factCheckId,
          url: at.page(found.slug),
          publication: found.publication,
          number: found.number,
          rating: {
            key: found.rating.key,
            name: nameIn(found.rating.names, language ?? 'en'),
            value: found.rating.value,
            best: found.rating.best,
            worst: found.rating.worst,
          },
        }
      : null,
    demand: demand ?? null,
  };
}

function reviewView(review: ImportedReview, demand: Demand | undefined) {
  const { id, url, author, claimReviewed, title, claimant, language, publishedAt, rating, withdrawnAt } = review;
  const facts = { id, url, author, claimReviewed, title, claimant, language, publishedAt, rating, withdrawnAt };
  return { ...facts, demand: demand ?? null };
}
