import { permissionsOfRoles, type Role } from '#newsroom';
import { availableActions, decide } from './workflow.decide.rules.js';
import type { Actor, CandidateFacts, ClaimFacts, DraftFacts, Policy, SeatFacts } from './workflow.facts.js';
import type { ReasonCode } from './workflow.reasons.js';
import type { State } from './workflow.states.js';
import { actions, table, type Action, type InputOf } from './workflow.table.js';

const policy: Policy = {
  reviewsRequired: 1,
  blind: true,
  signOffsRequired: 1,
  minEvidence: 1,
  minIndependentSources: 1,
  leaseHours: 8,
  recheckOpensReview: true,
  rightOfReply: 'off',
  rightOfReplyUpTo: null,
};
const rosa = person('rosa', 'reviewer');
const eva = person('eva', 'editor');
const system: Actor = { kind: 'system' };

function person(name: string, role: Role): Actor {
  return { kind: 'person', person: name, permissions: permissionsOfRoles([role]) };
}

const candidate = (name: string, more: Partial<CandidateFacts> = {}): CandidateFacts => ({
  person: name,
  mayReview: true,
  capacity: 3,
  openSeats: 0,
  belongsToDesk: true,
  ...more,
});
const written: DraftFacts = { ratingKey: 'false', missing: [], evidence: 1, independentSources: 1 };
const text = { rating: 'false', summary: 's', explanation: 'e', evidenceIds: [] };
const reason = 'because';

function seat(position: number, name: string | null, more: Partial<SeatFacts> = {}): SeatFacts {
  return { position, person: name, kind: name === null ? null : 'lease', leaseOver: false, review: null, ...more };
}
const filled = (position: number, name: string, ratingKey = 'false') =>
  seat(position, name, { review: { id: `review-${position}`, ratingKey } });

type Round = NonNullable<ClaimFacts['round']>;
const round = (seats: SeatFacts[], status: Round['status'] = 'open', own: Partial<Policy> = {}): Round => ({
  status,
  policy: { ...policy, reviewsRequired: seats.length, ...own },
  seats,
  leadAvailable: true,
});

function facts(state: State, more: Partial<ClaimFacts> = {}, claim: Partial<ClaimFacts['claim']> = {}): ClaimFacts {
  return {
    claim: { id: 'claim', state, publication: more.live ? 'live' : 'none', scheduled: null, ...claim },
    policy,
    round: null,
    verdict: null,
    live: null,
    keptOut: [],
    conflicts: [],
    openRechecks: 0,
    caller: null,
    draft: null,
    ...more,
  };
}

const live = { ratingKey: 'true', authors: ['rosa'] };
const byRosa = { ratingKey: 'false', authors: ['rosa'], votes: [] };
const closed = round([filled(0, 'rosa')], 'closed');
const disputed = round([filled(0, 'rosa'), filled(1, 'bo', 'true')], 'closed');
const inSignoff = (more: Partial<ClaimFacts> = {}) => facts('in_signoff', { round: closed, verdict: byRosa, ...more });
const approved = (more: Partial<ClaimFacts> = {}, claim = {}) =>
  facts('approved', { round: closed, verdict: byRosa, gate: [], ...more }, claim);
const sitting = (more: Partial<ClaimFacts> = {}) => facts('in_review', { round: round([seat(0, 'rosa')]), ...more });
const queued = (more: Partial<ClaimFacts> = {}) => facts('queued', { caller: candidate('rosa'), ...more });
const assigning = (assignee: CandidateFacts | null, more: Partial<ClaimFacts> = {}, state: State = 'queued') =>
  facts(state, { about: { assignee }, ...more });
const merging = (target: { id: string; state: State } | null, more: Partial<ClaimFacts> = {}) =>
  facts('proposed', { about: { target }, ...more });

const unheard = (replies: Partial<ClaimFacts['replies']>, rightOfReply: Policy['rightOfReply'] = 'required') =>
  approved({
    round: round([filled(0, 'rosa')], 'closed', { rightOfReply }),
    replies: { concerned: true, asked: 1, awaitedUntil: null, ...replies },
  });

type Asked<A extends Action = Action> = { [B in A]: [B, Actor, ClaimFacts, InputOf<B>] }[A];
const of = <A extends Action>(action: A, actor: Actor, given: ClaimFacts, input: InputOf<A>) =>
  [action, actor, given, input] as unknown as Asked;

/** For every code that a guard of a row can give: a case in which it alone stands in the way. */
const aunt = (person: string) => [{ person, about: 'claimant Mara Lind' }];

const refused: [ReasonCode, Asked][] = [
  ['claim.reason-required', of('dismiss', eva, facts('proposed'), { reason: ' ' as never })],
  ['claim.live', of('dismiss', eva, facts('queued', { live }), { reason: 'other' })],
  ['claim.live', of('merge', eva, merging({ id: 't', state: 'queued' }, { live }), { target: 't', stance: 'asserts' })],
  ['claim.target-not-found', of('merge', eva, merging(null), { target: 't', stance: 'asserts' })],
  ['claim.target-itself', of('merge', eva, merging(null), { target: 'claim', stance: 'asserts' })],
  [
    'claim.target-not-living',
    of('merge', eva, merging({ id: 't', state: 'merged' }), { target: 't', stance: 'asserts' }),
  ],
  ['claim.no-open-seat', of('take', rosa, queued({ round: round([filled(0, 'bo')]) }), {})],
  ['claim.already-seated', of('take', rosa, queued({ round: round([seat(0, 'rosa'), seat(1, null)]) }), {})],
  ['claim.kept-out', of('take', rosa, queued({ keptOut: ['rosa'] }), {})],
  ['queue.at-capacity', of('take', rosa, queued({ caller: candidate('rosa', { openSeats: 3 }) }), {})],
  ['claim.not-on-desk', of('take', rosa, queued({ caller: candidate('rosa', { belongsToDesk: false }) }), {})],
  [
    'claim.no-open-seat',
    of('assign', eva, assigning(candidate('bo'), { round: round([seat(0, 'rosa')]) }), { person: 'bo' }),
  ],
  ['claim.seat-not-found', of('assign', eva, assigning(candidate('bo')), { person: 'bo', replaces: 'rosa' })],
  ['claim.person-not-found', of('assign', eva, assigning(null), { person: 'bo' })],
  ['claim.person-cannot-review', of('assign', eva, assigning(candidate('bo', { mayReview: false })), { person: 'bo' })],
  [
    'claim.already-seated',
    of('assign', eva, assigning(candidate('bo'), { round: round([filled(0, 'bo'), seat(1, null)]) }, 'in_review'), {
      person: 'bo',
    }),
  ],
  ['claim.kept-out', of('assign', eva, assigning(candidate('bo'), { keptOut: ['bo'] }), { person: 'bo' })],
  ['queue.at-capacity', of('assign', eva, assigning(candidate('bo', { capacity: 0 })), { person: 'bo' })],
  ['queue.at-capacity', of('assign', eva, assigning(candidate('bo', { deskIsFull: true })), { person: 'bo' })],
  ['claim.person-away', of('assign', eva, assigning(candidate('bo', { isAway: true })), { person: 'bo' })],
  [
    'claim.not-away',
    of('release', system, facts('in_review', { round: round([seat(0, 'bo')]), about: {} }), { person: 'bo', reason }),
  ],
  [
    'claim.due-time-past',
    of('assign', eva, facts('queued', { about: { assignee: candidate('bo'), dueAtIsPast: true } }), {
      person: 'bo',
      dueAt: '2020-01-01T00:00:00Z',
    }),
  ],
  ['claim.reason-required', of('release', rosa, sitting(), { reason: '' })],
  ['claim.not-your-seat', of('release', eva, sitting(), { reason })],
  ['claim.seat-not-found', of('release', eva, sitting(), { reason, person: 'bo' })],
  [
    'permission.missing',
    of('release', rosa, facts('in_review', { round: round([seat(0, 'bo')]) }), { reason, person: 'bo' }),
  ],
  ['claim.live', of('release', rosa, sitting({ live }), { reason, suggest: 'dismiss' })],
  ['claim.target-required', of('release', rosa, sitting(), { reason, suggest: 'merge' })],
  [
    'claim.target-not-found',
    of('release', rosa, sitting({ about: { target: null } }), { reason, suggest: 'merge', target: 't' }),
  ],
  ['claim.target-itself', of('release', rosa, sitting(), { reason, suggest: 'merge', target: 'claim' })],
  [
    'claim.target-not-living',
    of('release', rosa, sitting({ about: { target: { id: 't', state: 'dismissed' } } }), {
      reason,
      suggest: 'merge',
      target: 't',
    }),
  ],
  ['claim.seat-not-found', of('expire', system, sitting(), { person: 'bo' })],
  ['claim.lease-running', of('expire', system, sitting(), { person: 'rosa' })],
  [
    'permission.system-only',
    of('expire', eva, facts('in_review', { round: round([seat(0, 'rosa', { leaseOver: true })]) }), { person: 'rosa' }),
  ],
  ['claim.not-your-seat', of('submit', eva, sitting({ draft: written }), {})],
  [
    'claim.not-your-seat',
    of('submit', rosa, facts('in_review', { round: round([filled(0, 'rosa'), seat(1, null)]), draft: written }), {}),
  ],
  ['claim.draft-missing', of('submit', rosa, sitting(), {})],
  ['claim.verdict-incomplete', of('submit', rosa, sitting({ draft: { ...written, missing: ['summary'] } }), {})],
  ['claim.evidence-missing', of('submit', rosa, sitting({ draft: { ...written, evidence: 0 } }), {})],
  ['claim.sources-not-independent', of('submit', rosa, sitting({ draft: { ...written, independentSources: 0 } }), {})],
  [
    'claim.sat-in-round',
    of('adjudicate', person('rosa', 'editor'), facts('disputed', { round: disputed }), { choose: 'review-0' }),
  ],
  [
    'claim.kept-out',
    of('adjudicate', eva, facts('disputed', { round: disputed, keptOut: ['eva'] }), { choose: 'review-0' }),
  ],
  ['claim.one-of-choose-and-verdict', of('adjudicate', eva, facts('disputed', { round: disputed }), {})],
  ['claim.review-not-found', of('adjudicate', eva, facts('disputed', { round: disputed }), { choose: 'review-9' })],
  ['claim.verdict-incomplete', of('adjudicate', eva, facts('disputed', { round: disputed }), { verdict: text })],
  [
    'claim.evidence-missing',
    of('adjudicate', eva, facts('disputed', { round: disputed, about: { text: { ...written, evidence: 0 } } }), {
      verdict: text,
    }),
  ],
  [
    'claim.sources-not-independent',
    of(
      'adjudicate',
      eva,
      facts('disputed', { round: disputed, about: { text: { ...written, independentSources: 0 } } }),
      { verdict: text },
    ),
  ],
  ['claim.not-an-author', of('amend', eva, inSignoff({ about: { text: written } }), { verdict: text })],
  ['claim.kept-out', of('amend', rosa, inSignoff({ about: { text: written }, keptOut: ['rosa'] }), { verdict: text })],
  [
    'claim.verdict-incomplete',
    of('amend', rosa, inSignoff({ about: { text: { ...written, missing: ['summary'] } } }), { verdict: text }),
  ],
  [
    'claim.evidence-missing',
    of('amend', rosa, inSignoff({ about: { text: { ...written, evidence: 0 } } }), { verdict: text }),
  ],
  [
    'claim.sources-not-independent',
    of('amend', rosa, inSignoff({ about: { text: { ...written, independentSources: 0 } } }), { verdict: text }),
  ],
  ['claim.reason-required', of('requestChanges', eva, inSignoff(), { reason: '' })],
  ['claim.kept-out', of('requestChanges', eva, inSignoff({ keptOut: ['eva'] }), { reason })],
  ['claim.not-your-own-verdict', of('signOff', person('rosa', 'admin'), inSignoff(), {})],
  ['claim.kept-out', of('signOff', eva, inSignoff({ keptOut: ['eva'] }), {})],
  [
    'claim.already-voted',
    of('signOff', eva, inSignoff({ verdict: { ...byRosa, votes: [{ person: 'eva', vote: 'signOff' }] } }), {}),
  ],
  ['claim.reason-required', of('dissent', eva, inSignoff(), { reason: '' })],
  ['claim.not-your-own-verdict', of('dissent', person('rosa', 'editor'), inSignoff(), { reason })],
  ['claim.kept-out', of('dissent', eva, inSignoff({ keptOut: ['eva'] }), { reason })],
  [
    'claim.already-voted',
    of('dissent', eva, inSignoff({ verdict: { ...byRosa, votes: [{ person: 'eva', vote: 'dissent' }] } }), { reason }),
  ],
  ['claim.reason-required', of('recuse', rosa, facts('queued'), { reason: '' })],
  ['permission.missing', of('recuse', rosa, facts('queued'), { reason, person: 'bo' })],
  [
    'claim.person-not-found',
    of('recuse', eva, facts('queued', { about: { personKnown: false } }), { reason, person: 'bo' }),
  ],
  ['claim.already-kept-out', of('recuse', rosa, facts('queued', { keptOut: ['rosa'] }), { reason })],
  ['publish.not-due', of('publish', system, approved({}, { scheduled: { due: false, correction: false } }), {})],
  ['publish.not-due', of('publish', system, approved(), {})],
  ['claim.correction-required', of('publish', eva, approved({ live }), {})],
  [
    'claim.nothing-to-correct',
    of('publish', eva, approved({}), { correction: { type: 'fact', notice: 'Wrong sum.' } }),
  ],
  ['publish.evidence-withdrawn', of('publish', eva, approved({ gate: [{ code: 'publish.evidence-withdrawn' }] }), {})],
  [
    'publish.evidence-without-capture',
    of('publish', eva, approved({ gate: [{ code: 'publish.evidence-without-capture' }] }), {}),
  ],
  ['publish.reply-not-asked', of('publish', eva, unheard({ asked: 0 }), {})],
  ['publish.reply-awaited', of('publish', eva, unheard({ asked: 2, awaitedUntil: '2026-11-23T17:00:00.000Z' }), {})],
  ['publish.markup-invalid', of('publish', eva, approved({ gate: [{ code: 'publish.markup-invalid' }] }), {})],
  ['claim.conflict-of-interest', of('take', rosa, queued({ conflicts: aunt('rosa') }), {})],
  [
    'claim.conflict-of-interest',
    of('assign', eva, assigning(candidate('bo'), { conflicts: aunt('bo') }), { person: 'bo' }),
  ],
  ['claim.conflict-of-interest', of('submit', rosa, sitting({ draft: written, conflicts: aunt('rosa') }), {})],
  [
    'claim.conflict-of-interest',
    of('adjudicate', eva, facts('disputed', { round: disputed, conflicts: aunt('eva') }), { choose: 'review-0' }),
  ],
  [
    'claim.conflict-of-interest',
    of('amend', rosa, inSignoff({ about: { text: written }, conflicts: aunt('rosa') }), { verdict: text }),
  ],
  ['claim.conflict-of-interest', of('requestChanges', eva, inSignoff({ conflicts: aunt('eva') }), { reason })],
  ['claim.conflict-of-interest', of('signOff', eva, inSignoff({ conflicts: aunt('eva') }), {})],
  ['claim.conflict-of-interest', of('dissent', eva, inSignoff({ conflicts: aunt('eva') }), { reason })],
  ['claim.conflict-of-interest', of('uphold', eva, facts('queued', { live, conflicts: aunt('eva') }), { reason })],
  ['claim.not-live', of('correct', eva, facts('queued'), { type: 'fact', notice: 'n' })],
  ['claim.reason-required', of('retract', eva, facts('published', { live }), { reason: '' })],
  ['claim.not-live', of('retract', eva, facts('queued'), { reason })],
  ['claim.reason-required', of('reopen', eva, facts('published', { live }), { reason: '' })],
  ['claim.no-open-recheck', of('reopen', system, facts('published', { live }), { reason })],
  [
    'claim.recheck-opens-no-review',
    of(
      'reopen',
      system,
      facts('published', { live, openRechecks: 1, policy: { ...policy, recheckOpensReview: false } }),
      { reason },
    ),
  ],
  ['claim.reason-required', of('uphold', eva, facts('queued', { live }), { reason: '' })],
  ['claim.not-live', of('uphold', eva, facts('queued'), { reason })],
  ['claim.kept-out', of('uphold', eva, facts('queued', { live, keptOut: ['eva'] }), { reason })],
  ['claim.not-your-own-verdict', of('uphold', person('rosa', 'editor'), facts('queued', { live }), { reason })],
];

describe('The workflow refuses, with its one reason', () => {
  it.each(refused)('%s', (code, [action, actor, given, input]) => {
    const answer = decide(action, given, actor, input as never);
    expect(answer).toMatchObject({ ok: false, action });
    expect(answer.ok ? [] : answer.reasons.map((one) => one.code)).toEqual([code]);
  });

  it('in every way that a guard of any row knows', () => {
    const tried = new Set(refused.map(([code, [action]]) => `${action}: ${code}`));
    const known = actions.flatMap((action) =>
      table[action].guards.flatMap((one) => one.codes.map((code) => `${action}: ${code}`)),
    );
    expect(known.filter((one) => !tried.has(one))).toEqual([]);
  });
});

describe('The right of reply', () => {
  const publish = (given: ClaimFacts) => availableActions(given, eva).find(({ action }) => action === 'publish')!;

  it('is only warned of where the policy says so, and is nothing where it does not ask', () => {
    expect(publish(unheard({ asked: 0 }, 'warn'))).toMatchObject({
      allowed: true,
      reasons: [],
      warnings: [{ code: 'publish.reply-not-asked' }],
    });
    const awaited = { awaitedUntil: '2026-11-23T17:00:00.000Z' };
    expect(publish(unheard(awaited, 'warn')).warnings?.[0]?.detail).toContain('Until 2026-11-23T17:00:00.000Z.');
    for (const given of [
      unheard({ asked: 0 }, 'off'),
      unheard({}, 'warn'),
      unheard({}),
      unheard({ asked: 0, concerned: false }),
    ])
      expect(publish(given)).toEqual({ action: 'publish', allowed: true, reasons: [] });
  });

  it('leaves an hour that is still to come alone, and at that hour holds back what was not heard', () => {
    const later = decide('publish', { ...unheard({ asked: 0 }), about: { atIsLater: true } }, eva, {
      at: '2030-01-01T00:00:00Z',
    });
    expect(later).toMatchObject({ ok: true, to: 'approved', events: ['publish.scheduled'] });
    const claim = { ...unheard({}).claim, scheduled: { due: true, correction: false } };
    expect(decide('publish', { ...unheard({ asked: 0 }), claim }, system, {})).toMatchObject({
      to: 'approved',
      events: ['publish.blocked'],
    });
    expect(decide('publish', { ...unheard({}), claim }, system, {})).toMatchObject({ to: 'published' });
  });
});

describe('Asked without input, a guard answers for the best input that the caller could send', () => {
  const may = (action: Action, actor: Actor, given: ClaimFacts) =>
    availableActions(given, actor).find((one) => one.action === action)!.allowed;

  it.each<[string, Action, Actor, ClaimFacts, boolean]>([
    ['an editor may give a seat that somebody holds to another', 'assign', eva, sitting(), true],
    [
      'nobody may when all seats are filled',
      'assign',
      eva,
      facts('in_review', { round: round([filled(0, 'bo')]) }),
      false,
    ],
    ["an editor may release another's seat", 'release', eva, sitting(), true],
    ['a reviewer only their own', 'release', rosa, facts('in_review', { round: round([seat(0, 'bo')]) }), false],
    ['a merge needs no target yet', 'merge', eva, facts('proposed'), true],
    ['a rating that differs needs no notice yet', 'publish', eva, approved({ live }), true],
    [
      'a draft that is not complete shows at once',
      'submit',
      rosa,
      sitting({ draft: { ...written, missing: ['summary'] } }),
      false,
    ],
    ['an editor who is kept out may keep others out', 'recuse', eva, facts('queued', { keptOut: ['eva'] }), true],
    ['one who is kept out has nobody else to name', 'recuse', rosa, facts('queued', { keptOut: ['rosa'] }), false],
    [
      'the clock ends a lease that is over',
      'expire',
      system,
      facts('in_review', { round: round([seat(0, 'rosa', { leaseOver: true })]) }),
      true,
    ],
  ])('%s', (_, action, actor, given, allowed) => expect(may(action, actor, given)).toBe(allowed));
});
