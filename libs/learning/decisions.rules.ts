/** How triage left a claim, as the log tells it. */
export interface TriageDecision {
  decision: 'accepted' | 'dismissed';
  /** The code of a dismissal. */
  reason: string | null;
  /** A machine with the scope to triage, or a person. */
  by: 'person' | 'machine' | 'system';
}

/**
 * Dismissals that judge whether the claim is worth checking. The others judge something else: `duplicate` (like a merge) says
 * that it is known, `already-corrected` that it came late, `extraction-error` that the words were read wrongly, `other` nothing
 * that can be learned.
 */
export const JUDGING_REASONS: ReadonlySet<string> = new Set([
  'not-checkable',
  'not-worth-checking',
  'opinion',
  'prediction',
  'out-of-scope',
]);

/**
 * Whether the newsroom found the claim worth checking; null: the decision says nothing about that. Machines are not learned from:
 * a rule that dismisses by score would teach the score to agree with itself.
 */
export function verdictOf({ decision, reason, by }: TriageDecision): boolean | null {
  if (by !== 'person') return null;
  if (decision === 'accepted') return true;
  return reason !== null && JUDGING_REASONS.has(reason) ? false : null;
}

/** What a move of the log says about triage; undefined: nothing. Giving a waiting claim to somebody accepts it. */
export function triageIn(type: string, data: Move): Pick<TriageDecision, 'decision' | 'reason'> | undefined {
  if (type === 'claim.queued' && data.action === 'accept') return { decision: 'accepted', reason: null };
  if (type === 'claim.assigned' && data.action === 'assign' && data.from === 'proposed')
    return { decision: 'accepted', reason: null };
  if (type === 'claim.dismissed') return { decision: 'dismissed', reason: data.reason ?? null };
  return undefined;
}

export interface Move {
  action?: string | null;
  from?: string | null;
  reason?: string | null;
}
