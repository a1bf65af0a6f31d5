import './insights.entity.js';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import type { Step } from './steps.rules.js';

const COLUMNS = 'sequence, step, claim_id, at, desk, person_id, round, due_at, waits, seconds, agreed, rating';

/** The one writer of steps. */
@Injectable()
export class StepStore {
  /** Of these claims, in no order. */
  ofClaims(tx: Tx, claimIds: readonly string[]): Promise<Step[]> {
    return tx.rows(`SELECT ${COLUMNS} FROM claim_step WHERE newsroom = $1 AND claim_id = ANY ($2::uuid[])`, [
      tx.newsroom,
      claimIds,
    ]);
  }

  async add(tx: Tx, steps: readonly Step[]): Promise<void> {
    const all = <K extends keyof Step>(key: K) => steps.map((step) => step[key]);
    await tx.run(
      `INSERT INTO claim_step (newsroom, ${COLUMNS}, tier)
       SELECT $1, v.*, app.tier_of(v.seconds) FROM unnest($2::bigint[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[], $7::uuid[], $8::int[],
         $9::timestamptz[], $10::boolean[], $11::float8[], $12::boolean[], $13::text[]) AS v (${COLUMNS})
       ON CONFLICT (newsroom, sequence, step) DO UPDATE SET agreed = excluded.agreed, rating = excluded.rating`,
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
        all('agreed'),
        all('rating'),
      ],
    );
  }

  /** How the rounds ended whose closing these steps are; nothing that was in a round changes after it closed. */
  async addEnded(tx: Tx, closed: readonly Step[]): Promise<void> {
    const all = <K extends keyof Step>(key: K) => closed.map((step) => step[key]);
    await tx.run(
      `INSERT INTO ended_round (newsroom, round_id, scale_id, claim_id, at, desk, people, ratings)
       SELECT $1, r.id, w.scale_id, r.claim_id, v.at, v.desk, array_agg(w.person_id ORDER BY w.person_id),
         array_agg(w.rating ORDER BY w.person_id)
       FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::text[]) AS v (claim_id, number, at, desk)
       JOIN round r ON r.newsroom = $1 AND r.claim_id = v.claim_id AND r.number = v.number
       JOIN review w ON w.newsroom = $1 AND w.round_id = r.id AND w.withdrawn_at IS NULL
       GROUP BY r.id, w.scale_id, r.claim_id, v.at, v.desk
       ON CONFLICT DO NOTHING`,
      [tx.newsroom, all('claimId'), all('round'), all('at'), all('desk')],
    );
  }
}
