import { Injectable } from '@nestjs/common';
import { CLAIM, claimOf, type Claim, type ClaimRow, type Suggestion } from '#claims';
import type { SystemTx, Tx } from '#database';
import type { Correction } from './workflow.effects.js';
import type { Publication, State } from './workflow.states.js';

/** What a transition writes to the claim's own row. Undefined: left as it is. */
export interface ClaimWrite {
  to: State;
  publication: Publication;
  openSeats: number;
  /** The version stays: see `staysBlind`. */
  quiet?: boolean;
  publishAt?: string | null;
  publishCorrection?: Correction | null;
  mergedInto?: string | null;
  suggestion?: Suggestion | null;
  wording?: string;
  /** Until it is due, from now; null takes the due time away. */
  dueIn?: DueIn | null;
  /** Only when none is set. */
  dueUnlessSet?: boolean;
}

/** Hours that pass at all times, or only while the newsroom works, by its calendar. */
export interface DueIn {
  hours: number;
  atWork: boolean;
}

/** A claim whose hour of publication has come. */
export interface Due {
  newsroom: string;
  claimId: string;
}

@Injectable()
export class WorkflowStore {
  /** The one statement that writes a claim's state: state, publication, the next version and what goes with the move. */
  async move(tx: Tx, claim: Claim, write: ClaimWrite): Promise<Claim> {
    const given = <T>(value: T | undefined, otherwise: T) => (value === undefined ? otherwise : value);
    const correction = given(write.publishCorrection, claim.publishCorrection);
    const suggestion = given(write.suggestion, claim.suggestion);
    const row = await tx.row<ClaimRow>(
      `UPDATE claim SET state = $3, publication = $4, version = version + $15::int, open_seats = $5, publish_at = $6,
         publish_correction = $7, merged_into = $8, suggestion = $9, wording = $10,
         due_at = CASE WHEN $11::boolean AND (due_at IS NULL OR NOT $12::boolean)
           THEN app.hours_from_now($1, $13::float8, $14::boolean) ELSE due_at END,
         due_from = CASE WHEN $11::boolean AND (due_at IS NULL OR NOT $12::boolean) THEN app.now() ELSE due_from END
       WHERE newsroom = $1 AND id = $2 RETURNING ${CLAIM}`,
      [
        tx.newsroom,
        claim.id,
        write.to,
        write.publication,
        write.openSeats,
        given<string | Date | null>(write.publishAt, claim.publishAt),
        correction === null ? null : JSON.stringify(correction),
        given(write.mergedInto, claim.mergedInto),
        suggestion === null ? null : JSON.stringify(suggestion),
        given(write.wording, claim.wording),
        write.dueIn !== undefined,
        write.dueUnlessSet ?? false,
        write.dueIn?.hours ?? null,
        write.dueIn?.atWork ?? false,
        write.quiet ? 0 : 1,
      ],
    );
    return claimOf(row as ClaimRow);
  }

  /** Whether these moments are past and to come, by the database's clock. Null: not asked. */
  async moments(tx: Tx, past: string | null, later: string | null): Promise<{ past: boolean; later: boolean }> {
    const row = await tx.row<{ past: boolean; later: boolean }>(
      `SELECT coalesce($1::timestamptz <= app.now(), false) AS past, coalesce($2::timestamptz > app.now(), false) AS later`,
      [past, later],
    );
    return row as { past: boolean; later: boolean };
  }
}

/** Over all newsrooms, longest due first. */
export function publicationsDue(tx: SystemTx, limit: number): Promise<Due[]> {
  return tx.rows(
    `SELECT newsroom, id AS claim_id FROM claim WHERE publish_at IS NOT NULL AND publish_at <= app.now()
     ORDER BY publish_at LIMIT $1`,
    [limit],
  );
}
