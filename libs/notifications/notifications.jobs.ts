import { z } from 'zod';
import { defineJob } from '#jobs';
import { MailStore } from './mails.store.js';

/** Sends one mail, or gives one up whose sender is gone. */
export const sendMail = defineJob({
  name: 'notifications.mail',
  queue: 'deliver',
  payload: z.object({ newsroom: z.string(), mailId: z.string() }),
  key: ({ mailId }) => mailId,
  attempts: 1,
  due: (tx, limit) => new MailStore().due(tx, limit),
});

/** Makes one person's daily mail of what waits for it. */
export const makeDigest = defineJob({
  name: 'notifications.digest',
  queue: 'fast',
  payload: z.object({ newsroom: z.string(), personId: z.string() }),
  key: ({ personId }) => personId,
  due: (tx, limit) => new MailStore().digestsDue(tx, limit),
});
