import { z } from 'zod';
import { appearanceStances, claimantKinds, claimKinds, scoreOrigins } from '#claims';
import { priorities } from '#newsroom';
import { actions, allStates, publications, verdictText } from '#workflow';
import { ActionWarning } from '../reviews/difference-warnings.js';
import { httpUrl, languageTag, listQuery, time, timeGiven, uuid, words } from '../http/schemas.js';

const Span = z
  .strictObject({ start: z.number().int().min(0), end: z.number().int().min(1) })
  .meta({ id: 'Span', description: 'Half-open range of UTF-16 code units in the article’s stored text.' });
const spans = z.array(Span).max(100);
const priority = z.enum(priorities);
const desk = words(100);
const labels = z.array(words(100)).max(50);
const state = z.enum(allStates as [(typeof allStates)[number], ...(typeof allStates)[number][]]);
const publication = z.enum(Object.keys(publications) as [keyof typeof publications]);
const action = z.enum(actions as [(typeof actions)[number], ...(typeof actions)[number][]]);

export const NewAppearance = z
  .strictObject({
    claimant: z.strictObject({
      kind: z.enum(claimantKinds),
      name: words(500).nullish(),
      role: words(500).nullish(),
    }),
    reportedBy: z.array(words(500)).max(20).optional(),
    stance: z.enum(appearanceStances).optional(),
    saidAt: timeGiven.nullish(),
    articleId: uuid.nullish(),
    url: httpUrl.nullish(),
    spans: spans.optional(),
    cueSpan: Span.nullish(),
    wording: words(5_000).nullish(),
  })
  .meta({ id: 'NewAppearance' });

const newClaim = {
  text: words(5_000),
  kind: z.enum(claimKinds).optional(),
  articleId: uuid.optional(),
  spans: spans.optional(),
  context: words(5_000).optional(),
  language: languageTag.optional(),
  checkworthiness: z
    .strictObject({ score: z.number().min(0).max(1), reasons: z.array(z.unknown()).max(50).default([]) })
    .optional(),
  appearances: z.array(NewAppearance).max(50).default([]),
  priority: priority.optional(),
  desk: desk.optional(),
  dueAt: timeGiven.optional(),
  notBefore: timeGiven.optional().meta({ description: 'The queue does not hand it out before that.' }),
  labels: labels.optional(),
  externalRef: words(200).optional().meta({ description: 'The claim’s id in your system; unique.' }),
  splitFrom: uuid.optional(),
  accept: z.boolean().optional().meta({ description: 'Accept it at once; needs `claim.triage`.' }),
  take: z.boolean().optional().meta({ description: 'Accept and take it at once; needs `claim.review`, too.' }),
};

export const NewClaim = z.strictObject(newClaim).meta({
  id: 'NewClaim',
  examples: [
    {
      text: 'The harbour bridge cost 41 million.',
      appearances: [
        { claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' }, url: 'https://news.example/bridge' },
      ],
    },
  ],
});
export const NewClaims = z.strictObject({ claims: z.array(NewClaim).min(1).max(500) }).meta({ id: 'NewClaims' });

export const ClaimEdit = z
  .strictObject({
    priority: priority.optional(),
    desk: desk.nullable().optional(),
    dueAt: timeGiven.nullable().optional(),
    notBefore: timeGiven.nullable().optional(),
    labels: labels.optional(),
    kind: z.enum(claimKinds).optional(),
    wording: words(5_000).nullable().optional().meta({ description: 'How it reads in lists and in public.' }),
    appearances: z.array(NewAppearance).max(50).optional().meta({ description: 'Replaces all of them.' }),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'changes nothing')
  .meta({ id: 'ClaimEdit' });

export const ClaimsQuery = listQuery({
  state: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(state))
    .optional()
    .meta({ description: 'one or several, with commas' }),
  publication: publication.optional(),
  desk: desk.optional(),
  assignee: z
    .union([uuid, z.literal('me')])
    .optional()
    .meta({ description: 'who sits on it with work to do; `me` is the caller' }),
  claimant: words(500).optional().meta({ description: 'a claimant’s whole name, in any case' }),
  language: languageTag.optional(),
  label: words(100).optional(),
  articleId: uuid.optional(),
  externalRef: words(200).optional(),
  dueBefore: timeGiven.optional(),
  can: action.optional().meta({ description: 'an action: only what the caller could do it to now' }),
  q: words(500).optional().meta({ description: 'words of the claim' }),
  sort: z.enum(['created', '-created', 'due']).default('-created'),
});

const seatView = z.object({
  person: uuid,
  position: z.number().int(),
  lead: z.boolean(),
  kind: z.enum(['lease', 'assigned']),
  since: time,
  givenBy: uuid.nullable(),
  leaseExpiresAt: time.nullable(),
  dueAt: time.nullable(),
  message: z.string().nullable(),
  submitted: z.boolean(),
});

export const AppearanceView = z
  .object({
    id: uuid,
    claimant: z.object({ kind: z.enum(claimantKinds), name: z.string().nullable(), role: z.string().nullable() }),
    reportedBy: z.array(z.string()),
    stance: z.enum(appearanceStances),
    saidAt: time.nullable(),
    articleId: uuid.nullable(),
    url: z.string().nullable(),
    spans: z.array(Span),
    cueSpan: Span.nullable(),
    wording: z.string().nullable(),
  })
  .meta({ id: 'Appearance' });

const verdictView = z.object({
  id: uuid,
  ...verdictText.shape,
  origin: z.enum(['review', 'agreement', 'adjudicated', 'adjudicated-anew', 'amended']),
  authors: z.array(uuid),
  votes: z.array(
    z.object({ person: uuid, vote: z.enum(['signOff', 'dissent']), reason: z.string().nullable(), at: time }),
  ),
});

const ReasonView = z.object({ code: z.string(), detail: z.string() }).meta({ id: 'Reason' });

const claimView = {
  id: uuid,
  version: z.number().int(),
  state,
  publication,
  underReview: z.boolean().meta({ description: 'A version is public, and the claim is open again.' }),
  text: z.string(),
  wording: z.string().nullable(),
  kind: z.enum(claimKinds),
  language: z.string().nullable(),
  articleId: uuid.nullable(),
  spans: z.array(Span),
  context: z.string().nullable(),
  checkworthiness: z
    .object({
      score: z.number(),
      reasons: z.array(z.unknown()),
      origin: z
        .object({
          kind: z.enum(scoreOrigins),
          model: z
            .string()
            .nullable()
            .meta({ description: 'The newsroom’s scoring model, or the outside one’s name.' }),
          builtInScore: z.number().nullable(),
        })
        .nullable()
        .meta({ description: 'What scored it; null for scores from before this was kept.' }),
    })
    .nullable(),
  appearances: z.array(AppearanceView),
  priority,
  desk: z.string().nullable(),
  labels: z.array(z.string()),
  dueAt: time.nullable(),
  notBefore: time.nullable(),
  externalRef: z.string().nullable(),
  splitFrom: uuid.nullable(),
  mergedInto: uuid.nullable(),
  publishAt: time.nullable(),
  suggestion: z
    .object({ action: z.enum(['dismiss', 'merge']), target: uuid.nullable(), reason: z.string() })
    .nullable(),
  round: z
    .object({
      number: z.number().int(),
      status: z.enum(['open', 'closed', 'abandoned']),
      reviewsRequired: z.number().int(),
      blind: z.boolean(),
      signOffsRequired: z.number().int(),
      openSeats: z
        .number()
        .int()
        .nullable()
        .meta({ description: 'Null for whoever sits in a blind round that is open: no other seat shows.' }),
    })
    .nullable(),
  assignments: z.array(seatView),
  createdAt: time,
  createdBy: z.object({ kind: z.string(), id: uuid.nullable() }),
};

export const ClaimInList = z.object(claimView).meta({ id: 'ClaimInList' });

export const ClaimView = z
  .object({
    ...claimView,
    verdict: verdictView.nullable().meta({ description: 'The verdict that stands and is not published yet.' }),
    keptOut: z.array(uuid),
    availableActions: z.array(
      z.object({
        action,
        allowed: z.boolean(),
        reasons: z.array(ReasonView),
        warnings: z.array(ActionWarning).optional().meta({
          description:
            'Of what is allowed: what to know before it is done. Of `adjudicate` and `amend` the confirmed matches that say otherwise; of `publish` the right of reply, where the policy warns of it.',
        }),
      }),
    ),
  })
  .meta({ id: 'Claim' });

/** One of many: what became of it. */
export const ItemResults = z
  .object({
    results: z.array(
      z.object({
        status: z.number().int(),
        id: uuid.nullable(),
        claim: ClaimInList.nullable(),
        problem: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
  })
  .meta({ id: 'ItemResults' });

export const HistoryRow = z
  .object({
    id: uuid,
    at: time,
    type: z.string(),
    actor: z.object({ kind: z.string(), id: uuid.nullable(), application: z.string().nullable() }),
    action: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    reason: z.string().nullable(),
    sequence: z.number().int().nullable().meta({ description: 'Null for the moment before the row is sealed.' }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'HistoryRow' });
