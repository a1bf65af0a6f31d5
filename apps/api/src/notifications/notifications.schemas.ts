import { z } from 'zod';
import { hows, kindNames } from '#notifications';
import { listQuery, time, uuid } from '../http/schemas.js';

const kind = z.enum(kindNames);
const how = z.enum(hows).meta({
  description: 'In the inbox; besides by mail at once; besides in the daily digest; not at all.',
});
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const InboxQuery = listQuery({
  unread: flag.optional().meta({ description: '`true`: what is not read; `false`: what is.' }),
  kind: kind.optional(),
});

export const EntryView = z
  .object({
    id: uuid,
    kind,
    says: z.string().meta({ description: 'The kind, in words.' }),
    claim: z.object({ id: uuid, text: z.string(), path: z.string() }).nullable(),
    comment: z.object({ id: uuid, path: z.string() }).nullable(),
    note: z.string().nullable().meta({
      description:
        'What was said with it: the message of an assignment, why work went to somebody else, was given back or taken back, why a verdict did not pass. Null once who said it, or of whom, was erased, and while a blind round keeps it.',
    }),
    actor: z.object({
      kind: z.enum(['person', 'machine', 'system']),
      id: uuid.nullable(),
      name: z.string().nullable(),
    }),
    event: z.object({ id: uuid, type: z.string(), sequence: z.number().int() }),
    at: time,
    readAt: time.nullable(),
  })
  .meta({ id: 'InboxEntry' });

export const UnreadView = z
  .object({ unread: z.number().int(), byKind: z.partialRecord(kind, z.number().int()) })
  .meta({ id: 'InboxCounts' });

export const Marking = z
  .strictObject({
    ids: z.array(uuid).min(1).max(200).optional(),
    upTo: uuid.optional().meta({ description: 'The newest that you saw: it and all before it.' }),
  })
  .refine(({ ids, upTo }) => (ids === undefined) !== (upTo === undefined), 'names either ids or upTo')
  .meta({ id: 'InboxMarking', examples: [{ upTo: '0193f2c1-4a5b-7c6d-8e9f-102938475601' }] });

const hour = z.number().int().min(0).max(23).meta({ description: 'Of the day in the newsroom’s time zone.' });
export const SettingsBody = z
  .strictObject({
    preferences: z
      .partialRecord(kind, how)
      .default({})
      .meta({ description: 'What is left out goes by the defaults, as GET shows them.' }),
    digestHour: hour.default(8),
  })
  .meta({ id: 'NotificationSettingsBody' });
export const SettingsView = z
  .object({
    preferences: z.record(kind, how).meta({ description: 'Every kind, defaults included.' }),
    digestHour: hour,
    version: z.number().int(),
  })
  .meta({ id: 'NotificationSettings' });

export const WatcherList = z
  .object({
    data: z.array(
      z.object({
        person: z.object({ id: uuid, name: z.string() }),
        why: z.enum(['self', 'added', 'assigned', 'commented', 'mentioned', 'asked']),
        addedBy: uuid.nullable(),
        since: time,
      }),
    ),
  })
  .meta({ id: 'Watchers' });
export const WatcherParams = z.strictObject({ id: uuid, personId: uuid });
