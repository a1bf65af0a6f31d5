export const evidenceKinds = ['link', 'file', 'quote', 'note'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export const evidenceStances = ['supports', 'refutes', 'context'] as const;
export type EvidenceStance = (typeof evidenceStances)[number];

/** `public`: may be shown on the page; `newsroom`: to its people; `restricted`: to whoever brought it, and editors. */
export const evidenceVisibilities = ['public', 'newsroom', 'restricted'] as const;
export type EvidenceVisibility = (typeof evidenceVisibilities)[number];

export const quoteStates = ['pending', 'exact', 'normalised', 'altered', 'ambiguous', 'missing'] as const;
export type QuoteStanding = (typeof quoteStates)[number];

export interface EvidenceFile {
  name: string;
  /** Media type, from the allow-list. */
  type: string;
  bytes: number;
  sha256: string;
}

/** What people can change of a piece of evidence; each change is a revision. */
export interface EvidenceContent {
  stance: EvidenceStance;
  visibility: EvidenceVisibility;
  /** Another piece of evidence that says the same from the same origin: the two count as one source. */
  independentOf: string | null;
  title: string | null;
  quote: string | null;
  note: string | null;
}

export interface NewEvidence extends Partial<Omit<EvidenceContent, 'stance'>> {
  kind: EvidenceKind;
  stance: EvidenceStance;
  url?: string | null;
  file?: EvidenceFile;
}

export type EvidenceChange = Partial<EvidenceContent>;

/** How the quoted passage stands on its source, by the last check. */
export interface QuoteOnSource {
  state: QuoteStanding;
  /** What stands there now, when it is not the quote. */
  found: string | null;
  changes: Array<{ kind: 'same' | 'removed' | 'added'; text: string }> | null;
  touched: string[];
  firstCaptureId: string | null;
  captureId: string | null;
  /** RFC 3339, UTC. */
  checkedAt: string | null;
  changedAt: string | null;
}

export interface Evidence extends EvidenceContent {
  id: string;
  version: number;
  revision: number;
  claimId: string;
  kind: EvidenceKind;
  url: string | null;
  sourceId: string | null;
  file: EvidenceFile | null;
  /** A published version cites it: it changes no more. */
  published: boolean;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  createdAt: Date;
  createdBy: { kind: string; id: string | null };
  /** The claim that a merge brought it from. */
  mergedFrom: string | null;
  onSource: QuoteOnSource | null;
}

export interface EvidenceRevision {
  revision: number;
  content: EvidenceContent;
  at: Date;
  by: { kind: string; id: string | null };
}

/** Who looks; `person` null: a machine. */
export interface Viewer {
  person: string | null;
  seesRestricted: boolean;
}

/** One piece of cited evidence, at its revision, as a published version keeps it. Plain JSON. */
export interface PinnedEvidence {
  id: string;
  revision: number;
  kind: string;
  stance: string;
  visibility: string;
  url: string | null;
  title: string | null;
  quote: string | null;
  note: string | null;
  file: { name: string; type: string; size: number; sha256: string } | null;
  sourceId: string | null;
  capture: { id: string; at: string; sha256: string | null; finalUrl: string | null } | null;
}

/** A quote that cites a source, with its hold on the page. */
export interface Citation {
  evidenceId: string;
  claimId: string;
  quote: string;
  anchor: unknown;
  state: QuoteStanding;
  /** What stood there at the last check, when it was not the quote. */
  found: string | null;
  firstCaptureId: string | null;
  captureId: string | null;
  /** A blind round keeps it from everybody but its author. */
  keptBlind: boolean;
}
