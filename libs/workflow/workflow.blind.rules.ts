import type { Decided } from './workflow.decide.rules.js';
import type { Actor, ClaimFacts, SeatFacts } from './workflow.facts.js';
import { openRoundOf, personOf } from './workflow.round.rules.js';

/** The round goes on, and its reviewers are not to learn of each other until it closes. */
export function inBlindRound(facts: ClaimFacts): boolean {
  const policy = openRoundOf(facts)?.policy;
  return policy !== undefined && policy.blind && policy.reviewsRequired > 1;
}

/** Somebody works there: no more of another's seat shows. */
const taken = (position: number): SeatFacts => ({
  position,
  person: 'somebody',
  kind: 'assigned',
  leaseOver: false,
  review: null,
});

/**
 * The facts from which somebody is told what they could do. To whoever sits in a blind round every other seat looks the
 * same, whatever goes on there; to everybody else nothing changes. What is done is decided on the facts as they are.
 */
export function factsSeenBy(facts: ClaimFacts, actor: Actor): ClaimFacts {
  const { round } = facts;
  const person = personOf(actor);
  const sits = person !== null && round !== null && round.seats.some((seat) => seat.person === person);
  if (!sits || !inBlindRound(facts)) return facts;
  return {
    ...facts,
    keptOut: facts.keptOut.filter((one) => one === person),
    conflicts: facts.conflicts.filter((one) => one.person === person),
    round: {
      ...round,
      leadAvailable: false,
      seats: round.seats.map((seat) => (seat.person === person ? seat : taken(seat.position))),
    },
  };
}

/**
 * A move within a blind round that goes on. It leaves the claim's version alone: what blind reviewers send must match what
 * they saw, whatever others do meanwhile. The guards keep such moves apart, under the claim's lock.
 */
export function staysBlind(facts: ClaimFacts, { from, to }: Pick<Decided, 'from' | 'to'>): boolean {
  return inBlindRound(facts) && from === 'in_review' && to === 'in_review';
}
