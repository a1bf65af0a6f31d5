import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { LogStore, type SealedRow } from '#log';
import { ReplyStore } from '#replies';
import { InboxStore } from './inbox.store.js';
import type { Told } from './telling.service.js';
import { WatcherStore } from './watchers.store.js';

/** Answers that came in a blind round: who watches the claim hears of them once the round is over. */
@Injectable()
export class ReplyNotices {
  constructor(
    private readonly replies: ReplyStore,
    private readonly inbox: InboxStore,
    private readonly watchers: WatcherStore,
    private readonly log: LogStore,
  ) {}

  /** Keeps for later what this row tells its asker alone. */
  async hold(tx: Tx, { id, type, subjectId, claimId, data }: SealedRow): Promise<void> {
    if (type !== 'reply.received' || claimId === null || (data as { concealed?: boolean }).concealed !== true) return;
    await this.inbox.holdReply(tx, subjectId, claimId, id);
  }

  /** What was held on the claims of these rows and may be known by now. What was withdrawn or erased meanwhile is told to nobody. */
  async letGo(tx: Tx, rows: readonly SealedRow[]): Promise<Told[]> {
    const held = await this.inbox.repliesHeldOf(tx, [...new Set(rows.flatMap(({ claimId }) => claimId ?? []))]);
    if (held.length === 0) return [];
    const requests = await this.replies.byIds(
      tx,
      held.map(({ requestId }) => requestId),
    );
    const over = new Map(requests.filter(({ concealed }) => !concealed).map((request) => [request.id, request]));
    const free = held.filter(({ requestId }) => over.has(requestId));
    if (free.length === 0) return [];
    const told = free.filter(({ requestId }) => {
      const request = over.get(requestId);
      return request?.withdrawnAt === null && request.erasedAt === null;
    });
    const [events, watching] = await Promise.all([
      this.log.byIds(
        tx,
        told.map(({ eventId }) => eventId),
      ),
      this.watchers.ofAll(
        tx,
        told.map(({ claimId }) => claimId),
      ),
    ]);
    await this.inbox.letRepliesGo(
      tx,
      free.map(({ requestId }) => requestId),
    );
    return events.flatMap((row) => toWatchers(row, watching.get(row.claimId as string) ?? []));
  }
}

/** Whoever recorded the answer knows of it. */
function toWatchers(row: SealedRow, watchers: readonly string[]): Told[] {
  const { id } = row.actor as { id: string | null };
  return watchers.filter((person) => person !== id).map((person) => ({ person, kind: 'reply', row, comment: null }));
}
