import type { Effect } from './workflow.effects.js';
import { repliesRequired } from './workflow.verdict-guards.rules.js';
import type { Inputs } from './workflow.inputs.js';
import { closeRechecks, newRound, unschedule, windUp, type Outcome, type Permitted } from './workflow.outcome.js';
import { standing, standingEvent } from './workflow.review-outcomes.rules.js';
import { afterVotes, differsFromLive, personOf, signOffs, unique } from './workflow.round.rules.js';

/** Outcomes of verdicts, votes and publication. */

type AdjudicateEvent = 'verdict.signed-off' | 'verdict.ready-for-signoff' | 'verdict.approved';

/** Choosing one of the reviews is a vote for it; writing anew makes the adjudicator an author, who then has no vote. */
export function adjudicated({ facts, actor, input }: Permitted<Inputs['adjudicate']>): Outcome<AdjudicateEvent> {
  const by = personOf(actor)!;
  const seats = facts.round!.seats;
  const reviewers = unique(seats.map((seat) => seat.person));
  if (input.verdict !== undefined) {
    const origin = { kind: 'anew', by, text: input.verdict } as const;
    const authors = unique([...reviewers, by]);
    const effects: Effect[] = [{ effect: 'setVerdict', origin, ratingKey: input.verdict.rating, authors }];
    return { to: standing(facts), effects, events: [standingEvent(facts)] };
  }
  const chosen = seats.find((seat) => seat.review?.id === input.choose)!.review!;
  const origin = { kind: 'chosen', review: chosen.id, by } as const;
  const to = afterVotes(facts, 1);
  return {
    to,
    effects: [
      { effect: 'setVerdict', origin, ratingKey: chosen.ratingKey, authors: reviewers },
      { effect: 'addVote', person: by, vote: 'signOff', reason: input.reason },
    ],
    events: ['verdict.signed-off', to === 'approved' ? 'verdict.approved' : 'verdict.ready-for-signoff'],
  };
}

/** Where no vote is required there is none to wait for, and the amended verdict stays approved. */
export function amended({ facts, actor, input }: Permitted<Inputs['amend']>): Outcome<'verdict.amended'> {
  const by = personOf(actor)!;
  const authors = unique([...facts.verdict!.authors, by]);
  const effects: Effect[] = [
    { effect: 'lapseVotes' },
    { effect: 'amendVerdict', by, text: input.verdict, authors },
    ...unschedule(facts),
  ];
  return { to: standing(facts), effects, events: ['verdict.amended'] };
}

/** The lead gets it back as an assignment, which no clock takes away. */
export function changesRequested({
  facts,
}: Permitted<unknown>): Outcome<'verdict.changes-requested' | 'claim.assigned'> {
  const lead = facts.round?.seats.find((seat) => seat.position === 0)?.person ?? null;
  const effects = newRound(facts);
  if (lead === null || !facts.round?.leadAvailable) {
    return { to: 'queued', effects, events: ['verdict.changes-requested'] };
  }
  const seat: Effect = { effect: 'seat', position: 0, person: lead, kind: 'assigned' };
  return { to: 'in_review', effects: [...effects, seat], events: ['verdict.changes-requested', 'claim.assigned'] };
}

export function signedOff({
  facts,
  actor,
  input,
}: Permitted<Inputs['signOff']>): Outcome<'verdict.signed-off' | 'verdict.approved'> {
  const person = personOf(actor)!;
  const effects: Effect[] = [{ effect: 'addVote', person, vote: 'signOff', reason: input.reason }];
  return afterVotes(facts, signOffs(facts, person)) === 'approved'
    ? { to: 'approved', effects, events: ['verdict.signed-off', 'verdict.approved'] }
    : { to: 'in_signoff', effects, events: ['verdict.signed-off'] };
}

export function dissented({ actor, input }: Permitted<Inputs['dissent']>): Outcome<'verdict.dissented'> {
  const vote: Effect = { effect: 'addVote', person: personOf(actor)!, vote: 'dissent', reason: input.reason };
  return { to: 'in_signoff', effects: [vote], events: ['verdict.dissented'] };
}

type PublishEvent = 'factcheck.published' | 'factcheck.corrected' | 'publish.scheduled' | 'publish.blocked';

/**
 * Now, or kept for a later hour. At that hour nobody is there to read a refusal: a gate that fails takes the hour away
 * and says so in an event, and the claim waits as approved.
 */
export function published({ facts, actor, input }: Permitted<Inputs['publish']>): Outcome<PublishEvent> {
  const bySystem = actor.kind === 'system';
  if (!bySystem && input.at !== undefined && facts.about?.atIsLater === true) {
    const hour: Effect = { effect: 'setPublishAt', at: input.at, correction: input.correction ?? null };
    return { to: 'approved', effects: [hour], events: ['publish.scheduled'] };
  }
  const corrects = bySystem ? facts.claim.scheduled?.correction === true : input.correction !== undefined;
  const isShut = (facts.gate?.length ?? 0) > 0 || repliesRequired(facts).length > 0;
  const blocked = isShut || (differsFromLive(facts) && !corrects);
  if (bySystem && blocked) return { to: 'approved', effects: unschedule(facts), events: ['publish.blocked'] };
  const correction = bySystem && corrects ? 'as scheduled' : (input.correction ?? null);
  return {
    to: 'published',
    publication: 'live',
    effects: [{ effect: 'publishVersion', correction }, ...unschedule(facts), ...closeRechecks(facts, 'republished')],
    events: corrects ? ['factcheck.published', 'factcheck.corrected'] : ['factcheck.published'],
  };
}

export function corrected({ facts, actor, input }: Permitted<Inputs['correct']>): Outcome<'factcheck.corrected'> {
  const { type, notice } = input;
  const next: Effect = { effect: 'correctVersion', correction: { type, notice }, by: personOf(actor)! };
  return { to: facts.claim.state, effects: [next], events: ['factcheck.corrected'] };
}

/** At once, and nothing that was set to go out later brings it back by itself. */
export function retracted({ facts, input }: Permitted<Inputs['retract']>): Outcome<'factcheck.retracted'> {
  return {
    to: facts.claim.state === 'published' ? 'retracted' : facts.claim.state,
    publication: 'retracted',
    effects: [
      { effect: 'retractVersion', reason: input.reason },
      ...unschedule(facts),
      ...closeRechecks(facts, 'retracted'),
    ],
    events: ['factcheck.retracted'],
  };
}

export function reopened({ facts }: Permitted<unknown>): Outcome<'claim.reopened'> {
  return { to: 'queued', effects: [...newRound(facts), { effect: 'restartDueTime' }], events: ['claim.reopened'] };
}

export function upheld({ facts, input }: Permitted<Inputs['uphold']>): Outcome<'factcheck.upheld'> {
  const effects: Effect[] = [...windUp(facts), { effect: 'upholdVersion', reason: input.reason }];
  return { to: 'published', effects: [...effects, ...closeRechecks(facts, 'upheld')], events: ['factcheck.upheld'] };
}
