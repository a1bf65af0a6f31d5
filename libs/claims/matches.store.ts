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
   * Those of the suggestions that are new, best first; none names another claim or review twice, and all are for one claim. What was only suggested
   * before gets its new score; what a person decided stays decided. With the same words the two are linked at once. All that one look suggests is
   * one row of the log.
   */
  async suggest(tx: Tx, actor: LogActor, given: readonly NewMatch[]): Promise<Match[]> {
    const rows = given.map((one) => ({ ...one, id: uuidv7(), same: one.reasons.some(isSame) }));
    const kept = await Promise.all([
      this.put(
        tx,
        PAIR_OF_CLAIMS,
        rows.filter(({ reviewId }) => reviewId === null),
      ),
      this.put(
        tx,
        PAIR_WITH_REVIEW,
        rows.filter(({ reviewId }) => reviewId !== null),
      ),
    ]);
    const made = kept
      .flat()
      .filter(({ id, state }) => state === 'confirmed' || rows.some((row) => row.id === id))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    for (const match of made) if (match.state === 'confirmed') await this.tell(tx, matchConfirmed, actor, match);
    await this.tellSuggested(
      tx,
      actor,
      made.filter(({ state }) => state === 'suggested'),
    );
    return made;
  }

  /** Those that are new or have changed. */
  private async put(
    tx: Tx,
    pair: string,
    rows: readonly (NewMatch & { id: string; same: boolean })[],
  ): Promise<Match[]> {
    if (rows.length === 0) return [];
    return tx.rows<Match>(
      `INSERT INTO claim_match (newsroom, id, claim_id, earlier_id, review_id, score, reasons, state, decided_at)
       SELECT $1, m.id, m."claimId", m."earlierId", m."reviewId", m.score, m.reasons,
         CASE WHEN m.same THEN 'confirmed' ELSE 'suggested' END, CASE WHEN m.same THEN app.now() END
       FROM jsonb_to_recordset($2::jsonb) AS m (id uuid, "claimId" uuid, "earlierId" uuid, "reviewId" uuid, score double precision, reasons jsonb,
         same boolean)
       ON CONFLICT ${pair} DO UPDATE SET score = excluded.score, reasons = excluded.reasons, state = excluded.state,
         decided_at = excluded.decided_at, version = claim_match.version + 1
       WHERE claim_match.state = 'suggested' AND (claim_match.score <> excluded.score OR excluded.state = 'confirmed')
       RETURNING ${MATCH}`,
      [tx.newsroom, JSON.stringify(rows)],
    );
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

  /** One row for all of them: the likeliest is its subject. */
  private async tellSuggested(tx: Tx, actor: LogActor, matches: readonly Match[]): Promise<void> {
    const [best] = matches;
    if (best === undefined) return;
    const { id, version, claimId } = best;
    const data = { ...told(best), claimId, matches: matches.map(told) };
    await record(tx, matchSuggested, { actor, subject: { id, version }, claimId, data });
  }

  private async tell(tx: Tx, event: EventType, actor: LogActor, match: Match): Promise<void> {
    const { id, version, claimId } = match;
    await record(tx, event, { actor, subject: { id, version }, claimId, data: { ...told(match), claimId } });
  }
}

const PAIR_OF_CLAIMS = '(newsroom, claim_id, earlier_id)';
const PAIR_WITH_REVIEW = '(newsroom, claim_id, review_id) WHERE review_id IS NOT NULL';

function told({ id: matchId, earlierId, reviewId, score }: Match) {
  return { matchId, earlierId, reviewId, score };
}

function isSame({ code }: MatchReason): boolean {
  return code === 'same-words';
}
