import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import type { Calendar } from '#newsroom';
import type { Line } from './message.rules.js';
import type { NewsOfClaim, NoticeKind } from './kinds.rules.js';
import type { Waiting } from './phrases.rules.js';

export type PostState = 'sending' | 'sent' | 'put-off' | 'refused' | 'unknown';

/** One message that was sent, or tried. */
export interface Post {
  id: string;
  state: PostState;
  /** Kind -> how many. */
  tells: Partial<Record<NoticeKind, number>>;
  status: number | null;
  error: string | null;
  startedAt: Date;
  endedAt: Date | null;
}

/** News with the row of the log that it is of. */
export interface Told extends NewsOfClaim {
  sequence: number;
  at: Date;
}

export interface PostEnd {
  state: Exclude<PostState, 'sending'>;
  status: number | null;
  error: string | null;
}

/** A notice as a message may show it. */
export interface WaitingLine extends Omit<Line, 'page'> {
  id: string;
  state: string | null;
  slug: string | null;
  due: boolean;
}

const KEEP = '30 days';

/** All SQL on what is told in channels, and on the messages that tell it. */
@Injectable()
export class PostStore {
  /**
   * Keeps news for the channels of the desks that the claims lie at now, as far as each wants it. It waits `foldMs` for more,
   * and for the end of the quiet where a channel respects it. What comes from a seat of an open blind round is not told.
   */
  async add(tx: Tx, told: readonly Told[], calendar: Calendar, foldMs: number): Promise<void> {
    await tx.run(
      `WITH moment AS MATERIALIZED (
         SELECT at, app.awake_at($7, at) AS awake FROM (SELECT app.now() + $8 * interval '1 millisecond' AS at) AS soon)
       INSERT INTO channel_notice (newsroom, id, channel_id, kind, claim_id, sequence, due_at)
       SELECT $1, g.id, ch.id, g.kind, g.claim_id, g.sequence, CASE WHEN ch.quiet THEN moment.awake ELSE moment.at END
       FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::timestamptz[], $9::uuid[], $10::uuid[])
         AS g (id, kind, claim_id, sequence, at, seat, evidence_id)
       CROSS JOIN moment JOIN claim c ON c.newsroom = $1 AND c.id = g.claim_id
       JOIN desk_channel ch ON ch.newsroom = $1 AND ch.desk = c.desk AND ch.status = 'enabled'
         AND g.kind = ANY (ch.tells) AND g.at >= ch.active_since
       LEFT JOIN evidence e ON e.newsroom = $1 AND e.id = g.evidence_id
       WHERE NOT app.kept_blind($1, g.claim_id, g.seat, g.at, NULL)
         AND NOT app.kept_blind($1, e.claim_id, e.person_id, e.created_at, NULL)
       ON CONFLICT (newsroom, channel_id, sequence, kind, claim_id) DO NOTHING`,
      [
        tx.newsroom,
        told.map(() => uuidv7()),
        told.map(({ kind }) => kind),
        told.map(({ claimId }) => claimId),
        told.map(({ sequence }) => sequence),
        told.map(({ at }) => at),
        JSON.stringify(calendar),
        foldMs,
        told.map(({ seat }) => seat),
        told.map(({ evidenceId }) => evidenceId),
      ],
    );
  }

  /** A test, or the day's figures: due at once, or when the quiet ends. */
  async addNow(tx: Tx, channelId: string, kind: 'test' | 'digest', quietOf: Calendar | null): Promise<void> {
    await tx.run(
      `INSERT INTO channel_notice (newsroom, id, channel_id, kind, due_at)
       VALUES ($1, $2, $3, $4, CASE WHEN $5::jsonb IS NULL THEN app.now() ELSE app.awake_at($5::jsonb, app.now()) END)`,
      [tx.newsroom, uuidv7(), channelId, kind, quietOf && JSON.stringify(quietOf)],
    );
  }

  /** What waits, oldest first, with the claims as they are now; those that left the desk are passed over. */
  waiting(tx: Tx, channelId: string, limit: number): Promise<WaitingLine[]> {
    return tx.rows(
      `SELECT n.id, n.kind, n.claim_id, coalesce(c.wording, c.text) AS text, c.state, f.slug, n.due_at <= app.now() AS due
       FROM channel_notice n JOIN desk_channel ch ON ch.newsroom = $1 AND ch.id = n.channel_id
       LEFT JOIN claim c ON c.newsroom = $1 AND c.id = n.claim_id AND c.desk = ch.desk
       LEFT JOIN fact_check f ON f.newsroom = $1 AND f.claim_id = c.id AND n.kind IN ('published', 'corrected', 'retracted', 'source-changed')
       WHERE n.newsroom = $1 AND n.channel_id = $2 AND n.post_id IS NULL ORDER BY n.id LIMIT $3`,
      [tx.newsroom, channelId, limit],
    );
  }

  /** A message under way that tells these. */
  async begin(tx: Tx, channelId: string, tells: Post['tells'], noticeIds: readonly string[]): Promise<string> {
    const id = uuidv7();
    await tx.run('INSERT INTO channel_post (newsroom, id, channel_id, tells) VALUES ($1, $2, $3, $4)', [
      tx.newsroom,
      id,
      channelId,
      JSON.stringify(tells),
    ]);
    await tx.run('UPDATE channel_notice SET post_id = $3 WHERE newsroom = $1 AND id = ANY ($2::uuid[])', [
      tx.newsroom,
      noticeIds,
      id,
    ]);
    return id;
  }

  /** What it told is done with; put off, it waits again. */
  async end(tx: Tx, id: string, { state, status, error }: PostEnd): Promise<void> {
    await tx.run(
      'UPDATE channel_post SET state = $3, status = $4, error = $5, ended_at = app.now() WHERE newsroom = $1 AND id = $2',
      [tx.newsroom, id, state, status, error],
    );
    await tx.run(
      state === 'put-off'
        ? 'UPDATE channel_notice SET post_id = NULL WHERE newsroom = $1 AND post_id = $2'
        : 'DELETE FROM channel_notice WHERE newsroom = $1 AND post_id = $2',
      [tx.newsroom, id],
    );
  }

  /** Whoever was sending is gone: the chat may have it, so nobody sends it again. */
  async giveUp(tx: Tx, channelId: string): Promise<void> {
    const rows = await tx.rows<{ id: string }>(
      `SELECT id FROM channel_post WHERE newsroom = $1 AND channel_id = $2 AND state = 'sending'`,
      [tx.newsroom, channelId],
    );
    for (const { id } of rows) await this.end(tx, id, { state: 'unknown', status: null, error: 'cut-off' });
  }

  async drop(tx: Tx, noticeIds: readonly string[]): Promise<void> {
    await tx.run('DELETE FROM channel_notice WHERE newsroom = $1 AND id = ANY ($2::uuid[])', [tx.newsroom, noticeIds]);
  }

  async dropWaiting(tx: Tx, channelId: string): Promise<void> {
    await tx.run('DELETE FROM channel_notice WHERE newsroom = $1 AND channel_id = $2 AND post_id IS NULL', [
      tx.newsroom,
      channelId,
    ]);
  }

  /** Messages of long ago go. */
  async forgetOld(tx: Tx, channelId: string): Promise<void> {
    await tx.run(
      `DELETE FROM channel_post WHERE newsroom = $1 AND channel_id = $2 AND ended_at < app.now() - interval '${KEEP}'`,
      [tx.newsroom, channelId],
    );
  }

  /** Newest first. */
  list(tx: Tx, channelId: string, after: string | undefined, limit: number): Promise<Post[]> {
    return tx.rows(
      `SELECT id, state, tells, status, error, started_at, ended_at FROM channel_post
       WHERE newsroom = $1 AND channel_id = $2 AND ($3::uuid IS NULL OR id < $3::uuid) ORDER BY id DESC LIMIT $4`,
      [tx.newsroom, channelId, after ?? null, limit],
    );
  }

  async figures(tx: Tx, desk: string): Promise<Waiting> {
    const row = await tx.row<Waiting>(
      `SELECT count(*) FILTER (WHERE state = 'proposed')::int AS proposed, count(*) FILTER (WHERE state = 'queued')::int AS queued,
         count(*) FILTER (WHERE state = 'in_review')::int AS in_review, count(*) FILTER (WHERE state = 'disputed')::int AS disputed,
         count(*) FILTER (WHERE state = 'in_signoff')::int AS in_signoff, count(*) FILTER (WHERE state = 'approved')::int AS approved,
         count(*) FILTER (WHERE due_at <= app.now())::int AS overdue
       FROM claim WHERE newsroom = $1 AND desk = $2
         AND state IN ('proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved')`,
      [tx.newsroom, desk],
    );
    return row as Waiting;
  }
}
