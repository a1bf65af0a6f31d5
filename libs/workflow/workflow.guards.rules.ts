import { unconflicted } from '#reviews';
import {
  LEASE_OVER,
  liveVersion,
  never,
  ofPerson,
  recusalOf,
  seat,
  SEAT_OPEN,
  seatAtWork,
  sitsBlind,
  where,
  withBestInput,
  worksOn,
} from './workflow.asking.js';
import type { CandidateFacts, ClaimFacts } from './workflow.facts.js';
import { type Answer, fine, guard } from './workflow.guard.js';
import type { Reason } from './workflow.reasons.js';
import {
  conflictOf,
  isKeptOut,
  openPosition,
  openRoundOf,
  overdueSeat,
  personOf,
  sitsInRound,
  workingSeat,
  workingSeats,
} from './workflow.round.rules.js';
import { isOpen } from './workflow.states.js';

/** Guards of triage, seats and leases. Those of verdicts and of publication are in their own file. */

export const reasonGiven = guard<{ reason?: string }, 'claim.reason-required'>(
  'a reason is given',
  ['claim.reason-required'],
  ({ input }, no) => (input === undefined || input.reason?.trim() ? fine : no('claim.reason-required')),
  withBestInput,
);

export const notLive = guard<unknown, 'claim.live'>(
  'not live',
  ['claim.live'],
  ({ facts }, no) => (facts.claim.publication === 'live' ? no('claim.live') : fine),
  where(`publication <> 'live'`),
);

export const isLive = guard<unknown, 'claim.not-live'>(
  'live',
  ['claim.not-live'],
  ({ facts }, no) => (facts.claim.publication === 'live' && facts.live !== null ? fine : no('claim.not-live')),
  where(`publication = 'live' AND ${liveVersion()}`),
);

type TargetCode = 'claim.target-not-found' | 'claim.target-itself' | 'claim.target-not-living';
const targetCodes = ['claim.target-not-found', 'claim.target-itself', 'claim.target-not-living'] as const;

/** What is to become of what is merged into it. */
function livingTargetOf(facts: ClaimFacts, id: string, no: Answer<TargetCode>): readonly Reason[] {
  if (id === facts.claim.id) return no('claim.target-itself');
  const target = facts.about?.target;
  if (!target) return no('claim.target-not-found');
  const isLiving = isOpen(target.state) || target.state === 'published';
  return isLiving ? fine : no('claim.target-not-living', `It is ${target.state}.`);
}

export const livingTarget = guard<{ target: string }, TargetCode>(
  'a living target, not itself',
  targetCodes,
  ({ facts, input }, no) => (input === undefined ? fine : livingTargetOf(facts, input.target, no)),
  withBestInput,
);

export const openSeat = guard<unknown, 'claim.no-open-seat'>(
  'an open seat, or one whose lease is over',
  ['claim.no-open-seat'],
  ({ facts }, no) => (openPosition(facts) === null && overdueSeat(facts) === null ? no('claim.no-open-seat') : fine),
  where(`(${SEAT_OPEN} OR ${LEASE_OVER})`), // whoever sits in a blind round already is refused by the next guard
);

export const callerNotSeated = guard<unknown, 'claim.already-seated'>(
  'the caller does not sit in this round',
  ['claim.already-seated'],
  ({ facts, actor }, no) => {
    const person = personOf(actor);
    return person !== null && openRoundOf(facts) && sitsInRound(facts, person) ? no('claim.already-seated') : fine;
  },
  ofPerson((me) => `NOT ${seat(`r.status = 'open' AND a.person_id = ${me}`)}`, 'true'),
);

export const callerNotKeptOut = guard<unknown, 'claim.kept-out'>(
  'the caller is not kept out',
  ['claim.kept-out'],
  ({ facts, actor }, no) => (isKeptOut(facts, personOf(actor)) ? no('claim.kept-out') : fine),
  ofPerson((me) => `NOT ${recusalOf(me)}`, 'true'),
);

export const callerUnconflicted = guard<unknown, 'claim.conflict-of-interest'>(
  'no standing conflict of interest of the caller',
  ['claim.conflict-of-interest'],
  ({ facts, actor }, no) => {
    const about = conflictOf(facts, personOf(actor));
    return about === null ? fine : no('claim.conflict-of-interest', `It is with the ${about}.`);
  },
  ofPerson((me) => unconflicted('claim.id', me), 'true'),
);

export const callerBelowCapacity = guard<unknown, 'queue.at-capacity'>(
  'the caller is below capacity',
  ['queue.at-capacity'],
  ({ facts: { caller } }, no) => (isFull(caller) ? no('queue.at-capacity', inHand(caller)) : fine),
  ({ caller }) => {
    if (caller === null) return { where: 'true' };
    const { capacity, openSeats, fullDesks } = caller;
    return capacity !== null && openSeats >= capacity ? never : { where: 'true', notAt: fullDesks };
  },
);

function isFull(candidate: CandidateFacts | null): candidate is CandidateFacts {
  if (candidate === null) return false;
  const { capacity, openSeats, deskIsFull } = candidate;
  return deskIsFull === true || (capacity !== null && openSeats >= capacity);
}

function inHand({ openSeats, capacity, deskIsFull }: CandidateFacts): string {
  return deskIsFull ? 'They hold as many of this desk as they can.' : `Open: ${openSeats} of ${capacity}.`;
}

export const callerOnDesk = guard<unknown, 'claim.not-on-desk'>(
  "the caller belongs to the claim's desk",
  ['claim.not-on-desk'],
  ({ facts }, no) => (facts.caller?.belongsToDesk === false ? no('claim.not-on-desk') : fine),
  ({ caller }) => (caller === null ? { where: 'true' } : { where: 'true', at: [null, ...caller.desks] }),
);

/** Assigning: somebody's seat who still works on it, or an open one. */
export const seatToAssign = guard<{ replaces?: string }, 'claim.no-open-seat' | 'claim.seat-not-found'>(
  'an open seat or the one it replaces',
  ['claim.no-open-seat', 'claim.seat-not-found'],
  ({ facts, input }, no) => {
    if (input?.replaces !== undefined) return workingSeat(facts, input.replaces) ? fine : no('claim.seat-not-found');
    const open = openPosition(facts) !== null || (input === undefined && workingSeats(facts).length > 0);
    return open ? fine : no('claim.no-open-seat');
  },
  ({ actor, given }) => {
    const blind = actor.kind === 'person' ? ` OR ${sitsBlind(`${given(actor.person)}::uuid`)}` : '';
    return { where: `(${SEAT_OPEN} OR ${seatAtWork()}${blind})` };
  },
);

type AssigneeCode =
  | 'claim.person-not-found'
  | 'claim.person-cannot-review'
  | 'claim.already-seated'
  | 'claim.kept-out'
  | 'claim.conflict-of-interest'
  | 'claim.person-away'
  | 'queue.at-capacity';

export const assigneeFit = guard<{ person: string; overruleCapacity?: string; overruleAbsence?: string }, AssigneeCode>(
  'a person who may review, does not sit in this round, is not kept out, has no conflict of interest, is there and has capacity, or is given it with a reason',
  [
    'claim.person-not-found',
    'claim.person-cannot-review',
    'claim.already-seated',
    'claim.kept-out',
    'claim.conflict-of-interest',
    'claim.person-away',
    'queue.at-capacity',
  ],
  ({ facts, actor, input }, no) => {
    if (input === undefined) return fine;
    const assignee = facts.about?.assignee;
    if (!assignee) return no('claim.person-not-found');
    const about = conflictOf(facts, assignee.person);
    const full = isFull(assignee);
    const overrules = (reason?: string) => actor.kind === 'person' && Boolean(reason?.trim());
    const overruled = overrules(input.overruleCapacity);
    return [
      ...(assignee.mayReview ? fine : no('claim.person-cannot-review')),
      ...(openRoundOf(facts) && sitsInRound(facts, assignee.person) ? no('claim.already-seated') : fine),
      ...(isKeptOut(facts, assignee.person) ? no('claim.kept-out') : fine),
      ...(about === null ? fine : no('claim.conflict-of-interest', `It is with the ${about}.`)),
      ...(full && !overruled ? no('queue.at-capacity', `${inHand(assignee)} Say why to overrule it.`) : fine),
      ...(assignee.isAway && !overrules(input.overruleAbsence) ? no('claim.person-away') : fine),
    ];
  },
  withBestInput,
);

export const dueTimeToCome = guard<{ dueAt?: string }, 'claim.due-time-past'>(
  'a due time still to come',
  ['claim.due-time-past'],
  ({ facts, input }, no) =>
    input?.dueAt !== undefined && facts.about?.dueAtIsPast === true ? no('claim.due-time-past') : fine,
  withBestInput,
);

/** The service gives nobody's work back who could do it. */
export const systemOnlyForWhoIsGone = guard<unknown, 'claim.not-away'>(
  'the service: only of somebody who is away or has left',
  ['claim.not-away'],
  ({ facts, actor, input }, no) =>
    actor.kind === 'system' && input !== undefined && facts.about?.personIsGone !== true ? no('claim.not-away') : fine,
  withBestInput,
);

/** Releasing: one's own seat, or with the permission to assign anybody's. */
export const seatToRelease = guard<{ person?: string }, 'claim.not-your-seat' | 'claim.seat-not-found'>(
  'a seat with work to do',
  ['claim.not-your-seat', 'claim.seat-not-found'],
  ({ facts, actor, input }, no) => {
    const self = personOf(actor);
    if (input?.person !== undefined && input.person !== self) {
      return workingSeat(facts, input.person) ? fine : no('claim.seat-not-found');
    }
    if (workingSeat(facts, self)) return fine;
    const othersToo = actor.kind === 'person' && actor.permissions.has('claim.assign');
    return input === undefined && othersToo && workingSeats(facts).length > 0 ? fine : no('claim.not-your-seat');
  },
  ofPerson((me, { actor }) => {
    const othersToo = actor.kind === 'person' && actor.permissions.has('claim.assign');
    return othersToo ? `(${seatAtWork()} OR ${sitsBlind(me)})` : worksOn(me);
  }, 'false'),
);

/** A proposal for triage could be carried out as it stands: `merge` names a claim that lives, and nothing is proposed against what is live. */
export const suggestionPossible = guard<
  { suggest?: string; target?: string },
  'claim.live' | 'claim.target-required' | TargetCode
>(
  'a suggestion that could be carried out',
  ['claim.live', 'claim.target-required', ...targetCodes],
  ({ facts, input }, no) => {
    if (input?.suggest === undefined) return fine;
    if (facts.claim.publication === 'live') return no('claim.live');
    if (input.suggest !== 'merge') return fine;
    return input.target === undefined ? no('claim.target-required') : livingTargetOf(facts, input.target, no);
  },
  withBestInput,
);

export const leaseIsOver = guard<{ person: string }, 'claim.seat-not-found' | 'claim.lease-running'>(
  'the lease is over',
  ['claim.seat-not-found', 'claim.lease-running'],
  ({ facts, input }, no) => {
    const seats = input === undefined ? workingSeats(facts) : [workingSeat(facts, input.person)];
    if (seats.every((seat) => seat === null)) return no('claim.seat-not-found');
    return seats.some((seat) => seat?.leaseOver) ? fine : no('claim.lease-running');
  },
  where(LEASE_OVER),
);

export const callerSeated = guard<unknown, 'claim.not-your-seat'>(
  'the caller sits in this round with work to do',
  ['claim.not-your-seat'],
  ({ facts, actor }, no) => (workingSeat(facts, personOf(actor)) ? fine : no('claim.not-your-seat')),
  ofPerson(worksOn, 'false'),
);
