import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, SecretBox } from '#config';
import type { Tx } from '#database';
import { escalatedTo } from '#deadlines';
import { waitMs } from '#egress';
import { Addresses } from '#factchecks';
import { record } from '#log';
import { type Calendar, Calendars, PeopleStore, systemActor } from '#newsroom';
import { type ChatAnswer, verdictOf } from './answers.rules.js';
import { channelDisabled } from './channels.events.js';
import { about, channelBox, subject } from './channels.service.js';
import { type Channel, type ChannelAtWork, ChannelStore, type DisabledReason } from './channels.store.js';
import { type NoticeKind, tellsWhile } from './kinds.rules.js';
import { type Payload, payloadOf } from './message.rules.js';
import { type Post, type PostEnd, PostStore, type WaitingLine } from './posts.store.js';

/** A lease outlives its attempt by this much: time to write the outcome. */
const LEASE_MARGIN_MS = 10_000;
/** In one message, most of them only counted; what is left goes with the next. */
const MOST_IN_ONE = 1_000;

/** A message that is marked as being sent. */
export interface ChannelLetter {
  channel: Pick<ChannelAtWork, 'id' | 'fence' | 'failures'>;
  postId: string;
  url: string;
  payload: Payload;
}

/** What a desk's message says: its claims as they are now, with where to find them. */
@Injectable()
export class ChannelMessages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly posts: PostStore,
    private readonly addresses: Addresses,
  ) {}

  /** Null: there is nothing to tell. */
  async of(tx: Tx, channel: ChannelAtWork, lines: readonly WaitingLine[]): Promise<Payload | null> {
    if (lines.length === 0) return null;
    const [addresses, waiting] = await Promise.all([
      this.addresses.of(tx),
      lines.some(({ kind }) => kind === 'digest') ? this.posts.figures(tx, channel.desk) : null,
    ]);
    return payloadOf({
      flavour: channel.flavour,
      language: channel.language,
      desk: { name: channel.deskName },
      lines: lines.map(({ slug, ...line }) => ({ ...line, page: slug === null ? null : addresses.page(slug) })),
      waiting,
      claimUrl: channel.claimUrl ?? `${this.config.publicBaseUrl}/v1/claims/{id}`,
    });
  }
}

/** Who edits at a desk, and when the newsroom is left in peace. */
@Injectable()
export class ChannelSurroundings {
  constructor(
    private readonly people: PeopleStore,
    private readonly calendars: Calendars,
  ) {}

  /** Where it has none, all editors of the newsroom; where that has none, its admins. */
  async editorsOf(tx: Tx, desk: string): Promise<string[]> {
    return escalatedTo('editors', desk, await this.people.peopleWith(tx, 'channel.manage'));
  }

  async calendar(tx: Tx): Promise<Calendar> {
    return (await this.calendars.current(tx)).body;
  }
}

/**
 * The way of one message: marked in a transaction, sent outside any, settled if the mark still holds. A chat takes no id by
 * which it could know a double: whose sender dies in between is not sent again.
 */
@Injectable()
export class ChannelPosting {
  private readonly box: SecretBox;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly channels: ChannelStore,
    private readonly posts: PostStore,
    private readonly messages: ChannelMessages,
    private readonly around: ChannelSurroundings,
  ) {
    this.box = channelBox(config);
  }

  /** Undefined: nothing is due, somebody else is at it, it asked for quiet, or nothing is left to say. */
  async claim(tx: Tx, channelId: string): Promise<ChannelLetter | undefined> {
    const channel = await this.channels.lockForWork(tx, channelId);
    if (!channel || channel.busy) return undefined;
    if (channel.cutOff) {
      await this.posts.giveUp(tx, channelId);
      await this.channels.free(tx, channelId);
    }
    if (channel.held) return undefined;
    if (channel.digestDue) await this.makeDigest(tx, channel);
    const waiting = await this.posts.waiting(tx, channelId, MOST_IN_ONE);
    if (!waiting.some(({ due }) => due)) return undefined;
    const tests = waiting.filter(({ kind }) => kind === 'test');
    const chosen = tests.length > 0 ? tests : waiting;
    const ids = chosen.map(({ id }) => id);
    const news = chosen.filter(isStillNews);
    const payload = await this.messages.of(tx, channel, news);
    if (!payload) {
      await this.posts.drop(tx, ids);
      return undefined;
    }
    const postId = await this.posts.begin(tx, channelId, countsOf(news), ids);
    const fence = await this.channels.lease(tx, channelId, this.config.webhookTimeout + LEASE_MARGIN_MS);
    const url = this.box.open(channel.url, channelId);
    return { channel: { id: channelId, fence, failures: channel.failures }, postId, url, payload };
  }

  /** Writes how it ended, and what follows for the channel; false when somebody else holds it, or it is gone. */
  async settle(tx: Tx, { channel, postId }: ChannelLetter, answer: ChatAnswer): Promise<boolean> {
    const { kind, error } = verdictOf(answer);
    const failed = kind !== 'sent';
    const wait = failed ? waitMs(this.config.webhookSchedule, channel.failures + 1, Math.random()) : 0;
    const holdMs = Math.max(wait ?? 0, answer.retryAfterMs ?? 0);
    const after = await this.channels.release(tx, channel, { failed, error, holdMs });
    if (!after) return false;
    await this.posts.end(tx, postId, { state: STATES[kind], status: answer.status, error });
    await this.posts.forgetOld(tx, channel.id);
    if (kind === 'gone') await this.disable(tx, after, 'gone');
    else if (wait === undefined) await this.disable(tx, after, 'failing');
    return true;
  }

  private async disable(tx: Tx, { id, lastError }: Channel, reason: DisabledReason): Promise<void> {
    const channel = await this.channels.disable(tx, id, reason);
    await this.posts.dropWaiting(tx, id);
    const to = await this.around.editorsOf(tx, channel.desk);
    const data = { ...about(channel), reason, lastError, to };
    await record(tx, channelDisabled, { actor: systemActor(tx.newsroom), subject: subject(channel), data });
  }

  private async makeDigest(tx: Tx, { id, quiet }: ChannelAtWork): Promise<void> {
    const calendar = await this.around.calendar(tx);
    await this.posts.addNow(tx, id, 'digest', quiet ? calendar : null);
    await this.channels.moveDigest(tx, id, calendar.timeZone);
  }
}

const STATES: Record<ReturnType<typeof verdictOf>['kind'], PostEnd['state']> = {
  sent: 'sent',
  later: 'put-off',
  refused: 'refused',
  unknown: 'unknown',
  gone: 'refused',
};

/** A claim that left the desk is none of its news; nor is one that has left the state that the news was of. */
function isStillNews({ kind, state }: WaitingLine): boolean {
  if (kind === 'test' || kind === 'digest') return true;
  return state !== null && (tellsWhile[kind]?.includes(state) ?? true);
}

/** Each claim once for each kind. */
function countsOf(lines: readonly WaitingLine[]): Post['tells'] {
  const seen = new Map<NoticeKind, Set<string | null>>();
  for (const { kind, claimId } of lines) seen.set(kind, (seen.get(kind) ?? new Set()).add(claimId));
  return Object.fromEntries([...seen].map(([kind, claims]) => [kind, claims.size]));
}
