import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { allPreferences, NotificationSettings, type Settings } from '#notifications';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { SettingsBody, SettingsView } from './notifications.schemas.js';
import { personIn } from './person-in.js';

const tag = 'Inbox';
const path = '/v1/me/notification-settings';

@Controller()
export class NotificationSettingsController {
  constructor(
    private readonly edge: Edge,
    private readonly settings: NotificationSettings,
  ) {}

  @Route({
    method: 'GET',
    path,
    id: 'getNotificationSettings',
    tag,
    summary: 'How you are told of what, and when your digest comes',
    permission: 'anyone',
    replies: { 200: SettingsView },
    problems: ['inbox.people-only'],
    etag: true,
  })
  get(@Calling() call: Call): Promise<Answer> {
    return this.edge.read(call, async (tx) => shown(await this.settings.of(tx, personIn(call))));
  }

  @Route({
    method: 'PUT',
    path,
    id: 'saveNotificationSettings',
    tag,
    summary: 'Say how you want to be told of what',
    description: 'Counts for what comes from now on. Another hour counts also for what waits for the next digest.',
    permission: 'anyone',
    body: SettingsBody,
    replies: { 200: SettingsView },
    problems: ['inbox.people-only'],
    change: true,
  })
  save(@Calling() call: Call<{ body: z.output<typeof SettingsBody> }>): Promise<Answer> {
    const person = personIn(call);
    return this.edge.write(call, async (tx) =>
      shown(await this.settings.save(tx, person, call.seenVersion, call.body)),
    );
  }
}

function shown({ preferences, digestHour, version }: Settings): Answer {
  return answer({ preferences: allPreferences(preferences), digestHour, version }, { version });
}
