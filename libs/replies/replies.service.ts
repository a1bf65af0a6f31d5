import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { type Claim, ClaimStore } from '#claims';
import type { Tx } from '#database';
import { type EventType, record } from '#log';
import { type Actor, personOf } from '#newsroom';
import { problem, type ProblemCode } from '#problems';
import { RoundStore, SituationStore } from '#reviews';
import {
  replyChanged,
  replyCorrected,
  replyPersonal,
  replyReceived,
  replyRequested,
  replySnapshot,
  replyWithdrawn,
} from './replies.events.js';
import { replyReaderOf, timesThatCannotBe, type Moments } from './replies.rules.js';
import { ReplyStore } from './replies.store.js';
import type { NewAnswer, NewReplyRequest, ReplyRequest, ReplyRequestChange, ReplyRevision } from './replies.types.js';

/** A request as it was left, with the claim that it is about. */
export interface Recorded {
  request: ReplyRequest;
  claim: Claim;
}

/** Asking for comment, and what comes of it. Nothing here moves a claim. Rows are locked in the order claim, request. */
@Injectable()
export class Replies {
  constructor(
    private readonly store: ReplyStore,
    private readonly claims: ClaimStore,
    private readonly situations: SituationStore,
    private readonly rounds: RoundStore,
  ) {}

  /** Somebody was asked. 404 claim; 409 when it is dismissed or merged, or keeps this person out; 422 times that cannot be, nobody named. */
  async ask(tx: Tx, actor: Actor, claimId: string, given: NewReplyRequest): Promise<ReplyRequest> {
    await this.store.holdClaim(tx, claimId);
    const claim = await this.claims.byId(tx, claimId);
    if (!claim) throw problem('claim.not-found');
    if (claim.state === 'merged' || claim.state === 'dismissed')
      throw problem('claim.wrong-state', { detail: `It was ${claim.state}.`, extra: { mergedInto: claim.mergedInto } });
    await this.assertFree(tx, claimId, actor);
    const whom = await this.whom(tx, claimId, given);
    const moments = await this.store.moments(tx, { askedAt: given.askedAt, dueAt: given.dueAt });
    assertPossible(moments);
    const id = uuidv7();
    await this.store.insert(tx, {
      ...whom,
      ...{ id, claimId, contact: given.contact ?? null, question: given.question, channel: given.channel },
      ...{ askedBy: actor.id as string, askedAt: given.askedAt ?? moments.now, dueAt: given.dueAt },
      ...{ public: given.public ?? true, ...unanswered, erasedAt: null },
    });
    const personal = (request: ReplyRequest) => ({ question: request.question });
    return (await this.tell(tx, actor, replyRequested, id, { personal })).request;
  }

  /** Other words, another deadline. By who asked, or who edits the claim. 409 once withdrawn or erased, or of a deadline once answered. */
  async change(
    tx: Tx,
    actor: Actor,
    id: string,
    seenVersion: number,
    { reason, ...change }: ReplyRequestChange & { reason?: string },
  ): Promise<ReplyRequest> {
    const before = await this.changeable(tx, actor, id, seenVersion);
    assertOwn(actor, before);
    if (change.dueAt !== undefined && before.outcome !== null) throw problem('reply.answer-recorded');
    const row = { ...before, ...given(change) };
    const { duePast, ...moments } = await this.store.moments(tx, row);
    assertPossible({ ...moments, duePast: change.dueAt !== undefined && duePast });
    if (row.answeredAt !== null && row.answeredAt < row.askedAt)
      throw refused('reply.received-before-asked', '/askedAt', 'is after the answer that is recorded');
    await this.store.revise(tx, row, actor.id as string, reason ?? null);
    const personal = (request: ReplyRequest) => ({ question: request.question });
    return (await this.tell(tx, actor, replyChanged, id, { personal })).request;
  }

  /** What came back. 409 when an answer is recorded already: that one is corrected. */
  async answer(tx: Tx, actor: Actor, id: string, seenVersion: number, answer: NewAnswer): Promise<Recorded> {
    const before = await this.changeable(tx, actor, id, seenVersion);
    if (before.outcome !== null) throw problem('reply.answer-recorded');
    await this.write(tx, actor, before, answer, null);
    return this.tell(tx, actor, replyReceived, id, { personal: wordsOf });
  }

  /** Another wording of what came back, with the reason; the one before stays on record. 409 when there is none. */
  async correct(
    tx: Tx,
    actor: Actor,
    id: string,
    seenVersion: number,
    { reason, ...answer }: NewAnswer & { reason: string },
  ): Promise<Recorded> {
    const before = await this.changeable(tx, actor, id, seenVersion);
    if (before.outcome === null) throw problem('reply.no-answer');
    const receivedAt = answer.receivedAt ?? (before.answeredAt as Date);
    await this.write(tx, actor, before, { ...answer, receivedAt }, reason);
    return this.tell(tx, actor, replyCorrected, id, { personal: wordsOf, reason });
  }

  /** By who asked, or who edits the claim: it counts no longer, and nobody waits for it. */
  async withdraw(tx: Tx, actor: Actor, id: string, seenVersion: number, reason: string): Promise<ReplyRequest> {
    const before = await this.changeable(tx, actor, id, seenVersion);
    assertOwn(actor, before);
    await this.store.withdraw(tx, id, actor.id as string, reason);
    return (await this.tell(tx, actor, replyWithdrawn, id)).request;
  }

  /** 404 for what this caller may not see, too. */
  async found(tx: Tx, actor: Actor, id: string): Promise<ReplyRequest> {
    const request = await this.store.byId(tx, id, replyReaderOf(actor));
    if (!request) throw problem('reply.not-found');
    return request;
  }

  /** Everything that it said, oldest first. */
  async revisions(tx: Tx, actor: Actor, id: string): Promise<ReplyRevision[]> {
    await this.found(tx, actor, id);
    return this.store.revisions(tx, id);
  }

  private async write(tx: Tx, actor: Actor, before: ReplyRequest, answer: NewAnswer, reason: string | null) {
    const { askedAt } = before;
    const moments = await this.store.moments(tx, { askedAt, receivedAt: answer.receivedAt });
    assertPossible(moments);
    const { outcome, text, verbatim, channel, receivedAt } = answer;
    const recorded = { outcome, answer: text, verbatim: text === null ? null : verbatim, answerChannel: channel };
    const row = { ...before, ...recorded, answeredAt: receivedAt ?? moments.now };
    await this.store.revise(tx, row, actor.id as string, reason);
  }

  /**
   * Held and locked, as this caller may change it. Whoever sits in a blind round leaves alone what others see: what they do
   * there would show them.
   */
  private async changeable(tx: Tx, actor: Actor, id: string, seenVersion: number): Promise<ReplyRequest> {
    const { claimId } = await this.found(tx, actor, id);
    await this.store.holdClaim(tx, claimId);
    const request = (await this.store.lock(tx, id)) as ReplyRequest;
    if (request.version !== seenVersion) throw problem('version.stale', { extra: { currentVersion: request.version } });
    if (request.withdrawnAt !== null) throw problem('reply.withdrawn');
    if (request.erasedAt !== null) throw problem('reply.erased');
    await this.assertFree(tx, request.claimId, actor);
    if (!request.concealed && (await this.store.sitsBlind(tx, request.claimId, actor.id as string)))
      throw problem('reply.in-blind-round');
    return request;
  }

  /** Who is kept out of a claim does not speak for the newsroom on it. */
  private async assertFree(tx: Tx, claimId: string, actor: Actor): Promise<void> {
    const { keptOut, conflicts } = await this.situations.of(tx, claimId);
    if (keptOut.includes(actor.id as string)) throw problem('claim.kept-out');
    if (conflicts.some(({ person }) => person === actor.id)) throw problem('claim.conflict-of-interest');
  }

  /** As named, else as the claimant of the appearance is called. */
  private async whom(tx: Tx, claimId: string, { appearanceId, ...given }: NewReplyRequest) {
    const claimant = appearanceId === undefined ? null : await this.claimant(tx, claimId, appearanceId);
    const name = given.name ?? claimant?.name ?? claimant?.role;
    if (name == null) throw refused('reply.nobody-named', '/name', 'is needed: the claimant has no name that is known');
    const role = given.role ?? (claimant?.name === name ? claimant.role : null);
    return { name, role, organisation: given.organisation ?? null, claimant };
  }

  private async claimant(tx: Tx, claimId: string, appearanceId: string) {
    const found = (await this.claims.appearances(tx, [claimId])).find(({ id }) => id === appearanceId);
    if (found) return found.claimant;
    throw refused('reply.claimant-unknown', '/appearanceId', 'is no appearance of this claim');
  }

  /** Saved work, too: it renews the lease of who sits on the claim. Reasons and words stay out of the log while a blind round keeps them. */
  private async tell(
    tx: Tx,
    actor: Actor,
    event: EventType<typeof replyRequested.data>,
    id: string,
    { personal, reason }: { personal?: (request: ReplyRequest) => Record<string, unknown>; reason?: string } = {},
  ): Promise<Recorded> {
    const [stored] = (await this.store.byIds(tx, [id])) as [ReplyRequest];
    const claim = (await this.claims.byId(tx, stored.claimId)) as Claim;
    const whom = replyPersonal(stored);
    const snapshot = replySnapshot(stored, claim.publication === 'live');
    const data = { ...snapshot, reason: stored.concealed ? null : reason };
    await record(tx, event, {
      actor,
      subject: { id, version: stored.version },
      claimId: claim.id,
      data,
      personal: whom && { ...whom, ...personal?.(stored) },
    });
    const person = personOf(actor);
    if (person !== null) await this.rounds.renew(tx, claim.id, person);
    return { request: await this.found(tx, actor, id), claim };
  }
}

const unanswered = { outcome: null, answer: null, verbatim: null, answeredAt: null, answerChannel: null };
const wordsOf = ({ answer, verbatim }: ReplyRequest) => ({ answer, verbatim });

function assertOwn(actor: Actor, { askedBy }: ReplyRequest): void {
  if (askedBy !== actor.id && !actor.permissions.has('claim.edit')) throw problem('reply.not-yours');
}

function assertPossible(moments: Moments): void {
  const errors = timesThatCannotBe(moments);
  const [first] = errors;
  if (first !== undefined) throw problem(first.code, { errors });
}

function given(change: ReplyRequestChange): ReplyRequestChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function refused(code: ProblemCode, pointer: string, detail: string) {
  return problem(code, { errors: [{ pointer, code, detail }] });
}
