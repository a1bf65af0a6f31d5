import { z } from 'zod';
import { defineEvent } from '#log';

const channel = {
  channelId: z.uuid(),
  desk: z.string(),
  flavour: z.enum(['slack', 'mattermost']),
  host: z.string().describe('Of the address, of which nothing else is in the log.'),
};
const example = {
  channelId: '0193f2d0-1c2d-7e3f-8a4b-5c6d7e8f9a0b',
  desk: 'city',
  flavour: 'slack' as const,
  host: 'hooks.slack.com',
};
const historyOnly = { subject: 'channel', public: false, data: z.object(channel), example } as const;

export const channelSet = defineEvent({
  ...historyOnly,
  type: 'channel.set',
  summary: 'What happens to a desk’s claims is told in a chat channel from now on, or told otherwise.',
  data: z.object({ ...channel, tells: z.array(z.string()), newAddress: z.boolean() }),
  example: { ...example, tells: ['proposed', 'overdue'], newAddress: true },
});
export const channelRemoved = defineEvent({
  ...historyOnly,
  type: 'channel.removed',
  summary: 'Nothing is told in a desk’s chat channel any more.',
});
export const channelTestAsked = defineEvent({
  ...historyOnly,
  type: 'channel.test-asked',
  summary: 'Somebody asked for a test message to a desk’s chat channel.',
});
export const channelDisabled = defineEvent({
  ...historyOnly,
  type: 'channel.disabled',
  summary: 'A desk’s chat channel gets nothing any more: its address is no longer good, or failed for too long.',
  data: z.object({
    ...channel,
    reason: z.enum(['gone', 'failing']),
    lastError: z.string().nullable(),
    to: z.array(z.uuid()).describe('Whom it concerns: the editors of the desk.'),
  }),
  example: {
    ...example,
    reason: 'gone',
    lastError: 'channel_is_archived',
    to: ['0193f2a2-5b6c-7d8e-9f00-112233445566'],
  },
});
