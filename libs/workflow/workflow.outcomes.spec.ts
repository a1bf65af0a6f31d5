import { permissionsOfRoles, type Role } from '#newsroom';
import { decide, type Decided } from './workflow.decide.rules.js';
import type { Actor, ClaimFacts, Policy, SeatFacts } from './workflow.facts.js';
import { openSeatsAfter } from './workflow.seats.rules.js';
import type { State } from './workflow.states.js';
import type { Action, InputOf } from './workflow.table.js';

const policy = (reviewsRequired = 1, signOffsRequired = 1): Policy => ({
  reviewsRequired,
  signOffsRequired,
  blind: true,
  minEvidence: 1,
  minIndependentSources: 0,
  leaseHours: 8,
  recheckOpensReview: true,
  rightOfReply: 'off',
  rightOfReplyUpTo: null,
});
const person = (name: string, role: Role): Actor => ({
  kind: 'person',
  person: name,
  permissions: permissionsOfRoles([role]),
});
const [rosa, bo, eva, ada] = [
  person('rosa', 'reviewer'),
  person('bo', 'reviewer'),
  person('eva', 'editor'),
  person('ada', 'admin'),
] as const;
const system: Actor = { kind: 'system' };
const draft = { ratingKey: 'false', missing: [], evidence: 1, independentSources: 0 };
const text = { rating: 'half-true', summary: 's', explanation: 'e', evidenceIds: [] };
const live = { ratingKey: 'true', authors: ['rosa'] };

const empty = (position: number): SeatFacts => ({ position, person: null, kind: null, leaseOver: false, review: null });
const taken = (position: number, name: string): SeatFacts => ({ ...empty(position), person: name, kind: 'lease' });
const filled = (position: number, name: string, ratingKey = 'false'): SeatFacts => ({
  ...taken(position, name),
  review: { id: `review-${position}`, ratingKey },
});

function facts(state: State, seats: SeatFacts[] | null, more: Partial<ClaimFacts> = {}): ClaimFacts {
  const closed = ['disputed', 'in_signoff', 'approved', 'published'].includes(state);
  const own = more.policy ?? policy(seats?.length ?? 1);
  return {
    claim: { id: 'claim', state, publication: more.live ? 'live' : 'none', scheduled: null },
    policy: own,
    round: seats && { status: closed ? 'closed' : 'open', policy: own, seats, leadAvailable: true },
    verdict: null,
    live: null,
    keptOut: [],
    conflicts: [],
    openRechecks: 0,
    caller: null,
    draft: null,
    gate: [],
    ...more,
  };
}

function done<A extends Action>(action: A, actor: Actor, given: ClaimFacts, input: InputOf<A>): Decided {
  const decided = decide(action, given, actor, input);
  if (!decided.ok) throw new Error(decided.reasons.map(({ detail }) => detail).join(' '));
  return decided;
}
const does = (decided: Decided) => decided.effects.map(({ effect }) => effect);
const find = (decided: Decided, name: string) => decided.effects.find(({ effect }) => effect === name);

const byRosa = { ratingKey: 'false', authors: ['rosa'], votes: [] };
const signedBy = (...names: string[]) => names.map((name) => ({ person: name, vote: 'signOff' as const }));

describe('A seat', () => {
  it('that is taken first opens the round, by the policy of that moment, and leads', () => {
    const decided = done('take', rosa, facts('queued', null, { policy: policy(2) }), {});
    expect(decided).toMatchObject({ from: 'queued', to: 'in_review', events: ['claim.assigned'] });
    expect(decided.effects).toEqual([
      { effect: 'openRound', policy: policy(2) },
      { effect: 'seat', position: 0, person: 'rosa', kind: 'lease' },
    ]);
  });

  it('is handed over in one step, with the draft', () => {
    const given = facts('in_review', [taken(0, 'rosa')], {
      about: { assignee: { person: 'bo', mayReview: true, capacity: 1, openSeats: 1, belongsToDesk: true } },
    });
    const decided = done('assign', eva, given, { person: 'bo', replaces: 'rosa', overruleCapacity: 'It is urgent.' });
    expect(decided.to).toBe('in_review');
    expect(does(decided)).toEqual(['endSeat', 'seat', 'handOnDraft', 'startDueTime', 'clearSuggestion']);
    expect(find(decided, 'handOnDraft')).toEqual({ effect: 'handOnDraft', from: 'rosa', to: 'bo' });
  });

  it('keeps its due time when it is handed over, unless another is given', () => {
    const dueAt = '2026-11-24T09:00:00.000Z';
    const given = facts('in_review', [{ ...taken(0, 'rosa'), kind: 'assigned', dueAt }], {
      about: { assignee: { person: 'bo', mayReview: true, capacity: 2, openSeats: 1, belongsToDesk: true } },
    });
    const dueOf = (input: object) =>
      find(done('assign', eva, given, { person: 'bo', replaces: 'rosa', ...input }), 'seat');
    expect(dueOf({})).toMatchObject({ dueAt });
    expect(dueOf({ dueAt: '2026-11-25T09:00:00Z' })).toMatchObject({ dueAt: '2026-11-25T09:00:00Z' });
  });

  it.each<[string, SeatFacts[], State]>([
    ['queues the claim when nobody else sits', [taken(0, 'rosa'), empty(1)], 'queued'],
    ['leaves it in review while others sit', [taken(0, 'rosa'), taken(1, 'bo')], 'in_review'],
    ['leaves it in review when another has handed in', [taken(0, 'rosa'), filled(1, 'bo')], 'in_review'],
  ])('given back %s', (_, seats, to) => {
    expect(done('release', rosa, facts('in_review', seats), { reason: 'busy' }).to).toBe(to);
    const over = seats.map((seat) => ({ ...seat, leaseOver: seat.person === 'rosa' }));
    const expired = done('expire', system, facts('in_review', over), { person: 'rosa' });
    expect(expired).toMatchObject({ to, events: ['claim.expired'] });
  });

  it('given back with a proposal parks the claim for triage, unless others sit', () => {
    const alone = done('release', rosa, facts('in_review', [taken(0, 'rosa')]), { reason: 'r', suggest: 'dismiss' });
    expect(alone).toMatchObject({ to: 'proposed', events: ['claim.released', 'claim.proposed'] });
    expect(does(alone)).toEqual(['endSeat', 'abandonRound', 'suggest']);
    const others = facts('in_review', [taken(0, 'rosa'), taken(1, 'bo')], {
      about: { target: { id: 't', state: 'queued' } },
    });
    expect(done('release', rosa, others, { reason: 'r', suggest: 'merge', target: 't' }).to).toBe('in_review');
  });
});

describe('A round', () => {
  it('of one closes with its review, which stands', () => {
    const decided = done('submit', rosa, facts('in_review', [taken(0, 'rosa')], { draft }), {});
    expect(decided.to).toBe('in_signoff');
    expect(decided.events).toEqual(['review.submitted', 'round.closed', 'verdict.ready-for-signoff']);
    expect(find(decided, 'setVerdict')).toMatchObject({ authors: ['rosa'], origin: { kind: 'round', review: null } });
  });

  it('goes straight to approved where no vote is required, and nobody is recorded as approving', () => {
    const given = facts('in_review', [taken(0, 'rosa')], { draft, policy: policy(1, 0) });
    const decided = done('submit', rosa, given, {});
    expect(decided).toMatchObject({ to: 'approved', events: ['review.submitted', 'round.closed', 'verdict.approved'] });
    expect(does(decided)).not.toContain('addVote');
  });

  it('stays open while a seat is', () => {
    const decided = done('submit', rosa, facts('in_review', [taken(0, 'rosa'), empty(1)], { draft }), {});
    expect(decided).toMatchObject({ to: 'in_review', events: ['review.submitted'] });
    expect(does(decided)).toEqual(['recordReview']);
  });

  it("in agreement lets the lead's text stand, with all reviewers as authors", () => {
    const decided = done('submit', bo, facts('in_review', [filled(0, 'rosa'), taken(1, 'bo')], { draft }), {});
    expect(find(decided, 'setVerdict')).toMatchObject({
      origin: { kind: 'round', review: 'review-0' },
      authors: ['rosa', 'bo'],
    });
  });

  it('in disagreement has no verdict', () => {
    const decided = done('submit', bo, facts('in_review', [filled(0, 'rosa', 'true'), taken(1, 'bo')], { draft }), {});
    expect(decided).toMatchObject({ to: 'disputed', events: ['review.submitted', 'round.closed', 'claim.disputed'] });
    expect(does(decided)).toEqual(['recordReview', 'closeRound']);
  });

  it('in dispute is decided by choosing a review, which is a vote for it', () => {
    const seats = [filled(0, 'rosa'), filled(1, 'bo', 'true')];
    const decided = done('adjudicate', eva, facts('disputed', seats), { choose: 'review-1' });
    expect(decided).toMatchObject({ to: 'approved', events: ['verdict.signed-off', 'verdict.approved'] });
    expect(find(decided, 'setVerdict')).toMatchObject({ ratingKey: 'true', authors: ['rosa', 'bo'] });
    expect(find(decided, 'addVote')).toMatchObject({ person: 'eva', vote: 'signOff' });
    const two = facts('disputed', seats, { policy: policy(2, 2) });
    expect(done('adjudicate', eva, two, { choose: 'review-1' }).to).toBe('in_signoff');
  });

  it('in dispute is decided by writing anew, which makes an author', () => {
    const given = facts('disputed', [filled(0, 'rosa'), filled(1, 'bo', 'true')], { about: { text: draft } });
    const decided = done('adjudicate', eva, given, { verdict: text });
    expect(decided).toMatchObject({ to: 'in_signoff', events: ['verdict.ready-for-signoff'] });
    expect(find(decided, 'setVerdict')).toMatchObject({ authors: ['rosa', 'bo', 'eva'] });
    expect(does(decided)).not.toContain('addVote');
  });

  it('is started anew by a request for changes, with its lead seated, or queued when the lead is not to be had', () => {
    const given = facts('in_signoff', [filled(0, 'rosa')], { verdict: byRosa });
    const decided = done('requestChanges', eva, given, { reason: 'r' });
    expect(does(decided)).toEqual(['dropVerdict', 'openRound', 'seat']);
    expect(find(decided, 'seat')).toMatchObject({ person: 'rosa', kind: 'assigned', position: 0 });
    const gone = { ...given, round: { ...given.round!, leadAvailable: false } };
    expect(done('requestChanges', eva, gone, { reason: 'r' })).toMatchObject({ to: 'queued' });
  });
});

describe('A verdict', () => {
  it('is approved at the k-th sign-off, each person counted once', () => {
    const with2 = (names: string[]) =>
      facts('in_signoff', [filled(0, 'rosa')], {
        policy: policy(1, 2),
        verdict: { ...byRosa, votes: signedBy(...names) },
      });
    expect(done('signOff', eva, with2([]), {}).to).toBe('in_signoff');
    expect(done('signOff', ada, with2(['eva']), {})).toMatchObject({
      to: 'approved',
      events: ['verdict.signed-off', 'verdict.approved'],
    });
  });

  it('loses its votes and its hour when an author amends it', () => {
    const given = facts('approved', [filled(0, 'rosa')], {
      verdict: { ...byRosa, votes: signedBy('eva') },
      about: { text: draft },
    });
    const scheduled = { ...given, claim: { ...given.claim, scheduled: { due: false, correction: false } } };
    const decided = done('amend', rosa, scheduled, { verdict: text });
    expect(decided.to).toBe('in_signoff');
    expect(does(decided)).toEqual(['lapseVotes', 'amendVerdict', 'clearPublishAt']);
  });

  it('falls with its author who steps back: a new round, queued', () => {
    const decided = done('recuse', rosa, facts('approved', [filled(0, 'rosa')], { verdict: byRosa }), { reason: 'r' });
    expect(decided.to).toBe('queued');
    expect(does(decided)).toEqual(['dropVerdict', 'openRound', 'recordRecusal']);
  });

  it('is short of a vote when one who signed it off steps back', () => {
    const given = facts('approved', [filled(0, 'rosa')], { verdict: { ...byRosa, votes: signedBy('eva') } });
    expect(done('recuse', eva, given, { reason: 'r' })).toMatchObject({ to: 'in_signoff' });
    const two = { ...given, verdict: { ...byRosa, votes: signedBy('eva', 'ada') } };
    expect(done('recuse', eva, two, { reason: 'r' })).toMatchObject({ to: 'approved' });
  });
});

describe('A publication', () => {
  const approved = (more: Partial<ClaimFacts> = {}) =>
    facts('approved', [filled(0, 'rosa')], { verdict: byRosa, ...more });
  const correction = { type: 'rating', notice: 'n' } as const;

  it('goes live and closes the rechecks', () => {
    const decided = done('publish', eva, approved({ live, openRechecks: 1 }), { correction });
    expect(decided).toMatchObject({ to: 'published', publication: 'live' });
    expect(decided.events).toEqual(['factcheck.published', 'factcheck.corrected']);
    expect(does(decided)).toEqual(['publishVersion', 'closeRechecks']);
  });

  it('set for later is kept, and the system carries it out', () => {
    const at = '2030-01-01T00:00:00Z';
    const kept = done('publish', eva, approved({ about: { atIsLater: true } }), { at });
    expect(kept).toMatchObject({ to: 'approved', publication: 'none', events: ['publish.scheduled'] });
    const given = approved();
    const due = { ...given, claim: { ...given.claim, scheduled: { due: true, correction: false } } };
    expect(done('publish', system, due, {})).toMatchObject({ to: 'published', events: ['factcheck.published'] });
  });

  it.each<[string, Partial<ClaimFacts>]>([
    ['a gate fails', { gate: [{ code: 'publish.evidence-withdrawn' }] }],
    ['the correction that it needs was not given', { live }],
  ])('whose hour comes when %s is called off, by an event', (_, more) => {
    const given = approved(more);
    const due = { ...given, claim: { ...given.claim, scheduled: { due: true, correction: false } } };
    const decided = done('publish', system, due, {});
    expect(decided).toMatchObject({ to: 'approved', events: ['publish.blocked'] });
    expect(does(decided)).toEqual(['clearPublishAt']);
  });

  it('is retracted at once, whatever the state, and nothing brings it back by itself', () => {
    expect(done('retract', eva, facts('published', null, { live }), { reason: 'r' })).toMatchObject({
      to: 'retracted',
      publication: 'retracted',
    });
    const given = approved({ live });
    const scheduled = { ...given, claim: { ...given.claim, scheduled: { due: false, correction: true } } };
    const decided = done('retract', eva, scheduled, { reason: 'r' });
    expect(decided).toMatchObject({ to: 'approved', publication: 'retracted' });
    expect(does(decided)).toEqual(['retractVersion', 'clearPublishAt']);
  });

  it('is upheld: the review of it ends, and the rechecks with it', () => {
    const given = facts('in_review', [taken(0, 'bo')], { live, openRechecks: 2 });
    const decided = done('uphold', eva, given, { reason: 'r' });
    expect(decided).toMatchObject({ to: 'published', publication: 'live', events: ['factcheck.upheld'] });
    expect(does(decided)).toEqual(['endSeat', 'abandonRound', 'clearSuggestion', 'upholdVersion', 'closeRechecks']);
    const own = facts('queued', null, { live, policy: policy(1, 0) });
    expect(done('uphold', person('rosa', 'admin'), own, { reason: 'no vote is required here' }).to).toBe('published');
  });

  it('is looked at again: a new round, and the due time starts again', () => {
    const decided = done('reopen', system, facts('published', null, { live, openRechecks: 1 }), { reason: 'r' });
    expect(decided).toMatchObject({ to: 'queued', publication: 'live', events: ['claim.reopened'] });
    expect(does(decided)).toEqual(['openRound', 'restartDueTime']);
  });
});

describe('The seats that the queue offers', () => {
  const offered = (given: ClaimFacts, decided: Decided) => openSeatsAfter(given, decided);

  it.each<[string, ClaimFacts, () => Decided, number]>(
    [
      [
        'all of the round that would open, after an accept',
        facts('proposed', null, { policy: policy(3) }),
        'accept',
        ada,
        {},
        3,
      ],
      ['one less, after a take', facts('queued', null, { policy: policy(3) }), 'take', rosa, {}, 2],
      [
        'one more, after a release',
        facts('in_review', [taken(0, 'rosa'), empty(1)]),
        'release',
        rosa,
        { reason: 'r' },
        2,
      ],
      [
        'as many as before, after a hand-in',
        facts('in_review', [taken(0, 'rosa'), empty(1)], { draft }),
        'submit',
        rosa,
        {},
        1,
      ],
      [
        'none, once it is dismissed',
        facts('in_review', [taken(0, 'rosa'), empty(1)]),
        'dismiss',
        eva,
        { reason: 'other' },
        0,
      ],
    ].map(([name, given, action, actor, input, seats]) => [
      name as string,
      given as ClaimFacts,
      () => done(action as 'take', actor as Actor, given as ClaimFacts, input as never),
      seats as number,
    ]),
  )('are %s', (_, given, decided, seats) => expect(offered(given, decided())).toBe(seats));
});
