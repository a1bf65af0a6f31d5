import { Injectable } from '@nestjs/common';
import type { Claim } from '#claims';
import type { Tx } from '#database';
import { record } from '#log';
import { systemActor, type PersonRow } from '#newsroom';
import { replyOverdue, replyPersonal, replySnapshot, ReplyStore, type ReplyRequest } from '#replies';
import { escalatedTo, toTell } from './deadlines.rules.js';
import type { DueDeadline } from './deadlines.store.js';

/** Nobody waits for a word on these any more. */
const done: ReadonlySet<string> = new Set(['dismissed', 'merged']);

/** Tells that the time which somebody had to reply is over. */
@Injectable()
export class RepliesOverdue {
  constructor(private readonly store: ReplyStore) {}

  /** Of what is due, the requests for comment. What a blind round keeps its asker's is told to them alone. */
  async tell(
    tx: Tx,
    due: readonly DueDeadline[],
    claims: ReadonlyMap<string, Claim>,
    seniors: readonly PersonRow[],
  ): Promise<void> {
    const over = due.filter(
      ({ replyRequestId, told, passed }) => replyRequestId !== null && toTell(told, passed).length > 0,
    );
    const requests = new Map(
      (
        await this.store.byIds(
          tx,
          over.map(({ id }) => id),
        )
      ).map((one) => [one.id, one]),
    );
    for (const { id, claimId, working } of over) {
      const [request, claim] = [requests.get(id) as ReplyRequest, claims.get(claimId) as Claim];
      if (done.has(claim.state)) continue;
      const people = request.concealed ? [request.askedBy] : [...new Set([request.askedBy, ...working])];
      const editors = request.concealed || working.length > 0 ? [] : escalatedTo('editors', claim.desk, seniors);
      await record(tx, replyOverdue, {
        actor: systemActor(tx.newsroom),
        subject: { id, version: request.version },
        claimId,
        data: { ...replySnapshot(request, claim.publication === 'live'), to: [...new Set([...people, ...editors])] },
        personal: replyPersonal(request),
      });
    }
  }
}
