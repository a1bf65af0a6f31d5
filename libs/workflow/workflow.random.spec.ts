import fc from 'fast-check';
import { permissionsOfRoles, type Role } from '#newsroom';
import {
  carriedOut,
  factsOnPaper,
  proposedOnPaper,
  written,
  type ClaimOnPaper,
} from '../../test/support/claim-on-paper.js';
import { chosen, inputOf, randomPerson, randomPolicy, randomTries, type Try } from '../../test/support/random-work.js';
import { factsSeenBy, staysBlind } from './workflow.blind.rules.js';
import { availableActions, decide, type Decided } from './workflow.decide.rules.js';
import type { Actor, CandidateFacts, ClaimFacts, InputFacts, Policy } from './workflow.facts.js';
import { edges } from './workflow.prove.rules.js';
import { openSeatsAfter } from './workflow.seats.rules.js';
import { allStates, isOpen, type State } from './workflow.states.js';
import type { Action } from './workflow.table.js';

interface Claim extends ClaimOnPaper {
  id: string;
  version: number;
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

function actorOf(world: World, who: number): Actor {
  const person = world.staff[who];
  if (person === undefined) return { kind: 'system' };
  return { kind: 'person', person: person.name, permissions: permissionsOfRoles([person.role]) };
}

const mayReview = (role: Role | undefined) => role !== undefined && permissionsOfRoles([role]).has('claim.review');

function candidate({ claims }: World, { name, role, capacity }: Person): CandidateFacts {
  const seats = claims.flatMap(({ round }) => (round?.status === 'open' ? round.seats : []));
  const openSeats = seats.filter(({ person, review }) => person === name && review === null).length;
  return { person: name, mayReview: mayReview(role), capacity, openSeats, belongsToDesk: true };
}

/** Every lease is over as soon as it runs: what its clock allows, it allows at once. */
function factsOf(world: World, claim: Claim, who: number): ClaimFacts {
  const { round } = claim;
  const seats = round?.seats.map((seat) => ({ ...seat, leaseOver: seat.kind === 'lease' })) ?? [];
  const conflicted = world.staff.filter((one) => one.conflicted);
  const caller = world.staff[who];
  return factsOnPaper(
    { ...claim, round: round && { ...round, seats } },
    {
      policy: world.policy,
      conflicts: conflicted.map(({ name }) => ({ person: name, about: 'label harbour' })),
      mayReview: (person) => mayReview(world.staff.find(({ name }) => name === person)?.role),
      caller: caller ? candidate(world, caller) : null,
    },
  );
}

/** What the input names, and what was looked up of it. */
function sent(world: World, one: Try, claim: Claim): { input: object; about: InputFacts } {
  const person = world.staff[one.other] as Person;
  const target = world.claims[one.other % world.claims.length] as Claim;
  const input = inputOf(one, {
    person: person.name,
    lead: claim.round?.seats[0]?.person ?? undefined,
    target: target.id,
    review: `review${one.other}`,
    isPublic: claim.publication !== 'none',
    evidenceIds: [],
  });
  const about: InputFacts = {
    target: { id: target.id, state: target.state },
    assignee: candidate(world, person),
    personKnown: true,
    atIsLater: one.flag,
    text: written(one.rating),
  };
  return { input, about };
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

/** Lets everybody try everything in turn; the number of moves that were made. */
function play(staffed: Omit<Person, 'name'>[], asked: Partial<Policy>, given: Try[]): number {
  const world: World = {
    staff: staffed.map((one, index) => ({
      ...one,
      conflicted: one.conflicted && index % 4 === 3,
      name: `${one.role}${index}`,
    })),
    policy: { minEvidence: 1, minIndependentSources: 0, leaseHours: 8, recheckOpensReview: true, ...asked } as Policy,
    claims: [0, 1, 2].map((at) => ({ ...proposedOnPaper, id: `claim${at}`, version: 1, rechecks: 1 })),
  };
  let made = 0;
  for (const one of given) {
    const actor = actorOf(world, one.who);
    const before = world.claims[one.claim] as Claim;
    const seen = { ...factsOf(world, before, one.who), draft: written(one.rating) };
    const action = chosen(one, () => availableActions(seen, actor));
    const { input, about } = sent(world, { ...one, action, other: one.other % world.staff.length }, before);
    const facts = { ...seen, claim: { ...seen.claim, id: before.id }, about };
    const decided = decide(action, facts, actor, input as never);
    if (!decided.ok) continue;
    const moved = carriedOut(before, decided);
    const after = { ...moved, version: before.version + (staysBlind(facts, decided) ? 0 : 1) };
    assertSound(world, before, after, decided, facts, actor);
    assertBlind(world, one.claim, before, after, actor);
    world.claims[one.claim] = after;
    reached.add(after.state);
    made++;
  }
  expect(world.claims.map(({ id }) => id)).toEqual(['claim0', 'claim1', 'claim2']);
  return made;
}

describe('Whatever random people do in random order', () => {
  it('no state is illegal, no blind is broken, nobody approves their own work, and no claim is lost', () => {
    let moved = 0;
    const staff = fc.array(randomPerson, { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(staff, randomPolicy, randomTries, (people, asked, given) => {
        moved += play(people, asked, given);
      }),
      { numRuns: 150, seed: 20261122 },
    );
    expect(moved).toBeGreaterThan(2000);
    expect(compared).toBeGreaterThan(50);
    expect([...reached].sort()).toEqual([...allStates].sort());
  });
});
