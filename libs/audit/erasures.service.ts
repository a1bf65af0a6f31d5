import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { ClaimStore } from '#claims';
import { LogStore, record } from '#log';
import { type Actor, People, type PersonRow } from '#newsroom';
import { problem } from '#problems';
import { replyErased, replyReaderOf, replySnapshot, ReplyStore, type ReplyRequest } from '#replies';
import { type Traces, TracesAtWork } from './traces.service.js';

/** Who a person is from now on, and what of them was erased: rows by what they are of. */
export interface Erased {
  person: PersonRow;
  erased: Traces & { tokens: number; logRows: number };
}

/** Takes away what names a person, everywhere but in what was published under their name. The chain of the log stays whole. */
@Injectable()
export class Erasures {
  constructor(
    private readonly people: People,
    private readonly traces: TracesAtWork,
    private readonly log: LogStore,
    private readonly replies: ReplyStore,
    private readonly claims: ClaimStore,
  ) {}

  /** 404 person, 409 `person.still-active`, 412 for another version than the one seen. */
  async erase(tx: Tx, actor: Actor, id: string, seen: number): Promise<Erased> {
    const { person, tokens } = await this.people.erase(tx, actor, id, seen);
    const traces = await this.traces.erase(tx, id);
    return { person, erased: { tokens, ...traces, logRows: await this.log.erasePersonal(tx, id) } };
  }

  /**
   * What names somebody outside who was asked for comment: in the request, in all that it ever said, and in the log. 404; 412 for
   * another version than the one seen; once more changes nothing. Who asked, when, until when and what kind of answer came stay.
   */
  async eraseAsked(tx: Tx, actor: Actor, id: string, seen: number): Promise<ReplyRequest> {
    const reader = replyReaderOf(actor);
    const found = await this.replies.byId(tx, id, reader);
    if (!found) throw problem('reply.not-found');
    await this.replies.holdClaim(tx, found.claimId);
    const request = (await this.replies.lock(tx, id)) as ReplyRequest;
    if (request.version !== seen) throw problem('version.stale', { extra: { currentVersion: request.version } });
    if (request.erasedAt !== null) return request;
    await this.replies.erase(tx, id);
    const [erased] = (await this.replies.byIds(tx, [id])) as [ReplyRequest];
    const claim = await this.claims.byId(tx, erased.claimId);
    await record(tx, replyErased, {
      actor,
      subject: { id, version: erased.version },
      claimId: erased.claimId,
      data: replySnapshot(erased, claim?.publication === 'live'),
    });
    await this.log.erasePersonal(tx, id);
    return erased;
  }
}
