import { z } from 'zod';

/** The bodies of the actions, as the edge validates and documents them. Whether a reason was given is a guard's business too: jobs call as well. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.trim() !== '', { error: 'is empty', params: { code: 'empty' } });
const reason = text(2000).describe('Why; kept in the history.');
const id = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not an id')
  .meta({ format: 'uuid' });
const time = z.iso.datetime({ offset: true });

export const verdictText = z.strictObject({
  rating: text(100).describe("A key of the newsroom's rating scale."),
  summary: text(2000),
  explanation: text(50_000),
  evidenceIds: z.array(id).max(200),
});

export const dismissalReasons = [
  'not-checkable',
  'not-worth-checking',
  'opinion',
  'prediction',
  'duplicate',
  'out-of-scope',
  'already-corrected',
  'extraction-error',
  'other',
] as const;

const notice = text(2000).describe('What changed and why, for the public.');

export const inputs = {
  accept: z.strictObject({}),
  dismiss: z.strictObject({ reason: z.enum(dismissalReasons), text: text(2000).optional() }),
  merge: z.strictObject({
    target: id.describe('The claim that stays.'),
    stance: z
      .enum(['asserts', 'denies', 'reports'])
      .default('asserts')
      .describe('What the appearances that go over say of it.'),
    reason: reason.optional(),
  }),
  unmerge: z.strictObject({ reason: reason.optional() }),
  take: z.strictObject({}),
  assign: z.strictObject({
    person: id,
    replaces: id.optional().describe('Whose seat it becomes; their draft is handed on.'),
    dueAt: time.optional().describe('When left out: with `replaces`, as the seat was due; else by the claim alone.'),
    message: text(2000).optional().describe('To whom gets it.'),
    reason: reason.optional().describe('Why it goes to somebody else, with `replaces`; told to both.'),
    overruleCapacity: reason.optional().describe('Why this person gets it although their hands are full.'),
    overruleAbsence: reason.optional().describe('Why this person gets it although they are away.'),
  }),
  release: z
    .strictObject({
      reason,
      person: id.optional().describe("Whose seat; one's own when left out."),
      suggest: z.enum(['dismiss', 'merge']).optional().describe('Parks the claim for triage with this proposal.'),
      target: id.optional().describe('The claim to merge into; `suggest` merge needs it, and nothing else takes it.'),
    })
    .refine(({ suggest, target }) => target === undefined || suggest === 'merge', {
      error: 'goes with the proposal to merge alone',
      path: ['target'],
    }),
  expire: z.strictObject({ person: id }),
  submit: z.strictObject({}),
  adjudicate: z.strictObject({
    choose: id.optional().describe('The review whose verdict stands.'),
    verdict: verdictText.optional().describe('A verdict written anew.'),
    reason: reason.optional(),
  }),
  amend: z.strictObject({ verdict: verdictText, reason: reason.optional() }),
  requestChanges: z.strictObject({ reason }),
  signOff: z.strictObject({ reason: reason.optional() }),
  dissent: z.strictObject({ reason }),
  recuse: z.strictObject({ reason, person: id.optional().describe('Who is kept out; oneself when left out.') }),
  publish: z.strictObject({
    at: time.optional().describe('A later time; kept and shown.'),
    correction: z.strictObject({ type: z.enum(['rating', 'fact', 'wording', 'update']), notice }).optional(),
  }),
  correct: z.strictObject({
    type: z.enum(['wording', 'fact', 'update']),
    notice,
    summary: text(2000).optional(),
    explanation: text(50_000).optional(),
    wording: text(2000).optional().describe("The claim's wording for display."),
    claimant: text(500).optional().describe("The claimant's name, as it should have read."),
    withReplies: z
      .boolean()
      .optional()
      .describe('Takes in who was asked for comment, and what they said, since the version before.'),
  }),
  retract: z.strictObject({ reason: reason.describe('Why; public.') }),
  reopen: z.strictObject({ reason }),
  uphold: z.strictObject({ reason }),
} as const;

export type Inputs = { [A in keyof typeof inputs]: z.output<(typeof inputs)[A]> };
