import { z } from 'zod';
import { listQuery, time, uuid } from '../http/schemas.js';
import { PolicyView } from './newsroom.schemas.js';

const value = z.union([z.number(), z.boolean(), z.string(), z.null()]);
const changes = z.array(
  z
    .object({
      desk: z.string().nullable().meta({ description: 'Null: the newsroom as a whole.' }),
      field: z.string().meta({ examples: ['reviewsRequired', 'dueHours.low'] }),
      from: value,
      to: value,
    })
    .meta({ id: 'PolicyChange' }),
);
const concerned = { desk: z.string().nullable(), claims: z.number().int(), changes };

export const PolicyTrialView = z
  .object({
    version: z.number().int().meta({ description: 'Of the policy in force.' }),
    changes,
    keepTheirs: z
      .array(z.object({ ...concerned, examples: z.array(uuid).meta({ description: 'The first twenty claims.' }) }))
      .meta({ description: 'Claims whose round opened under another policy, and keeps it.' }),
    newRounds: z
      .array(z.object(concerned))
      .meta({ description: 'Claims without a round: the one that opens for them works under the new policy.' }),
    atOnce: changes.meta({ description: 'Deadlines: these count for every claim as soon as they are saved.' }),
    warnings: PolicyView.shape.warnings,
  })
  .meta({ id: 'PolicyTrial' });

const past = {
  version: z.number().int(),
  savedAt: time,
  savedBy: uuid.nullable().meta({ description: 'Null: the service itself, when the newsroom opened.' }),
  changes: changes.meta({ description: 'What it changed of the version before.' }),
};
export const PolicyVersionInList = z.object(past).meta({ id: 'PolicyVersionInList' });
const { warnings: _warnings, savedAt: _savedAt, version: _version, ...body } = PolicyView.shape;
export const PolicyVersionView = z.object({ ...past, ...body }).meta({ id: 'PolicyVersion' });
export const PolicyVersionsQuery = listQuery({});
export const ByNumber = z.strictObject({ number: z.coerce.number().int().min(1).max(1_000_000_000) });
