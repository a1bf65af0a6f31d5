import type { Membership } from '#newsroom';

export const strategies = ['even', 'weight', 'load'] as const;
/** `even`: the same number to each. `weight`: by their weight at the claim's desk. `load`: to whoever has least in hand for their capacity. */
export type Strategy = (typeof strategies)[number];

/** Somebody who could get claims. */
export interface Hand {
  person: string;
  mayReview: boolean;
  isAway: boolean;
  capacity: number;
  openSeats: number;
  memberships: readonly (Membership & { weight: number; held: number })[];
}

/** A claim that somebody is to get. `closedTo`: who sat in its round or gave it back there, and who is kept out. */
export interface Wanting {
  id: string;
  version: number;
  desk: string | null;
  language: string | null;
  labels: readonly string[];
  isOpen: boolean;
  closedTo: ReadonlySet<string>;
}

/** Why nobody gets a claim: the first of these that leaves no one. */
export type Unplaced =
  'not-open' | 'nobody-on-desk' | 'nobody-allowed' | 'nobody-for-it' | 'nobody-there' | 'nobody-free';

export interface Placed {
  claim: string;
  version: number;
  person: string | null;
  why: Unplaced | null;
}

export interface Overruled {
  capacity: boolean;
  absence: boolean;
}

/** Spreads claims, in the order given, over people. Pure: the same situation gives the same plan. */
export function distribute(
  claims: readonly Wanting[],
  hands: readonly Hand[],
  strategy: Strategy,
  overruled: Overruled,
): Placed[] {
  const spread = new Spread();
  return claims.map((claim) => {
    const { id, version } = claim;
    const fit = candidates(claim, hands, overruled, spread);
    if (typeof fit === 'string') return { claim: id, version, person: null, why: fit };
    const first = [...fit].sort((a, b) => order(strategy, claim, spread, a, b))[0] as Hand;
    spread.add(first.person, claim.desk);
    return { claim: id, version, person: first.person, why: null };
  });
}

/** What the plan gives to each so far, over all and of each desk. */
class Spread {
  private readonly counts = new Map<string, number>();

  of(person: string, desk?: string | null): number {
    return this.counts.get(key(person, desk)) ?? 0;
  }

  add(person: string, desk: string | null): void {
    for (const at of new Set([key(person), key(person, desk)])) this.counts.set(at, (this.counts.get(at) ?? 0) + 1);
  }
}

const key = (person: string, desk?: string | null): string => JSON.stringify([person, desk]);

function candidates(claim: Wanting, hands: readonly Hand[], overruled: Overruled, spread: Spread): Hand[] | Unplaced {
  if (!claim.isOpen) return 'not-open';
  const steps: [Unplaced, (hand: Hand) => boolean][] = [
    ['nobody-on-desk', (hand) => claim.desk === null || at(hand, claim.desk) !== undefined],
    ['nobody-allowed', ({ person, mayReview }) => mayReview && !claim.closedTo.has(person)],
    ['nobody-for-it', (hand) => worksOn(hand, claim)],
    ['nobody-there', ({ isAway }) => overruled.absence || !isAway],
    ['nobody-free', (hand) => overruled.capacity || hasRoom(hand, claim.desk, spread)],
  ];
  let left = [...hands];
  for (const [why, fits] of steps) {
    left = left.filter(fits);
    if (left.length === 0) return why;
  }
  return left;
}

const at = ({ memberships }: Hand, desk: string | null) => memberships.find((one) => one.desk === desk);

function worksOn(hand: Hand, { desk, language, labels }: Wanting): boolean {
  const member = at(hand, desk);
  if (member === undefined) return true;
  const tag = language?.toLowerCase();
  const speaks =
    tag === undefined ||
    member.languages.length === 0 ||
    member.languages.map((one) => one.toLowerCase()).some((one) => one === tag || one === tag.split('-')[0]);
  return speaks && (member.labels.length === 0 || member.labels.some((label) => labels.includes(label)));
}

function hasRoom(hand: Hand, desk: string | null, spread: Spread): boolean {
  const member = desk === null ? undefined : at(hand, desk);
  const room = member?.capacity == null || member.held + spread.of(hand.person, desk) < member.capacity;
  return room && hand.openSeats + spread.of(hand.person) < hand.capacity;
}

function order(strategy: Strategy, claim: Wanting, spread: Spread, a: Hand, b: Hand): number {
  const [first, second] = [a, b].map((hand) => measure(strategy, claim, spread, hand)) as [number, number];
  if (first !== second) return first < second ? -1 : 1;
  const inHand = (hand: Hand) => hand.openSeats + spread.of(hand.person);
  return inHand(a) - inHand(b) || (a.person < b.person ? -1 : 1);
}

/** Least comes first. By weight: whose share the next claim would stretch least (Webster's and D'Hondt's way of seats). */
function measure(strategy: Strategy, claim: Wanting, spread: Spread, hand: Hand): number {
  const given = spread.of(hand.person);
  if (strategy === 'even') return given;
  if (strategy === 'load') return (hand.openSeats + given) / Math.max(hand.capacity, 1);
  const weights = hand.memberships.map(({ weight }) => weight);
  const weight = at(hand, claim.desk)?.weight ?? (weights.length > 0 ? Math.max(...weights) : 1);
  return weight === 0 ? Infinity : (given + 1) / weight;
}
