import { z } from 'zod';
import { flavours, languages, newsKinds, usualNews } from '#channels';
import { httpUrl, listQuery, time, uuid } from '../http/schemas.js';

const news = z.enum(newsKinds);
const language = z.enum(languages).meta({ description: 'Of the messages.' });
const claimUrl = httpUrl
  .refine((url) => url.includes('{id}'), 'has no {id} in it')
  .nullable()
  .meta({
    description: 'Where the newsroom’s own desk shows a claim, with `{id}` for its id. Null: the address of the API.',
    examples: ['https://desk.example.org/claims/{id}'],
  });
const digestHour = z.number().int().min(0).max(23).nullable().meta({
  description: 'Of the day in the newsroom’s time zone: when the figures of what waits come. Null: never.',
});

export const ChannelBody = z
  .strictObject({
    url: httpUrl.optional().meta({
      description:
        'Of the incoming webhook, as Slack or Mattermost gives it. It is shown again nowhere; left out, it stays.',
    }),
    flavour: z
      .enum(flavours)
      .optional()
      .meta({ description: 'Unless given: `slack` for hooks.slack.com, else `mattermost`.' }),
    tells: z
      .array(news)
      .max(newsKinds.length)
      .default([...usualNews])
      .meta({ description: 'What is told. Never who did it, who sits where, or what a reviewer found.' }),
    language: language.default('en'),
    claimUrl: claimUrl.default(null),
    respectQuietHours: z
      .boolean()
      .default(true)
      .meta({ description: 'What happens in the newsroom’s quiet hours is told at their end, in one message.' }),
    digestHour: digestHour.default(null),
  })
  .meta({ id: 'DeskChannelBody', description: 'Replaces all but the address, and enables a disabled channel.' });

export const ChannelView = z
  .object({
    desk: z.string(),
    flavour: z.enum(flavours),
    host: z.string().meta({ description: 'Of the address.' }),
    ending: z.string().meta({ description: 'The last characters of the address.' }),
    tells: z.array(news),
    language,
    claimUrl,
    respectQuietHours: z.boolean(),
    digestHour,
    status: z.enum(['enabled', 'disabled']),
    disabledReason: z.enum(['gone', 'failing']).nullable().meta({
      description:
        '`gone`: the chat takes nothing at this address any more (401, 403, 404, 410, or in its own words). `failing`: too many attempts came to nothing.',
    }),
    disabledAt: time.nullable(),
    lastError: z.string().nullable(),
    failingSince: time.nullable().meta({ description: 'The first failure since the last success.' }),
    heldUntil: time.nullable().meta({ description: 'Nothing is posted before.' }),
    createdBy: uuid.nullable(),
    createdAt: time,
    version: z.number().int(),
  })
  .meta({ id: 'DeskChannel' });

export const TestView = z
  .object({ messages: z.string().meta({ description: 'Where its end is told, soon.' }) })
  .meta({ id: 'DeskChannelTest' });

export const MessagesQuery = listQuery({});
export const MessageView = z
  .object({
    id: uuid,
    state: z.enum(['sending', 'sent', 'put-off', 'refused', 'unknown']).meta({
      description:
        '`put-off`: the chat certainly has not got it, and what it said goes with the next. `unknown`: the chat may have it, so it is not sent again.',
    }),
    tells: z
      .partialRecord(z.enum([...newsKinds, 'test', 'digest']), z.number().int())
      .meta({ description: 'How many claims of each kind.' }),
    httpStatus: z.number().int().nullable(),
    error: z.string().nullable().meta({
      description:
        'A word of the chat’s such as `channel_is_archived`, or `http-503`, `redirect`, `not-a-webhook`, `cut-off`, or why there was no answer: `dns`, `connect`, `tls`, `timeout`, `reset`, `blocked-address`, `too-large`, `protocol`.',
    }),
    startedAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'DeskChannelMessage' });
