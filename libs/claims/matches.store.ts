import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record, type EventType, type LogActor } from '#log';
import { matchConfirmed, matchRejected, matchSuggested } from './claims.events.js';

/** Why two are alike: the words that they share, the rarest first, or that they say the same word for word. */
export interface MatchReason {
  code: 'shared-words' | 'same-words';
  words: string[];
}

export interface NewMatch {
  claimId: string;
  /** The earlier claim, checked, dismissed or still open; or else `reviewId`. */
  earlierId: string | null;
  /** An imported ClaimReview. */
  reviewId: string | null;
  /** 0..1 */
  score: number;
  reasons: MatchReason[];
}

export interface Match extends NewMatch {
  id: string;
  state: 'suggested' | 'confirmed' | 'rejected';
  /** Null where the words are the same: then nobody needed to. */
  decidedBy: string | null;
  decidedAt: Date | null;
  version: number;
  createdAt: Date;
}

/** A pair that was looked at before, seen from one of its two claims. */
export interface KnownPair {
  otherId: string;
  state: Match['state'];
  /** The claim asked about is the later of the two. */
  forward: boolean;
}

const MATCH = 'id, claim_id, earlier_id, review_id, score, reasons, state, decided_by, decided_at, version, created_at';
const events = { confirmed: matchConfirmed, rejected: matchRejected } as const;

/** All SQL on matches: suggestions that a claim is like an earlier one, which a person confirms or rejects. */
@Injectable()
export class MatchStore {
  /** Pairs that this claim is in, in either direction. */
  pairsOf(tx: Tx, claimId: string): Promise<KnownPair[]> {
    return tx.rows(
      `SELECT coalesce(earlier_id, review_id) AS other_id, state, true AS forward FROM claim_match WHERE newsroom = $1 AND claim_id = $2
       UNION ALL SELECT claim_id, state, false FROM claim_match WHERE newsroom = $1 AND earlier_id = $2`,
      [tx.newsroom, claimId],
    );
  }

  /**
   * Those of the suggestions that are new. What was only suggested before gets its new score; what a person decided stays decided. With the
   * same words the two are linked at once.
   */
  async suggest(tx: Tx, actor: LogActor, given: readonly NewMatch[]): Promise<Match[]> {
    const made: Match[] = [];
    for (const one of given) {
      const state = one.reasons.some(({ code }) => code === 'same-words') ? 'confirmed' : 'suggested';
      const pair = one.earlierId === null ? '(newsroom, claim_id, review_id) WHERE review_id IS NOT NULL' : PAIR;
      const row = await tx.row<Match & { fresh: boolean }>(
        `INSERT INTO claim_match (newsroom, id, claim_id, earlier_id, review_id, score, reasons, state, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $8 = 'confirmed' THEN app.now() END)
         ON CONFLICT ${pair} DO UPDATE SET score = excluded.score, reasons = excluded.reasons, state = excluded.state,
           decided_at = excluded.decided_at, version = claim_match.version + 1
         WHERE claim_match.state = 'suggested' AND (claim_match.score <> excluded.score OR excluded.state = 'confirmed')
         RETURNING ${MATCH}, id = $2 OR state = 'confirmed' AS fresh`,
        [
          tx.newsroom,
          uuidv7(),
          one.claimId,
          one.earlierId,
          one.reviewId,
          one.score,
          JSON.stringify(one.reasons),
          state,
        ],
      );
      if (!row?.fresh) continue;
      const { fresh: _, ...match } = row;
      await this.tell(tx, state === 'confirmed' ? matchConfirmed : matchSuggested, actor, match);
      made.push(match);
    }
    return made;
  }

  /** Confirmed ones, in either direction: the other claim, or the review. */
  confirmed(
    tx: Tx,
    claimId: string,
  ): Promise<{ matchId: string; earlierId: string | null; reviewId: string | null }[]> {
    return tx.rows(
      `SELECT id AS match_id, CASE WHEN claim_id = $2 THEN earlier_id ELSE claim_id END AS earlier_id, review_id FROM claim_match
       WHERE newsroom = $1 AND (claim_id = $2 OR earlier_id = $2) AND state = 'confirmed' ORDER BY score DESC, id LIMIT 200`,
      [tx.newsroom, claimId],
    );
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

  private async tell(tx: Tx, event: EventType, actor: LogActor, match: Match): Promise<void> {
    const { id, claimId, earlierId, reviewId, score, version } = match;
    const data = { matchId: id, claimId, earlierId, reviewId, score };
    await record(tx, event, { actor, subject: { id, version }, claimId, data });
  }
}

const PAIR = '(newsroom, claim_id, earlier_id)';
