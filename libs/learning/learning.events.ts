import { z } from 'zod';
import { defineEvent } from '#log';

const measured = z.object({
  decisions: z.int(),
  accepted: z.int(),
  logLoss: z.number(),
  brier: z.number(),
  calibrationError: z.number(),
  averagePrecision: z.number(),
});
const example = {
  decisions: 240,
  accepted: 61,
  logLoss: 0.61,
  brier: 0.21,
  calibrationError: 0.14,
  averagePrecision: 0.52,
};
const EXAMPLE = '0193f2a9-8d1c-7b21-9f00-5a7e1c3d4b62';

export const scoringFitted = defineEvent({
  type: 'scoring.fitted',
  summary: 'A model was fitted to what triage decided, and tried against the one in force on decisions held back.',
  subject: 'scoring',
  public: false,
  data: z.object({
    outcome: z.enum(['switched', 'kept', 'too-few']).describe('`kept`: the model in force stays.'),
    modelId: z.uuid().nullable(),
    decisions: z.int(),
    figures: z.object({ incumbent: measured, candidate: measured }).nullable(),
  }),
  example: {
    outcome: 'switched',
    modelId: EXAMPLE,
    decisions: 400,
    figures: { incumbent: example, candidate: { ...example, logLoss: 0.48, brier: 0.16 } },
  },
});

export const scoringChanged = defineEvent({
  type: 'scoring.changed',
  summary: 'Claims are scored in another way from now on, or it was decided when the newsroom learns.',
  subject: 'scoring',
  public: false,
  data: z.object({
    from: z.uuid().nullable().describe('The model that was in force; null: the built-in one.'),
    to: z.uuid().nullable(),
    automatic: z.boolean(),
    learnFrom: z.int().nullable(),
  }),
  example: { from: null, to: EXAMPLE, automatic: true, learnFrom: 200 },
});
