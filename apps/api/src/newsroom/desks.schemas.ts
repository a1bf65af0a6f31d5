import { z } from 'zod';
import { languageTag, listQuery, time, uuid, words } from '../http/schemas.js';

const languages = z
  .array(languageTag)
  .max(50)
  .meta({ description: 'BCP 47; a bare language covers all its regions. Empty: any.' });
const labels = z.array(words(100)).max(50).meta({ description: 'Claims with any of these. Empty: any.' });
const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is not a key of a-z, 0-9 and -')
  .meta({ description: 'What claims, articles and policy call it; never changes.', examples: ['city'] });

export const NewDesk = z
  .strictObject({ key, name: words(200), languages: languages.default([]), labels: labels.default([]) })
  .meta({ id: 'NewDesk' });
export const DeskChange = z
  .strictObject({
    name: words(200).optional(),
    languages: languages.optional(),
    labels: labels.optional(),
    active: z.literal(true).optional().meta({ description: 'Opens a closed desk again.' }),
  })
  .meta({ id: 'DeskChange' });
export const CloseDesk = z
  .strictObject({
    moveTo: words(100)
      .nullable()
      .optional()
      .meta({ description: 'The desk that gets its open claims; null: none, they are everybody’s then.' }),
  })
  .meta({ id: 'CloseDesk' });
export const DeskView = z
  .object({
    id: uuid,
    key: z.string(),
    name: z.string(),
    active: z.boolean(),
    languages: z.array(z.string()).meta({ description: 'What members are offered who have none of their own.' }),
    labels: z.array(z.string()),
    createdAt: time,
    version: z.number().int(),
  })
  .meta({ id: 'Desk' });
export const ClosedDesk = z.object({ desk: DeskView, moved: z.number().int() }).meta({ id: 'ClosedDesk' });
export const DesksQuery = listQuery({ active: z.enum(['true', 'false']).optional() });

export const OneMember = z.strictObject({ id: uuid, personId: uuid });
export const MemberBody = z
  .strictObject({
    weight: z
      .number()
      .int()
      .min(0)
      .max(100)
      .default(1)
      .meta({ description: 'Their share when work is spread by weight.' }),
    capacity: z
      .number()
      .int()
      .min(0)
      .max(1000)
      .nullable()
      .default(null)
      .meta({ description: 'Claims of this desk to hold at once; null: no limit besides their own.' }),
    languages: languages.default([]).meta({ description: 'Empty: those of the desk.' }),
    labels: labels.default([]).meta({ description: 'Empty: those of the desk.' }),
  })
  .meta({ id: 'DeskMemberBody', description: 'Replaces how they work there.' });
export const MemberView = z
  .object({
    person: z.object({ id: uuid, name: z.string() }),
    weight: z.number().int(),
    capacity: z.number().int().nullable(),
    languages: z.array(z.string()),
    labels: z.array(z.string()),
    since: time,
  })
  .meta({ id: 'DeskMember' });
export const MemberList = z.object({ data: z.array(MemberView) }).meta({ id: 'DeskMemberList' });
