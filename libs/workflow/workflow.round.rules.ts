import type { Actor, ClaimFacts, Policy, SeatFacts } from './workflow.facts.js';

/** Questions about rounds, seats and votes that guards and outcomes both ask. */

export function personOf(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.person : null;
}

export function openRoundOf(facts: ClaimFacts) {
  return facts.round?.status === 'open' ? facts.round : null;
}

/** The policy that binds the work at hand: the round's own, or the newsroom's before one has opened. */
export function policyInForce(facts: ClaimFacts): Policy {
  return facts.round === null || facts.round.status === 'abandoned' ? facts.policy : facts.round.policy;
}

/** The position that the next person to sit down gets; the lead's seat first. Null: every seat is taken. */
export function openPosition(facts: ClaimFacts): number | null {
  const round = openRoundOf(facts);
  if (round === null) return 0;
  return round.seats.find((seat) => seat.person === null)?.position ?? null;
}

/** The seat of a lease that is over, whose clock nobody has heard yet: whoever wants to work need not wait for it. */
export function overdueSeat(facts: ClaimFacts): SeatFacts | null {
  return openRoundOf(facts)?.seats.find((seat) => seat.leaseOver && seat.review === null) ?? null;
}

/** The seat in which this person still has work to do. */
export function workingSeat(facts: ClaimFacts, person: string | null | undefined): SeatFacts | null {
  if (person === null || person === undefined) return null;
  return openRoundOf(facts)?.seats.find((seat) => seat.person === person && seat.review === null) ?? null;
}

export function workingSeats(facts: ClaimFacts): readonly SeatFacts[] {
  return openRoundOf(facts)?.seats.filter((seat) => seat.person !== null && seat.review === null) ?? [];
}

/** Sits in the latest round, with work to do or done. */
export function sitsInRound(facts: ClaimFacts, person: string): boolean {
  const round = facts.round;
  return round !== null && round.status !== 'abandoned' && round.seats.some((seat) => seat.person === person);
}

export function isKeptOut(facts: ClaimFacts, person: string | null): boolean {
  return person !== null && facts.keptOut.includes(person);
}

/** With what this person's standing conflict of interest is; null: they have none on this claim. */
export function conflictOf(facts: ClaimFacts, person: string | null | undefined): string | null {
  return facts.conflicts.find((conflict) => conflict.person === person)?.about ?? null;
}

export function isAuthorOfVerdict(facts: ClaimFacts, person: string | null): boolean {
  return person !== null && (facts.verdict?.authors.includes(person) ?? false);
}

export function voteOf(facts: ClaimFacts, person: string | null) {
  return facts.verdict?.votes.find((vote) => vote.person === person)?.vote ?? null;
}

/** Sign-offs in force once `signing` has signed (or, with null, as they stand), each person counted once. */
export function signOffs(facts: ClaimFacts, signing: string | null, without: string | null = null): number {
  const signed = new Set(facts.verdict?.votes.filter((vote) => vote.vote === 'signOff').map((vote) => vote.person));
  if (signing !== null) signed.add(signing);
  if (without !== null) signed.delete(without);
  return signed.size;
}

/** Where a complete verdict goes with this many sign-offs. */
export function afterVotes(facts: ClaimFacts, votes: number): 'approved' | 'in_signoff' {
  return votes >= policyInForce(facts).signOffsRequired ? 'approved' : 'in_signoff';
}

/** Where the claim goes when this person leaves their seat. */
export function afterLeaving(facts: ClaimFacts, person: string): 'queued' | 'in_review' {
  const others = openRoundOf(facts)?.seats.some((seat) => seat.person !== null && seat.person !== person) ?? false;
  return others ? 'in_review' : 'queued';
}

/** A version is public, and the standing verdict gives another rating. */
export function differsFromLive({ live, verdict }: ClaimFacts): boolean {
  return live !== null && verdict !== null && live.ratingKey !== verdict.ratingKey;
}

export function unique(people: readonly (string | null)[]): string[] {
  return [...new Set(people.filter((person) => person !== null))];
}
