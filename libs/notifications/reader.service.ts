import { Injectable } from '@nestjs/common';
import { CommentStore, type Comment, mentionedIn } from '#comments';
import type { Tx } from '#database';
import { LogReaders, LogStore, type SealedRow } from '#log';
import { InboxStore } from './inbox.store.js';
import { type Notice, noticesOf, noticesOfComment, isToldOf, watchersBy } from './notices.rules.js';
import { ReplyNotices } from './reply-notices.service.js';
import { Surroundings } from './surroundings.service.js';
import { Telling, type Told } from './telling.service.js';
import { type NewWatcher, WatcherStore } from './watchers.store.js';

/** Who is told of comments, and when: of a blind reviewer's not before the round is over. */
@Injectable()
export class CommentNotices {
  constructor(
    private readonly comments: CommentStore,
    private readonly inbox: InboxStore,
    private readonly watchers: WatcherStore,
    private readonly log: LogStore,
  ) {}

  async of(tx: Tx, row: SealedRow): Promise<Told[]> {
    if (row.type !== 'comment.posted' && row.type !== 'comment.edited') return [];
    const [comment] = await this.comments.byIds(tx, [row.subjectId]);
    if (!comment || comment.withdrawnAt !== null) return [];
    if (!comment.concealed) return this.tell(tx, row, comment);
    await this.inbox.hold(tx, comment.id, comment.claimId, row.id);
    return [];
  }

  /** What was held back on the claims of these rows and may be seen by now. */
  async letGo(tx: Tx, rows: readonly SealedRow[]): Promise<Told[]> {
    const held = await this.inbox.heldOf(tx, [...new Set(rows.flatMap(({ claimId }) => claimId ?? []))]);
    if (held.length === 0) return [];
    const events = new Map(
      (
        await this.log.byIds(
          tx,
          held.map(({ eventId }) => eventId),
        )
      ).map((row) => [row.id, row]),
    );
    const eventOf = new Map(held.map(({ commentId, eventId }) => [commentId, events.get(eventId)]));
    const seen = (await this.comments.byIds(tx, [...eventOf.keys()])).filter(({ concealed }) => !concealed);
    const told: Told[] = [];
    for (const comment of seen) {
      const row = eventOf.get(comment.id);
      if (row && comment.withdrawnAt === null) told.push(...(await this.tell(tx, row, comment)));
    }
    await this.inbox.letGo(
      tx,
      seen.map(({ id }) => id),
    );
    return told;
  }

  /** Author and mentioned watch from now on. An edit tells those whom it mentions anew, and nobody else. */
  private async tell(tx: Tx, row: SealedRow, comment: Comment): Promise<Told[]> {
    const { id, claimId, authorId, mentions } = comment;
    const mentioned = mentionedIn(mentions);
    const watching = (await this.watchers.ofAll(tx, [claimId])).get(claimId) ?? [];
    await this.watchers.add(tx, [
      { claimId, person: authorId, why: 'commented' },
      ...mentioned.map((person): NewWatcher => ({ claimId, person, why: 'mentioned' })),
    ]);
    const anew = row.type === 'comment.edited';
    const already = anew ? await this.inbox.toldOf(tx, id) : [];
    const all = noticesOfComment(authorId, mentioned, anew ? [] : watching);
    return notices(
      row,
      all.filter(({ person }) => !already.includes(person)),
      comment,
    );
  }
}

/** What is told later: what a blind round keeps until it is over. */
@Injectable()
export class HeldBack {
  constructor(
    readonly comments: CommentNotices,
    readonly replies: ReplyNotices,
  ) {}

  async letGo(tx: Tx, rows: readonly SealedRow[]): Promise<Told[]> {
    const comments = await this.comments.letGo(tx, rows);
    return [...comments, ...(await this.replies.letGo(tx, rows))];
  }
}

/**
 * Turns sealed rows of the log into what people find in their inbox. It commits together with the reader's cursor, and a row
 * tells each person of each kind once: nothing is lost in a crash and nothing comes twice.
 */
@Injectable()
export class NotificationReader {
  constructor(
    private readonly watchers: WatcherStore,
    private readonly around: Surroundings,
    private readonly held: HeldBack,
    private readonly telling: Telling,
    readers: LogReaders,
  ) {
    readers.add({ name: 'notifications', read: (tx, rows) => this.read(tx, rows) });
  }

  private async read(tx: Tx, rows: readonly SealedRow[]): Promise<(() => Promise<void>) | undefined> {
    const told: Told[] = [];
    for (const row of rows) {
      await this.held.replies.hold(tx, row);
      const given = watchersBy(row).map((person): NewWatcher => ({
        claimId: row.claimId as string,
        person,
        why: row.type === 'reply.requested' ? 'asked' : 'assigned',
      }));
      if (given.length > 0) await this.watchers.add(tx, given);
      if (row.type === 'person.erased') await this.telling.forget(tx, row.subjectId);
      else if (row.type.startsWith('comment.')) told.push(...(await this.held.comments.of(tx, row)));
      else if (isToldOf(row.type)) told.push(...notices(row, noticesOf(row, await this.around.of(tx, row))));
    }
    told.push(...(await this.held.letGo(tx, rows)));
    return this.telling.tell(tx, told);
  }
}

function notices(row: SealedRow, all: readonly Notice[], comment: Comment | null = null): Told[] {
  return all.map((notice) => ({ ...notice, row, comment }));
}
