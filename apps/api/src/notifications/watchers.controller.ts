import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Watcher, Watchers } from '#notifications';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { WatcherList, WatcherParams } from './notifications.schemas.js';

type OfWatcher = Call<{ params: z.output<typeof WatcherParams> }>;
const tag = 'Inbox';
const permission = 'claim.read';
const path = '/v1/claims/:id/watchers/:personId';

@Controller()
export class WatchersController {
  constructor(
    private readonly edge: Edge,
    private readonly watchers: Watchers,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/claims/:id/watchers',
    id: 'listWatchers',
    tag,
    summary: 'Who is told of what happens to a claim',
    description: 'Whoever is given it, comments on it or is mentioned there watches it from then on.',
    permission,
    params: ById,
    replies: { 200: WatcherList },
    problems: ['claim.not-found'],
  })
  list(@Calling() call: Call<{ params: z.output<typeof ById> }>): Promise<Answer> {
    return this.edge.read(call, async (tx) => shown(await this.watchers.of(tx, call.params.id)));
  }

  @Route({
    method: 'PUT',
    path,
    id: 'addWatcher',
    tag,
    summary: 'Watch a claim; with claim.assign, let somebody else watch it',
    permission,
    params: WatcherParams,
    replies: { 200: WatcherList },
    problems: ['claim.not-found', 'person.not-found', 'permission.missing'],
  })
  add(@Calling() call: OfWatcher): Promise<Answer> {
    const { id, personId } = call.params;
    return this.edge.write(call, async (tx) => shown(await this.watchers.add(tx, call.actor, id, personId)));
  }

  @Route({
    method: 'DELETE',
    path,
    id: 'removeWatcher',
    tag,
    summary: 'Watch no longer; with claim.assign, let somebody else watch no longer',
    permission,
    params: WatcherParams,
    replies: { 204: null },
    problems: ['claim.not-found', 'permission.missing'],
  })
  remove(@Calling() call: OfWatcher): Promise<Answer> {
    const { id, personId } = call.params;
    return this.edge.write(call, async (tx) => {
      await this.watchers.remove(tx, call.actor, id, personId);
      return answer(undefined);
    });
  }
}

function shown(watchers: readonly Watcher[]): Answer {
  const data = watchers.map(({ personId, name, why, addedBy, since }) => ({
    person: { id: personId, name },
    why,
    addedBy,
    since,
  }));
  return answer({ data });
}
