import { z } from 'zod';
import { strategies } from '#assignments';
import { priorities } from '#newsroom';
import { once, time, timeGiven, uuid, words } from '../http/schemas.js';

const dueAt = z.iso.datetime({ offset: true });
const given = {
  dueAt: dueAt.optional(),
  message: words(2000).optional(),
  overruleCapacity: words(2000)
    .optional()
    .meta({ description: 'Why people get claims although their hands are full.' }),
  overruleAbsence: words(2000).optional().meta({ description: 'Why people get claims although they are away.' }),
};

export const NewPlan = z
  .strictObject({
    claims: z
      .array(z.strictObject({ id: uuid, version: z.number().int().min(1).optional() }))
      .min(1)
      .max(200)
      .superRefine(once(({ id }) => id, 'names a claim twice')),
    people: z
      .array(uuid)
      .min(1)
      .max(200)
      .superRefine(once((id) => id, 'names a person twice'))
      .optional(),
    desk: words(100).optional().meta({ description: 'Its active members, where no people are named.' }),
    strategy: z
      .enum(strategies)
      .default('even')
      .meta({ description: 'even: the same number to each; weight: by weight at the desk; load: to the least laden.' }),
    ...given,
  })
  .refine(({ people, desk }) => (people === undefined) !== (desk === undefined), {
    path: ['people'],
    message: 'or else a desk is needed, and not both',
    params: { code: 'one-of' },
  })
  .meta({ id: 'NewPlan' });

const why = z.enum(['not-open', 'nobody-on-desk', 'nobody-allowed', 'nobody-for-it', 'nobody-there', 'nobody-free']);
export const PlanView = z
  .object({
    id: uuid,
    strategy: z.enum(strategies),
    ...given,
    items: z.array(
      z.object({
        claim: uuid,
        version: z.number().int().meta({ description: 'Of the claim; carried out only while it is this.' }),
        person: uuid.nullable(),
        why: why.nullable().meta({ description: 'Why nobody gets it.' }),
      }),
    ),
    results: z
      .array(
        z.object({
          claim: uuid,
          person: uuid,
          status: z.enum(['assigned', 'moved-on', 'refused']),
          code: z.string().nullable(),
          detail: z.string().nullable(),
        }),
      )
      .nullable()
      .meta({ description: 'Null until it is carried out.' }),
    createdAt: time,
    expiresAt: time,
    carriedOutAt: time.nullable(),
  })
  .meta({ id: 'AssignmentPlan' });

export const WorkView = z
  .object({
    data: z.array(
      z.object({
        claim: uuid,
        text: z.string(),
        desk: z.string().nullable(),
        priority: z.enum(priorities),
        kind: z.enum(['lease', 'assigned']),
        since: time,
        givenBy: uuid.nullable(),
        message: z.string().nullable(),
        dueAt: time.nullable(),
        leaseExpiresAt: time.nullable(),
      }),
    ),
  })
  .meta({ id: 'OpenWork' });
export const GiveBack = z.strictObject({ reason: words(2000) }).meta({ id: 'GiveBack' });
export const HandedBackView = z
  .object({ results: z.array(z.object({ claim: uuid, ok: z.boolean(), code: z.string().nullable() })) })
  .meta({ id: 'HandedBack' });

export const NewAbsence = z
  .strictObject({
    from: timeGiven.optional().meta({ description: 'From now on when left out.' }),
    until: timeGiven,
    giveBack: z
      .boolean()
      .default(true)
      .meta({ description: 'Their open work goes back when it begins; drafts stay theirs.' }),
  })
  .meta({ id: 'NewAbsence' });
export const AbsenceView = z
  .object({ id: uuid, person: uuid, from: time, until: time, giveBack: z.boolean(), givenBackAt: time.nullable() })
  .meta({ id: 'Absence' });
export const AbsenceList = z.object({ data: z.array(AbsenceView) }).meta({ id: 'AbsenceList' });
export const OneAbsence = z.strictObject({ id: uuid, absenceId: uuid });
