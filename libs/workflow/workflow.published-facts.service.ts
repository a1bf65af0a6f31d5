import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { FactChecks, Rechecks } from '#factchecks';
import type { ClaimFacts } from './workflow.facts.js';

/** What the world sees of a claim, and which rechecks wait. */
@Injectable()
export class PublishedFacts {
  constructor(
    private readonly factChecks: FactChecks,
    private readonly rechecks: Rechecks,
  ) {}

  async of(tx: Tx, claim: Claim): Promise<Pick<ClaimFacts, 'live' | 'openRechecks'>> {
    if (claim.publication !== 'live') return { live: null, openRechecks: 0 };
    const live = await this.factChecks.live(tx, claim.id);
    const open = await this.rechecks.openOf(tx, claim.id);
    return {
      live: live === undefined ? null : { ratingKey: live.ratingKey, authors: live.authors },
      openRechecks: open.length,
    };
  }
}
