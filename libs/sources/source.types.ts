/** How a source stands over its checks. Only `dead` says that it is not coming back. */
export const sourceHealths = ['pending', 'ok', 'changed', 'blocked', 'failing', 'dead', 'unreadable'] as const;
export type SourceHealth = (typeof sourceHealths)[number];

/** Failing checks in a row; `days` are the dates (UTC, `2026-02-03`) on which they happened, each once. */
export interface Strikes {
  failures: number;
  gone: number;
  days: string[];
}

/** A cited address: one per address and newsroom. */
export interface Source {
  id: string;
  version: number;
  url: string;
  /** Registrable domain, or the host where there is none. */
  site: string;
  health: SourceHealth;
  /** What the last check came to (the closed set is #refresh's), and in words what went wrong. */
  outcome: string | null;
  detail: string | null;
  nextCheckAt: Date;
  lastCheckedAt: Date | null;
  /** The last time that the page was seen to be there. */
  lastVerifiedAt: Date | null;
  lastChangedAt: Date | null;
  visits: number;
  changes: number;
  strikes: Strikes;
  /** The newest capture. */
  captureId: string | null;
  /** Where an unbroken chain of permanent redirects led, twice or more: for a person to accept. */
  proposedUrl: string | null;
  createdAt: Date;
}

/** A check of a source that runs. Whoever holds another fence writes nothing. */
export interface SourceWork extends Source {
  fence: string;
  etag: string | null;
  lastModified: string | null;
  conditionalChecks: number;
  proposedTimes: number;
  firstVisitAt: Date | null;
}

export interface Hop {
  url: string;
  status: number;
  ip: string;
  at: string;
}

export interface NewCapture {
  sourceId: string;
  madeBy: { kind: string; id: string | null };
  byHand: boolean;
  note?: string | null;
  finalUrl: string;
  status: number | null;
  hops: readonly Hop[];
  headers: Readonly<Record<string, string>>;
  contentType: string | null;
  bodySha256: string;
  bodyBytes: number;
  /** Absent when the body is of no type that is read. */
  text?: CapturedText;
  outcome: string;
}

export interface CapturedText {
  /** Blob of the article's text, and of all text of the page. */
  sha256: string;
  fullSha256: string;
  /** Hash of the normal form: equal for texts of the same words. */
  key: string;
  length: number;
  title: string | null;
  byline: string | null;
  siteName: string | null;
  language: string | null;
  publishedAt: string | null;
  mode: 'article' | 'full-text' | 'plain';
  extractorVersion: string;
}

/** What a source returned at one moment. Never changes. */
export interface Capture {
  id: string;
  sourceId: string;
  at: Date;
  madeBy: { kind: string; id: string | null };
  byHand: boolean;
  note: string | null;
  finalUrl: string;
  status: number | null;
  hops: Hop[];
  headers: Record<string, string>;
  contentType: string | null;
  bodySha256: string;
  bodyBytes: number;
  textSha256: string | null;
  fullTextSha256: string | null;
  textKey: string | null;
  textLength: number | null;
  title: string | null;
  byline: string | null;
  siteName: string | null;
  language: string | null;
  publishedAt: Date | null;
  mode: 'article' | 'full-text' | 'plain' | null;
  extractorVersion: string | null;
  outcome: string;
}

/** One check, as the source's history keeps it. */
export interface SourceCheck {
  id: string;
  at: Date;
  outcome: string;
  finding: string;
  detail: string | null;
  status: number | null;
  conditional: boolean;
  durationMs: number;
  captureId: string | null;
}
