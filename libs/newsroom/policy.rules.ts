import type { FieldError } from '#problems';
import { permissionsOfRoles, type Role } from './permissions.rules.js';

export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

/** How a newsroom, or a desk of it, works. A round keeps the policy of the moment in which it opened. */
export interface Policy {
  reviewsRequired: number;
  /** Reviewers of one round do not see each other's verdicts until it closes. */
  blind: boolean;
  /** 0: a verdict needs no vote, and the published version says so. */
  signOffsRequired: number;
  minEvidence: number;
  minIndependentSources: number;
  /** Null: a lease has no end. */
  leaseHours: number | null;
  /** Hours until a claim is due, by its priority; null: never. */
  dueHours: Record<Priority, number | null>;
  /** Whether these hours, and those below, pass at all times or only while the newsroom works, by its calendar. */
  hoursCount: 'always' | 'at-work';
  /** Hours before it is due that this is told, by priority; null: not told. */
  dueSoonHours: Record<Priority, number | null>;
  /** Hours from the due time until the desk's editors, and then the admins, are told that nothing happened; null: never. */
  escalateAfterHours: Record<EscalationLevel, number | null>;
  /** A cited quote that was altered, or is missing, puts the claim back into the queue. */
  recheckOpensReview: boolean;
  /** Whether whoever it is about is asked for comment before a verdict goes out: as one likes, warned of, or needed. */
  rightOfReply: RightOfReply;
  /** The key of the best rating for which that holds; null: whatever the rating. */
  rightOfReplyUpTo: string | null;
}

export const rightsOfReply = ['off', 'warn', 'required'] as const;
export type RightOfReply = (typeof rightsOfReply)[number];

export const escalationLevels = ['editors', 'admins'] as const;
export type EscalationLevel = (typeof escalationLevels)[number];

/** What deadlines are made of. It holds from the moment it is saved, in open rounds, too. */
export const timingOf = ['dueHours', 'hoursCount', 'dueSoonHours', 'escalateAfterHours'] as const;
export type Timing = Pick<Policy, (typeof timingOf)[number]>;

/** The parts of a policy that a desk overrides value by value. */
type Table = 'dueHours' | 'dueSoonHours' | 'escalateAfterHours';

export type DeskPolicy = Partial<Omit<Policy, Table>> & { [T in Table]?: Partial<Policy[T]> };

/** A newsroom's policy and what single desks do differently. */
export interface PolicyBody extends Policy {
  desks: Record<string, DeskPolicy>;
}

export const defaultPolicy: PolicyBody = {
  reviewsRequired: 1,
  blind: true,
  signOffsRequired: 1,
  minEvidence: 1,
  minIndependentSources: 0,
  leaseHours: 8,
  dueHours: { low: 168, normal: 72, high: 24, urgent: 4 },
  hoursCount: 'always',
  dueSoonHours: { low: 24, normal: 12, high: 4, urgent: 1 },
  escalateAfterHours: { editors: 2, admins: 24 },
  recheckOpensReview: true,
  rightOfReply: 'off',
  rightOfReplyUpTo: null,
  desks: {},
};

/** The policy of a desk; the newsroom's own without one, and for a desk that has none. */
export function policyOf(body: PolicyBody, desk?: string | null): Policy {
  const { desks, ...base } = body;
  const own = desk != null && Object.hasOwn(desks, desk) ? desks[desk] : undefined;
  if (!own) return base;
  return {
    ...base,
    ...own,
    dueHours: { ...base.dueHours, ...own.dueHours },
    dueSoonHours: { ...base.dueSoonHours, ...own.dueSoonHours },
    escalateAfterHours: { ...base.escalateAfterHours, ...own.escalateAfterHours },
  };
}

/** What in a policy cannot hold at once. */
export function contradictions(body: PolicyBody): FieldError[] {
  return [null, ...Object.keys(body.desks)].flatMap((desk) => {
    const { minEvidence, minIndependentSources, escalateAfterHours } = policyOf(body, desk);
    const base = desk === null ? '' : `/desks/${pointerPart(desk)}`;
    const errors: FieldError[] = [];
    if (minIndependentSources > minEvidence) {
      const detail = `asks for ${minIndependentSources} independent sources where ${minEvidence} pieces of evidence are enough`;
      errors.push({ pointer: `${base}/minIndependentSources`, code: 'more-sources-than-evidence', detail });
    }
    const { editors, admins } = escalateAfterHours;
    if (editors !== null && admins !== null && admins < editors) {
      const detail = `tells the admins after ${admins} hours and the editors, who come first, after ${editors}`;
      errors.push({ pointer: `${base}/escalateAfterHours/admins`, code: 'admins-before-editors', detail });
    }
    return errors;
  });
}

/** Ratings that a policy names and that are not among these keys. */
export function unknownRatings(body: PolicyBody, keys: readonly string[]): FieldError[] {
  const places: [string, string | null | undefined][] = [
    ['', body.rightOfReplyUpTo],
    ...Object.entries(body.desks).map(([desk, own]): [string, string | null | undefined] => {
      return [`/desks/${pointerPart(desk)}`, own.rightOfReplyUpTo];
    }),
  ];
  return places.flatMap(([base, key]) =>
    key == null || keys.includes(key)
      ? []
      : [{ pointer: `${base}/rightOfReplyUpTo`, code: 'rating.unknown', detail: 'is no key of the newsroom’s scale' }],
  );
}

/** A name as a part of a JSON Pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** An active person, as the policy counts them. */
export interface Colleague {
  roles: readonly Role[];
  desks: readonly string[];
}

export interface PolicyWarning {
  code: 'policy.too-few-reviewers' | 'policy.nobody-to-adjudicate' | 'policy.too-few-sign-offs';
  /** Null: the newsroom as a whole. */
  desk: string | null;
  /** The state in which claims would stay. */
  stuckIn: 'in_review' | 'disputed' | 'in_signoff';
  /** Whether every claim gets stuck, or only one whose seats go to people who were needed later. */
  always: boolean;
  detail: string;
}

/**
 * What would get stuck under this policy with the people at hand. Saving is allowed all the same: people can be added.
 * A desk of `open` that does nothing differently is named only for what does not hold of the newsroom already, and not
 * while nobody works there: that is no policy's doing.
 */
export function stuckWith(
  body: PolicyBody,
  people: readonly Colleague[],
  open: readonly string[] = [],
): PolicyWarning[] {
  const may = people.map((person) => ({ desks: person.desks, permissions: permissionsOfRoles(person.roles) }));
  const voters = may.filter((person) => person.permissions.has('claim.signoff'));
  const at = (desk: string | null): PolicyWarning[] => {
    const reviewers = may.filter(
      (person) => person.permissions.has('claim.review') && (desk === null || person.desks.includes(desk)),
    );
    const reviewersWhoVote = reviewers.filter((person) => person.permissions.has('claim.signoff')).length;
    const hands = { reviewers: reviewers.length, voters: voters.length, reviewersWhoVote };
    return warningsOf(policyOf(body, desk), desk, hands);
  };
  const whole = at(null);
  const isNews = (one: PolicyWarning): boolean =>
    !whole.some(({ code, always }) => code === one.code && (always || !one.always));
  const staffed = new Set(people.flatMap(({ desks }) => desks));
  const others = open.filter((desk) => staffed.has(desk) && !Object.hasOwn(body.desks, desk));
  return [...whole, ...Object.keys(body.desks).flatMap(at), ...others.flatMap((desk) => at(desk).filter(isNews))];
}

interface Hands {
  reviewers: number;
  voters: number;
  reviewersWhoVote: number;
}

function warningsOf(policy: Policy, desk: string | null, hands: Hands): PolicyWarning[] {
  const { reviewsRequired, signOffsRequired } = policy;
  const where = desk === null ? 'in the newsroom' : `at the desk ${desk}`;
  if (hands.reviewers < reviewsRequired) {
    const detail = `A claim needs ${reviewsRequired} review(s), and ${hands.reviewers} of the active people ${where} may review.`;
    return [{ code: 'policy.too-few-reviewers', desk, stuckIn: 'in_review', always: true, detail }];
  }
  // No author votes: those who review are gone as voters. At best the seats go to people who could not vote anyway.
  const leftAtBest = hands.voters - Math.max(0, reviewsRequired - (hands.reviewers - hands.reviewersWhoVote));
  const leftAtWorst = hands.voters - Math.min(reviewsRequired, hands.reviewersWhoVote);
  const warnings: PolicyWarning[] = [];
  if (reviewsRequired > 1 && leftAtWorst < 1) {
    const detail = `When the reviews of a claim differ, an editor who wrote none of them decides, and ${left(leftAtBest, leftAtWorst)}.`;
    warnings.push({ code: 'policy.nobody-to-adjudicate', desk, stuckIn: 'disputed', always: leftAtBest < 1, detail });
  }
  if (leftAtWorst < signOffsRequired) {
    const detail = `A verdict needs ${signOffsRequired} sign-off(s) from people who did not write it, and ${left(leftAtBest, leftAtWorst)}.`;
    const always = leftAtBest < signOffsRequired;
    warnings.push({ code: 'policy.too-few-sign-offs', desk, stuckIn: 'in_signoff', always, detail });
  }
  return warnings;
}

function left(atBest: number, atWorst: number): string {
  return atBest === atWorst ? `${atBest} are left` : `${atWorst} to ${atBest} are left, depending on who reviews`;
}
