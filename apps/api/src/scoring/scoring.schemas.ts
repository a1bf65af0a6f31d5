import { z } from 'zod';
import { listQuery, time, uuid } from '../http/schemas.js';

const count = z.number().int();
const figures = z
  .object({
    decisions: count,
    accepted: count,
    logLoss: z.number().meta({ description: 'Mean of -ln of the probability given to what came; lower is better.' }),
    brier: z.number().meta({ description: 'Mean squared distance between probability and outcome.' }),
    calibrationError: z.number().meta({ description: 'Mean distance between probability and share, in ten bins.' }),
    averagePrecision: z.number().meta({ description: 'Of the ranking; higher is better.' }),
  })
  .meta({ id: 'ScoringFigures', description: 'How well a model foretold decisions that it had not seen.' });

const learnFrom = z.number().int().min(50).max(1_000_000).nullable();

export const ScoringView = z
  .object({
    version: count,
    modelId: uuid.nullable().meta({ description: 'The model in force; null: the built-in one.' }),
    automatic: z.boolean().meta({ description: 'A better model is put in force by itself.' }),
    learnFrom: learnFrom.meta({ description: 'Decisions before the first fit; null: none is fitted.' }),
    decisions: z
      .object({ accepted: count, dismissed: count, counted: count, atLastFit: count })
      .meta({ description: '`counted`: by people, on extracted claims, judging whether they are worth checking.' }),
  })
  .meta({ id: 'Scoring' });

export const ScoringEdit = z
  .strictObject({
    modelId: uuid.nullable().optional(),
    automatic: z.boolean().optional().meta({ description: 'False by itself when `modelId` is given.' }),
    learnFrom: learnFrom.optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'changes nothing')
  .meta({ id: 'ScoringEdit', examples: [{ modelId: null }] });

const model = {
  id: uuid,
  number: count,
  recipe: z.enum(['calibration', 'weights']).meta({
    description: '`calibration`: bends the built-in score; `weights`: weighs words and traits besides.',
  }),
  intercept: z.number(),
  slope: z.number(),
  decisions: count.meta({ description: 'How many it was fitted on.' }),
  against: uuid.nullable().meta({ description: 'The model that it was tried against; null: the built-in one.' }),
  figures: z.object({ incumbent: figures, candidate: figures }),
  better: z.boolean().meta({ description: 'Whether it was really better on the decisions held back.' }),
  inForce: z.boolean(),
  createdAt: time,
};

export const ScoringModelInList = z.object(model).meta({ id: 'ScoringModelInList' });

export const ScoringModelView = z
  .object({
    ...model,
    weights: z
      .array(z.object({ signal: z.string(), weight: z.number() }))
      .meta({ description: 'The strongest hundred; above zero: the newsroom takes more of these.' }),
  })
  .meta({ id: 'ScoringModel' });

export const ScoringModelsQuery = listQuery({});
