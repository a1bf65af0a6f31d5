import { priorityName } from './claims.rules.js';
import type { Appearance, Checkworthiness, Claim, ScoreOrigin } from './claims.types.js';

/** The columns of a claim, in the order in which every statement of the store names them. */
export const CLAIM = `id, version, state, publication, text, wording, kind, article_id, spans, context, language, score,
  score_reasons, score_origin, priority, desk, labels, due_at, not_before, external_ref, split_from, merged_into, publish_at,
  publish_at <= app.now() AS publish_due, publish_correction, suggestion, open_seats, created_at, created_by`;

export interface ClaimRow extends Omit<Claim, 'priority' | 'checkworthiness'> {
  priority: number;
  score: number | null;
  scoreReasons: unknown[];
  scoreOrigin: ScoreOrigin | null;
}

export function claimOf({ score, scoreReasons, scoreOrigin, priority, ...row }: ClaimRow): Claim {
  const checkworthiness: Checkworthiness | null =
    score === null ? null : { score, reasons: scoreReasons, origin: scoreOrigin };
  return { ...row, checkworthiness, priority: priorityName(priority) };
}

export const APPEARANCE = `id, claim_id, claimant_kind, claimant_name, claimant_role, reported_by, stance, said_at,
  article_id, url, spans, cue_span, wording, created_at`;

export interface AppearanceRow extends Omit<Appearance, 'claimant'> {
  claimantKind: Appearance['claimant']['kind'];
  claimantName: string | null;
  claimantRole: string | null;
}

export function appearanceOf({ claimantKind, claimantName, claimantRole, ...row }: AppearanceRow): Appearance {
  return { ...row, claimant: { kind: claimantKind, name: claimantName, role: claimantRole } };
}
