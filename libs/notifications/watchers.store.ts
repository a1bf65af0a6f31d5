import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';

export type WhyWatching = 'self' | 'added' | 'assigned' | 'commented' | 'mentioned' | 'asked';

export interface Watcher {
  claimId: string;
  personId: string;
  name: string;
  why: WhyWatching;
  addedBy: string | null;
  since: Date;
}

export interface NewWatcher {
  claimId: string;
  person: string;
  why: WhyWatching;
  addedBy?: string | null;
}

/** All SQL on who watches which claim. */
@Injectable()
export class WatcherStore {
  /** Those who watch already go on as they were; the number of new ones. Whoever left watches nothing. */
  add(tx: Tx, watchers: readonly NewWatcher[]): Promise<number> {
    if (watchers.length === 0) return Promise.resolve(0);
    return tx.run(
      `INSERT INTO watcher (newsroom, claim_id, person_id, why, added_by)
       SELECT $1, w.claim_id, w.person_id, w.why, w.added_by
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[]) AS w (claim_id, person_id, why, added_by)
       JOIN person p ON p.newsroom = $1 AND p.id = w.person_id AND p.active
       ON CONFLICT DO NOTHING`,
      [
        tx.newsroom,
        watchers.map(({ claimId }) => claimId),
        watchers.map(({ person }) => person),
        watchers.map(({ why }) => why),
        watchers.map(({ addedBy }) => addedBy ?? null),
      ],
    );
  }

  /** The number of those who watched. */
  remove(tx: Tx, claimId: string, personId: string): Promise<number> {
    return tx.run('DELETE FROM watcher WHERE newsroom = $1 AND claim_id = $2 AND person_id = $3', [
      tx.newsroom,
      claimId,
      personId,
    ]);
  }

  /** In the order in which they began. */
  of(tx: Tx, claimId: string): Promise<Watcher[]> {
    return tx.rows(
      `SELECT w.claim_id, w.person_id, p.name, w.why, w.added_by, w.since FROM watcher w
       JOIN person p ON p.newsroom = w.newsroom AND p.id = w.person_id AND p.active
       WHERE w.newsroom = $1 AND w.claim_id = $2 ORDER BY w.since, w.person_id`,
      [tx.newsroom, claimId],
    );
  }

  /** By claim. */
  async ofAll(tx: Tx, claimIds: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await tx.rows<{ claimId: string; people: string[] }>(
      `SELECT claim_id, array_agg(person_id ORDER BY person_id) AS people FROM watcher
       WHERE newsroom = $1 AND claim_id = ANY ($2::uuid[]) GROUP BY claim_id`,
      [tx.newsroom, claimIds],
    );
    return new Map(rows.map(({ claimId, people }) => [claimId, people]));
  }

  /** Who had assigned this work to this person, the last time that it ended. */
  async lastGiver(tx: Tx, claimId: string, personId: string): Promise<string | null> {
    const row = await tx.row<{ givenBy: string | null }>(
      `SELECT given_by FROM assignment WHERE newsroom = $1 AND claim_id = $2 AND person_id = $3 AND kind = 'assigned'
         AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1`,
      [tx.newsroom, claimId, personId],
    );
    return row?.givenBy ?? null;
  }
}
