import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { mentionedIn } from './comments.rules.js';
import type { Comment, CommentFilter, CommentRevision, Mention, Reader } from './comments.types.js';

/** Kept from everybody but its author, and whoever has their seat, by the blind round that goes on. A comment counts from its last change. */
const keptBlind = (viewer: string) =>
  `app.kept_blind(c.newsroom, c.claim_id, c.author_id, coalesce(c.edited_at, c.created_at), ${viewer})`;

const COMMENT = `c.id, c.version, c.revision, c.claim_id, c.thread_id, c.reply_to, c.evidence_id, c.span, c.visibility, c.desk, c.text,
  c.mentions, c.author_id, c.created_at, c.edited_at, c.withdrawn_at, c.withdrawn_by, c.withdrawn_reason, c.erased_at, t.resolved_at, t.resolved_by,
  (SELECT m.merged_claim FROM comment_move m WHERE m.newsroom = c.newsroom AND m.thread_id = c.thread_id ORDER BY m.at LIMIT 1)
    AS merged_from,
  ${keptBlind('NULL')} AS concealed`;
const FROM = 'comment c JOIN comment t ON t.newsroom = c.newsroom AND t.id = c.thread_id';

/** What this reader may see: $n person, $n+1 desks, $n+2 sees all desks, $n+3 sees restricted evidence. */
const visibleTo = (n: number) => `(c.author_id = $${n}::uuid OR (
  (c.visibility = 'internal' OR c.desk = ANY ($${n + 1}::text[]) OR $${n + 2}::boolean OR $${n}::uuid = ANY (c.mentioned))
  AND NOT ${keptBlind(`$${n}::uuid`)}
  AND (c.evidence_id IS NULL OR EXISTS (SELECT FROM evidence e WHERE e.newsroom = c.newsroom AND e.id = c.evidence_id
    AND (e.visibility <> 'restricted' OR e.person_id = $${n}::uuid OR $${n + 3}::boolean)))))`;
const readerValues = ({ person, desks, seesAllDesks, seesRestricted }: Reader) => [
  person,
  desks,
  seesAllDesks,
  seesRestricted,
];

export type CommentRow = Pick<
  Comment,
  | 'id'
  | 'claimId'
  | 'threadId'
  | 'replyTo'
  | 'evidenceId'
  | 'span'
  | 'visibility'
  | 'desk'
  | 'text'
  | 'mentions'
  | 'authorId'
>;

/** All SQL on comments, their revisions, and what merges move. */
@Injectable()
export class CommentStore {
  /** Holds the claim against a merge until the transaction ends, and against nothing that talks. */
  async holdClaim(tx: Tx, claimId: string): Promise<void> {
    await tx.run('SELECT FROM claim WHERE newsroom = $1 AND id = $2 FOR SHARE', [tx.newsroom, claimId]);
  }

  async insert(tx: Tx, row: CommentRow): Promise<void> {
    await tx.run(
      `WITH posted AS (
         INSERT INTO comment (newsroom, id, claim_id, thread_id, reply_to, evidence_id, span, visibility, desk, text, mentions,
           mentioned, author_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)),
       reopened AS (
         UPDATE comment SET resolved_at = NULL, resolved_by = NULL, version = version + 1
         WHERE newsroom = $1 AND id = $4 AND id <> $2 AND resolved_at IS NOT NULL)
       INSERT INTO comment_revision (newsroom, comment_id, revision, text, mentions, by) VALUES ($1, $2, 1, $10, $11, $13)`,
      [
        ...[tx.newsroom, row.id, row.claimId, row.threadId, row.replyTo, row.evidenceId],
        ...[row.span && JSON.stringify(row.span), row.visibility, row.desk, row.text, JSON.stringify(row.mentions)],
        ...[mentionedIn(row.mentions), row.authorId],
      ],
    );
  }

  byId(tx: Tx, id: string, reader: Reader): Promise<Comment | undefined> {
    return tx.row(`SELECT ${COMMENT} FROM ${FROM} WHERE c.newsroom = $1 AND c.id = $2 AND ${visibleTo(3)}`, [
      tx.newsroom,
      id,
      ...readerValues(reader),
    ]);
  }

  /** Whoever may see them, in no order. */
  byIds(tx: Tx, ids: readonly string[]): Promise<Comment[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return tx.rows(`SELECT ${COMMENT} FROM ${FROM} WHERE c.newsroom = $1 AND c.id = ANY ($2::uuid[])`, [
      tx.newsroom,
      ids,
    ]);
  }

  /** Oldest first. */
  ofClaim(
    tx: Tx,
    claimId: string,
    filter: CommentFilter,
    reader: Reader,
    page: { after?: [createdAt: string, id: string]; limit: number },
  ): Promise<Comment[]> {
    return tx.rows(
      `SELECT ${COMMENT} FROM ${FROM} WHERE c.newsroom = $1 AND c.claim_id = $2 AND ${visibleTo(3)}
         AND ($7::uuid IS NULL OR c.thread_id = $7) AND ($8::uuid IS NULL OR t.evidence_id = $8)
         AND ($9::boolean IS NULL OR (t.resolved_at IS NOT NULL) = $9)
         AND ($10::timestamptz IS NULL OR (c.created_at, c.id) > ($10::timestamptz, $11::uuid))
       ORDER BY c.created_at, c.id LIMIT $12`,
      [
        ...[tx.newsroom, claimId, ...readerValues(reader)],
        ...[filter.threadId ?? null, filter.evidenceId ?? null, filter.resolved ?? null],
        ...[page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
      ],
    );
  }

  /** Locked until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<void> {
    await tx.run('SELECT FROM comment WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE', [tx.newsroom, id]);
  }

  async revise(tx: Tx, id: string, by: string, text: string, mentions: readonly Mention[]): Promise<void> {
    await tx.run(
      `WITH revised AS (
         UPDATE comment SET text = $3, mentions = $4, mentioned = $5, edited_at = app.now(), revision = revision + 1,
           version = version + 1 WHERE newsroom = $1 AND id = $2 RETURNING revision)
       INSERT INTO comment_revision (newsroom, comment_id, revision, text, mentions, by)
       SELECT $1, $2, revision, $3, $4, $6 FROM revised`,
      [tx.newsroom, id, text, JSON.stringify(mentions), mentionedIn(mentions), by],
    );
  }

  async withdraw(tx: Tx, id: string, by: string, reason: string | null): Promise<void> {
    await tx.run(
      `UPDATE comment SET withdrawn_at = app.now(), withdrawn_by = $3, withdrawn_reason = $4, version = version + 1
       WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id, by, reason],
    );
  }

  /** The number of threads that changed: none when it is so already. */
  setResolved(tx: Tx, threadId: string, by: string | null): Promise<number> {
    return tx.run(
      `UPDATE comment SET resolved_at = CASE WHEN $3::uuid IS NOT NULL THEN app.now() END, resolved_by = $3, version = version + 1
       WHERE newsroom = $1 AND id = $2 AND (resolved_at IS NULL) = ($3::uuid IS NOT NULL)`,
      [tx.newsroom, threadId, by],
    );
  }

  revisions(tx: Tx, id: string): Promise<CommentRevision[]> {
    return tx.rows(
      `SELECT revision, text, mentions, at, by FROM comment_revision WHERE newsroom = $1 AND comment_id = $2 ORDER BY revision`,
      [tx.newsroom, id],
    );
  }

  /** Threads go over with a claim that is merged, marked. */
  async moveTo(tx: Tx, from: string, target: string): Promise<void> {
    await tx.run(
      `WITH moved AS (UPDATE comment SET claim_id = $3 WHERE newsroom = $1 AND claim_id = $2 RETURNING id, reply_to)
       INSERT INTO comment_move (newsroom, thread_id, merged_claim) SELECT $1, id, $2 FROM moved WHERE reply_to IS NULL`,
      [tx.newsroom, from, target],
    );
  }

  /** Gives a claim back the threads that its merge took, with the replies made since, from wherever later merges took them. */
  async moveBack(tx: Tx, claimId: string): Promise<void> {
    await tx.run(
      `WITH own AS (DELETE FROM comment_move WHERE newsroom = $1 AND merged_claim = $2 RETURNING thread_id, at),
       later AS (DELETE FROM comment_move m USING own WHERE m.newsroom = $1 AND m.thread_id = own.thread_id AND m.at > own.at)
       UPDATE comment c SET claim_id = $2 FROM own WHERE c.newsroom = $1 AND c.thread_id = own.thread_id`,
      [tx.newsroom, claimId],
    );
  }

  /** Takes every word of this person's out of their comments, and why any of them was withdrawn; the number of comments. */
  async eraseWords(tx: Tx, personId: string): Promise<number> {
    await tx.run(
      `UPDATE comment_revision r SET text = '', mentions = '[]' FROM comment c
       WHERE r.newsroom = $1 AND c.newsroom = $1 AND c.id = r.comment_id AND c.author_id = $2`,
      [tx.newsroom, personId],
    );
    await tx.run(
      `UPDATE comment SET withdrawn_reason = '', version = version + 1
       WHERE newsroom = $1 AND withdrawn_by = $2 AND author_id <> $2 AND withdrawn_reason <> ''`,
      [tx.newsroom, personId],
    );
    return tx.run(
      `UPDATE comment SET text = '', mentions = '[]', mentioned = '{}', withdrawn_reason = left(withdrawn_reason, 0), erased_at = app.now(),
         version = version + 1
       WHERE newsroom = $1 AND author_id = $2 AND erased_at IS NULL`,
      [tx.newsroom, personId],
    );
  }

  /** Every text, the present one and those before it, in which this person is called; their comments are locked. */
  async textsThatCall(tx: Tx, personId: string): Promise<CommentText[]> {
    await tx.run(
      'SELECT FROM comment WHERE newsroom = $1 AND $2::uuid = ANY (mentioned) ORDER BY id FOR NO KEY UPDATE',
      [tx.newsroom, personId],
    );
    return tx.rows(
      `SELECT comment_id, revision, text, mentions FROM comment_revision
       WHERE newsroom = $1 AND mentions @> $2::jsonb ORDER BY comment_id, revision`,
      [tx.newsroom, JSON.stringify([{ person: personId }])],
    );
  }

  /** Other words for texts that were said, with the comments that still say them. */
  async reword(tx: Tx, texts: readonly CommentText[]): Promise<void> {
    if (texts.length === 0) return;
    const columns = [
      texts.map(({ commentId }) => commentId),
      texts.map(({ revision }) => revision),
      texts.map(({ text }) => text),
      texts.map(({ mentions }) => JSON.stringify(mentions)),
    ];
    const given = 'unnest($2::uuid[], $3::int[], $4::text[], $5::jsonb[]) AS g (id, revision, text, mentions)';
    await tx.run(
      `UPDATE comment_revision r SET text = g.text, mentions = g.mentions FROM ${given}
       WHERE r.newsroom = $1 AND r.comment_id = g.id AND r.revision = g.revision`,
      [tx.newsroom, ...columns],
    );
    await tx.run(
      `UPDATE comment c SET text = g.text, mentions = g.mentions, version = c.version + 1 FROM ${given}
       WHERE c.newsroom = $1 AND c.id = g.id AND c.revision = g.revision`,
      [tx.newsroom, ...columns],
    );
  }
}

/** One of the texts that a comment has had. */
export type CommentText = Pick<CommentRevision, 'revision' | 'text' | 'mentions'> & { commentId: string };
