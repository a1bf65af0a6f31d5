import { z } from 'zod';
import { defaultPolicy, permissions, rightsOfReply, roles } from '#newsroom';
import { languageTag, listQuery, once, time, timeGiven, uuid, words } from '../http/schemas.js';

export const desk = words(100);
const version = z.number().int();
const role = z.enum(roles);
const permission = z.enum(permissions as [string, ...string[]]);
const externalIds = z
  .record(z.string().regex(/^[\w.-]{1,50}$/, 'is not the name of a system'), words(200))
  .meta({ description: 'The person in other systems: system -> id there.', examples: [{ slack: 'U02ABCDEF' }] });

export const NewsroomView = z
  .object({ id: uuid, slug: z.string(), name: z.string(), createdAt: time, version })
  .meta({ id: 'Newsroom' });
export const NewsroomChange = z.strictObject({ name: words(200) }).meta({ id: 'NewsroomChange' });

export const MeView = z
  .object({
    kind: z.enum(['person', 'machine']),
    id: uuid,
    name: z.string(),
    newsroom: z.object({ id: uuid, slug: z.string(), name: z.string() }),
    roles: z.array(role),
    permissions: z.array(permission).meta({ description: 'Under this token.' }),
    desks: z.array(z.string()),
    capacity: z.number().int().nullable().meta({ description: 'Claims to hold at once; null for machines.' }),
    token: z.object({ id: uuid, application: z.string().nullable(), scopes: z.array(permission).nullable() }),
  })
  .meta({ id: 'Me' });

const person = {
  name: words(200),
  email: z.email('is not an e-mail address').max(254).nullable(),
  roles: z
    .array(role)
    .min(1)
    .max(roles.length)
    .superRefine(once((name) => name, 'names a role twice')),
  capacity: z.number().int().min(0).max(1000).meta({ description: 'Claims to hold at once.' }),
  desks: z
    .array(desk)
    .max(100)
    .superRefine(once((key) => key, 'names a desk twice')),
  externalIds,
};
export const NewPerson = z
  .strictObject({
    name: person.name,
    roles: person.roles,
    email: person.email.optional(),
    capacity: person.capacity.default(10),
    desks: person.desks.default([]),
    externalIds: externalIds.default({}),
  })
  .meta({ id: 'NewPerson' });
export const PersonChange = z
  .strictObject({ ...z.object(person).partial().shape, active: z.boolean().optional() })
  .meta({ id: 'PersonChange' });
export const PersonView = z
  .object({
    id: uuid,
    name: z.string(),
    email: z.string().nullable().optional().meta({ description: 'For admins, and for the person.' }),
    externalIds: z.record(z.string(), z.string()).optional().meta({ description: 'For admins, and for the person.' }),
    roles: z.array(role),
    capacity: z.number().int(),
    desks: z.array(z.string()),
    active: z.boolean(),
    createdAt: time,
    version,
  })
  .meta({ id: 'Person' });
export const PeopleQuery = listQuery({
  role: role.optional(),
  active: z.enum(['true', 'false']).optional(),
  externalId: z
    .string()
    .regex(/^[\w.-]{1,50}:.{1,200}$/, 'is not of the form system:id')
    .optional()
    .meta({ description: '`system:id`; for admins' }),
});

export const NewMachine = z.strictObject({ name: words(200) }).meta({ id: 'NewMachine' });
export const MachineChange = z
  .strictObject({ name: words(200).optional(), active: z.boolean().optional() })
  .meta({ id: 'MachineChange' });
export const MachineView = z
  .object({ id: uuid, name: z.string(), active: z.boolean(), createdAt: time, version })
  .meta({ id: 'Machine' });

const scopes = z
  .array(permission)
  .min(1)
  .max(permissions.length)
  .superRefine(once((scope) => scope, 'names a permission twice'));
const expiresAt = timeGiven.nullable().meta({ description: 'Without it the token has no end.' });
export const NewPersonToken = z
  .strictObject({
    name: words(100).meta({ description: 'So that you know it again in the list.' }),
    application: words(100)
      .nullable()
      .optional()
      .meta({ description: 'The program that will act for the person; the log names both.' }),
    scopes: scopes
      .nullable()
      .optional()
      .meta({ description: 'Absent or null: all that the person may do, now and later.' }),
    expiresAt: expiresAt.optional(),
  })
  .meta({ id: 'NewPersonToken' });
export const NewMachineToken = z
  .strictObject({ name: words(100), scopes, expiresAt: expiresAt.optional() })
  .meta({ id: 'NewMachineToken' });
export const TokenView = z
  .object({
    id: uuid,
    personId: uuid.nullable(),
    machineId: uuid.nullable(),
    name: z.string(),
    application: z.string().nullable(),
    scopes: z.array(permission).nullable(),
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable().meta({ description: 'To the hour.' }),
    createdAt: time,
  })
  .meta({ id: 'Token' });
export const TokenWithSecret = z
  .object({ ...TokenView.shape, token: z.string().meta({ description: 'Shown this once.', examples: ['cor_…'] }) })
  .meta({ id: 'TokenWithSecret' });
export const TokenList = z.object({ data: z.array(TokenView) }).meta({ id: 'TokenList' });

const ratingKey = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'is not a key of a-z, 0-9 and -');
const hours = z.number().positive().max(87_600).nullable();
const policy = {
  reviewsRequired: z.number().int().min(1).max(9),
  blind: z.boolean().meta({ description: 'Reviewers of one round do not see each other’s verdicts until it closes.' }),
  signOffsRequired: z
    .number()
    .int()
    .min(0)
    .max(9)
    .meta({ description: '0: no vote is needed, and the published version says so.' }),
  minEvidence: z.number().int().min(0).max(100),
  minIndependentSources: z.number().int().min(0).max(100),
  leaseHours: hours.meta({ description: 'Null: a lease has no end.' }),
  recheckOpensReview: z
    .boolean()
    .meta({ description: 'A cited quote that was altered or is missing puts the claim back into the queue.' }),
  rightOfReply: z.enum(rightsOfReply).meta({
    description:
      'Whether somebody is asked for comment before a verdict goes out. `required`: it stays until they replied or their time is over; `warn`: `availableActions` says so.',
  }),
  rightOfReplyUpTo: ratingKey.nullable().meta({
    description: 'Key of the best rating for which that holds, by the values of the scale; null: whatever the rating.',
  }),
};
const byPriority = { low: hours, normal: hours, high: hours, urgent: hours };
const delay = z.number().min(0).max(87_600).nullable();
const byLevel = { editors: delay, admins: delay };
const hoursCount = z.enum(['always', 'at-work']).meta({
  description:
    'Whether the hours of deadlines pass at all times, or only while the newsroom works by its calendar. Leases always run.',
});
const DeskPolicyBody = z
  .strictObject({
    ...z.object(policy).partial().shape,
    hoursCount: hoursCount.optional(),
    dueHours: z.strictObject(byPriority).partial().optional(),
    dueSoonHours: z.strictObject(byPriority).partial().optional(),
    escalateAfterHours: z.strictObject(byLevel).partial().optional(),
  })
  .meta({ id: 'DeskPolicy', description: 'What the desk does differently.' });

export const PolicyBody = z
  .strictObject({
    reviewsRequired: policy.reviewsRequired.default(defaultPolicy.reviewsRequired),
    blind: policy.blind.default(defaultPolicy.blind),
    signOffsRequired: policy.signOffsRequired.default(defaultPolicy.signOffsRequired),
    minEvidence: policy.minEvidence.default(defaultPolicy.minEvidence),
    minIndependentSources: policy.minIndependentSources.default(defaultPolicy.minIndependentSources),
    leaseHours: policy.leaseHours.default(defaultPolicy.leaseHours),
    dueHours: z
      .strictObject(byPriority)
      .default(defaultPolicy.dueHours)
      .meta({ description: 'Hours until a claim is due, by priority; null: never.' }),
    hoursCount: hoursCount.default(defaultPolicy.hoursCount),
    dueSoonHours: z.strictObject(byPriority).default(defaultPolicy.dueSoonHours).meta({
      description: 'Hours before the due time that `claim.due-soon` tells of it, by priority; null: not told.',
    }),
    escalateAfterHours: z.strictObject(byLevel).default(defaultPolicy.escalateAfterHours).meta({
      description:
        'Hours from the due time until `claim.escalated` tells the desk’s editors, then the admins; null: never.',
    }),
    recheckOpensReview: policy.recheckOpensReview.default(defaultPolicy.recheckOpensReview),
    rightOfReply: policy.rightOfReply.default(defaultPolicy.rightOfReply),
    rightOfReplyUpTo: policy.rightOfReplyUpTo.default(defaultPolicy.rightOfReplyUpTo),
    desks: z.record(desk, DeskPolicyBody).default({}),
  })
  .meta({ id: 'PolicyBody', description: 'Replaces the policy; what is left out goes back to the value shown.' });
export const PolicyView = z
  .object({
    ...policy,
    dueHours: z.object(byPriority),
    hoursCount,
    dueSoonHours: z.object(byPriority),
    escalateAfterHours: z.object(byLevel),
    desks: z.record(z.string(), DeskPolicyBody),
    warnings: z
      .array(
        z.object({
          code: z.enum(['policy.too-few-reviewers', 'policy.nobody-to-adjudicate', 'policy.too-few-sign-offs']),
          desk: z.string().nullable(),
          stuckIn: z.enum(['in_review', 'disputed', 'in_signoff']),
          always: z.boolean().meta({ description: 'False: only when the work falls to those who were needed later.' }),
          detail: z.string(),
        }),
      )
      .meta({ description: 'What would get stuck with the people who are active now.' }),
    savedAt: time.nullable(),
    version,
  })
  .meta({ id: 'Policy' });

const rating = {
  key: ratingKey,
  value: z.number().min(-1000).max(1000).meta({ description: 'schema.org’s ratingValue.' }),
  names: z.record(languageTag, words(100)).meta({ description: 'Language -> name; schema.org’s alternateName.' }),
};
export const ScaleBody = z
  .strictObject({
    name: words(100),
    ratings: z
      .array(z.strictObject({ ...rating, description: words(500).optional() }))
      .min(2)
      .max(20)
      .meta({ description: 'Worst first.' }),
    isDefault: z.boolean().optional().meta({ description: 'True makes it the scale that verdicts are given on.' }),
  })
  .meta({ id: 'RatingScaleBody' });
export const ScaleView = z
  .object({
    id: uuid,
    name: z.string(),
    ratings: z.array(z.object({ ...rating, description: z.string().optional() })),
    worst: z.number(),
    best: z.number(),
    isDefault: z.boolean(),
    createdAt: time,
    version,
  })
  .meta({ id: 'RatingScale' });

export const PlainList = listQuery({});
