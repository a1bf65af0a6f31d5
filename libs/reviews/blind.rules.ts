import type { Round, Situation } from './reviews.types.js';

/** In a blind round of several seats each works alone until all are filled. SQL says the same in `app.kept_blind`. */
export function isBlind(round: Round | null): round is Round {
  return round !== null && round.status === 'open' && round.policy.blind && round.policy.reviewsRequired > 1;
}

/** Whether this person sits in a blind round that goes on. */
export function sitsBlind({ round, seats }: Situation, person: string | null): boolean {
  return person !== null && isBlind(round) && seats.some((seat) => seat.personId === person);
}

/**
 * As this person may know it: whoever sits in a blind round sees their own seat and nothing of the others, not even that
 * something moved there.
 */
export function seenBy(situation: Situation, person: string | null): Situation {
  if (!sitsBlind(situation, person)) return situation;
  return {
    ...situation,
    seats: situation.seats.filter((seat) => seat.personId === person),
    keptOut: situation.keptOut.filter((one) => one === person),
    conflicts: situation.conflicts.filter((one) => one.person === person),
  };
}
