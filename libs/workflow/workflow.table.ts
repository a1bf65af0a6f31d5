import type { Permission } from '#newsroom';
import type { ZodType } from 'zod';
import type { Guard } from './workflow.guard.js';
import * as needs from './workflow.guards.rules.js';
import { inputs } from './workflow.inputs.js';
import type { Outcome, Permitted } from './workflow.outcome.js';
import * as review from './workflow.review-outcomes.rules.js';
import { openStates, type State } from './workflow.states.js';
import * as verdictNeeds from './workflow.verdict-guards.rules.js';
import * as verdict from './workflow.verdict-outcomes.rules.js';

/**
 * Who may: people by permission, `anybody` of the newsroom, or `nobody`. `others`: the permission for doing it to
 * somebody else's work, where the input names a person. Machines with that scope and the system only where it says so.
 */
export interface Who {
  people: Permission | 'anybody' | 'nobody';
  others?: Permission;
  machines?: true;
  system?: true;
}

/** From each state in which the action can start, every state in which it can end; the outcome says which it is this time. */
export type Moves = Partial<Record<State, readonly State[]>>;

function every(from: readonly State[], to: readonly State[]): Moves {
  return Object.fromEntries(from.map((state) => [state, to]));
}

function stay(from: readonly State[]): Moves {
  return Object.fromEntries(from.map((state) => [state, [state]]));
}

/** One action. */
export interface Row<I = never, E extends string = string> {
  does: string;
  moves: Moves;
  who: Who;
  input: ZodType<I>;
  guards: readonly Guard<I>[];
  events: readonly E[];
  outcome: (permitted: Permitted<I>) => Outcome<E>;
}

function row<I, const E extends string>(given: Row<I, E>): Row<I, E> {
  return given;
}

const { reasonGiven, notLive, isLive, callerNotKeptOut, callerUnconflicted } = needs;
const { callerIsNoAuthor } = verdictNeeds;
const liveStates: readonly State[] = [...openStates, 'published'];

/** The workflow. Nothing else in this house moves a claim, and nothing else says how. */
export const table = {
  accept: row({
    does: 'says that it will be checked',
    moves: { proposed: ['queued'], dismissed: ['queued'] },
    who: { people: 'claim.triage', machines: true },
    input: inputs.accept,
    guards: [],
    events: ['claim.queued'],
    outcome: review.accepted,
  }),
  dismiss: row({
    does: 'says that it will not be checked, and why',
    moves: every(openStates, ['dismissed']),
    who: { people: 'claim.triage', machines: true },
    input: inputs.dismiss,
    guards: [reasonGiven, notLive],
    events: ['claim.dismissed'],
    outcome: review.dismissed,
  }),
  merge: row({
    does: 'says that it is the same as another claim, which goes on alone',
    moves: every(openStates, ['merged']),
    who: { people: 'claim.triage' },
    input: inputs.merge,
    guards: [notLive, needs.livingTarget],
    events: ['claim.merged'],
    outcome: review.merged,
  }),
  unmerge: row({
    does: 'takes a merge back, with all that it brought',
    moves: { merged: ['proposed'] },
    who: { people: 'claim.triage' },
    input: inputs.unmerge,
    guards: [],
    events: ['claim.proposed'],
    outcome: () => ({ to: 'proposed', effects: [{ effect: 'unmerge' }], events: ['claim.proposed'] }),
  }),
  take: row({
    does: 'takes an open seat on a lease',
    moves: { queued: ['in_review'], in_review: ['in_review'] },
    who: { people: 'claim.review' },
    input: inputs.take,
    guards: [
      needs.openSeat,
      needs.callerNotSeated,
      callerNotKeptOut,
      callerUnconflicted,
      needs.callerBelowCapacity,
      needs.callerOnDesk,
    ],
    events: ['claim.assigned'],
    outcome: review.taken,
  }),
  assign: row({
    does: 'gives a seat to somebody, or hands it over with its draft',
    moves: { proposed: ['in_review'], queued: ['in_review'], in_review: ['in_review'] },
    who: { people: 'claim.assign', machines: true },
    input: inputs.assign,
    guards: [needs.seatToAssign, needs.assigneeFit, needs.dueTimeToCome],
    events: ['claim.assigned'],
    outcome: review.assigned,
  }),
  release: row({
    does: 'gives a seat back, with a proposal for triage if there is one',
    moves: { in_review: ['queued', 'in_review', 'proposed'] },
    who: { people: 'claim.review', others: 'claim.assign', system: true },
    input: inputs.release,
    guards: [reasonGiven, needs.seatToRelease, needs.systemOnlyForWhoIsGone, needs.suggestionPossible],
    events: ['claim.released', 'claim.proposed'],
    outcome: review.released,
  }),
  expire: row({
    does: 'ends a lease whose time is over',
    moves: { in_review: ['queued', 'in_review'] },
    who: { people: 'nobody', system: true },
    input: inputs.expire,
    guards: [needs.leaseIsOver],
    events: ['claim.expired'],
    outcome: review.expired,
  }),
  submit: row({
    does: 'hands in a verdict for one seat; the last one closes the round',
    moves: { in_review: ['in_review', 'in_signoff', 'disputed', 'approved'] },
    who: { people: 'claim.review' },
    input: inputs.submit,
    guards: [needs.callerSeated, callerUnconflicted, verdictNeeds.draftComplete],
    events: ['review.submitted', 'round.closed', 'claim.disputed', 'verdict.ready-for-signoff', 'verdict.approved'],
    outcome: review.submitted,
  }),
  adjudicate: row({
    does: 'decides between reviews that differ',
    moves: { disputed: ['in_signoff', 'approved'] },
    who: { people: 'claim.adjudicate' },
    input: inputs.adjudicate,
    guards: [
      verdictNeeds.satInNoSeat,
      callerNotKeptOut,
      callerUnconflicted,
      verdictNeeds.choiceOrText,
      verdictNeeds.textComplete,
    ],
    events: ['verdict.signed-off', 'verdict.ready-for-signoff', 'verdict.approved'],
    outcome: verdict.adjudicated,
  }),
  amend: row({
    does: 'changes the standing verdict; its votes lapse',
    moves: { in_signoff: ['in_signoff'], approved: ['in_signoff', 'approved'] },
    who: { people: 'claim.review' },
    input: inputs.amend,
    guards: [verdictNeeds.callerIsAuthor, callerNotKeptOut, callerUnconflicted, verdictNeeds.textComplete],
    events: ['verdict.amended'],
    outcome: verdict.amended,
  }),
  requestChanges: row({
    does: 'sends it back for a new round, to its lead where possible',
    moves: every(['disputed', 'in_signoff', 'approved'], ['in_review', 'queued']),
    who: { people: 'claim.signoff' },
    input: inputs.requestChanges,
    guards: [reasonGiven, callerNotKeptOut, callerUnconflicted],
    events: ['verdict.changes-requested', 'claim.assigned'],
    outcome: verdict.changesRequested,
  }),
  signOff: row({
    does: 'votes for the standing verdict',
    moves: { in_signoff: ['in_signoff', 'approved'] },
    who: { people: 'claim.signoff' },
    input: inputs.signOff,
    guards: [callerIsNoAuthor, callerNotKeptOut, callerUnconflicted, verdictNeeds.voteIsNew('signOff')],
    events: ['verdict.signed-off', 'verdict.approved'],
    outcome: verdict.signedOff,
  }),
  dissent: row({
    does: 'votes against the standing verdict, on record',
    moves: { in_signoff: ['in_signoff'] },
    who: { people: 'claim.signoff' },
    input: inputs.dissent,
    guards: [reasonGiven, callerIsNoAuthor, callerNotKeptOut, callerUnconflicted, verdictNeeds.voteIsNew('dissent')],
    events: ['verdict.dissented'],
    outcome: verdict.dissented,
  }),
  recuse: row({
    does: 'steps back from the claim, or keeps somebody back',
    moves: {
      ...stay(liveStates),
      in_review: ['in_review', 'queued'],
      disputed: ['disputed', 'queued'],
      in_signoff: ['in_signoff', 'queued'],
      approved: ['approved', 'in_signoff', 'queued'],
    },
    who: { people: 'anybody', others: 'claim.assign' },
    input: inputs.recuse,
    guards: [reasonGiven, verdictNeeds.personToKeepOut],
    events: ['claim.recused'],
    outcome: review.recused,
  }),
  publish: row({
    does: 'makes the approved verdict public, now or at an hour to come',
    moves: { approved: ['published', 'approved'] },
    who: { people: 'claim.publish', system: true },
    input: inputs.publish,
    guards: [
      verdictNeeds.hourHasCome,
      verdictNeeds.correctionGiven,
      verdictNeeds.rightOfReplyGiven,
      verdictNeeds.gateOpen,
    ],
    events: ['factcheck.published', 'factcheck.corrected', 'publish.scheduled', 'publish.blocked'],
    outcome: verdict.published,
  }),
  correct: row({
    does: 'publishes the next version of what is live, the rating unchanged',
    moves: stay(liveStates),
    who: { people: 'claim.correct' },
    input: inputs.correct,
    guards: [isLive],
    events: ['factcheck.corrected'],
    outcome: verdict.corrected,
  }),
  retract: row({
    does: 'withdraws what is live, with a public reason',
    moves: { ...stay(openStates), published: ['retracted'] },
    who: { people: 'claim.retract' },
    input: inputs.retract,
    guards: [reasonGiven, isLive],
    events: ['factcheck.retracted'],
    outcome: verdict.retracted,
  }),
  reopen: row({
    does: 'puts it back on the desk for a new round',
    moves: { published: ['queued'], retracted: ['queued'] },
    who: { people: 'claim.correct', system: true },
    input: inputs.reopen,
    guards: [reasonGiven, verdictNeeds.recheckOpensReview],
    events: ['claim.reopened'],
    outcome: verdict.reopened,
  }),
  uphold: row({
    does: 'says that the live version stands, and ends the review of it',
    moves: every(openStates, ['published']),
    who: { people: 'claim.correct' },
    input: inputs.uphold,
    guards: [reasonGiven, isLive, callerNotKeptOut, callerUnconflicted, verdictNeeds.noAuthorOfLive],
    events: ['factcheck.upheld'],
    outcome: verdict.upheld,
  }),
} as const;

export type Action = keyof typeof table;
export type WorkflowEvent = (typeof table)[Action]['events'][number];
export type InputOf<A extends Action> = (typeof table)[A] extends Row<infer I, string> ? I : never;
export const actions = Object.keys(table) as readonly Action[];
