import { z } from 'zod';
import { PersonView } from '../newsroom/newsroom.schemas.js';

const place = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const after = place.default(0).meta({ description: 'sequence of the row to begin after; 0: with the first row' });

/** Rows that one request follows at most. */
const MOST = 50_000;

export const VerifyQuery = z.strictObject({
  after,
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST)
    .default(20_000)
    .meta({ description: `rows to follow, 1 to ${MOST}; 20000 unless given` }),
});

export const ExportQuery = z.strictObject({ after });

const Point = z.object({ sequence: z.number().int(), hash: z.string().meta({ description: 'SHA-256, hexadecimal' }) });

export const VerificationView = z
  .object({
    ok: z.boolean(),
    after: Point,
    until: Point.meta({ description: 'the last row that held' }),
    rows: z.number().int().meta({ description: 'rows that held' }),
    erased: z.number().int().meta({ description: 'of them, rows whose personal fields were erased' }),
    passed: z.number().int().meta({ description: 'anchors, and the head, that the rows went through' }),
    head: Point,
    waiting: z.number().int().meta({ description: 'rows that wait for their seal, and are not part of the chain yet' }),
    next: z.number().int().nullable().meta({ description: '`after` of the next range; null at the head or a break' }),
    broken: z
      .object({
        kind: z.enum(['altered', 'missing', 'swapped', 'repeated', 'cut', 'contradicted', 'personal', 'malformed']),
        sequence: z.number().int().meta({ description: 'the first row that is not as it should be' }),
        detail: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'LogVerification' });

const many = z.number().int();

export const ErasedPersonView = PersonView.extend({
  erased: z
    .object({
      tokens: many,
      drafts: many,
      comments: many.meta({ description: 'Of theirs, which lost their words in every wording.' }),
      mentions: many.meta({ description: 'Texts of others’ comments, earlier ones too, that called them by name.' }),
      seats: many.meta({ description: 'With a message, or with why they were given back.' }),
      plans: many.meta({ description: 'Of theirs, with a message or reasons.' }),
      recusals: many,
      conflicts: many,
      absences: many,
      inbox: many,
      mails: many,
      watched: many,
      settings: many,
      answers: many.meta({ description: 'Kept for the idempotency of their requests.' }),
      logRows: many.meta({ description: 'Rows of the log that lost their personal fields.' }),
    })
    .meta({ description: 'How much of each went.' }),
}).meta({ id: 'ErasedPerson' });
