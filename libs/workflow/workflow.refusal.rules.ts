import type { Claim } from '#claims';
import { catalogue, problem, type Problem } from '#problems';
import type { Refused } from './workflow.decide.rules.js';
import type { Reason } from './workflow.reasons.js';

/** What keeps somebody from doing it at all comes before what keeps them from doing it now. */
function weight({ code }: Reason): number {
  if (code.startsWith('permission.')) return 0;
  return code === 'claim.wrong-state' ? 1 : 2;
}

/** A refusal as a problem: the weightiest reason gives code, status and detail; all of them are in `reasons`. */
export function refusal({ action, reasons }: Refused, claim: Pick<Claim, 'state' | 'version'>): Problem {
  const [first] = [...reasons].sort((a, b) => weight(a) - weight(b));
  if (first === undefined) throw new Error(`"${action}" was refused without a reason.`);
  const field = catalogue[first.code][0] === 422 ? pointers[first.code] : undefined;
  const errors = field === undefined ? undefined : [{ pointer: field, code: first.code, detail: first.detail }];
  const extra = { action, reasons, state: claim.state, currentVersion: claim.version };
  return problem(first.code, { detail: first.detail, errors, extra });
}

/** The field of the body that a reason is about. */
const pointers: Partial<Record<Reason['code'], string>> = {
  'claim.reason-required': '/reason',
  'claim.target-required': '/target',
  'claim.target-not-found': '/target',
  'claim.target-itself': '/target',
  'claim.person-not-found': '/person',
  'claim.person-cannot-review': '/person',
  'claim.due-time-past': '/dueAt',
  'claim.review-not-found': '/choose',
  'claim.one-of-choose-and-verdict': '/choose',
  'claim.correction-required': '/correction',
  'claim.nothing-to-correct': '/correction',
};
