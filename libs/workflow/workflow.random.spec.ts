import fc from 'fast-check';
import { permissionsOfRoles, roles, type Role } from '#newsroom';
import { factsSeenBy, staysBlind } from './workflow.blind.rules.js';
import { availableActions, decide, type Decided } from './workflow.decide.rules.js';
import type { Effect } from './workflow.effects.js';
import type { Actor, CandidateFacts, ClaimFacts, DraftFacts, Policy, SeatFacts } from './workflow.facts.js';
import { edges } from './workflow.prove.rules.js';
import { openSeatsAfter } from './workflow.seats.rules.js';
import { allStates, isOpen, type Publication, type State } from './workflow.states.js';
import { actions, type Action } from './workflow.table.js';

/** A claim as the service keeps it, as far as decisions look at it. */
interface Claim {
  id: string;
  version: number;
  state: State;
  publication: Publication;
  round: { status: 'open' | 'closed' | 'abandoned'; policy: Policy; seats: SeatFacts[] } | null;
  verdict: ClaimFacts['verdict'];
  live: ClaimFacts['live'];
  keptOut: string[];
  scheduled: boolean;
  rechecks: number;
}

interface Person {
  name: string;
  role: Role;
  capacity: number;
  conflicted: boolean;
}

interface World {
  staff: Person[];
  policy: Policy;
  claims: Claim[];
}

/** What somebody tries, as likely as not something that they may not. */
interface Try {
  who: number;
  action: Action;
  other: number;
  claim: number;
  rating: 'true' | 'false';
  flag: boolean;
  /** Not the action named, but that one of those which are offered. */
  offered: number | null;
}

const written = (ratingKey: string): DraftFacts => ({ ratingKey, missing: [], evidence: 3, independentSources: 3 });

function actorOf(world: World, who: number): Actor {
  const person = world.staff[who];
  if (person === undefined) return { kind: 'system' };
  return { kind: 'person', person: person.name, permissions: permissionsOfRoles([person.role]) };
}

function candidate({ staff, claims }: World, { name, role, capacity }: Person): CandidateFacts {
  const seats = claims.flatMap(({ round }) => (round?.status === 'open' ? round.seats : []));
  const openSeats = seats.filter(({ person, review }) => person === name && review === null).length;
  return {
    person: name,
    mayReview: staff.length > 0 && permissionsOfRoles([role]).has('claim.review'),
    capacity,
    openSeats,
    belongsToDesk: true,
  };
}

function factsOf(world: World, claim: Claim, who: number): ClaimFacts {
  const { id, state, publication, round, verdict, live, keptOut, rechecks } = claim;
  const lead = world.staff.find(({ name }) => name === round?.seats[0]?.person);
  const leadAvailable =
    lead !== undefined && !lead.conflicted && !keptOut.includes(lead.name) && candidate(world, lead).mayReview;
  const conflicts = world.staff
    .filter(({ conflicted }) => conflicted)
    .map(({ name }) => ({ person: name, about: 'label harbour' }));
  const caller = world.staff[who];
  return {
    claim: { id, state, publication, scheduled: claim.scheduled ? { due: true, correction: true } : null },
    policy: world.policy,
    round: round && { ...round, leadAvailable },
    verdict,
    live,
    keptOut,
    conflicts,
    openRechecks: rechecks,
    caller: caller ? candidate(world, caller) : null,
    draft: null,
    gate: [],
  };
}

function inputOf(world: World, { action, other, rating, flag }: Try, claim: Claim): { input: object; about: object } {
  const person = world.staff[other] as Person;
  const text = { rating, summary: 's', explanation: 'e', evidenceIds: [] };
  const correction = claim.publication === 'none' ? undefined : { type: 'rating', notice: 'n' };
  switch (action) {
    case 'assign':
      return {
        input: { person: person.name, replaces: flag ? (claim.round?.seats[0]?.person ?? undefined) : undefined },
        about: { assignee: candidate(world, person) },
      };
    case 'merge': {
      const target = world.claims[other % world.claims.length] as Claim;
      return {
        input: { target: target.id, stance: 'asserts' },
        about: { target: { id: target.id, state: target.state } },
      };
    }
    case 'release':
      return {
        input: {
          reason: 'r',
          person: flag ? person.name : undefined,
          suggest: rating === 'true' ? undefined : 'dismiss',
        },
        about: {},
      };
    case 'expire':
      return { input: { person: person.name }, about: {} };
    case 'recuse':
      return { input: { reason: 'r', person: flag ? person.name : undefined }, about: { personKnown: true } };
    case 'adjudicate':
      return flag
        ? { input: { choose: `review${other}` }, about: {} }
        : { input: { verdict: text }, about: { text: written(rating) } };
    case 'amend':
      return { input: { verdict: text }, about: { text: written(rating) } };
    case 'publish':
      return { input: { correction, at: flag ? '2099-01-01T00:00:00Z' : undefined }, about: { atIsLater: flag } };
    case 'correct':
      return { input: { type: 'fact', notice: 'n' }, about: {} };
    default:
      return { input: { reason: 'r' }, about: {} };
  }
}

const empty = (position: number): SeatFacts => ({ position, person: null, kind: null, leaseOver: false, review: null });

/** The effects, as the service carries them out on rows. */
function carriedOut(claim: Claim, facts: ClaimFacts, decided: Decided): Claim {
  const quiet = staysBlind(facts, decided);
  const next: Claim = structuredClone({
    ...claim,
    state: decided.to,
    publication: decided.publication,
    version: claim.version + (quiet ? 0 : 1),
  });
  for (const effect of decided.effects) carry(next, effect);
  return next;
}

function carry(claim: Claim, effect: Effect): void {
  const seats = claim.round?.seats ?? [];
  const votes = () => (claim.verdict ? [...claim.verdict.votes] : []);
  switch (effect.effect) {
    case 'openRound':
      claim.round = {
        status: 'open',
        policy: effect.policy,
        seats: Array.from({ length: effect.policy.reviewsRequired }, (_, at) => empty(at)),
      };
      return;
    case 'closeRound':
      claim.round!.status = 'closed';
      return;
    case 'abandonRound':
      claim.round!.status = 'abandoned';
      return;
    case 'seat':
      seats[effect.position] = {
        ...empty(effect.position),
        person: effect.person,
        kind: effect.kind,
        leaseOver: effect.kind === 'lease',
      };
      return;
    case 'endSeat':
      seats[effect.position] = empty(effect.position);
      return;
    case 'recordReview':
      seats[effect.position] = {
        ...seats[effect.position]!,
        review: { id: `review${effect.position}`, ratingKey: effect.ratingKey },
      };
      return;
    case 'setVerdict':
      claim.verdict = { ratingKey: effect.ratingKey, authors: effect.authors, votes: [] };
      return;
    case 'amendVerdict':
      claim.verdict = { ratingKey: effect.text.rating, authors: effect.authors, votes: votes() };
      return;
    case 'dropVerdict':
      claim.verdict = null;
      return;
    case 'addVote':
      claim.verdict = {
        ...claim.verdict!,
        votes: [...votes().filter(({ person }) => person !== effect.person), effect],
      };
      return;
    case 'lapseVotes':
      claim.verdict = { ...claim.verdict!, votes: [] };
      return;
    case 'liftVote':
      claim.verdict = { ...claim.verdict!, votes: votes().filter(({ person }) => person !== effect.person) };
      return;
    case 'recordRecusal':
      claim.keptOut.push(effect.person);
      return;
    case 'publishVersion':
      claim.live = { ratingKey: claim.verdict!.ratingKey, authors: claim.verdict!.authors };
      claim.verdict = null;
      return;
    case 'retractVersion':
      claim.live = null;
      return;
    case 'closeRechecks':
      claim.rechecks = 0;
      return;
    case 'setPublishAt':
      claim.scheduled = true;
      return;
    case 'clearPublishAt':
      claim.scheduled = false;
      return;
    default:
      return;
  }
}

const known = new Set(edges().map(({ action, from, to }) => `${action} ${from} ${to}`));
const KEEPS_OUT: ReadonlySet<Action> = new Set([
  'take',
  'submit',
  'adjudicate',
  'amend',
  'requestChanges',
  'signOff',
  'dissent',
  'uphold',
]);

/** What holds after every move, whoever made it. */
function assertSound(
  world: World,
  before: Claim,
  after: Claim,
  decided: Decided,
  facts: ClaimFacts,
  actor: Actor,
): void {
  expect(known).toContain(`${decided.action} ${decided.from} ${decided.to}`);
  const people = after.round?.seats.flatMap(({ person }) => person ?? []) ?? [];
  expect(new Set(people).size).toBe(people.length);
  expect(openSeatsAfter(facts, decided)).toBe(emptySeats(world, after));
  if (after.verdict !== null) {
    const { authors, votes } = after.verdict;
    for (const { person } of votes) expect([...authors, ...after.keptOut]).not.toContain(person);
    const required = after.round!.policy.signOffsRequired;
    const inFavour = votes.filter(({ vote }) => vote === 'signOff').length;
    if (after.state === 'approved') expect(inFavour).toBeGreaterThanOrEqual(required);
    for (const { person, review } of after.round!.seats) if (review) expect(authors).toContain(person);
  }
  if (decided.action === 'publish' && after.state === 'published') expect(before.state).toBe('approved');
  if (after.publication === 'live') expect(['dismissed', 'merged', 'retracted']).not.toContain(after.state);
  if (isOpen(after.state) && after.state === 'in_signoff') expect(after.verdict).not.toBeNull();
  if (actor.kind === 'person' && KEEPS_OUT.has(decided.action)) {
    expect(before.keptOut).not.toContain(actor.person);
    expect(world.staff.find(({ name }) => name === actor.person)?.conflicted).toBe(false);
  }
}

function emptySeats({ policy }: World, { state, round }: Claim): number {
  if (state !== 'queued' && state !== 'in_review') return 0;
  return round?.status === 'open' ? round.seats.filter(({ person }) => person === null).length : policy.reviewsRequired;
}

/** How often a blind reviewer's view was held against the one before, and which states were seen. */
let compared = 0;
const reached = new Set<State>();

/** To whoever else sits in the round, nothing moved: not the version, not what they could do, and no rating shows. */
function assertBlind(world: World, index: number, before: Claim, after: Claim, by: Actor): void {
  const { round } = after;
  const goesOn =
    round?.status === 'open' &&
    before.round?.status === 'open' &&
    before.state === 'in_review' &&
    after.state === 'in_review';
  if (!goesOn || !round.policy.blind || round.policy.reviewsRequired < 2) return;
  expect(after.version).toBe(before.version);
  compared++;
  world.staff.forEach(({ name }, who) => {
    const sat = (claim: Claim) => claim.round!.seats.find(({ person }) => person === name);
    if (by.kind === 'person' && by.person === name) return;
    if (JSON.stringify(sat(before)) !== JSON.stringify(sat(after)) || sat(after) === undefined) return;
    const actor = actorOf(world, who);
    const seen = (claim: Claim) => {
      const claims = world.claims.with(index, claim);
      const facts = { ...factsSeenBy(factsOf({ ...world, claims }, claim, who), actor), caller: null };
      return { facts, could: availableActions(facts, actor) };
    };
    expect(seen(after)).toEqual(seen(before));
    const others = seen(after).facts.round!.seats.filter(({ person }) => person !== name);
    expect(others.every(({ review }) => review === null)).toBe(true);
  });
}

const person = fc.record({
  role: fc.constantFrom(...roles, 'reviewer' as const, 'editor' as const, 'editor' as const, 'admin' as const),
  capacity: fc.integer({ min: 0, max: 3 }),
  conflicted: fc.boolean(),
});
const policy = fc.record({
  reviewsRequired: fc.integer({ min: 1, max: 3 }),
  signOffsRequired: fc.integer({ min: 0, max: 2 }),
  blind: fc.boolean(),
});
const often: Action[] = ['take', 'take', 'submit', 'submit', 'adjudicate', 'signOff', 'publish', 'reopen'];
const tries = fc.array(
  fc.record({
    who: fc.nat(8),
    action: fc.constantFrom<Action>(...actions, 'accept', ...often, ...often, ...often),
    other: fc.nat(7),
    claim: fc.constantFrom(0, 0, 0, 1, 2),
    rating: fc.constantFrom('true' as const, 'false' as const),
    flag: fc.boolean(),
    offered: fc.option(fc.nat(30), { freq: 4 }),
  }),
  { minLength: 40, maxLength: 120, size: 'max' },
);

/** Half of what people try is what they are offered. Putting a claim away is offered to everybody, and seldom done. */
function actionOf({ action, offered }: Try, facts: ClaimFacts, actor: Actor): Action {
  if (offered === null) return action;
  const all = availableActions(facts, actor).filter(({ allowed }) => allowed);
  const some = all.filter((one) => offered === 0 || (one.action !== 'dismiss' && one.action !== 'merge'));
  return some[offered % some.length]?.action ?? action;
}

/** Lets everybody try everything in turn; the number of moves that were made. */
function play(staffed: Omit<Person, 'name'>[], asked: Partial<Policy>, given: Try[]): number {
  const world: World = {
    staff: staffed.map((one, index) => ({
      ...one,
      conflicted: one.conflicted && index % 4 === 3,
      name: `${one.role}${index}`,
    })),
    policy: { minEvidence: 1, minIndependentSources: 0, leaseHours: 8, recheckOpensReview: true, ...asked } as Policy,
    claims: [0, 1, 2].map((at) => ({
      id: `claim${at}`,
      ...{ version: 1, state: 'proposed', publication: 'none', round: null, verdict: null, live: null, keptOut: [] },
      ...{ scheduled: false, rechecks: 1 },
    })),
  };
  let moved = 0;
  for (const one of given) {
    const actor = actorOf(world, one.who);
    const before = world.claims[one.claim] as Claim;
    const seen = { ...factsOf(world, before, one.who), draft: written(one.rating) };
    const action = actionOf(one, seen, actor);
    const { input, about } = inputOf(world, { ...one, action, other: one.other % world.staff.length }, before);
    const facts = { ...seen, about };
    const decided = decide(action, facts, actor, input as never);
    if (!decided.ok) continue;
    const after = carriedOut(before, facts, decided);
    assertSound(world, before, after, decided, facts, actor);
    assertBlind(world, one.claim, before, after, actor);
    world.claims[one.claim] = after;
    reached.add(after.state);
    moved++;
  }
  expect(world.claims.map(({ id }) => id)).toEqual(['claim0', 'claim1', 'claim2']);
  return moved;
}

describe('Whatever random people do in random order', () => {
  it('no state is illegal, no blind is broken, nobody approves their own work, and no claim is lost', () => {
    let moved = 0;
    const staff = fc.array(person, { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(staff, policy, tries, (people, asked, given) => {
        moved += play(people, asked, given as Try[]);
      }),
      { numRuns: 150, seed: 20261122 },
    );
    expect(moved).toBeGreaterThan(2000);
    expect(compared).toBeGreaterThan(50);
    expect([...reached].sort()).toEqual([...allStates].sort());
  });
});
