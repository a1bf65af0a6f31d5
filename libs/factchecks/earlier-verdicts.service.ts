import { Injectable } from '@nestjs/common';
import { MatchStore, type Claim } from '#claims';
import type { Tx } from '#database';
import { record, type LogActor } from '#log';
import { bounds, RatingScales, type RatingScale } from '#newsroom';
import { ImportedReviewStore, type ImportedReview } from '#precedents';
import { EarlierRatingStore, type RatingInPublic } from './earlier-ratings.store.js';
import { verdictDiffers } from './factchecks.events.js';
import { compareRatings, placeOf, plainName, type Rated } from './rating-comparison.rules.js';

/** A confirmed match whose rating says something else than the one asked about, or cannot be held against it. */
export interface Difference {
  matchId: string;
  comparison: 'different' | 'not-comparable';
  /** The earlier claim; null when it is an imported review. */
  earlierId: string | null;
  reviewId: string | null;
  theirs: { name: string | null; value: number | null; best: number | null; worst: number | null };
}

/** Holds a verdict against those on claims that a person confirmed to be alike. */
@Injectable()
export class EarlierVerdicts {
  constructor(
    private readonly matches: MatchStore,
    private readonly ratings: EarlierRatingStore,
    private readonly reviews: ImportedReviewStore,
    private readonly scales: RatingScales,
  ) {}

  /**
   * Against the fact-checks that are live and the reviews that are not withdrawn; those that say the same are left out. One statement where nothing
   * was confirmed.
   */
  async differences(tx: Tx, claimId: string, ratingKey: string): Promise<Difference[]> {
    const earlier = await this.earlier(tx, claimId);
    return earlier?.against(ratingKey) ?? [];
  }

  /** The same for whatever rating may be given: each difference with the ratings that would make it. */
  async anyDifferences(tx: Tx, claimId: string): Promise<(Difference & { ratings: string[] })[]> {
    const earlier = await this.earlier(tx, claimId);
    const found = new Map<string, Difference & { ratings: string[] }>();
    for (const { key } of earlier?.scale.ratings ?? [])
      for (const difference of earlier?.against(key) ?? []) {
        const name = `${difference.matchId} ${difference.comparison}`;
        const before = found.get(name)?.ratings ?? [];
        found.set(name, { ...difference, ratings: [...before, key] });
      }
    return [...found.values()];
  }

  /** What was said before, on the scale of now. Undefined where nothing was confirmed. */
  private async earlier(tx: Tx, claimId: string) {
    const confirmed = await this.matches.confirmed(tx, claimId);
    if (confirmed.length === 0) return undefined;
    const [scale, inPublic, reviews] = await Promise.all([
      this.scales.current(tx),
      this.ratings.ofClaims(
        tx,
        confirmed.flatMap((one) => one.earlierId ?? []),
      ),
      this.reviews.byIds(
        tx,
        confirmed.flatMap((one) => one.reviewId ?? []),
      ),
    ]);
    const imported = new Map(reviews.map((one) => [one.id, one]));
    const own = placesOf(scale);
    const against = (ratingKey: string): Difference[] => {
      const mine = ratedBy(scale, ratingKey);
      if (mine === undefined) return [];
      return confirmed.flatMap(({ matchId, earlierId, reviewId }): Difference[] => {
        const theirs = theirRating(inPublic.get(earlierId ?? ''), imported.get(reviewId ?? ''));
        if (theirs === undefined) return [];
        const comparison = compareRatings(mine, theirs, own);
        if (comparison === 'same') return [];
        const { value, best, worst, names } = theirs;
        return [{ matchId, comparison, earlierId, reviewId, theirs: { name: names[0] ?? null, value, best, worst } }];
      });
    };
    return { scale, against };
  }

  /** Puts on record, beside a verdict that was just set, what it differs from. */
  async recordDifferences(tx: Tx, actor: LogActor, claim: Claim, ratingKey: string): Promise<void> {
    const differences = await this.differences(tx, claim.id, ratingKey);
    if (differences.length === 0) return;
    const { id, version, externalRef } = claim;
    const data = { claimId: id, rating: ratingKey, differences, path: `/v1/claims/${id}` };
    await record(tx, verdictDiffers, { actor, subject: { id, version, externalRef }, claimId: id, data });
  }
}

function ratedBy(scale: RatingScale, key: string): Rated | undefined {
  const rating = scale.ratings.find((one) => one.key === key);
  if (rating === undefined) return undefined;
  const { value, names } = rating;
  return { value, ...bounds(scale), names: Object.values(names), steps: scale.ratings.length - 1 };
}

/** What the newsroom's own names say, in all its languages. */
function placesOf(scale: RatingScale): Map<string, number> {
  const places = new Map<string, number>();
  for (const { key } of scale.ratings) {
    const rated = ratedBy(scale, key);
    const at = rated && placeOf(rated)?.at;
    if (rated && at !== undefined) for (const name of rated.names) places.set(plainName(name), at);
  }
  return places;
}

function theirRating(live: RatingInPublic | undefined, review: ImportedReview | undefined): Rated | undefined {
  if (live?.publication === 'live') {
    const { value, best, worst, names, scale } = live.rating;
    const english = names['en'];
    const called = english === undefined ? Object.values(names) : [english, ...Object.values(names)];
    return { value, best, worst, names: called, steps: Math.max(1, scale.ratings.length - 1) };
  }
  if (review === undefined || review.withdrawnAt !== null) return undefined;
  const { name, value, best, worst } = review.rating;
  return { value, best, worst, names: name === null ? [] : [name], steps: null };
}
