import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Channel, Channels, type Flavour, type Post, PostStore } from '#channels';
import type { Tx } from '#database';
import { type DeskRow, Desks, DeskStore } from '#newsroom';
import { problem } from '#problems';
import { type Answer, answer, pageOf } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById, pageSchema } from '../http/schemas.js';
import { ChannelBody, ChannelView, MessagesQuery, MessageView, TestView } from './channels.schemas.js';

type OfDesk<Body = unknown, Query = unknown> = Call<{ params: z.output<typeof ById>; body: Body; query: Query }>;
const tag = 'Desks';
const path = '/v1/desks/:id/channel';
const permission = 'channel.manage';

/** The chat channel of a desk: for those who edit there, and admins. */
@Controller()
export class ChannelsController {
  constructor(
    private readonly edge: Edge,
    private readonly channels: Channels,
    private readonly posts: PostStore,
    private readonly desks: Desks,
    private readonly deskStore: DeskStore,
  ) {}

  @Route({
    method: 'GET',
    path,
    id: 'getDeskChannel',
    tag,
    summary: 'Where a desk is told what happens to its claims',
    permission,
    params: ById,
    replies: { 200: ChannelView },
    problems: ['desk.not-found', 'desk.not-yours', 'channel.not-found'],
    etag: true,
  })
  get(@Calling() call: OfDesk): Promise<Answer> {
    return this.edge.read(call, async (tx) => shown(await this.channels.found(tx, await this.desk(tx, call))));
  }

  @Route({
    method: 'PUT',
    path,
    id: 'setDeskChannel',
    tag,
    summary: 'Tell a desk in a Slack or Mattermost channel what happens to its claims',
    description:
      'The address is that of an incoming webhook. With If-Match, only if the channel is as it was seen; `"0"`: only if there is none.',
    permission,
    params: ById,
    body: ChannelBody,
    replies: { 200: ChannelView, 201: ChannelView },
    problems: ['desk.not-found', 'desk.not-yours', 'channel.url-refused', 'channel.url-missing', 'version.stale'],
  })
  async set(@Calling() call: OfDesk<z.output<typeof ChannelBody>>): Promise<Answer> {
    const { url, flavour, respectQuietHours: quiet, tells, ...rest } = call.body;
    const seen = call.optionalSeenVersion;
    if (url !== undefined) await this.channels.assertReachable(url);
    return this.edge.write(call, async (tx) => {
      const desk = await this.desks.lock(tx, (await this.desk(tx, call)).id, undefined);
      const kept = flavour ?? (await this.flavourOf(tx, desk, url));
      const values = { url, flavour: kept, quiet, tells: [...new Set(tells)], ...rest };
      const { channel, isNew } = await this.channels.set(tx, call.actor, desk, seen, values);
      return shown(channel, isNew ? 201 : 200);
    });
  }

  @Route({
    method: 'DELETE',
    path,
    id: 'removeDeskChannel',
    tag,
    summary: 'Tell nothing there any more, and forget the address',
    permission,
    params: ById,
    replies: { 204: null },
    problems: ['desk.not-found', 'desk.not-yours', 'channel.not-found', 'version.stale'],
  })
  remove(@Calling() call: OfDesk): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      await this.channels.remove(tx, call.actor, await this.desk(tx, call), call.optionalSeenVersion);
      return answer(undefined);
    });
  }

  @Route({
    method: 'POST',
    path: `${path}/test`,
    id: 'testDeskChannel',
    tag,
    summary: 'Post a test message, at once',
    permission,
    params: ById,
    replies: { 202: TestView },
    problems: ['desk.not-found', 'desk.not-yours', 'channel.not-found', 'channel.disabled'],
  })
  test(@Calling() call: OfDesk): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const desk = await this.desk(tx, call);
      await this.channels.test(tx, call.actor, desk);
      return answer({ messages: `/v1/desks/${desk.id}/channel/messages` }, { status: 202 });
    });
  }

  @Route({
    method: 'GET',
    path: `${path}/messages`,
    id: 'listDeskChannelMessages',
    tag,
    summary: 'What was posted there in the last 30 days, newest first, and how that ended',
    permission,
    params: ById,
    query: MessagesQuery,
    replies: { 200: pageSchema(MessageView) },
    problems: ['desk.not-found', 'desk.not-yours', 'channel.not-found'],
  })
  messages(@Calling() call: OfDesk<unknown, z.output<typeof MessagesQuery>>): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { id } = await this.channels.found(tx, await this.desk(tx, call));
      const rows = await this.posts.list(tx, id, call.after?.[0] as string | undefined, call.limit + 1);
      return pageOf(call, rows, (row) => [row.id], messageView);
    });
  }

  /** 404, and 403 for editors who do not work there. */
  private async desk(tx: Tx, { params, actor }: OfDesk): Promise<DeskRow> {
    const desk = await this.deskStore.byId(tx, params.id);
    if (!desk) throw problem('desk.not-found');
    if (!actor.permissions.has('people.manage') && !actor.desks.includes(desk.key)) throw problem('desk.not-yours');
    return desk;
  }

  /** By the address that is given, else as it is. */
  private async flavourOf(tx: Tx, desk: DeskRow, url: string | undefined): Promise<Flavour> {
    if (url === undefined) return (await this.channels.ofDesk(tx, desk))?.flavour ?? 'slack';
    return /(^|\.)slack(-gov)?\.com$/.test(new URL(url).hostname) ? 'slack' : 'mattermost';
  }
}

function shown(channel: Channel, status = 200): Answer {
  const { id: _, digestAt: __, failures: ___, quiet, ...rest } = channel;
  return answer({ ...rest, respectQuietHours: quiet }, { status, version: channel.version });
}

function messageView({ status, ...post }: Post) {
  return { ...post, httpStatus: status };
}
