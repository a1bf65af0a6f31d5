import { permissionsOfRoles, type Role } from '#newsroom';
import {
  carriedOut,
  factsOnPaper,
  proposedOnPaper as start,
  written,
  type ClaimOnPaper as Model,
} from '../../test/support/claim-on-paper.js';
import { decide } from './workflow.decide.rules.js';
import type { VerdictText } from './workflow.effects.js';
import type { Actor, CandidateFacts, ClaimFacts, Policy } from './workflow.facts.js';
import { isOpen, type State } from './workflow.states.js';
import { actions, table, type Action, type InputOf } from './workflow.table.js';

/**
 * The workflow, model-checked: every situation that a newsroom of 1, 2, 3 or 8 people can get a claim into, under every
 * policy, is visited breadth-first with the real `decide`, and its effects are applied as the service applies them.
 *
 * Abstracted: of ratings only whether those of an open round agree; drafts are complete; capacity and desks are left out
 * (they refuse, and never move); people with the same powers are interchangeable, and so are the seats behind the lead;
 * a lease and an assignment are one; a dissent is on record and counts nothing. At most two people are kept out, in the
 * newsroom of 8 nobody except in one test.
 */

interface Newsroom {
  /** `powers`: what of the table the role opens; who has the same is interchangeable, an editor and an admin too. */
  staff: readonly { person: string; role: Role; powers: string; actor: Actor }[];
  policy: Policy;
  recusals: number;
}

const ratings = ['true', 'false'] as const;

function staffOf(roles: readonly Role[]): Newsroom['staff'] {
  return roles.map((role, index) => {
    const person = `${role}${index}`;
    const permissions = permissionsOfRoles([role]);
    const powers = actions.map((action) => (permissions.has(table[action].who.people as never) ? 1 : 0)).join('');
    return { person, role, powers, actor: { kind: 'person', person, permissions } };
  });
}

const mayReview = (newsroom: Newsroom, person: string) =>
  newsroom.staff.some((one) => one.person === person && one.role !== 'reader' && one.role !== 'reporter');

function candidate(newsroom: Newsroom, person: string): CandidateFacts {
  return { person, mayReview: mayReview(newsroom, person), capacity: null, openSeats: 0, belongsToDesk: true };
}

function factsOf(model: Model, newsroom: Newsroom, caller: string | null): ClaimFacts {
  return factsOnPaper(model, {
    policy: newsroom.policy,
    conflicts: [],
    mayReview: (person) => mayReview(newsroom, person),
    caller: caller === null ? null : candidate(newsroom, caller),
  });
}

/** Forgets what no decision will look at again, and what is one here: see above. */
function abstracted(model: Model): Model {
  const { round, state, verdict, live } = model;
  const votes = verdict?.votes.filter(({ vote }) => vote === 'signOff') ?? [];
  const asked = state === 'disputed' || state === 'in_signoff' || state === 'approved';
  const isAsked = round !== null && (round.status === 'open' || (round.status === 'closed' && asked));
  return {
    ...model,
    round: isAsked ? round : null,
    verdict: verdict && { ...verdict, votes },
    live: live && { ...live, ratingKey: 'any' },
  };
}

const text = (rating: string): VerdictText => ({ rating, summary: 's', explanation: 'e', evidenceIds: [] });
const reason = 'because';

interface Move {
  byPeople: boolean;
  next: Model;
}

/** Everything that anybody, and the clock, can do to the claim as it is. */
function moves(model: Model, newsroom: Newsroom): Move[] {
  const found: Move[] = [];
  const tried = new Set<string>();
  const attempt = <A extends Action>(actor: Actor, facts: ClaimFacts, action: A, input: InputOf<A>) => {
    if (table[action].moves[model.state as never] === undefined) return;
    const decided = decide(action, facts, actor, input);
    if (decided.ok) found.push({ byPeople: actor.kind === 'person', next: abstracted(carriedOut(model, decided)) });
  };
  for (const { person, powers, actor } of newsroom.staff) {
    const kind = `${powers} ${partOf(model, person)}`;
    if (tried.has(kind)) continue;
    tried.add(kind);
    everyAction(model, newsroom, person, actor, attempt);
  }
  everyHour(model, newsroom, attempt);
  if (newsroom.policy.rightOfReply === 'required' && model.asked !== 'heard')
    found.push({ byPeople: true, next: { ...model, asked: model.asked === undefined ? 'awaited' : 'heard' } });
  return found;
}

type Attempt = <A extends Action>(actor: Actor, facts: ClaimFacts, action: A, input: InputOf<A>) => void;

function everyAction(model: Model, newsroom: Newsroom, person: string, actor: Actor, attempt: Attempt): void {
  const facts = factsOf(model, newsroom, person);
  attempt(actor, facts, 'accept', {});
  attempt(actor, facts, 'dismiss', { reason: 'other' });
  const target = { ...facts, about: { target: { id: 'another', state: 'queued' as const } } };
  attempt(actor, target, 'merge', { target: 'another', stance: 'asserts' });
  attempt(actor, facts, 'unmerge', {});
  attempt(actor, facts, 'take', {});
  attempt(actor, facts, 'release', { reason });
  attempt(actor, facts, 'release', { reason, suggest: 'dismiss' });
  for (const rating of ratings) attempt(actor, { ...facts, draft: written(rating) }, 'submit', {});
  const wrote = { ...facts, about: { text: written('true') } };
  attempt(actor, wrote, 'adjudicate', { verdict: text('true') });
  attempt(actor, wrote, 'amend', { verdict: text('true') });
  attempt(actor, facts, 'adjudicate', { choose: 'review0' });
  attempt(actor, facts, 'requestChanges', { reason });
  attempt(actor, facts, 'signOff', {});
  attempt(actor, facts, 'dissent', { reason });
  const correction = facts.claim.publication === 'none' ? undefined : ({ type: 'rating', notice: 'n' } as const);
  attempt(actor, facts, 'publish', { correction });
  attempt(actor, { ...facts, about: { atIsLater: true } }, 'publish', {
    at: '2030-01-01T00:00:00Z',
    correction,
  });
  attempt(actor, facts, 'correct', { type: 'wording', notice: 'n' });
  attempt(actor, facts, 'retract', { reason });
  attempt(actor, facts, 'reopen', { reason });
  attempt(actor, facts, 'uphold', { reason });
  toOthers(model, newsroom, person, actor, attempt);
}

/** One representative of those who stand in the same place is enough: they are interchangeable. */
function toOthers(model: Model, newsroom: Newsroom, person: string, actor: Actor, attempt: Attempt): void {
  const facts = factsOf(model, newsroom, person);
  const tried = new Set<string>();
  for (const other of newsroom.staff) {
    const kind = `${other.powers} ${partOf(model, other.person)} ${other.person === person}`;
    if (tried.has(kind)) continue;
    tried.add(kind);
    const assignee = { ...facts, about: { assignee: candidate(newsroom, other.person) } };
    attempt(actor, assignee, 'assign', { person: other.person });
    for (const seat of model.round?.seats ?? []) {
      if (seat.person) attempt(actor, assignee, 'assign', { person: other.person, replaces: seat.person });
    }
    if (model.keptOut.length < newsroom.recusals) attempt(actor, facts, 'recuse', { reason, person: other.person });
    if (other.person !== person) attempt(actor, facts, 'release', { reason, person: other.person });
  }
}

function everyHour(model: Model, newsroom: Newsroom, attempt: Attempt): void {
  const system: Actor = { kind: 'system' };
  const facts = factsOf(model, newsroom, null);
  for (const seat of model.round?.seats ?? []) {
    if (!seat.person || seat.kind !== 'lease') continue;
    const round = { ...facts.round!, seats: facts.round!.seats.map((one) => ({ ...one, leaseOver: one === seat })) };
    attempt(system, { ...facts, round }, 'expire', { person: seat.person });
  }
  attempt(system, facts, 'publish', {});
  attempt(system, { ...facts, gate: [{ code: 'publish.markup-invalid' }] }, 'publish', {});
  attempt(system, { ...facts, openRechecks: 1 }, 'reopen', { reason });
}

/** A rating of an open round, relative to the first that was handed in; afterwards all the same. */
function agreement(round: NonNullable<Model['round']>, ratingKey: string): string {
  if (round.status !== 'open') return 'r';
  return round.seats.find((seat) => seat.review !== null)?.review?.ratingKey === ratingKey ? 'same' : 'other';
}

/** The place of one person in the claim, without their name. */
function partOf({ round, verdict, live, keptOut }: Model, person: string): string {
  const sits = round?.seats.find((one) => one.person === person);
  const place = sits && (sits.position === 0 ? 'lead' : 'seat');
  const seat = sits ? `${place}${sits.review ? agreement(round!, sits.review.ratingKey) : ''}` : '';
  const vote = verdict?.votes.find((one) => one.person === person)?.vote ?? '';
  const flags = [verdict?.authors.includes(person), live?.authors.includes(person), keptOut.includes(person)];
  return `${seat}/${vote}/${flags.map((flag) => (flag ? 1 : 0)).join('')}`;
}

/** Two situations that differ only in which of two interchangeable people stands where are one. */
function fingerprint(model: Model, newsroom: Newsroom): string {
  const people = newsroom.staff.map(({ person, powers }) => `${powers}:${partOf(model, person)}`).sort();
  const { state, publication, round, scheduled } = model;
  const words = [state, publication, round?.status, scheduled, model.asked];
  return [...words, ...people].join('|');
}

/** `to`: where people, not the clock, can take it from here. */
interface Explored {
  situations: Map<string, { model: Model; to: Set<string> }>;
  states: Set<State>;
}

function explore(newsroom: Newsroom): Explored {
  const first = fingerprint(start, newsroom);
  const situations: Explored['situations'] = new Map([[first, { model: start, to: new Set() }]]);
  const waiting = [first];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const here = situations.get(key)!;
    for (const { next, byPeople } of moves(here.model, newsroom)) {
      const there = fingerprint(next, newsroom);
      if (byPeople) here.to.add(there);
      if (situations.has(there)) continue;
      mustHold(next);
      situations.set(there, { model: next, to: new Set() });
      waiting.push(there);
    }
  }
  return { situations, states: new Set([...situations.values()].map(({ model }) => model.state)) };
}

/** What is true in every situation that can be reached. */
function mustHold(model: Model): void {
  const { state, publication, round, verdict, live } = model;
  const say = (broken: string) => new Error(`${broken}: ${JSON.stringify(model)}`);
  if (publication === 'live' && (state === 'dismissed' || state === 'merged')) throw say('live, and put away');
  if ((publication === 'live') !== (live !== null)) throw say('live without a version, or the other way round');
  if (['in_signoff', 'approved'].includes(state) !== (verdict !== null))
    throw say('a verdict stands where it should not');
  const taken = round?.status === 'open' ? round.seats.filter((seat) => seat.person !== null).length : 0;
  if ((state === 'in_review') !== taken > 0) throw say('in review without a reviewer, or the other way round');
  if (state === 'in_review' && !round!.seats.some((seat) => seat.review === null)) throw say('a full round left open');
  if (model.scheduled && state !== 'approved') throw say('an hour set for what is not approved');
  const sitting = round?.seats.flatMap((seat) => seat.person ?? []) ?? [];
  if (new Set(sitting).size < sitting.length) throw say('somebody sits twice');
  const authorsWhoVote = verdict?.votes.filter((vote) => verdict.authors.includes(vote.person)) ?? [];
  if (authorsWhoVote.length > 0) throw say('an author votes on what they wrote');
}

/** Open situations from which nobody, whatever they do, gets the claim to where no work waits. */
function stuck({ situations }: Explored): Model[] {
  const back = new Map<string, string[]>();
  for (const [from, { to }] of situations) for (const key of to) back.set(key, [...(back.get(key) ?? []), from]);
  const done = [...situations].filter(([, { model }]) => !isOpen(model.state)).map(([key]) => key);
  const good = new Set(done);
  for (let key = done.pop(); key !== undefined; key = done.pop()) {
    for (const from of back.get(key) ?? []) {
      if (good.has(from)) continue;
      good.add(from);
      done.push(from);
    }
  }
  return [...situations].filter(([key]) => !good.has(key)).map(([, { model }]) => model);
}

const newsrooms: { size: number; roles: Role[]; recusals: number }[] = [
  { size: 1, roles: ['admin'], recusals: 1 },
  { size: 2, roles: ['reviewer', 'editor'], recusals: 2 },
  { size: 3, roles: ['reviewer', 'editor', 'admin'], recusals: 1 },
];
const eight: Role[] = ['reader', 'reporter', 'reviewer', 'reviewer', 'reviewer', 'editor', 'editor', 'admin'];

/** `blind` throws when a decision looks at it: whether a round is blind changes what people see, never what they may do. */
function policiesWith(rechecks: readonly boolean[]): Policy[] {
  const base = { minEvidence: 1, minIndependentSources: 0, leaseHours: 8, rightOfReplyUpTo: null };
  return [1, 2, 3].flatMap((reviewsRequired) =>
    [0, 1, 2, 3].flatMap((signOffsRequired) =>
      rechecks.map((recheckOpensReview) => ({
        ...base,
        reviewsRequired,
        signOffsRequired,
        recheckOpensReview,
        rightOfReply: 'off' as const,
        get blind(): boolean {
          throw new Error('a decision looked at whether the round is blind');
        },
      })),
    ),
  );
}

/** Whether the people at hand can bring a claim to publication under the policy at all. */
function canMeet({ staff, policy }: Newsroom): boolean {
  const reviewers = staff.filter(({ person }) => mayReview({ staff, policy, recusals: 0 }, person)).length;
  const editors = staff.filter(({ role }) => role === 'editor' || role === 'admin').length;
  return policy.reviewsRequired + policy.signOffsRequired <= reviewers && policy.signOffsRequired <= editors;
}

function check(newsroom: Newsroom): void {
  const explored = explore(newsroom);
  expect(stuck(explored)).toEqual([]);
  const { reviewsRequired, signOffsRequired } = newsroom.policy;
  const publishes = explored.states.has('published');
  expect({ reviewsRequired, signOffsRequired, publishes }).toEqual({
    reviewsRequired,
    signOffsRequired,
    publishes: canMeet(newsroom),
  });
}

describe('Whatever people do, in whatever order, nobody approves their own work and no claim is stuck', () => {
  it.each(newsrooms)('in a newsroom of $size, under every policy', ({ roles, recusals }) => {
    const staff = staffOf(roles);
    for (const policy of policiesWith([true, false])) check({ staff, policy, recusals });
  });

  /** A recheck re-opens what people can re-open, too, as the smaller newsrooms show: one of its two policies is enough. */
  it('in a newsroom of 8, under every policy', () => {
    const staff = staffOf(eight);
    for (const policy of policiesWith([true])) check({ staff, policy, recusals: 0 });
  });

  it('in a newsroom of 8, when somebody steps back from a claim of two reviews', () => {
    const policy = policiesWith([true]).find((one) => one.reviewsRequired === 2 && one.signOffsRequired === 1)!;
    check({ staff: staffOf(eight), policy, recusals: 1 });
  });

  it.each(newsrooms)('and nothing goes out unheard where somebody has to be, in a newsroom of $size', (given) => {
    for (const one of policiesWith([true]).filter(({ signOffsRequired }) => signOffsRequired < 2)) {
      const policy = Object.create(one, { rightOfReply: { value: 'required' } }) as Policy;
      const newsroom = { staff: staffOf(given.roles), policy, recusals: 0 };
      check(newsroom);
      for (const { model } of explore(newsroom).situations.values())
        if (model.live !== null && model.asked !== 'heard') throw new Error(`Unheard: ${JSON.stringify(model)}`);
    }
  });

  it.each<[string, Action, (row: { guards: unknown; moves: unknown }) => void, string]>([
    ['an author could sign off', 'signOff', (row) => (row.guards = []), 'would vote on what they wrote'],
    ['somebody could take two seats', 'take', (row) => (row.guards = []), 'would sit twice'],
    ['what is live could be dismissed', 'dismiss', (row) => (row.guards = []), 'live, and put away'],
  ])('and the check would see it if %s', (_, action, break_, seen) => {
    const row = table[action] as { guards: unknown; moves: unknown };
    const { guards, moves } = row;
    const [policy] = policiesWith([true]).filter((one) => one.reviewsRequired === 2 && one.signOffsRequired === 1);
    try {
      break_(row);
      expect(() => explore({ staff: staffOf(['reviewer', 'editor', 'editor']), policy: policy!, recusals: 0 })).toThrow(
        seen,
      );
    } finally {
      Object.assign(row, { guards, moves });
    }
  });

  it('and would see a claim from which nobody gets on', () => {
    const row = table.dismiss as { guards: readonly unknown[] };
    const { guards } = row;
    const never = { name: 'never', codes: ['claim.live'], check: () => [{ code: 'claim.live', detail: 'Never.' }] };
    const [policy] = policiesWith([true]).filter((one) => one.reviewsRequired === 2);
    const merge = table.merge as { guards: readonly unknown[] };
    const before = merge.guards;
    try {
      row.guards = [never];
      merge.guards = [never];
      expect(stuck(explore({ staff: staffOf(['admin']), policy: policy!, recusals: 0 })).length).toBeGreaterThan(0);
    } finally {
      row.guards = guards;
      merge.guards = before;
    }
  });
});
