import { priorityName } from './claims.rules.js';
import type { Appearance, Checkworthiness, Claim, ScoreOrigin } from './claims.types.js';

/** The columns of a claim, in the order in which every statement of the store names them. */
export const CLAIM = `id, version, state, publication, text, wording, kind, article_id, spans, context, language, score,
  score_reasons, score_origin, priority, desk, labels, due_at, not_before, external_ref, split_from, merged_into, publish_at,
  publish_at <= app.now() AS publish_due, publish_correction, suggestion, open_seats, created_at, created_by`;

export interface ClaimRow extends Omit<Claim, 'priority' | 'checkworthiness'> {
  priority: number;
  score: number | null;
  scoreReasons: Checkworthiness['reasons'];
  scoreOrigin: ScoreOrigin | null;
}

/** Written out: rest and spread of an object this wide cost 20 microseconds a claim, a third of a page of fifty. */
export function claimOf(row: ClaimRow): Claim {
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    publication: row.publication,
    text: row.text,
    wording: row.wording,
    kind: row.kind,
    articleId: row.articleId,
    spans: row.spans,
    context: row.context,
    language: row.language,
    checkworthiness:
      row.score === null ? null : { score: row.score, reasons: row.scoreReasons, origin: row.scoreOrigin },
    priority: priorityName(row.priority),
    desk: row.desk,
    labels: row.labels,
    dueAt: row.dueAt,
    notBefore: row.notBefore,
    externalRef: row.externalRef,
    splitFrom: row.splitFrom,
    mergedInto: row.mergedInto,
    publishAt: row.publishAt,
    publishDue: row.publishDue,
    publishCorrection: row.publishCorrection,
    suggestion: row.suggestion,
    openSeats: row.openSeats,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
  };
}

export const APPEARANCE = `id, claim_id, claimant_kind, claimant_name, claimant_role, reported_by, stance, said_at,
  article_id, url, spans, cue_span, wording, created_at`;

export interface AppearanceRow extends Omit<Appearance, 'claimant'> {
  claimantKind: Appearance['claimant']['kind'];
  claimantName: string | null;
  claimantRole: string | null;
}

export function appearanceOf(row: AppearanceRow): Appearance {
  return {
    id: row.id,
    claimId: row.claimId,
    claimant: { kind: row.claimantKind, name: row.claimantName, role: row.claimantRole },
    reportedBy: row.reportedBy,
    stance: row.stance,
    saidAt: row.saidAt,
    articleId: row.articleId,
    url: row.url,
    spans: row.spans,
    cueSpan: row.cueSpan,
    wording: row.wording,
    createdAt: row.createdAt,
  };
}
