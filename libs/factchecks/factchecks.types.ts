/** What a fact-check is made of, and what it keeps. Plain data: a version is stored as it stands here. */

export type CorrectionType = 'rating' | 'fact' | 'wording' | 'update';

/** `notice` is public: what changed and why. */
export interface Correction {
  type: CorrectionType;
  notice: string;
}

/** The claim as it is now; the workflow's own claim satisfies it. `wording` is how it reads in public, if not as said. */
export interface ClaimToPublish {
  id: string;
  text: string;
  wording?: string | null;
  language?: string | null;
  desk?: string | null;
  externalRef?: string | null;
}

/** The standing verdict. `rating` is a key of the newsroom's scale. */
export interface VerdictToPublish {
  id: string;
  rating: string;
  scaleId?: string;
  summary: string;
  explanation: string;
  evidenceIds: readonly string[];
  origin?: string;
  authors: readonly string[];
}

export interface VoteToPublish {
  person: string;
  vote: 'signOff' | 'dissent';
  reason?: string | null;
  at?: Date | string;
}

/** The policy of the verdict's round. What else is in it is pinned too. */
export interface PolicyToPublish {
  reviewsRequired: number;
  signOffsRequired: number;
  /** The version names reviewers and voters to the public. */
  namesInPublic?: boolean;
}

/** The states that the claim moves between, for the log row of the change. */
export interface Move {
  from: string;
  to: string;
}

export interface Publishing {
  claim: ClaimToPublish;
  verdict: VerdictToPublish;
  votes: readonly VoteToPublish[];
  policy: PolicyToPublish;
  /** Needed when the rating differs from the live version's. */
  correction?: Correction | null;
  move?: Move;
}

/** A change of what is live that leaves its rating alone. `claimant` is the name as it should have read. */
export interface Correcting {
  claim: ClaimToPublish;
  type: Exclude<CorrectionType, 'rating'>;
  notice: string;
  changes: { summary?: string; explanation?: string; wording?: string; claimant?: string };
  /** Takes in who was asked, and what they said, since the version before. */
  withReplies?: boolean;
  move?: Move;
}

export interface Retracting {
  claim: ClaimToPublish;
  /** Public, kept for good. */
  reason: string;
  move?: Move;
}

export interface Upholding {
  claim: ClaimToPublish;
  reason: string;
  move?: Move;
}

/** What is public of a claim right now. */
export interface LiveFactCheck {
  factCheckId: string;
  slug: string;
  number: number;
  ratingKey: string;
  authors: string[];
}

/** Why a fact-check cannot go out. `pointer` is a JSON Pointer into its ClaimReview markup. */
export interface MarkupFault {
  code: string;
  pointer: string;
  detail: string;
}

export const recheckCauses = [
  'quote-altered',
  'quote-missing',
  'source-gone',
  'evidence-withdrawn',
  'by-hand',
  'reply-received',
] as const;
export type RecheckCause = (typeof recheckCauses)[number];

export type RecheckEnd = 'upheld' | 'republished' | 'retracted' | 'no-change-needed';

export interface NewRecheck {
  claimId: string;
  cause: RecheckCause;
  /** The source that changed, or whose evidence was withdrawn. */
  sourceId?: string | null;
  evidenceId?: string | null;
  /** The captures that differ. */
  fromCaptureId?: string | null;
  toCaptureId?: string | null;
  /** For whoever reads it on the desk: the passage before and after, a reader's complaint. */
  detail?: string | null;
  /** By policy, the claim goes back to the queue because of this. */
  opensReview: boolean;
}

export interface Recheck {
  id: string;
  factCheckId: string;
  claimId: string;
  /** The version that was live. */
  number: number;
  cause: RecheckCause;
  sourceId: string | null;
  evidenceId: string | null;
  fromCaptureId: string | null;
  toCaptureId: string | null;
  detail: string | null;
  state: 'open' | 'resolved';
  openedReview: boolean;
  openedAt: Date;
  resolution: RecheckEnd | null;
  resolutionReason: string | null;
  resolvedAt: Date | null;
  version: number;
}
