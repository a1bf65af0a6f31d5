import { catalogue, type ProblemCode } from '#problems';

/** Why not: the part of the one problem catalogue that the workflow draws on, which gives each its status and sentence. */
export const reasons = [
  'permission.missing',
  'permission.machines-never',
  'permission.system-only',
  'permission.not-the-systems',
  'claim.wrong-state',
  'claim.live',
  'claim.not-live',
  'claim.reason-required',
  'claim.target-required',
  'claim.target-not-found',
  'claim.target-itself',
  'claim.target-not-living',
  'claim.no-open-seat',
  'claim.already-seated',
  'claim.seat-not-found',
  'claim.not-your-seat',
  'claim.lease-running',
  'claim.kept-out',
  'claim.conflict-of-interest',
  'claim.already-kept-out',
  'claim.not-on-desk',
  'claim.person-not-found',
  'claim.person-cannot-review',
  'claim.person-away',
  'claim.not-away',
  'claim.due-time-past',
  'queue.at-capacity',
  'claim.draft-missing',
  'claim.verdict-incomplete',
  'claim.evidence-missing',
  'claim.sources-not-independent',
  'claim.sat-in-round',
  'claim.review-not-found',
  'claim.one-of-choose-and-verdict',
  'claim.not-your-own-verdict',
  'claim.not-an-author',
  'claim.already-voted',
  'claim.correction-required',
  'claim.nothing-to-correct',
  'claim.recheck-opens-no-review',
  'claim.no-open-recheck',
  'publish.not-due',
  'publish.evidence-withdrawn',
  'publish.evidence-without-capture',
  'publish.reply-not-asked',
  'publish.reply-awaited',
  'publish.markup-invalid',
] as const satisfies readonly ProblemCode[];

export type ReasonCode = (typeof reasons)[number];
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
  const says = `${catalogue[code][1]}.`;
  return { code, detail: more === undefined ? says : `${says} ${more}` };
}
