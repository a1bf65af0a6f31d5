import type { Decided } from './workflow.decide.rules.js';
import type { ClaimFacts } from './workflow.facts.js';
import { openRoundOf } from './workflow.round.rules.js';

/**
 * How many people could sit down once the decision is carried out: what makes a claim part of the queue. A queued claim
 * without a round offers the seats of the round that would open now.
 */
export function openSeatsAfter(facts: ClaimFacts, { to, effects }: Decided): number {
  if (to !== 'queued' && to !== 'in_review') return 0;
  const round = openRoundOf(facts);
  let open = round?.seats.filter((seat) => seat.person === null).length ?? facts.policy.reviewsRequired;
  for (const effect of effects) {
    if (effect.effect === 'openRound') open = effect.policy.reviewsRequired;
    if (effect.effect === 'seat') open -= 1;
    if (effect.effect === 'endSeat') open += 1;
  }
  return open;
}
