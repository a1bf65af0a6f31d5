import type { Effect } from './workflow.effects.js';
import type { Actor, ClaimFacts } from './workflow.facts.js';
import { openRoundOf, workingSeats } from './workflow.round.rules.js';
import type { Publication, State } from './workflow.states.js';

/** What an outcome is computed from: every guard has held. */
export interface Permitted<I> {
  facts: ClaimFacts;
  actor: Actor;
  input: I;
}

/** Where the claim goes and what has to be done. `publication` left out: as it was. */
export interface Outcome<E extends string = string> {
  to: State;
  publication?: Publication;
  effects: readonly Effect[];
  events: readonly E[];
}

/** Only what there is to undo: an empty list of effects when the claim has no hour set. */
export function unschedule(facts: ClaimFacts): readonly Effect[] {
  return facts.claim.scheduled === null ? [] : [{ effect: 'clearPublishAt' }];
}

export function dropVerdict(facts: ClaimFacts): readonly Effect[] {
  return facts.verdict === null ? [] : [{ effect: 'dropVerdict' }];
}

export function closeRechecks(facts: ClaimFacts, as: 'upheld' | 'republished' | 'retracted'): readonly Effect[] {
  return facts.openRechecks === 0 ? [] : [{ effect: 'closeRechecks', as }];
}

/** The claim leaves the desk: work in hand ends, the round with it, nothing stands and nothing is set to go out. */
export function windUp(facts: ClaimFacts): readonly Effect[] {
  return [
    ...workingSeats(facts).map((seat): Effect => ({
      effect: 'endSeat',
      position: seat.position,
      person: seat.person!,
      why: 'closed',
    })),
    ...(openRoundOf(facts) === null ? [] : [{ effect: 'abandonRound' } as const]),
    ...dropVerdict(facts),
    ...unschedule(facts),
    { effect: 'clearSuggestion' },
  ];
}

/** A new go at it: nothing of the old one stands. */
export function newRound(facts: ClaimFacts): readonly Effect[] {
  return [...dropVerdict(facts), ...unschedule(facts), { effect: 'openRound', policy: facts.policy }];
}
