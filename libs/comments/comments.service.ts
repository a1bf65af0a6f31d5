import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { ArticleStore } from '#articles';
import { type Claim, ClaimStore } from '#claims';
import type { Tx } from '#database';
import { type EventType, record } from '#log';
import { type Actor, PeopleStore, personOf } from '#newsroom';
import { problem, type FieldError, type ProblemCode } from '#problems';
import { RoundStore } from '#reviews';
import {
  commentEdited,
  commentPosted,
  commentSnapshot,
  commentWithdrawn,
  threadReopened,
  threadResolved,
} from './comments.events.js';
import { cutOut, mentionedIn, misplaced, readerOf } from './comments.rules.js';
import { CommentStore } from './comments.store.js';
import type { Comment, CommentRevision, CommentSpan, Mention, NewComment } from './comments.types.js';

/** What can be said, and who may change it. No comment moves a claim or its version. */
@Injectable()
export class Comments {
  constructor(
    private readonly store: CommentStore,
    private readonly claims: ClaimStore,
    private readonly articles: ArticleStore,
    private readonly people: PeopleStore,
    private readonly rounds: RoundStore,
  ) {}

  /**
   * A new comment, or a reply in its thread; a reply opens a resolved thread again. The caller made sure that this actor sees
   * the evidence. 404 claim; 409 when the claim was merged; 422 mentions, spans and replies that lead nowhere.
   */
  async post(tx: Tx, actor: Actor, claimId: string, given: NewComment): Promise<Comment> {
    await this.store.holdClaim(tx, claimId);
    const claim = await this.claims.byId(tx, claimId);
    if (!claim) throw problem('claim.not-found');
    if (claim.state === 'merged')
      throw problem('claim.wrong-state', { detail: 'It was merged.', extra: { mergedInto: claim.mergedInto } });
    await this.assertMentions(tx, given.text, given.mentions);
    const id = uuidv7();
    const parent = given.replyTo === undefined ? undefined : await this.parent(tx, actor, claimId, given.replyTo);
    const place = parent ? inThreadOf(parent) : await this.place(tx, claim, id, given);
    const { text, mentions } = given;
    await this.store.insert(tx, { id, claimId, text, mentions, authorId: actor.id as string, ...place });
    const comment = await this.tell(tx, actor, commentPosted, id);
    if (parent && parent.resolvedAt !== null) await this.tell(tx, actor, threadReopened, parent.threadId);
    return comment;
  }

  /** Other words, by the author alone. 412 when they were changed since; 409 once withdrawn. */
  async edit(
    tx: Tx,
    actor: Actor,
    id: string,
    seenVersion: number,
    change: { text: string; mentions: Mention[] },
  ): Promise<Comment> {
    const comment = await this.changeable(tx, actor, id, seenVersion);
    if (comment.authorId !== actor.id) throw problem('comment.not-yours');
    await this.assertMentions(tx, change.text, change.mentions);
    await this.store.revise(tx, id, comment.authorId, change.text, change.mentions);
    return this.tell(tx, actor, commentEdited, id);
  }

  /** By its author, or by somebody who may edit the claim, with a reason then. That it was there stays. */
  async withdraw(tx: Tx, actor: Actor, id: string, seenVersion: number, reason: string | null): Promise<Comment> {
    const comment = await this.changeable(tx, actor, id, seenVersion);
    if (comment.authorId !== actor.id) {
      if (!actor.permissions.has('claim.edit')) throw problem('comment.not-yours');
      if (reason === null) throw refused('claim.reason-required', '/reason', 'is needed for another person’s comment');
    }
    await this.store.withdraw(tx, id, actor.id as string, reason);
    return this.tell(tx, actor, commentWithdrawn, id);
  }

  /** Once more changes nothing. 409 for a reply: its thread is resolved as a whole. */
  async resolve(tx: Tx, actor: Actor, id: string, resolved: boolean): Promise<Comment> {
    const comment = await this.found(tx, actor, id);
    if (comment.replyTo !== null) throw problem('comment.not-a-thread', { extra: { threadId: comment.threadId } });
    const changed = await this.store.setResolved(tx, id, resolved ? actor.id : null);
    if (changed === 0) return this.found(tx, actor, id);
    return this.tell(tx, actor, resolved ? threadResolved : threadReopened, id);
  }

  /** What it said before, oldest first. Of a withdrawn one for its author and for those who audit. */
  async revisions(tx: Tx, actor: Actor, id: string): Promise<CommentRevision[]> {
    const comment = await this.found(tx, actor, id);
    const mayRead =
      comment.withdrawnAt === null || comment.authorId === actor.id || actor.permissions.has('audit.read');
    if (!mayRead) throw problem('comment.withdrawn');
    return this.store.revisions(tx, id);
  }

  /** 404 for what this caller may not see, too. */
  async found(tx: Tx, actor: Actor, id: string): Promise<Comment> {
    const comment = await this.store.byId(tx, id, readerOf(actor));
    if (!comment) throw problem('comment.not-found');
    return comment;
  }

  private async changeable(tx: Tx, actor: Actor, id: string, seenVersion: number): Promise<Comment> {
    await this.store.lock(tx, id);
    const comment = await this.found(tx, actor, id);
    if (comment.version !== seenVersion) throw problem('version.stale', { extra: { currentVersion: comment.version } });
    if (comment.withdrawnAt !== null) throw problem('comment.withdrawn');
    return comment;
  }

  private async parent(tx: Tx, actor: Actor, claimId: string, id: string): Promise<Comment> {
    const parent = await this.store.byId(tx, id, readerOf(actor));
    if (parent?.claimId !== claimId) throw refused('comment.reply-unknown', '/replyTo', 'is no comment on this claim');
    return parent;
  }

  /** What a comment that begins a thread is about. */
  private async place(tx: Tx, claim: Claim, id: string, given: NewComment) {
    const visibility = given.visibility ?? 'internal';
    if (visibility === 'desk' && claim.desk === null)
      throw refused('comment.no-desk', '/visibility', 'the claim lies on no desk');
    const span = given.span ? await this.quoted(tx, claim, given.span) : null;
    const desk = visibility === 'desk' ? claim.desk : null;
    return { threadId: id, replyTo: null, evidenceId: given.evidenceId ?? null, span, visibility, desk };
  }

  private async quoted(tx: Tx, claim: Claim, span: CommentSpan) {
    const text = span.of === 'claim' ? claim.text : claim.articleId && (await this.articleText(tx, claim.articleId));
    if (text === null || text === undefined)
      throw refused('comment.span-nowhere', '/span/of', 'the claim has no article with a text');
    const quote = cutOut(text, span);
    if (quote === undefined)
      throw refused('claim.span-outside-text', '/span', `lies outside the text, which has ${text.length} units`);
    return { ...span, quote };
  }

  private async articleText(tx: Tx, articleId: string): Promise<string | undefined> {
    return (await this.articles.text(tx, articleId))?.text ?? undefined;
  }

  /** A mention stands where an @ is, and calls an active person of this newsroom. */
  private async assertMentions(tx: Tx, text: string, mentions: readonly Mention[]): Promise<void> {
    const wrong = misplaced(text, mentions);
    if (wrong.length > 0) throw problem('comment.mention-misplaced', { errors: wrong });
    const known = new Set(await this.people.activeAmong(tx, mentionedIn(mentions)));
    const nobody = mentions.flatMap(({ person }, i): FieldError[] =>
      known.has(person)
        ? []
        : [
            {
              pointer: `/mentions/${i}/person`,
              code: 'comment.mention-unknown',
              detail: 'is nobody who works here now',
            },
          ],
    );
    if (nobody.length > 0) throw problem('comment.mention-unknown', { errors: nobody });
  }

  /** Saved work, too: it renews the lease of an author who sits on the claim. */
  private async tell(tx: Tx, actor: Actor, event: EventType<typeof commentPosted.data>, id: string): Promise<Comment> {
    const [comment] = (await this.store.byIds(tx, [id])) as [Comment];
    const subject = { id, version: comment.version };
    await record(tx, event, { actor, subject, claimId: comment.claimId, data: commentSnapshot(comment) });
    const person = personOf(actor);
    if (person !== null) await this.rounds.renew(tx, comment.claimId, person);
    return comment;
  }
}

function inThreadOf({ id, threadId, evidenceId, visibility, desk }: Comment) {
  return { threadId, replyTo: id, evidenceId, span: null, visibility, desk };
}

function refused(code: ProblemCode, pointer: string, detail: string) {
  return problem(code, { errors: [{ pointer, code, detail }] });
}
