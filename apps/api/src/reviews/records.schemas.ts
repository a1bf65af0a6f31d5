import { z } from 'zod';
import { time, uuid } from '../http/schemas.js';

export const RoundsOnRecord = z
  .object({
    data: z.array(
      z.object({
        id: uuid,
        number: z.number().int(),
        status: z.enum(['open', 'closed', 'abandoned']),
        reviewsRequired: z.number().int(),
        signOffsRequired: z.number().int(),
        blind: z.boolean(),
        agreed: z
          .boolean()
          .nullable()
          .meta({ description: 'Whether the ratings were the same; null until it closed.' }),
        openedAt: time,
        endedAt: time.nullable(),
        seats: z.array(
          z.object({
            position: z.number().int(),
            lead: z.boolean(),
            person: uuid,
            kind: z.enum(['lease', 'assigned']),
            since: time,
            givenBy: uuid.nullable(),
            dueAt: time.nullable(),
            submitted: z.boolean(),
            endedAt: time.nullable(),
            endCause: z.enum(['released', 'expired', 'handed over', 'recused', 'closed']).nullable(),
            endReason: z.string().nullable().meta({ description: 'Withheld while a blind round is open.' }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'RoundsOnRecord' });

export const VerdictsOnRecord = z
  .object({
    data: z.array(
      z.object({
        id: uuid,
        round: z.number().int(),
        status: z.enum(['standing', 'superseded', 'published']),
        origin: z.enum(['review', 'agreement', 'adjudicated', 'adjudicated-anew', 'amended']),
        reviewId: uuid.nullable().meta({ description: 'The review whose text it is.' }),
        rating: z.string(),
        summary: z.string(),
        explanation: z.string(),
        evidenceIds: z.array(uuid),
        authors: z.array(uuid),
        createdBy: uuid.nullable(),
        createdAt: time,
        endedAt: time.nullable(),
        votes: z.array(
          z.object({
            person: uuid,
            vote: z.enum(['signOff', 'dissent']),
            reason: z.string().nullable(),
            at: time,
            lapsedAt: time.nullable().meta({ description: 'Since then it counts no longer; it stays on record.' }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'VerdictsOnRecord' });

export const Recusals = z
  .object({
    data: z.array(
      z.object({
        person: uuid,
        by: uuid.nullable(),
        at: time,
        reason: z.string().nullable().meta({ description: 'Null for those whom it does not concern.' }),
      }),
    ),
  })
  .meta({ id: 'Recusals' });
