import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record, type LogActor } from '#log';
import { matchConfirmed, matchRejected, matchSuggested } from './claims.events.js';

export interface NewMatch {
  claimId: string;
  /** The earlier claim, checked, dismissed or still open. */
  earlierId: string;
  /** 0..1 */
  score: number;
  reasons: unknown[];
}

export interface Match extends NewMatch {
  id: string;
  state: 'suggested' | 'confirmed' | 'rejected';
  decidedBy: string | null;
  decidedAt: Date | null;
  version: number;
  createdAt: Date;
}

const MATCH = 'id, claim_id, earlier_id, score, reasons, state, decided_by, decided_at, version, created_at';
const events = { confirmed: matchConfirmed, rejected: matchRejected } as const;

/** All SQL on matches: suggestions that a claim is like an earlier one, which a person confirms or rejects. */
@Injectable()
export class MatchStore {
  /** Undefined when this pair was suggested before: what a person decided stays decided. */
  async suggest(tx: Tx, actor: LogActor, given: NewMatch): Promise<Match | undefined> {
    const match = await tx.row<Match>(
      `INSERT INTO claim_match (newsroom, id, claim_id, earlier_id, score, reasons) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (newsroom, claim_id, earlier_id) DO NOTHING RETURNING ${MATCH}`,
      [tx.newsroom, uuidv7(), given.claimId, given.earlierId, given.score, JSON.stringify(given.reasons)],
    );
    if (match) await this.tell(tx, matchSuggested, actor, match);
    return match;
  }

  /** Best first. */
  of(tx: Tx, claimId: string): Promise<Match[]> {
    return tx.rows(
      `SELECT ${MATCH} FROM claim_match WHERE newsroom = $1 AND claim_id = $2 ORDER BY score DESC, id LIMIT 200`,
      [tx.newsroom, claimId],
    );
  }

  lock(tx: Tx, id: string): Promise<Match | undefined> {
    return tx.row(`SELECT ${MATCH} FROM claim_match WHERE newsroom = $1 AND id = $2 FOR NO KEY UPDATE`, [
      tx.newsroom,
      id,
    ]);
  }

  async decide(tx: Tx, actor: LogActor, id: string, state: 'confirmed' | 'rejected'): Promise<Match> {
    const match = await tx.row<Match>(
      `UPDATE claim_match SET state = $3, decided_by = $4, decided_at = app.now(), version = version + 1
       WHERE newsroom = $1 AND id = $2 RETURNING ${MATCH}`,
      [tx.newsroom, id, state, actor.id],
    );
    await this.tell(tx, events[state], actor, match as Match);
    return match as Match;
  }

  private async tell(tx: Tx, event: typeof matchSuggested, actor: LogActor, match: Match): Promise<void> {
    const { id, claimId, earlierId, score, version } = match;
    const data = { matchId: id, claimId, earlierId, score };
    await record(tx, event, { actor, subject: { id, version }, claimId, data });
  }
}
