import { Injectable } from '@nestjs/common';
import { ClaimStore } from '#claims';
import type { Tx } from '#database';
import { RatingScales } from '#newsroom';
import { problem } from '#problems';
import { DraftStore } from './drafts.store.js';
import type { Draft, DraftValues } from './reviews.types.js';
import { RoundStore } from './rounds.store.js';

/** Writing a verdict: as often as one likes, by its author alone, without a trace in the history. */
@Injectable()
export class Drafts {
  constructor(
    private readonly drafts: DraftStore,
    private readonly rounds: RoundStore,
    private readonly claims: ClaimStore,
    private readonly scales: RatingScales,
  ) {}

  async mine(tx: Tx, personId: string, claimId: string): Promise<Draft> {
    await this.assertClaim(tx, claimId);
    const draft = await this.drafts.of(tx, claimId, personId);
    if (!draft) throw problem('draft.not-found');
    return draft;
  }

  /**
   * Saves it, and renews the author's lease if they hold one. A draft that is there wants the version that was seen:
   * 428 without, 412 when it is another. 422 for a rating that is not on the newsroom's scale.
   */
  async save(
    tx: Tx,
    personId: string,
    claimId: string,
    values: DraftValues,
    seenVersion: number | undefined,
  ): Promise<Draft> {
    await this.assertClaim(tx, claimId);
    const { ratings } = await this.scales.current(tx);
    if (values.rating !== null && !ratings.some(({ key }) => key === values.rating)) {
      const detail = `is none of ${ratings.map(({ key }) => key).join(', ')}`;
      throw problem('rating.unknown', { errors: [{ pointer: '/rating', code: 'rating.unknown', detail }] });
    }
    const before = await this.drafts.lock(tx, claimId, personId);
    if (before && seenVersion === undefined) throw problem('version.required');
    const current = before?.version ?? 0;
    if (seenVersion !== undefined && seenVersion !== current) {
      throw problem('version.stale', { extra: { currentVersion: current } });
    }
    const draft = await this.drafts.save(tx, claimId, personId, values);
    await this.rounds.renew(tx, claimId, personId);
    return draft;
  }

  private async assertClaim(tx: Tx, claimId: string): Promise<void> {
    if ((await this.claims.version(tx, claimId)) === undefined) throw problem('claim.not-found');
  }
}
