import fc from 'fast-check';
import { roles } from '#newsroom';
import type { Action, AvailableAction } from '#workflow';

/** What somebody tries, as likely as not something that they may not. Numbers stand for whoever or whatever is there. */
export interface Try {
  who: number;
  action: Action;
  other: number;
  claim: number;
  rating: 'true' | 'false';
  flag: boolean;
  /** Not the action named, but that one of those which are offered. */
  offered: number | null;
}

const everyAction = (
  'accept dismiss merge unmerge take assign release expire submit adjudicate amend requestChanges signOff dissent ' +
  'recuse publish correct retract reopen uphold'
).split(' ') as Action[];
const often: Action[] = ['take', 'take', 'submit', 'submit', 'adjudicate', 'signOff', 'publish', 'reopen'];

export const randomPerson = fc.record({
  role: fc.constantFrom(...roles, 'reviewer' as const, 'editor' as const, 'editor' as const, 'admin' as const),
  capacity: fc.integer({ min: 0, max: 3 }),
  conflicted: fc.boolean(),
});
export const randomPolicy = fc.record({
  reviewsRequired: fc.integer({ min: 1, max: 3 }),
  signOffsRequired: fc.integer({ min: 0, max: 2 }),
  blind: fc.boolean(),
});
export const randomTries: fc.Arbitrary<Try[]> = fc.array(
  fc.record({
    who: fc.nat(8),
    action: fc.constantFrom<Action>(...everyAction, 'accept', ...often, ...often, ...often),
    other: fc.nat(7),
    claim: fc.constantFrom(0, 0, 0, 1, 2),
    rating: fc.constantFrom('true' as const, 'false' as const),
    flag: fc.boolean(),
    offered: fc.option(fc.nat(30), { freq: 4 }),
  }),
  { minLength: 40, maxLength: 120, size: 'max' },
);

/** Half of what people try is what they are offered. Putting a claim away is offered to everybody, and seldom done. */
export function chosen({ action, offered }: Try, offers: () => readonly AvailableAction[]): Action {
  if (offered === null) return action;
  const all = offers().filter(({ allowed }) => allowed);
  const some = all.filter((one) => offered === 0 || (one.action !== 'dismiss' && one.action !== 'merge'));
  return some[offered % some.length]?.action ?? action;
}

/** What an input can name. */
export interface Nameable {
  person: string;
  /** Whoever leads the round. */
  lead: string | undefined;
  target: string;
  review: string;
  isPublic: boolean;
  evidenceIds: string[];
}

/** The body with which they try it. */
export function inputOf({ action, rating, flag }: Try, named: Nameable): object {
  const { person, lead, target, review, evidenceIds } = named;
  const verdict = { rating, summary: 's', explanation: 'e', evidenceIds };
  const correction = named.isPublic ? { type: 'rating', notice: 'n' } : undefined;
  switch (action) {
    case 'assign':
      return { person, replaces: flag ? lead : undefined };
    case 'merge':
      return { target, stance: 'asserts' };
    case 'dismiss':
      return { reason: 'other' };
    case 'release':
      return { reason: 'r', person: flag ? person : undefined, suggest: rating === 'true' ? undefined : 'dismiss' };
    case 'expire':
      return { person };
    case 'recuse':
      return { reason: 'r', person: flag ? person : undefined };
    case 'adjudicate':
      return flag ? { choose: review } : { verdict };
    case 'amend':
      return { verdict };
    case 'publish':
      return { correction, at: flag ? '2099-01-01T00:00:00Z' : undefined };
    case 'correct':
      return { type: 'fact', notice: 'n' };
    default:
      return { reason: 'r' };
  }
}
