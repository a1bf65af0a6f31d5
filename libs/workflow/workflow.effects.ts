import type { Policy } from './workflow.facts.js';

export interface Correction {
  type: 'rating' | 'fact' | 'wording' | 'update';
  notice: string;
}

/** The text of a verdict, as drafts, amendments and adjudications carry it. */
export interface VerdictText {
  rating: string;
  summary: string;
  explanation: string;
  evidenceIds: string[];
}

/**
 * What an action does besides moving the claim, as data, in the order in which it has to be done. Whoever applies them
 * decides nothing: the service on the database and the model checker in the specs follow the same list.
 */
export type Effect =
  /** A new round with `policy.reviewsRequired` empty seats; the claim's latest round from now on. */
  | { effect: 'openRound'; policy: Policy }
  /** All seats are filled: reviews become readable. */
  | { effect: 'closeRound'; agreed: boolean }
  /** The claim left review: the round ends as it is, its reviews stay as record. */
  | { effect: 'abandonRound' }
  /** `kind` lease: ends by the clock, `policy.leaseHours` from now. `assigned`: stays, with a due time. */
  | { effect: 'seat'; position: number; person: string; kind: 'lease' | 'assigned'; dueAt?: string; message?: string }
  /** The seat is open again; a review in it is withdrawn and stays as record. The draft stays its author's. */
  | { effect: 'endSeat'; position: number; person: string; why: SeatEnd; reason?: string }
  /** The draft of one goes over to the other, as a copy. */
  | { effect: 'handOnDraft'; from: string; to: string }
  /** The draft becomes the review of this seat; ends the lease or the assignment. */
  | { effect: 'recordReview'; position: number; person: string; ratingKey: string }
  /** The text of the named review stands (`review` null: the lead's, just recorded), or a new text by `by`. */
  | { effect: 'setVerdict'; origin: VerdictOrigin; ratingKey: string; authors: readonly string[] }
  /** A new text for the standing verdict. */
  | { effect: 'amendVerdict'; by: string; text: VerdictText; authors: readonly string[] }
  /** No verdict stands any more; its votes stay on record and count no longer. */
  | { effect: 'dropVerdict' }
  | { effect: 'addVote'; person: string; vote: 'signOff' | 'dissent'; reason?: string }
  | { effect: 'lapseVotes' }
  | { effect: 'liftVote'; person: string }
  | { effect: 'recordRecusal'; person: string; reason: string }
  /** The standing verdict becomes the next public version, and stands no longer. */
  | { effect: 'publishVersion'; correction: Correction | 'as scheduled' | null }
  /** The public version again, with a typed change; its rating and authors stay. */
  | { effect: 'correctVersion'; correction: Correction; by: string }
  | { effect: 'retractVersion'; reason: string }
  | { effect: 'closeRechecks'; as: 'upheld' | 'republished' | 'retracted' }
  | { effect: 'setPublishAt'; at: string; correction: Correction | null }
  | { effect: 'clearPublishAt' }
  /** Appearances go over with the stance given; evidence and comments marked, uncited. */
  | { effect: 'mergeInto'; target: string; stance: 'asserts' | 'denies' | 'reports' }
  /** Gives back what the merge brought. */
  | { effect: 'unmerge' }
  /** The version that is live stands, on record. */
  | { effect: 'upholdVersion'; reason: string }
  /** The due time runs from now, by priority, unless one was set. */
  | { effect: 'startDueTime' }
  /** The due time runs from now, by priority, whatever it was. */
  | { effect: 'restartDueTime' }
  /** A reviewer's proposal for triage, shown until somebody triages. */
  | { effect: 'suggest'; action: 'dismiss' | 'merge'; target?: string; reason: string }
  | { effect: 'clearSuggestion' };

export type SeatEnd = 'released' | 'expired' | 'handed over' | 'recused' | 'closed';

export type VerdictOrigin =
  | { kind: 'round'; review: string | null }
  | { kind: 'chosen'; review: string; by: string }
  | { kind: 'anew'; by: string; text: VerdictText };
