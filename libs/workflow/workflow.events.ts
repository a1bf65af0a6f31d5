import { z } from 'zod';
import { claimMove, claimProposed, claimSnapshot, exampleClaim } from '#claims';
import { defineEvent, type EventType } from '#log';
import type { Permission } from '#newsroom';
import type { WorkflowEvent } from './workflow.table.js';

const person = z.uuid();
const examplePerson = '0193f2a2-5b6c-7d8e-9f00-112233445566';

/** What a move of a claim tells, with `more` of its own. */
function moved<S extends z.ZodRawShape>(
  type: WorkflowEvent,
  summary: string,
  example: { action: string | null; from: string; to: string; people?: string[]; reason?: string | null },
  more: S,
  exampleMore: z.input<z.ZodObject<S>>,
  options: { public?: boolean; personalFor?: Permission } = {},
) {
  const data = z.object({ ...claimSnapshot, ...claimMove, round: z.int().nullable(), ...more });
  const { action, from, to, people = [], reason = null } = example;
  const whole = { ...exampleClaim, state: to, action, from, to, people, reason, round: 1, ...exampleMore };
  return defineEvent({ type, summary, subject: 'claim', ...options, data, example: whole as never });
}

const seat = { kind: z.enum(['lease', 'assigned']), seatDueAt: z.string().nullable(), message: z.string().nullable() };
/** Whose seat it is or was, and who gave it to them. */
const both = { person: person.nullable(), givenBy: person.nullable() };
const exampleBoth = { person: examplePerson, givenBy: examplePerson };
const verdict = { rating: z.string(), origin: z.string(), authors: z.array(person) };
const exampleVerdict = { rating: 'false', origin: 'review', authors: [examplePerson] };
const vote = { ...verdict, signOffs: z.int(), signOffsRequired: z.int() };
const exampleVote = { ...exampleVerdict, signOffs: 1, signOffsRequired: 1 };

/** Each event that the table emits and this lib records; those of fact-checks and rechecks their own nouns record. */
export const workflowEvents = {
  'claim.queued': moved(
    'claim.queued',
    'A claim will be checked, and waits for a reviewer.',
    { action: 'accept', from: 'proposed', to: 'queued' },
    {},
    {},
  ),
  'claim.dismissed': moved(
    'claim.dismissed',
    'A claim will not be checked.',
    { action: 'dismiss', from: 'proposed', to: 'dismissed', reason: 'not-checkable' },
    { note: z.string().nullable() },
    { note: null },
  ),
  'claim.merged': moved(
    'claim.merged',
    'A claim is the same as another, which goes on alone.',
    { action: 'merge', from: 'proposed', to: 'merged' },
    { target: z.uuid(), stance: z.enum(['asserts', 'denies', 'reports']) },
    { target: '0193e100-4c1d-7d3b-8a11-9b2c3d4e5f60', stance: 'asserts' },
  ),
  'claim.assigned': moved(
    'claim.assigned',
    'Somebody sits on a claim: they took it, or it was given to them.',
    { action: 'take', from: 'queued', to: 'in_review', people: [examplePerson] },
    { ...seat, ...both, replaces: person.nullable() },
    { kind: 'lease', seatDueAt: null, message: null, ...exampleBoth, replaces: null },
  ),
  'claim.released': moved(
    'claim.released',
    'Somebody gave a claim back.',
    { action: 'release', from: 'in_review', to: 'queued', people: [examplePerson], reason: 'No time this week.' },
    { suggest: z.enum(['dismiss', 'merge']).nullable(), target: z.uuid().nullable(), kind: seat.kind, ...both },
    { suggest: null, target: null, kind: 'assigned', ...exampleBoth },
  ),
  'claim.expired': moved(
    'claim.expired',
    'The lease on a claim ran out.',
    { action: 'expire', from: 'in_review', to: 'queued', people: [examplePerson] },
    {},
    {},
  ),
  'review.submitted': moved(
    'review.submitted',
    'A review was handed in. It carries no rating: the round may be blind.',
    { action: 'submit', from: 'in_review', to: 'in_signoff', people: [examplePerson] },
    {},
    {},
  ),
  'round.closed': moved(
    'round.closed',
    'All seats of a round are filled; its reviews can be read.',
    { action: null, from: 'in_review', to: 'in_signoff' },
    { agreed: z.boolean(), reviews: z.array(z.object({ person, rating: z.string() })) },
    { agreed: true, reviews: [{ person: examplePerson, rating: 'false' }] },
  ),
  'claim.disputed': moved(
    'claim.disputed',
    'The reviews of a round differ; an editor who wrote none of them decides.',
    { action: null, from: 'in_review', to: 'disputed' },
    {},
    {},
  ),
  'verdict.ready-for-signoff': moved(
    'verdict.ready-for-signoff',
    'A verdict stands and waits for votes.',
    { action: null, from: 'in_review', to: 'in_signoff' },
    verdict,
    exampleVerdict,
  ),
  'verdict.signed-off': moved(
    'verdict.signed-off',
    'An editor voted for a verdict.',
    { action: 'signOff', from: 'in_signoff', to: 'approved' },
    vote,
    exampleVote,
  ),
  'verdict.dissented': moved(
    'verdict.dissented',
    'An editor voted against a verdict.',
    { action: 'dissent', from: 'in_signoff', to: 'in_signoff', reason: 'The account is from 2019.' },
    vote,
    { ...exampleVote, signOffs: 0 },
  ),
  'verdict.amended': moved(
    'verdict.amended',
    'An author changed a verdict; its votes lapsed.',
    { action: 'amend', from: 'in_signoff', to: 'in_signoff' },
    verdict,
    { ...exampleVerdict, origin: 'amended' },
  ),
  'verdict.changes-requested': moved(
    'verdict.changes-requested',
    'A verdict went back for another round.',
    { action: 'requestChanges', from: 'in_signoff', to: 'in_review', reason: 'Ask the council, too.' },
    {},
    {},
  ),
  'verdict.approved': moved(
    'verdict.approved',
    'A verdict has the votes that it needs, or needs none, and can be published.',
    { action: null, from: 'in_signoff', to: 'approved' },
    vote,
    exampleVote,
  ),
  'claim.recused': moved(
    'claim.recused',
    'Somebody stepped back from a claim, or was kept out. Why is for those who assign.',
    { action: 'recuse', from: 'in_review', to: 'queued', people: [examplePerson] },
    {},
    {},
    { public: false, personalFor: 'claim.assign' },
  ),
  'publish.scheduled': moved(
    'publish.scheduled',
    'An hour is set for a publication.',
    { action: 'publish', from: 'approved', to: 'approved' },
    { at: z.string() },
    { at: '2026-11-26T06:00:00.000Z' },
  ),
  'publish.blocked': moved(
    'publish.blocked',
    'The hour of a publication came, and something stood in the way. The claim waits, approved.',
    { action: 'publish', from: 'approved', to: 'approved' },
    { reasons: z.array(z.object({ code: z.string(), detail: z.string() })) },
    { reasons: [{ code: 'publish.evidence-withdrawn', detail: 'The verdict cites evidence that was withdrawn.' }] },
  ),
  'claim.reopened': moved(
    'claim.reopened',
    'A published claim is back on the desk for a new round.',
    { action: 'reopen', from: 'published', to: 'queued', reason: 'The cited page was edited.' },
    {},
    {},
  ),
} satisfies Partial<Record<WorkflowEvent, EventType>>;

/** Recorded here when a merge is taken back or a claim parked; declared by the noun, which records it for new claims. */
export { claimProposed };
