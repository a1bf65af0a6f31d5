import { Injectable } from '@nestjs/common';
import { type Comment, mentionedIn } from '#comments';
import type { Tx } from '#database';
import { PeopleStore } from '#newsroom';
import { answer, type Answer, type AnswerOptions } from '../http/answer.js';

/** What replies about comments are made of. */
@Injectable()
export class CommentViews {
  constructor(private readonly people: PeopleStore) {}

  /** In the order given, with the names of those who speak and who are called. */
  async of(tx: Tx, comments: readonly Comment[]) {
    const ids = comments.flatMap(({ authorId, mentions }) => [authorId, ...mentionedIn(mentions)]);
    const names = await this.people.names(tx, [...new Set(ids)]);
    return comments.map((comment) => view(comment, names));
  }

  async answer(tx: Tx, comment: Comment, options: AnswerOptions = {}): Promise<Answer> {
    const [shown] = await this.of(tx, [comment]);
    return answer(shown, { version: comment.version, ...options });
  }
}

/** Of a withdrawn comment, and of one whose author was forgotten, only that it was there. */
function view(comment: Comment, names: ReadonlyMap<string, string>) {
  const { authorId, withdrawnAt, withdrawnBy, withdrawnReason, resolvedAt, resolvedBy, ...rest } = comment;
  const gone = withdrawnAt !== null;
  const erased = comment.erasedAt !== null;
  const { text, mentions, span, ...about } = rest;
  return {
    ...about,
    text: gone || erased ? null : text,
    span: gone ? null : span,
    mentions: gone ? [] : mentions.map((mention) => ({ ...mention, name: names.get(mention.person) ?? null })),
    author: { id: authorId, name: names.get(authorId) ?? null },
    withdrawn: gone ? { at: withdrawnAt, by: withdrawnBy, reason: withdrawnReason } : null,
    resolved: resolvedAt && { at: resolvedAt, by: resolvedBy },
  };
}
