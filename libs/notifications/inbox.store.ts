import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { NEXT_HOUR } from '#newsroom';
import type { How, Kind } from './kinds.rules.js';

/** What one person is told, before it is kept. `digestHour`: of their day; null when no digest is to name it. */
export interface NewEntry {
  person: string;
  sequence: number;
  eventId: string;
  eventType: string;
  kind: Kind;
  claimId: string | null;
  commentId: string | null;
  actor: unknown;
  at: Date;
  how: Exclude<How, 'none'>;
  digestHour: number | null;
}

export interface Entry {
  id: string;
  personId: string;
  sequence: number;
  eventId: string;
  eventType: string;
  kind: Kind;
  claimId: string | null;
  commentId: string | null;
  actor: { kind: string; id: string | null };
  at: Date;
  how: Exclude<How, 'none'>;
  readAt: Date | null;
  /** How the claim reads; null when it is about none. */
  claimText: string | null;
  actorName: string | null;
  /** What was said with it: the message of an assignment, why work went to somebody else or came back, why a verdict did not pass. */
  note: string | null;
}

export interface InboxFilter {
  unread?: boolean;
  kind?: Kind;
}

/** Of one person: by kind, those that are not read. */
export interface Unread {
  unread: number;
  byKind: Partial<Record<Kind, number>>;
}

export interface Forgotten {
  mails: number;
  inbox: number;
  watched: number;
  settings: number;
}

const ENTRY = `i.id, i.person_id, i.sequence, i.event_id, i.event_type, i.kind, i.claim_id, i.comment_id, i.actor, i.at, i.how, i.read_at,
  coalesce(c.wording, c.text) AS claim_text, a.name AS actor_name, coalesce(said.note, back.note) AS note`;
/** The kinds that come with words. */
const WITH_WORDS = `('assigned', 'handed-over', 'taken-back', 'declined', 'changes-requested', 'dissent')`;
/** As the log says it, less what only some may read. Why a seat was given back in a blind round is with the seat alone, until the round is over. */
const SAID = `LEFT JOIN LATERAL (
    SELECT CASE i.kind WHEN 'assigned' THEN coalesce(message, reason) ELSE coalesce(note, reason, message) END AS note
    FROM (SELECT coalesce(l.personal, '{}') || jsonb_strip_nulls(l.data) AS words FROM log l
      WHERE l.newsroom = i.newsroom AND l.sequence = i.sequence AND l.at = i.at
        AND i.kind IN ${WITH_WORDS} AND i.event_type <> 'claim.recused') AS row
    CROSS JOIN LATERAL jsonb_to_record(row.words) AS w (message text, reason text, note text)
  ) AS said ON true
  LEFT JOIN LATERAL (
    SELECT s.end_reason AS note FROM log l
    JOIN assignment s ON s.newsroom = l.newsroom AND s.claim_id = l.claim_id AND s.person_id = (l.data ->> 'person')::uuid
    WHERE l.newsroom = i.newsroom AND l.sequence = i.sequence AND l.at = i.at AND i.event_type = 'claim.released' AND s.end_cause = 'released'
      AND NOT app.kept_blind(s.newsroom, s.claim_id, s.person_id, s.ended_at, i.person_id)
    ORDER BY s.ended_at DESC LIMIT 1
  ) AS back ON true`;
const FROM = `inbox i LEFT JOIN claim c ON c.newsroom = i.newsroom AND c.id = i.claim_id
  LEFT JOIN person a ON a.newsroom = i.newsroom AND i.actor ->> 'kind' = 'person' AND a.id = (i.actor ->> 'id')::uuid
  ${SAID}`;

/** All SQL on inboxes. */
@Injectable()
export class InboxStore {
  /** Those that were not there yet: their ids with the person and how they are told. */
  async add(
    tx: Tx,
    entries: readonly NewEntry[],
    timeZone: string,
  ): Promise<{ id: string; personId: string; how: string }[]> {
    if (entries.length === 0) return [];
    return tx.rows(
      `INSERT INTO inbox (newsroom, id, person_id, sequence, event_id, event_type, kind, claim_id, comment_id, actor, at, how, digest_at)
       SELECT $1, e.id, e.person_id, e.sequence, e.event_id, e.event_type, e.kind, e.claim_id, e.comment_id, e.actor, e.at, e.how,
         CASE WHEN e.hour IS NOT NULL THEN ${NEXT_HOUR('e.hour', '$14')} END
       FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::uuid[], $10::jsonb[],
         $11::timestamptz[], $12::text[], $13::int[])
         AS e (id, person_id, sequence, event_id, event_type, kind, claim_id, comment_id, actor, at, how, hour)
       ON CONFLICT (newsroom, sequence, person_id, kind) DO NOTHING RETURNING id, person_id, how`,
      [
        tx.newsroom,
        entries.map(() => uuidv7()),
        entries.map(({ person }) => person),
        entries.map(({ sequence }) => sequence),
        entries.map(({ eventId }) => eventId),
        entries.map(({ eventType }) => eventType),
        entries.map(({ kind }) => kind),
        entries.map(({ claimId }) => claimId),
        entries.map(({ commentId }) => commentId),
        entries.map(({ actor }) => JSON.stringify(actor)),
        entries.map(({ at }) => at),
        entries.map(({ how }) => how),
        entries.map(({ digestHour }) => digestHour),
        timeZone,
      ],
    );
  }

  /** Newest first. */
  list(
    tx: Tx,
    personId: string,
    { unread, kind }: InboxFilter,
    after: string | undefined,
    limit: number,
  ): Promise<Entry[]> {
    return tx.rows(
      `SELECT ${ENTRY} FROM ${FROM} WHERE i.newsroom = $1 AND i.person_id = $2
         AND ($3::boolean IS NULL OR (i.read_at IS NULL) = $3) AND ($4::text IS NULL OR i.kind = $4)
         AND ($5::uuid IS NULL OR i.id < $5::uuid)
       ORDER BY i.id DESC LIMIT $6`,
      [tx.newsroom, personId, unread ?? null, kind ?? null, after ?? null, limit],
    );
  }

  /** What a mail names, oldest first. */
  inOutgoing(tx: Tx, outgoingId: string): Promise<Entry[]> {
    return tx.rows(`SELECT ${ENTRY} FROM ${FROM} WHERE i.newsroom = $1 AND i.outgoing_id = $2 ORDER BY i.id`, [
      tx.newsroom,
      outgoingId,
    ]);
  }

  async unread(tx: Tx, personId: string): Promise<Unread> {
    const rows = await tx.rows<{ kind: Kind; count: number }>(
      `SELECT kind, count(*)::int AS count FROM inbox
       WHERE newsroom = $1 AND person_id = $2 AND read_at IS NULL GROUP BY kind`,
      [tx.newsroom, personId],
    );
    const byKind = Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
    return { unread: rows.reduce((sum, { count }) => sum + count, 0), byKind };
  }

  /** The number of entries that changed; ids of somebody else's are passed over. */
  mark(tx: Tx, personId: string, which: { ids: readonly string[] } | { upTo: string }, read: boolean): Promise<number> {
    const [where, value] = 'ids' in which ? ['id = ANY ($3::uuid[])', which.ids] : ['id <= $3::uuid', which.upTo];
    return tx.run(
      `UPDATE inbox SET read_at = CASE WHEN $4 THEN app.now() END
       WHERE newsroom = $1 AND person_id = $2 AND ${where} AND (read_at IS NULL) = $4`,
      [tx.newsroom, personId, value, read],
    );
  }

  /** Another hour of the day from now on, for what the next digest is to name. */
  async moveDigest(tx: Tx, personId: string, hour: number, timeZone: string): Promise<void> {
    await tx.run(
      `UPDATE inbox SET digest_at = ${NEXT_HOUR('$3::int', '$4')}
       WHERE newsroom = $1 AND person_id = $2 AND digest_at IS NOT NULL`,
      [tx.newsroom, personId, hour, timeZone],
    );
  }

  /** Of these comments, those that this person was told of already. */
  async toldOf(tx: Tx, commentId: string): Promise<string[]> {
    const rows = await tx.rows<{ personId: string }>(
      `SELECT person_id FROM inbox WHERE newsroom = $1 AND comment_id = $2 AND kind = 'mention'`,
      [tx.newsroom, commentId],
    );
    return rows.map(({ personId }) => personId);
  }

  async hold(tx: Tx, commentId: string, claimId: string, eventId: string): Promise<void> {
    await tx.run(
      `INSERT INTO comment_held (newsroom, comment_id, claim_id, event_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [tx.newsroom, commentId, claimId, eventId],
    );
  }

  heldOf(tx: Tx, claimIds: readonly string[]): Promise<{ commentId: string; claimId: string; eventId: string }[]> {
    return tx.rows(
      'SELECT comment_id, claim_id, event_id FROM comment_held WHERE newsroom = $1 AND claim_id = ANY ($2::uuid[])',
      [tx.newsroom, claimIds],
    );
  }

  /** An answer that its asker alone may know of, by the row of the log that told of it. */
  async holdReply(tx: Tx, requestId: string, claimId: string, eventId: string): Promise<void> {
    await tx.run(
      `INSERT INTO reply_held (newsroom, request_id, claim_id, event_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [tx.newsroom, requestId, claimId, eventId],
    );
  }

  repliesHeldOf(
    tx: Tx,
    claimIds: readonly string[],
  ): Promise<{ requestId: string; claimId: string; eventId: string }[]> {
    return tx.rows(
      'SELECT request_id, claim_id, event_id FROM reply_held WHERE newsroom = $1 AND claim_id = ANY ($2::uuid[])',
      [tx.newsroom, claimIds],
    );
  }

  async letRepliesGo(tx: Tx, requestIds: readonly string[]): Promise<void> {
    await tx.run('DELETE FROM reply_held WHERE newsroom = $1 AND request_id = ANY ($2::uuid[])', [
      tx.newsroom,
      requestIds,
    ]);
  }

  async letGo(tx: Tx, commentIds: readonly string[]): Promise<void> {
    await tx.run('DELETE FROM comment_held WHERE newsroom = $1 AND comment_id = ANY ($2::uuid[])', [
      tx.newsroom,
      commentIds,
    ]);
  }

  /** Somebody is to be forgotten: what they were told, what they watch, how they wanted it. Rows that went. */
  async forget(tx: Tx, personId: string): Promise<Forgotten> {
    const gone = (table: string) =>
      tx.run(`DELETE FROM ${table} WHERE newsroom = $1 AND person_id = $2`, [tx.newsroom, personId]);
    const mails = await gone('mail');
    const inbox = await gone('inbox');
    const watched = await gone('watcher');
    return { mails, inbox, watched, settings: await gone('notification_settings') };
  }
}
