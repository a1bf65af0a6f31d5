import { Injectable } from '@nestjs/common';
import type { SystemTx } from '#database';
import { ReviewImportStore } from '#precedents';

const CHORE = 'sweep-blobs';

/** When blobs that no row names were last swept. */
@Injectable()
export class BlobSweepStore {
  constructor(private readonly imports: ReviewImportStore) {}

  async isDue(tx: SystemTx): Promise<boolean> {
    const row = await tx.row(
      `SELECT 1 AS one FROM app.chore WHERE name = $1 AND done_at > app.now() - interval '1 day'`,
      [CHORE],
    );
    return row === undefined;
  }

  /** Held until the transaction ends; false when another process sweeps. */
  async lock(tx: SystemTx): Promise<boolean> {
    const row = await tx.row<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine`, [
      CHORE,
    ]);
    return row?.mine === true;
  }

  /** Those that somebody else still needs: files of imports that are not read to their end. */
  named(tx: SystemTx, sha256: readonly string[]): Promise<string[]> {
    return this.imports.named(tx, sha256);
  }

  async done(tx: SystemTx): Promise<void> {
    await tx.run(
      'INSERT INTO app.chore (name, done_at) VALUES ($1, app.now()) ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at',
      [CHORE],
    );
  }
}
