import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Viewer } from '#evidence';
import type { Actor } from '#newsroom';
import { type Situation, SituationStore } from '#reviews';

/** Who may see which evidence. */
@Injectable()
export class Viewers {
  constructor(private readonly situations: SituationStore) {}

  /** In a blind round of several seats, what a reviewer brings is theirs alone until the round closes. */
  async of(tx: Tx, actor: Actor, claimId: string): Promise<Viewer> {
    const { round, seats } = await this.situations.of(tx, claimId);
    const viewer = {
      person: actor.kind === 'person' ? actor.id : null,
      seesRestricted: actor.permissions.has('claim.signoff'),
    };
    if (!isBlind(round)) return viewer;
    return { ...viewer, hidden: { people: seats.map(({ personId }) => personId), since: new Date(round.openedAt) } };
  }

  /** Whether what this person brings must not show in the log. */
  async confidential(tx: Tx, actor: Actor, claimId: string): Promise<boolean> {
    const { round, seats } = await this.situations.of(tx, claimId);
    return isBlind(round) && seats.some(({ personId }) => personId === actor.id);
  }
}

type Round = NonNullable<Situation['round']>;

function isBlind(round: Situation['round']): round is Round {
  return round !== null && round.status === 'open' && round.policy.blind && round.policy.reviewsRequired > 1;
}
