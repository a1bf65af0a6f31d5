import type { Effect } from './workflow.effects.js';
import type { Inputs } from './workflow.inputs.js';
import { newRound, unschedule, windUp, type Outcome, type Permitted } from './workflow.outcome.js';
import {
  afterLeaving,
  afterVotes,
  isAuthorOfVerdict,
  openPosition,
  openRoundOf,
  overdueSeat,
  personOf,
  policyInForce,
  signOffs,
  sitsInRound,
  unique,
  voteOf,
  workingSeat,
} from './workflow.round.rules.js';

/** Outcomes of triage and of the work in seats. */

export function accepted(): Outcome<'claim.queued'> {
  return {
    to: 'queued',
    effects: [{ effect: 'startDueTime' }, { effect: 'clearSuggestion' }],
    events: ['claim.queued'],
  };
}

export function dismissed({ facts }: Permitted<unknown>): Outcome<'claim.dismissed'> {
  return { to: 'dismissed', effects: windUp(facts), events: ['claim.dismissed'] };
}

export function merged({ facts, input }: Permitted<Inputs['merge']>): Outcome<'claim.merged'> {
  const { target, stance } = input;
  return {
    to: 'merged',
    effects: [...windUp(facts), { effect: 'mergeInto', target, stance }],
    events: ['claim.merged'],
  };
}

function roundToSitIn(facts: Permitted<unknown>['facts']): readonly Effect[] {
  return openRoundOf(facts) === null ? [{ effect: 'openRound', policy: facts.policy }] : [];
}

export function taken({ facts, actor }: Permitted<unknown>): Outcome<'claim.assigned'> {
  const person = personOf(actor)!;
  const open = openPosition(facts);
  const left = open === null ? overdueSeat(facts)! : null;
  const position = left?.position ?? open!;
  const effects: Effect[] = [...roundToSitIn(facts)];
  if (left !== null) effects.push({ effect: 'endSeat', position, person: left.person!, why: 'expired' });
  effects.push({ effect: 'seat', position, person, kind: 'lease' });
  return { to: 'in_review', effects, events: ['claim.assigned'] };
}

export function assigned({ facts, input }: Permitted<Inputs['assign']>): Outcome<'claim.assigned'> {
  const { person, replaces, message } = input;
  const left = replaces === undefined ? null : workingSeat(facts, replaces);
  const dueAt = input.dueAt ?? left?.dueAt; // work that is handed over is due when it was
  const position = left?.position ?? openPosition(facts)!;
  const effects: Effect[] = [...roundToSitIn(facts)];
  if (replaces !== undefined)
    effects.push({ effect: 'endSeat', position, person: replaces, why: 'handed over', reason: input.reason });
  effects.push({ effect: 'seat', position, person, kind: 'assigned', dueAt, message });
  if (replaces !== undefined) effects.push({ effect: 'handOnDraft', from: replaces, to: person });
  effects.push({ effect: 'startDueTime' }, { effect: 'clearSuggestion' });
  return { to: 'in_review', effects, events: ['claim.assigned'] };
}

/** A suggestion parks the claim only when nobody else sits in the round: it must not pull the seat from under them. */
export function released({
  facts,
  actor,
  input,
}: Permitted<Inputs['release']>): Outcome<'claim.released' | 'claim.proposed'> {
  const person = input.person ?? personOf(actor)!;
  const leaving: Effect = {
    effect: 'endSeat',
    position: workingSeat(facts, person)!.position,
    person,
    why: 'released',
    reason: input.reason,
  };
  const to = afterLeaving(facts, person);
  if (input.suggest === undefined) return { to, effects: [leaving], events: ['claim.released'] };
  const { suggest: action, target, reason } = input;
  const suggestion: Effect = { effect: 'suggest', action, target, reason };
  if (to === 'in_review') return { to, effects: [leaving, suggestion], events: ['claim.released'] };
  const effects: Effect[] = [leaving, { effect: 'abandonRound' }, suggestion];
  return { to: 'proposed', effects, events: ['claim.released', 'claim.proposed'] };
}

export function expired({ facts, input }: Permitted<Inputs['expire']>): Outcome<'claim.expired'> {
  const { person } = input;
  const leaving: Effect = { effect: 'endSeat', position: workingSeat(facts, person)!.position, person, why: 'expired' };
  return { to: afterLeaving(facts, person), effects: [leaving], events: ['claim.expired'] };
}

type SubmitEvent =
  'review.submitted' | 'round.closed' | 'claim.disputed' | 'verdict.ready-for-signoff' | 'verdict.approved';

/** The last review closes the round. The lead's text stands when all ratings agree; the lead may be this very review. */
export function submitted({ facts, actor }: Permitted<unknown>): Outcome<SubmitEvent> {
  const person = personOf(actor)!;
  const { position } = workingSeat(facts, person)!;
  const ratingKey = facts.draft!.ratingKey!;
  const handedIn: Effect = { effect: 'recordReview', position, person, ratingKey };
  const others = facts.round!.seats.filter((seat) => seat.position !== position);
  if (others.some((seat) => seat.review === null)) {
    return { to: 'in_review', effects: [handedIn], events: ['review.submitted'] };
  }
  const agreed = others.every((seat) => seat.review!.ratingKey === ratingKey);
  const effects: Effect[] = [handedIn, { effect: 'closeRound', agreed }];
  if (!agreed) return { to: 'disputed', effects, events: ['review.submitted', 'round.closed', 'claim.disputed'] };
  const lead = others.find((seat) => seat.position === 0)?.review?.id ?? null;
  const authors = unique([...others.map((seat) => seat.person), person]);
  effects.push({ effect: 'setVerdict', origin: { kind: 'round', review: lead }, ratingKey, authors });
  return { to: standing(facts), effects, events: ['review.submitted', 'round.closed', standingEvent(facts)] };
}

/** Where a verdict without votes goes: nobody votes on it where no vote is required. */
export function standing(facts: Permitted<unknown>['facts']): 'approved' | 'in_signoff' {
  return policyInForce(facts).signOffsRequired === 0 ? 'approved' : 'in_signoff';
}

export function standingEvent(facts: Permitted<unknown>['facts']): 'verdict.approved' | 'verdict.ready-for-signoff' {
  return standing(facts) === 'approved' ? 'verdict.approved' : 'verdict.ready-for-signoff';
}

/**
 * Who steps back leaves seat and vote. A seat in an open round is simply open again. Once the round is over its reviews
 * can be read, so an author who goes takes the round along: a new one starts.
 */
export function recused({ facts, actor, input }: Permitted<Inputs['recuse']>): Outcome<'claim.recused'> {
  const person = input.person ?? personOf(actor)!;
  const { state } = facts.claim;
  const recusal: Effect = { effect: 'recordRecusal', person, reason: input.reason };
  const events = ['claim.recused'] as const;
  if (openRoundOf(facts) !== null && sitsInRound(facts, person)) {
    const { position } = facts.round!.seats.find((seat) => seat.person === person)!;
    const leaving: Effect = { effect: 'endSeat', position, person, why: 'recused' };
    return { to: afterLeaving(facts, person), effects: [leaving, recusal], events };
  }
  const authorGoes = (state === 'disputed' && sitsInRound(facts, person)) || isAuthorOfVerdict(facts, person);
  if (authorGoes) return { to: 'queued', effects: [...newRound(facts), recusal], events };
  if (voteOf(facts, person) === null) return { to: state, effects: [recusal], events };
  const to = state === 'approved' ? afterVotes(facts, signOffs(facts, null, person)) : state;
  const clock = to === state ? [] : unschedule(facts);
  return { to, effects: [{ effect: 'liftVote', person }, ...clock, recusal], events };
}
