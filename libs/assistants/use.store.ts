import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';

export type Purpose = 'extract' | 'rerank';

/** Leave to ask once. */
export interface Permit {
  purpose: Purpose;
  /** `2026-11-22`, UTC. */
  day: string;
}

@Injectable()
export class AssistantUseStore {
  /** Counts one request more; undefined when the day's are used up. */
  async reserve(tx: Tx, purpose: Purpose, most: number): Promise<Permit | undefined> {
    const row = await tx.row<{ day: string }>(
      `INSERT INTO assistant_use (newsroom, day, purpose, requests) VALUES ($1, (app.now() AT TIME ZONE 'UTC')::date, $2, 1)
       ON CONFLICT (newsroom, day, purpose) DO UPDATE SET requests = assistant_use.requests + 1 WHERE assistant_use.requests < $3
       RETURNING day::text AS day`,
      [tx.newsroom, purpose, most],
    );
    return row && { purpose, day: row.day };
  }

  async answered(tx: Tx, { purpose, day }: Permit, tokens: number): Promise<void> {
    await tx.run(
      `UPDATE assistant_use SET answered = answered + 1, tokens = tokens + $4 WHERE newsroom = $1 AND day = $2 AND purpose = $3`,
      [tx.newsroom, day, purpose, tokens],
    );
  }
}
