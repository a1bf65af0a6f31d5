import { Injectable } from '@nestjs/common';
import { CLAIM, claimOf, type Claim, type ClaimRow } from '#claims';
import type { Tx } from '#database';
import './queue.entity.js';
import { ORDER, RANK, WAITS, waitingAt, waitingFor } from './queue.arms.js';
import type { NextFilter, QueueAfter, Worker } from './queue.types.js';

@Injectable()
export class QueueStore {
  /**
   * The first claim that this person could take, locked; claims that others are being given at this moment are passed
   * over. Left out: what is not for them (`waitingFor`), and `passed`: ids that turned out not to fit.
   */
  async lockNext(
    tx: Tx,
    { id, memberships }: Worker,
    wanted: NextFilter,
    passed: readonly string[],
  ): Promise<Claim | undefined> {
    const values: unknown[] = [tx.newsroom, id, passed];
    const waiting = waitingFor(values, memberships, wanted, { where: 'claim_id <> ALL ($3::uuid[])' });
    if (waiting === undefined) return undefined;
    const row = await tx.row<ClaimRow>(
      `SELECT ${CLAIM} FROM ${waiting.from} ORDER BY ${waiting.order} LIMIT 1 FOR NO KEY UPDATE OF claim SKIP LOCKED`,
      values,
    );
    return row && claimOf(row);
  }

  /** What this person would be handed out, in that order, whatever they have in hand over all. */
  async listFor(tx: Tx, worker: Worker, wanted: NextFilter, after: QueueAfter | undefined, limit: number) {
    const values: unknown[] = [tx.newsroom, worker.id, ...(after ?? [])];
    const waiting = waitingFor(values, worker.memberships, wanted, {
      where: after && behind(2, 'rank', 'claim_id'),
      once: true,
    });
    if (waiting === undefined) return [];
    const rows = await tx.rows<ClaimRow>(
      `SELECT ${CLAIM} FROM ${waiting.from} ORDER BY ${waiting.order} LIMIT ${limit + 1}`,
      values,
    );
    return rows.map(claimOf);
  }

  /** Claims with an open seat, in the order in which they are handed out; one more than `limit` when there are more. */
  async list(tx: Tx, desk: string | undefined, after: QueueAfter | undefined, limit: number): Promise<Claim[]> {
    const values: unknown[] = [tx.newsroom, ...(after ?? [])];
    const all = `claim WHERE ${WAITS} AND ${after === undefined ? 'true' : behind(1, RANK, 'id')}`;
    const { from, order } =
      desk === undefined
        ? { from: all, order: ORDER }
        : waitingAt(`$${values.push(desk)}`, after && behind(1, 'rank', 'claim_id'));
    const rows = await tx.rows<ClaimRow>(`SELECT ${CLAIM} FROM ${from} ORDER BY ${order} LIMIT ${limit + 1}`, values);
    return rows.map(claimOf);
  }
}

/** After the row with these five keys, whose places start at `at` + 1. Null due times and scores come last. */
function behind(at: number, rankOf: string, idOf: string): string {
  const [rank, due, score, created, id] = [1, 2, 3, 4, 5].map((place) => `$${at + place}`);
  const sameDue = `due_at IS NOT DISTINCT FROM ${due}::timestamptz`;
  const sameScore = `score IS NOT DISTINCT FROM ${score}::real`;
  const laterDue = `(${due}::timestamptz IS NOT NULL AND (due_at > ${due}::timestamptz OR due_at IS NULL))`;
  const lowerScore = `(${score}::real IS NOT NULL AND (score < ${score}::real OR score IS NULL))`;
  return `${rankOf} <= ${rank} AND (${rankOf} < ${rank} OR ${laterDue} OR (${sameDue} AND (${lowerScore}
    OR (${sameScore} AND (created_at, ${idOf}) > (${created}::timestamptz, ${id}::uuid)))))`;
}
