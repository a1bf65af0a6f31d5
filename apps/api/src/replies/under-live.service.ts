import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Rechecks } from '#factchecks';
import type { Actor } from '#newsroom';
import type { Recorded } from '#replies';

/** What comes back when the fact-check is public already: its version keeps what it said, and somebody has to look at it again. */
@Injectable()
export class UnderLive {
  constructor(private readonly rechecks: Rechecks) {}

  /** Opens a recheck, one at a time. What a blind round keeps opens none: it would show. */
  async raise(tx: Tx, actor: Actor, { request, claim }: Recorded): Promise<void> {
    if (claim.publication !== 'live' || request.concealed) return;
    await this.rechecks.open(tx, actor, {
      claimId: claim.id,
      cause: 'reply-received',
      detail: `An answer was recorded that the public version does not have: /v1/reply-requests/${request.id}`,
      opensReview: false,
    });
  }
}
