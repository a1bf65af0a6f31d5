import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { CONFIG, type Config, SecretBox } from '#config';
import type { Tx } from '#database';
import { Egress, EgressError } from '#egress';
import { type LogActor, record } from '#log';
import { Calendars, type DeskRow } from '#newsroom';
import { problem } from '#problems';
import { channelRemoved, channelSet, channelTestAsked } from './channels.events.js';
import { type Channel, ChannelStore, type ChannelValues, type KeptUrl } from './channels.store.js';
import { PostStore } from './posts.store.js';

const SHOWN_OF_ADDRESS = 4;

/** Locks the addresses of channels: whoever has one can post there. */
export function channelBox({ secretKey }: Config): SecretBox {
  return new SecretBox(secretKey, 'chat channels');
}

/** In which chat channel a desk is told what happens to its claims. */
@Injectable()
export class Channels {
  private readonly box: SecretBox;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly egress: Egress,
    private readonly store: ChannelStore,
    private readonly posts: PostStore,
    private readonly calendars: Calendars,
  ) {
    this.box = channelBox(config);
  }

  /** Refuses an address that cannot be posted to: asked before a unit of work is opened, for it looks the name up. */
  async assertReachable(url: string): Promise<void> {
    try {
      await this.egress.checkHook(url);
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      const detail = error.message;
      const errors = [{ pointer: '/url', code: 'channel.url-refused', detail }];
      throw problem('channel.url-refused', { detail, cause: error, errors });
    }
  }

  /** Makes or replaces the desk's channel, and enables it. Without `url` the address stays. 412, 422. */
  async set(
    tx: Tx,
    actor: LogActor,
    desk: DeskRow,
    seen: number | undefined,
    { url, ...values }: ChannelValues & { url?: string },
  ): Promise<{ channel: Channel; isNew: boolean }> {
    const before = await this.store.lock(tx, desk.key);
    assertSeen(before, seen);
    if (!before && url === undefined) {
      const errors = [{ pointer: '/url', code: 'channel.url-missing', detail: 'is missing, and none is kept' }];
      throw problem('channel.url-missing', { errors });
    }
    const id = before?.id ?? uuidv7();
    const kept = url === undefined ? null : this.kept(url, id);
    const zone = (await this.calendars.current(tx)).body.timeZone;
    if (before) await this.posts.giveUp(tx, id);
    const channel = before
      ? await this.store.update(tx, id, kept, values, zone)
      : await this.store.insert(tx, { id, desk: desk.key, createdBy: actor.id }, kept as KeptUrl, values, zone);
    const data = { ...about(channel), tells: channel.tells, newAddress: kept !== null };
    await record(tx, channelSet, { actor, subject: subject(channel), data });
    return { channel, isNew: !before };
  }

  async remove(tx: Tx, actor: LogActor, desk: DeskRow, seen: number | undefined): Promise<void> {
    const channel = await this.locked(tx, desk);
    assertSeen(channel, seen);
    await this.store.remove(tx, channel.id);
    await record(tx, channelRemoved, { actor, subject: subject(channel), data: about(channel) });
  }

  /** A message of its own, at once, in quiet hours too. 409 while it is disabled. */
  async test(tx: Tx, actor: LogActor, desk: DeskRow): Promise<Channel> {
    const channel = await this.locked(tx, desk);
    if (channel.status === 'disabled') throw problem('channel.disabled');
    await this.posts.addNow(tx, channel.id, 'test', null);
    await record(tx, channelTestAsked, { actor, subject: subject(channel), data: about(channel) });
    return channel;
  }

  ofDesk(tx: Tx, desk: DeskRow): Promise<Channel | undefined> {
    return this.store.ofDesk(tx, desk.key);
  }

  async found(tx: Tx, desk: DeskRow): Promise<Channel> {
    const channel = await this.store.ofDesk(tx, desk.key);
    if (!channel) throw problem('channel.not-found');
    return channel;
  }

  private async locked(tx: Tx, desk: DeskRow): Promise<Channel> {
    const channel = await this.store.lock(tx, desk.key);
    if (!channel) throw problem('channel.not-found');
    return channel;
  }

  private kept(url: string, id: string): KeptUrl {
    return { url: this.box.close(url, id), host: new URL(url).host, ending: url.slice(-SHOWN_OF_ADDRESS) };
  }
}

function assertSeen(channel: Channel | undefined, seen: number | undefined): void {
  const currentVersion = channel?.version ?? 0;
  if (seen !== undefined && seen !== currentVersion) throw problem('version.stale', { extra: { currentVersion } });
}

export function subject({ id, version }: Channel) {
  return { id, version };
}

/** What the log says of a channel: not its address. */
export function about({ id, desk, flavour, host }: Channel) {
  return { channelId: id, desk, flavour, host };
}
