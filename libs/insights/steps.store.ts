import './insights.entity.js';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Step } from './steps.rules.js';

const COLUMNS = 'sequence, step, claim_id, at, desk, person_id, round, due_at, waits, seconds';

/** The one writer of steps. */
@Injectable()
export class StepStore {
  /** Of these claims, oldest first. */
  ofClaims(tx: Tx, claimIds: readonly string[]): Promise<Step[]> {
    return tx.rows(
      `SELECT ${COLUMNS} FROM claim_step WHERE newsroom = $1 AND claim_id = ANY ($2::uuid[]) ORDER BY sequence`,
      [tx.newsroom, claimIds],
    );
  }

  async add(tx: Tx, steps: readonly Step[]): Promise<void> {
    const all = <K extends keyof Step>(key: K) => steps.map((step) => step[key]);
    await tx.run(
      `INSERT INTO claim_step (newsroom, ${COLUMNS})
       SELECT $1, v.* FROM unnest($2::bigint[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[], $7::uuid[], $8::int[],
         $9::timestamptz[], $10::boolean[], $11::float8[]) AS v
       ON CONFLICT DO NOTHING`,
      [
        tx.newsroom,
        all('sequence'),
        all('step'),
        all('claimId'),
        all('at'),
        all('desk'),
        all('personId'),
        all('round'),
        all('dueAt'),
        all('waits'),
        all('seconds'),
      ],
    );
  }
}
