import { Injectable } from '@nestjs/common';
import type { SystemTx, Tx } from '#database';
import type { Calendar } from '#newsroom';
import type { Passed, Timings, Told } from './deadlines.rules.js';

/** A due time for which nobody was told yet what is to be told by now. */
export interface DueDeadline {
  id: string;
  claimId: string;
  assignee: string | null;
  dueAt: Date;
  told: Told;
  passed: Passed;
  /** Who sits on the claim and has not handed in. */
  working: string[];
  /** Set where somebody outside has to reply, and not somebody here to work. */
  replyRequestId: string | null;
}

/** A due time as a desk sees it. */
export interface Deadline {
  id: string;
  claimId: string;
  text: string;
  state: string;
  desk: string | null;
  assignee: string | null;
  replyRequestId: string | null;
  dueAt: Date;
  overdue: boolean;
  told: Told;
  nextAt: Date | null;
}

export interface DeadlineFilter {
  desk?: string;
  assignee?: string;
  overdue?: boolean;
  /** Sees no other's request for comment that a blind round keeps; null: a machine. */
  viewer: string | null;
  after?: [dueAt: string, id: string];
  limit: number;
}

/** When to look at a deadline again, given how far it was told. */
const next = (told: string, row: string) => `CASE ${told}
  WHEN 'nothing' THEN coalesce(${row}.soon_at, ${row}.due_at) WHEN 'due-soon' THEN ${row}.due_at
  WHEN 'overdue' THEN coalesce(${row}.editors_at, ${row}.admins_at) WHEN 'editors' THEN ${row}.admins_at END`;

@Injectable()
export class DeadlineStore {
  /**
   * Counts the moments of at most `limit` deadlines that are new, or whose due time, desk, priority, policy or calendar
   * changed. A “due soon” that had passed before the due time was set is none; of a time to reply only its end is told.
   */
  plan(tx: Tx, calendar: Calendar, timings: readonly Timings[], limit: number): Promise<number> {
    return tx.run(
      `WITH moments AS (
         SELECT d.id, d.told, d.due_at, CASE WHEN d.reply_request_id IS NULL THEN soon.soon_at END AS soon_at,
           app.hours_on($2, d.due_at, CASE WHEN d.reply_request_id IS NULL THEN t.editors END, t."atWork") AS editors_at,
           app.hours_on($2, d.due_at, CASE WHEN d.reply_request_id IS NULL THEN t.admins END, t."atWork") AS admins_at
         FROM (SELECT * FROM deadline WHERE newsroom = $1 AND next_at <= app.now() AND NOT planned
           ORDER BY next_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) AS d
         JOIN claim c ON c.newsroom = $1 AND c.id = d.claim_id
         CROSS JOIN LATERAL (
           SELECT * FROM jsonb_to_recordset($3) AS t (desk text, priority int, "atWork" boolean, soon float8, editors float8, admins float8)
           WHERE t.priority = c.priority AND (t.desk = c.desk OR t.desk IS NULL) ORDER BY t.desk NULLS LAST LIMIT 1) AS t
         CROSS JOIN LATERAL (
           SELECT CASE WHEN at > d.since THEN at END AS soon_at
           FROM (SELECT app.hours_on($2, d.due_at, -t.soon, t."atWork") AS at) AS asked) AS soon)
       UPDATE deadline d SET planned = true, soon_at = m.soon_at, editors_at = m.editors_at, admins_at = m.admins_at,
         next_at = app.awake_at($2, ${next('m.told', 'm')})
       FROM moments m WHERE d.newsroom = $1 AND d.id = m.id`,
      [tx.newsroom, JSON.stringify(calendar), JSON.stringify(timings), limit],
    );
  }

  /** Locked until the transaction ends; what somebody else is at, they look at. */
  due(tx: Tx, limit: number): Promise<DueDeadline[]> {
    return tx.rows(
      `SELECT d.id, d.claim_id, a.person_id AS assignee, d.due_at, d.told, d.reply_request_id,
         jsonb_build_object('due-soon', coalesce(d.soon_at <= app.now(), false), 'overdue', d.due_at <= app.now(),
           'editors', coalesce(d.editors_at <= app.now(), false), 'admins', coalesce(d.admins_at <= app.now(), false)) AS passed,
         ARRAY(SELECT w.person_id FROM assignment w WHERE w.newsroom = $1 AND w.claim_id = d.claim_id
           AND w.ended_at IS NULL AND w.review_id IS NULL ORDER BY w.position) AS working
       FROM deadline d LEFT JOIN assignment a ON a.newsroom = $1 AND a.id = d.assignment_id
       WHERE d.newsroom = $1 AND d.next_at <= app.now() AND d.planned
       ORDER BY d.next_at, d.id LIMIT $2 FOR UPDATE OF d SKIP LOCKED`,
      [tx.newsroom, limit],
    );
  }

  /** How far each was told by now, and when to look again. A time to reply that is over is done with. */
  async told(tx: Tx, calendar: Calendar, told: readonly { id: string; told: Told }[]): Promise<void> {
    await tx.run(
      `UPDATE deadline d SET told = t.told, armed = d.armed AND d.reply_request_id IS NULL, next_at = app.awake_at($2, ${next('t.told', 'd')})
       FROM jsonb_to_recordset($3) AS t (id uuid, told text) WHERE d.newsroom = $1 AND d.id = t.id`,
      [tx.newsroom, JSON.stringify(calendar), JSON.stringify(told)],
    );
  }

  /** Puts off what is due to the end of the quiet hours. */
  async putOff(tx: Tx, until: Date): Promise<void> {
    await tx.run('UPDATE deadline SET next_at = $2 WHERE newsroom = $1 AND next_at <= app.now() AND planned', [
      tx.newsroom,
      until,
    ]);
  }

  /** Those that stand, soonest first; one row more than `limit` when there are more. */
  list(tx: Tx, { desk, assignee, overdue, viewer, after, limit }: DeadlineFilter): Promise<Deadline[]> {
    return tx.rows(
      `SELECT d.id, d.claim_id, coalesce(c.wording, c.text) AS text, c.state, c.desk,
         coalesce(a.person_id, r.asked_by) AS assignee, d.reply_request_id, d.due_at,
         d.due_at <= app.now() AS overdue, d.told, CASE WHEN d.planned THEN d.next_at END AS next_at
       FROM deadline d JOIN claim c ON c.newsroom = $1 AND c.id = d.claim_id
       LEFT JOIN assignment a ON a.newsroom = $1 AND a.id = d.assignment_id
       LEFT JOIN reply_request r ON r.newsroom = $1 AND r.id = d.reply_request_id
       WHERE d.newsroom = $1 AND d.armed AND ($2::text IS NULL OR c.desk = $2)
         AND ($3::uuid IS NULL OR coalesce(a.person_id, r.asked_by) = $3)
         AND (r.id IS NULL OR NOT app.kept_blind($1, r.claim_id, r.asked_by, r.created_at, $8::uuid))
         AND ($4::boolean IS NULL OR (d.due_at <= app.now()) = $4)
         AND ($5::timestamptz IS NULL OR (d.due_at, d.id) > ($5, $6::uuid))
       ORDER BY d.due_at, d.id LIMIT $7`,
      [
        ...[tx.newsroom, desk ?? null, assignee ?? null, overdue ?? null],
        ...[after?.[0] ?? null, after?.[1] ?? null, limit + 1, viewer],
      ],
    );
  }
}

/** Newsrooms in which somebody is to be told something, longest waiting first. */
export function newsroomsToTell(tx: SystemTx, limit: number): Promise<{ newsroom: string }[]> {
  return tx.rows(
    `SELECT newsroom FROM deadline WHERE next_at <= app.now() GROUP BY newsroom ORDER BY min(next_at) LIMIT $1`,
    [limit],
  );
}
