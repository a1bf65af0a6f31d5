import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Placed, Strategy } from './plan.rules.js';

/** What goes with each assignment of a plan. */
export interface Given {
  dueAt?: string;
  message?: string;
  overruleCapacity?: string;
  overruleAbsence?: string;
}

/** What became of one claim of a plan. `moved-on`: it is not as it was when the plan was made. */
export interface PlanResult {
  claim: string;
  person: string;
  status: 'assigned' | 'moved-on' | 'refused';
  code: string | null;
  detail: string | null;
}

export interface PlanRow {
  id: string;
  strategy: Strategy;
  given: Given;
  items: Placed[];
  results: PlanResult[] | null;
  createdAt: Date;
  expiresAt: Date;
  isOver: boolean;
  carriedOutAt: Date | null;
}

/** Somebody's open work. Times by the database. */
export interface WorkRow {
  claimId: string;
  text: string;
  desk: string | null;
  priority: number;
  kind: 'lease' | 'assigned';
  since: Date;
  givenBy: string | null;
  message: string | null;
  dueAt: Date | null;
  leaseExpiresAt: Date | null;
}

export interface HeldRow {
  personId: string;
  desk: string | null;
  count: number;
}

const PLAN = `id, strategy, given, items, results, created_at, expires_at, expires_at <= app.now() AS is_over, carried_out_at`;
const WORKING = 'a.ended_at IS NULL AND a.review_id IS NULL';

@Injectable()
export class PlanStore {
  async insert(
    tx: Tx,
    plan: Pick<PlanRow, 'id' | 'strategy' | 'given' | 'items'>,
    createdBy: { kind: string; id: string | null },
    minutes: number,
  ): Promise<PlanRow> {
    const { id, strategy, given, items } = plan;
    const row = await tx.row<PlanRow>(
      `INSERT INTO assignment_plan (newsroom, id, strategy, given, items, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, app.now() + make_interval(mins => $7)) RETURNING ${PLAN}`,
      [
        ...[tx.newsroom, id, strategy, JSON.stringify(given), JSON.stringify(items)],
        ...[JSON.stringify(createdBy), minutes],
      ],
    );
    return row as PlanRow;
  }

  byId(tx: Tx, id: string): Promise<PlanRow | undefined> {
    return tx.row(`SELECT ${PLAN} FROM assignment_plan WHERE newsroom = $1 AND id = $2`, [tx.newsroom, id]);
  }

  /** Of two who carry it out at once, one waits and then finds the other's results. */
  lock(tx: Tx, id: string): Promise<PlanRow | undefined> {
    return tx.row(`SELECT ${PLAN} FROM assignment_plan WHERE newsroom = $1 AND id = $2 FOR UPDATE`, [tx.newsroom, id]);
  }

  async finish(tx: Tx, id: string, results: readonly PlanResult[]): Promise<PlanRow> {
    const row = await tx.row<PlanRow>(
      `UPDATE assignment_plan SET results = $3, carried_out_at = app.now() WHERE newsroom = $1 AND id = $2 RETURNING ${PLAN}`,
      [tx.newsroom, id, JSON.stringify(results)],
    );
    return row as PlanRow;
  }

  /** What each of these people has in hand, by desk. */
  held(tx: Tx, people: readonly string[]): Promise<HeldRow[]> {
    return tx.rows(
      `SELECT a.person_id, c.desk, count(*)::int AS count FROM assignment a JOIN claim c ON c.newsroom = $1 AND c.id = a.claim_id
       WHERE a.newsroom = $1 AND a.person_id = ANY ($2::uuid[]) AND ${WORKING} GROUP BY a.person_id, c.desk`,
      [tx.newsroom, people],
    );
  }

  /** Those of the people who are away now. */
  async away(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.rows<{ personId: string }>(
      `SELECT DISTINCT person_id FROM absence WHERE newsroom = $1 AND person_id = ANY ($2::uuid[])
         AND ends_at > app.now() AND starts_at <= app.now()`,
      [tx.newsroom, ids],
    );
    return new Set(rows.map(({ personId }) => personId));
  }

  /** Who sat in the open round of these claims, or gave a seat back there. */
  sat(tx: Tx, claims: readonly string[]): Promise<{ claimId: string; personId: string }[]> {
    return tx.rows(
      `SELECT r.claim_id, a.person_id FROM round r JOIN assignment a ON a.newsroom = $1 AND a.round_id = r.id
       WHERE r.newsroom = $1 AND r.claim_id = ANY ($2::uuid[]) AND r.status = 'open' AND a.end_cause IS DISTINCT FROM 'expired'`,
      [tx.newsroom, claims],
    );
  }

  /** Longest held first. */
  workOf(tx: Tx, person: string): Promise<WorkRow[]> {
    return tx.rows(
      `SELECT a.claim_id, coalesce(c.wording, c.text) AS text, c.desk, c.priority, a.kind, a.since, a.given_by, a.message,
         coalesce(a.due_at, c.due_at) AS due_at, a.lease_expires_at
       FROM assignment a JOIN claim c ON c.newsroom = $1 AND c.id = a.claim_id
       WHERE a.newsroom = $1 AND a.person_id = $2 AND ${WORKING} ORDER BY a.since, a.id LIMIT 1000`,
      [tx.newsroom, person],
    );
  }

  /** Who made these plans is to be forgotten: what was to be said with them. The number of plans. */
  eraseWords(tx: Tx, personId: string): Promise<number> {
    return tx.run(
      `UPDATE assignment_plan SET given = given - '{message,overruleCapacity,overruleAbsence}'::text[]
       WHERE newsroom = $1 AND created_by ->> 'id' = $2 AND given ?| '{message,overruleCapacity,overruleAbsence}'`,
      [tx.newsroom, personId],
    );
  }
}
