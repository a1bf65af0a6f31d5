import { Injectable } from '@nestjs/common';
import { moveBackFromMerge, moveWithMerge } from '#claims';
import type { Tx } from '#database';
import { contentOf, type Moments } from './replies.rules.js';
import type { ReplyFilter, ReplyReader, ReplyRequest, ReplyRevision } from './replies.types.js';

/** Kept from everybody but its asker, and whoever has their seat, by the blind round that goes on. */
const keptBlind = (viewer: string) => `app.kept_blind(r.newsroom, r.claim_id, r.asked_by, r.created_at, ${viewer})`;
const STATE = `CASE WHEN r.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN r.outcome IS NOT NULL THEN r.outcome
  WHEN r.due_at <= app.now() THEN 'no-answer' ELSE 'awaiting' END`;
const WORDS = `r.id, r.version, r.claim_id, r.name, r.role, r.organisation, r.claimant, r.question, r.channel, r.asked_by,
  r.asked_at, r.due_at, r.public, r.created_at, ${STATE} AS state, r.outcome, r.answer, r.verbatim, r.answered_at, r.answer_channel,
  r.withdrawn_at, r.withdrawn_by, r.withdrawn_reason, r.erased_at,
  (SELECT m.merged_claim FROM reply_move m WHERE m.newsroom = r.newsroom AND m.request_id = r.id ORDER BY m.at LIMIT 1) AS merged_from,
  ${keptBlind('NULL')} AS concealed`;

/** How somebody was reached is for who asked, who sits on the claim, and who gives work out: $n person, $n+1 sees all. */
const contactFor = (n: number) => `CASE WHEN $${n + 1}::boolean OR r.asked_by = $${n}::uuid OR EXISTS (
  SELECT FROM assignment a WHERE a.newsroom = r.newsroom AND a.claim_id = r.claim_id AND a.person_id = $${n}::uuid
    AND a.ended_at IS NULL) THEN r.contact END AS contact`;
const readerValues = ({ person, seesContacts }: ReplyReader) => [person, seesContacts];

/** What is written of a request; its state, concealment and origin follow from elsewhere. */
export type ReplyRow = Omit<
  ReplyRequest,
  'version' | 'createdAt' | 'state' | 'mergedFrom' | 'concealed' | 'withdrawnAt' | 'withdrawnBy' | 'withdrawnReason'
>;

/** Times as they were given, in any order; what is left out is not asked about. */
export interface Given {
  askedAt?: Date;
  dueAt?: Date;
  receivedAt?: Date;
}

const MOVING = { table: 'reply_request', moves: 'reply_move', id: 'request_id' };

/** All SQL on requests for comment, their revisions, and what merges move. */
@Injectable()
export class ReplyStore {
  /** Holds the claim against a merge and a publication until the transaction ends. */
  async holdClaim(tx: Tx, claimId: string): Promise<void> {
    await tx.run('SELECT FROM claim WHERE newsroom = $1 AND id = $2 FOR SHARE', [tx.newsroom, claimId]);
  }

  /** The moment it is, and whether what was given can be. */
  async moments(tx: Tx, { askedAt, dueAt, receivedAt }: Given): Promise<Moments & { now: Date }> {
    const row = await tx.row<Moments & { now: Date }>(
      `SELECT now, asked > now AS asked_in_future, due <= now AS due_past, due <= coalesce(asked, now) AS due_before_asked,
         received > now AS received_in_future, received < asked AS received_before_asked
       FROM (SELECT date_trunc('milliseconds', app.now()) AS now, $1::timestamptz AS asked, $2::timestamptz AS due,
         $3::timestamptz AS received) AS given`,
      [askedAt ?? null, dueAt ?? null, receivedAt ?? null],
    );
    return row as Moments & { now: Date };
  }

  async insert(tx: Tx, row: ReplyRow): Promise<void> {
    await tx.run(
      `WITH asked AS (
         INSERT INTO reply_request (newsroom, id, claim_id, name, role, organisation, claimant, contact, question, channel, asked_by,
           asked_at, due_at, public) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))
       INSERT INTO reply_revision (newsroom, request_id, revision, content, by) VALUES ($1, $2, 1, $15, $11)`,
      [
        ...[tx.newsroom, row.id, row.claimId, row.name, row.role, row.organisation],
        ...[row.claimant && JSON.stringify(row.claimant), row.contact, row.question, row.channel, row.askedBy],
        ...[row.askedAt, row.dueAt, row.public, JSON.stringify(contentOf(row))],
      ],
    );
  }

  /** As it is to read from now on; its wording before stays a revision. */
  async revise(tx: Tx, row: ReplyRow, by: string, reason: string | null): Promise<void> {
    await tx.run(
      `WITH revised AS (
         UPDATE reply_request SET name = $3, role = $4, organisation = $5, contact = $6, question = $7, channel = $8, asked_at = $9,
           due_at = $10, public = $11, outcome = $12, answer = $13, verbatim = $14, answered_at = $15, answer_channel = $16,
           version = version + 1 WHERE newsroom = $1 AND id = $2 RETURNING version)
       INSERT INTO reply_revision (newsroom, request_id, revision, content, reason, by)
       SELECT $1, $2, version, $17, $18, $19 FROM revised`,
      [
        ...[tx.newsroom, row.id, row.name, row.role, row.organisation, row.contact, row.question, row.channel],
        ...[
          row.askedAt,
          row.dueAt,
          row.public,
          row.outcome,
          row.answer,
          row.verbatim,
          row.answeredAt,
          row.answerChannel,
        ],
        ...[JSON.stringify(contentOf(row)), reason, by],
      ],
    );
  }

  async withdraw(tx: Tx, id: string, by: string, reason: string): Promise<void> {
    await tx.run(
      `UPDATE reply_request SET withdrawn_at = app.now(), withdrawn_by = $3, withdrawn_reason = $4, version = version + 1
       WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id, by, reason],
    );
  }

  /** Takes away what names somebody, in the request and in all that it ever said. */
  async erase(tx: Tx, id: string): Promise<void> {
    await tx.run(
      `WITH blank AS (
         UPDATE reply_revision SET content = content || '{"name": null, "role": null, "organisation": null, "question": null, "answer": null}',
           reason = NULL WHERE newsroom = $1 AND request_id = $2)
       UPDATE reply_request SET name = NULL, role = NULL, organisation = NULL, claimant = NULL, contact = NULL, question = NULL,
         answer = NULL, withdrawn_reason = NULL, erased_at = app.now(), version = version + 1 WHERE newsroom = $1 AND id = $2`,
      [tx.newsroom, id],
    );
  }

  /** Undefined, too, for what this reader may not see. */
  byId(tx: Tx, id: string, reader: ReplyReader): Promise<ReplyRequest | undefined> {
    return tx.row(
      `SELECT ${WORDS}, ${contactFor(3)} FROM reply_request r
       WHERE r.newsroom = $1 AND r.id = $2 AND NOT ${keptBlind('$3::uuid')}`,
      [tx.newsroom, id, ...readerValues(reader)],
    );
  }

  /** Whoever may see it, with its contact; locked until the transaction ends. The caller holds the claim. */
  async lock(tx: Tx, id: string): Promise<ReplyRequest | undefined> {
    await tx.run('SELECT FROM reply_request WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE', [tx.newsroom, id]);
    return tx.row(`SELECT ${WORDS}, r.contact FROM reply_request r WHERE r.newsroom = $1 AND r.id = $2`, [
      tx.newsroom,
      id,
    ]);
  }

  /** Those of these ids, whoever may see them, in no order. */
  byIds(tx: Tx, ids: readonly string[]): Promise<ReplyRequest[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return tx.rows(
      `SELECT ${WORDS}, NULL AS contact FROM reply_request r WHERE r.newsroom = $1 AND r.id = ANY ($2::uuid[])`,
      [tx.newsroom, ids],
    );
  }

  /** All that stand, whoever may see them, without contacts; in the order in which they were asked. */
  standing(tx: Tx, claimId: string): Promise<ReplyRequest[]> {
    return tx.rows(
      `SELECT ${WORDS}, NULL AS contact FROM reply_request r
       WHERE r.newsroom = $1 AND r.claim_id = $2 AND r.withdrawn_at IS NULL ORDER BY r.asked_at, r.id`,
      [tx.newsroom, claimId],
    );
  }

  /** Oldest first. */
  ofClaim(
    tx: Tx,
    claimId: string,
    reader: ReplyReader,
    page: { after?: [createdAt: string, id: string]; limit: number },
  ): Promise<ReplyRequest[]> {
    return tx.rows(
      `SELECT ${WORDS}, ${contactFor(3)} FROM reply_request r
       WHERE r.newsroom = $1 AND r.claim_id = $2 AND NOT ${keptBlind('$3::uuid')}
         AND ($5::timestamptz IS NULL OR (r.created_at, r.id) > ($5::timestamptz, $6::uuid))
       ORDER BY r.created_at, r.id LIMIT $7`,
      [tx.newsroom, claimId, ...readerValues(reader), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
    );
  }

  /** Of the whole newsroom, by deadline, soonest first. */
  list(
    tx: Tx,
    { state, askedBy, desk }: ReplyFilter,
    reader: ReplyReader,
    page: { after?: [dueAt: string, id: string]; limit: number },
  ): Promise<ReplyRequest[]> {
    return tx.rows(
      `SELECT ${WORDS}, ${contactFor(2)} FROM reply_request r JOIN claim c ON c.newsroom = r.newsroom AND c.id = r.claim_id
       WHERE r.newsroom = $1 AND NOT ${keptBlind('$2::uuid')}
         AND ($4::text IS NULL OR ${STATE} = $4) AND ($5::uuid IS NULL OR r.asked_by = $5) AND ($6::text IS NULL OR c.desk = $6)
         AND ($7::timestamptz IS NULL OR (r.due_at, r.id) > ($7::timestamptz, $8::uuid))
       ORDER BY r.due_at, r.id LIMIT $9`,
      [
        ...[tx.newsroom, ...readerValues(reader), state ?? null, askedBy ?? null, desk ?? null],
        ...[page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
      ],
    );
  }

  revisions(tx: Tx, id: string): Promise<ReplyRevision[]> {
    return tx.rows(
      `SELECT revision, content, reason, at, by FROM reply_revision WHERE newsroom = $1 AND request_id = $2 ORDER BY revision`,
      [tx.newsroom, id],
    );
  }

  /** Whether this person sits, or sat, in a blind round of the claim that goes on. */
  async sitsBlind(tx: Tx, claimId: string, person: string): Promise<boolean> {
    const row = await tx.row<{ blind: boolean }>('SELECT app.kept_blind($1, $2, $3, app.now(), NULL) AS blind', [
      tx.newsroom,
      claimId,
      person,
    ]);
    return row?.blind ?? false;
  }

  /** Requests go over with a claim that is merged, marked. */
  moveTo(tx: Tx, from: string, target: string): Promise<void> {
    return moveWithMerge(tx, MOVING, from, target);
  }

  /** Gives a claim back the requests that its merge took, from wherever later merges took them. */
  moveBack(tx: Tx, claimId: string): Promise<void> {
    return moveBackFromMerge(tx, MOVING, claimId);
  }
}
