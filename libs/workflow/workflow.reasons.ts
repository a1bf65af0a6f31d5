/** Why not. `status` is the HTTP status of a refusal for this reason alone; `says` is what a person reads. */
export const reasons = {
  'permission.missing': { status: 403, says: 'You do not have the permission that this needs.' },
  'permission.machines-never': { status: 403, says: 'Machines propose; people decide. No scope allows this.' },
  'permission.system-only': { status: 403, says: 'This happens by itself, by the clock; nobody does it by hand.' },
  'permission.not-the-systems': { status: 403, says: 'The system never does this by itself.' },
  'claim.wrong-state': { status: 409, says: 'The claim is not in a state in which this can be done.' },
  'claim.live': { status: 409, says: 'A version of it is public. Correct it, retract it or uphold it first.' },
  'claim.not-live': { status: 409, says: 'No version of it is public.' },
  'claim.reason-required': { status: 422, says: 'Give a reason.' },
  'claim.target-not-found': { status: 422, says: 'There is no such claim to merge into.' },
  'claim.target-itself': { status: 422, says: 'A claim cannot be merged into itself.' },
  'claim.target-not-living': { status: 409, says: 'The claim to merge into is itself dismissed, merged or retracted.' },
  'claim.no-open-seat': { status: 409, says: 'All seats of this round are taken.' },
  'claim.already-seated': { status: 409, says: 'This person sits in this round already, and nobody sits twice.' },
  'claim.seat-not-found': { status: 409, says: 'This person holds no seat with work to do in this round.' },
  'claim.not-your-seat': { status: 403, says: 'You hold no seat with work to do in this round.' },
  'claim.lease-running': { status: 409, says: 'The lease of this seat is not over, or the work was assigned.' },
  'claim.kept-out': { status: 409, says: 'A recusal keeps this person out of this claim.' },
  'claim.already-kept-out': { status: 409, says: 'This person is kept out of this claim already.' },
  'claim.not-on-desk': { status: 403, says: 'The claim belongs to a desk that you are not a member of.' },
  'claim.person-not-found': { status: 422, says: 'Nobody of that id works in this newsroom.' },
  'claim.person-cannot-review': { status: 422, says: 'This person may not review.' },
  'claim.due-time-past': { status: 422, says: 'The due time has passed already.' },
  'queue.at-capacity': { status: 409, says: 'This person has as much work open as their capacity allows.' },
  'claim.draft-missing': { status: 409, says: 'There is no draft verdict to submit.' },
  'claim.verdict-incomplete': { status: 422, says: 'The verdict is not complete.' },
  'claim.evidence-missing': {
    status: 422,
    says: 'The verdict cites less evidence than the policy of this round asks for.',
  },
  'claim.sources-not-independent': {
    status: 422,
    says: 'The evidence comes from fewer independent sources than the policy of this round asks for.',
  },
  'claim.sat-in-round': {
    status: 403,
    says: 'You reviewed in this round; somebody who sat in none of its seats adjudicates.',
  },
  'claim.review-not-found': { status: 422, says: 'There is no such review in this round.' },
  'claim.one-of-choose-and-verdict': { status: 422, says: 'Either choose one of the reviews or write a verdict.' },
  'claim.not-your-own-verdict': {
    status: 403,
    says: 'You are an author of this verdict, and nobody approves their own.',
  },
  'claim.not-an-author': { status: 403, says: 'Only an author of the standing verdict amends it.' },
  'claim.already-voted': { status: 409, says: 'You have cast this vote already.' },
  'claim.correction-required': {
    status: 422,
    says: 'The rating differs from that of the public version: give the type and the notice of the correction.',
  },
  'claim.recheck-opens-no-review': { status: 409, says: 'By policy, a recheck does not open a new review.' },
  'claim.no-open-recheck': { status: 409, says: 'No recheck of it is open.' },
  'publish.not-due': { status: 409, says: 'No publication is set for this hour.' },
  'publish.evidence-withdrawn': { status: 409, says: 'The verdict cites evidence that was withdrawn.' },
  'publish.evidence-without-capture': {
    status: 409,
    says: 'Cited evidence has neither a capture nor a copy made by hand.',
  },
  'publish.markup-invalid': { status: 409, says: 'The public markup would not be valid.' },
} as const satisfies Record<string, { status: 403 | 409 | 422; says: string }>;

export type ReasonCode = keyof typeof reasons;
/** Reasons that whoever publishes finds in the material, not in the workflow. */
export type GateCode = Extract<
  ReasonCode,
  'publish.evidence-withdrawn' | 'publish.evidence-without-capture' | 'publish.markup-invalid'
>;

/** One reason, ready to be read. */
export interface Reason {
  code: ReasonCode;
  detail: string;
}

export function because(code: ReasonCode, more?: string): Reason {
  return { code, detail: more === undefined ? reasons[code].says : `${reasons[code].says} ${more}` };
}
