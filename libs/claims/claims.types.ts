import type { Priority } from '#newsroom';

/** A half-open range `[start, end)` of the article's stored text, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}

export const claimKinds = ['factual', 'prediction', 'opinion'] as const;
export type ClaimKind = (typeof claimKinds)[number];

export const claimantKinds = ['person', 'role', 'outlet', 'anonymous', 'unsourced', 'author'] as const;
export type ClaimantKind = (typeof claimantKinds)[number];

export const appearanceStances = ['asserts', 'denies', 'reports'] as const;
export type AppearanceStance = (typeof appearanceStances)[number];

export interface Claimant {
  kind: ClaimantKind;
  name?: string | null;
  role?: string | null;
}

/** Where a claim was said, by whom, and how it stood to it. */
export interface NewAppearance {
  claimant: Claimant;
  /** Who passed it on, nearest first. */
  reportedBy?: string[];
  stance?: AppearanceStance;
  saidAt?: string | Date | null;
  articleId?: string | null;
  url?: string | null;
  spans?: Span[];
  /** The words that attribute it, e.g. "said". */
  cueSpan?: Span | null;
  wording?: string | null;
}

export interface Appearance {
  id: string;
  claimId: string;
  claimant: { kind: ClaimantKind; name: string | null; role: string | null };
  reportedBy: string[];
  stance: AppearanceStance;
  saidAt: Date | null;
  articleId: string | null;
  url: string | null;
  spans: Span[];
  cueSpan: Span | null;
  wording: string | null;
  createdAt: Date;
}

export const scoreOrigins = ['built-in', 'newsroom', 'extractor', 'sender'] as const;

/** What scored a claim: the built-in model, the newsroom's own, an extractor outside, or whoever sent the claim. */
export interface ScoreOrigin {
  kind: (typeof scoreOrigins)[number];
  /** The newsroom's scoring model, or the outside one's name. */
  model: string | null;
  /** What the built-in model would have said, where another one spoke. */
  builtInScore: number | null;
}

/** Calibrated, 0..1, with reasons that a person can read. */
export interface Checkworthiness {
  score: number;
  reasons: unknown[];
  origin?: ScoreOrigin | null;
}

export interface NewClaim {
  text: string;
  kind?: ClaimKind;
  articleId?: string | null;
  spans?: Span[];
  context?: string | null;
  language?: string | null;
  checkworthiness?: Checkworthiness | null;
  appearances: NewAppearance[];
  priority?: Priority;
  desk?: string | null;
  dueAt?: string | Date | null;
  notBefore?: string | Date | null;
  labels?: string[];
  externalRef?: string | null;
  splitFrom?: string | null;
}

/** The states and publications of the workflow, which owns their meaning; kept equal by the type of its `perform`. */
export type ClaimState =
  | 'proposed'
  | 'queued'
  | 'in_review'
  | 'disputed'
  | 'in_signoff'
  | 'approved'
  | 'published'
  | 'dismissed'
  | 'merged'
  | 'retracted';
export type ClaimPublication = 'none' | 'live' | 'retracted';

/** What a reviewer who gave a claim back proposed to triage. */
export interface Suggestion {
  action: 'dismiss' | 'merge';
  target?: string;
  reason: string;
}

export interface Claim {
  id: string;
  version: number;
  state: ClaimState;
  publication: ClaimPublication;
  text: string;
  /** How it reads in public and in lists, when that is not how it was found. */
  wording: string | null;
  kind: ClaimKind;
  articleId: string | null;
  spans: Span[];
  context: string | null;
  language: string | null;
  checkworthiness: Checkworthiness | null;
  priority: Priority;
  desk: string | null;
  labels: string[];
  dueAt: Date | null;
  notBefore: Date | null;
  externalRef: string | null;
  splitFrom: string | null;
  mergedInto: string | null;
  /** The hour set for publication, and the correction that goes out with it. */
  publishAt: Date | null;
  /** That hour has come, by the database's clock; null when none is set. */
  publishDue: boolean | null;
  publishCorrection: { type: 'rating' | 'fact' | 'wording' | 'update'; notice: string } | null;
  suggestion: Suggestion | null;
  /** Seats that somebody could take now. */
  openSeats: number;
  createdAt: Date;
  createdBy: { kind: string; id: string | null };
}

/** What PATCH may change. Undefined: left as it is. `appearances` replaces all of them. */
export interface ClaimEdit {
  priority?: Priority;
  desk?: string | null;
  dueAt?: string | Date | null;
  notBefore?: string | Date | null;
  labels?: string[];
  kind?: ClaimKind;
  wording?: string | null;
  appearances?: NewAppearance[];
}

export interface ClaimFilter {
  states?: readonly ClaimState[];
  publication?: ClaimPublication;
  desk?: string;
  /** A person who sits on it with work to do. */
  assignee?: string;
  /** A claimant's name, in any case. */
  claimant?: string;
  language?: string;
  label?: string;
  articleId?: string;
  externalRef?: string;
  dueBefore?: string;
  /** Words of the claim, in any case. */
  q?: string;
  ids?: readonly string[];
  only?: OnlyThese;
}

/** Conditions in SQL on the row `claim`, by whoever knows more of claims than this lib. */
export interface OnlyThese {
  where: readonly string[];
  /** For the places in `where`; the first is the newsroom. */
  values: readonly unknown[];
  /** Only at these; null among them: claims of no desk. Undefined: at all. */
  desks?: readonly (string | null)[];
}

export type ClaimSort = 'created' | '-created' | 'due';

/** The sort keys of the last row of the page before. */
export type ClaimAfter = readonly [at: string, id: string];

export interface ClaimPage {
  sort: ClaimSort;
  after?: ClaimAfter;
  limit: number;
}
