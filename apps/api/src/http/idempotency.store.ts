import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';

export interface KeptAnswer {
  request: Buffer;
  status: number;
  headers: Record<string, string>;
  body: string;
}

@Injectable()
export class IdempotencyStore {
  /** Takes the key for this transaction; false while another request with it runs. */
  async take(tx: Tx, actorId: string, key: string): Promise<boolean> {
    const lock = await tx.row<{ free: boolean }>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free', [
      `${tx.newsroom}/${actorId}/${key}`,
    ]);
    return lock?.free === true;
  }

  find(tx: Tx, actorId: string, key: string): Promise<KeptAnswer | undefined> {
    return tx.row(
      'SELECT request, status, headers, body FROM idempotency_key WHERE newsroom = $1 AND actor_id = $2 AND key = $3',
      [tx.newsroom, actorId, key],
    );
  }

  keep(tx: Tx, actorId: string, key: string, { request, status, headers, body }: KeptAnswer): void {
    tx.tell(
      'INSERT INTO idempotency_key (newsroom, actor_id, key, request, status, headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [tx.newsroom, actorId, key, request, status, JSON.stringify(headers), body],
    );
  }

  /** What somebody was answered who is to be forgotten. */
  forget(tx: Tx, actorId: string): Promise<number> {
    return tx.run('DELETE FROM idempotency_key WHERE newsroom = $1 AND actor_id = $2', [tx.newsroom, actorId]);
  }
}
