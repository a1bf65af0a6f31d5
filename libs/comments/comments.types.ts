/** `internal`: for all who may read the claim. `desk`: for the members of the claim's desk, and who is mentioned. */
export const commentVisibilities = ['internal', 'desk'] as const;
export type CommentVisibility = (typeof commentVisibilities)[number];

/** Somebody called by `@`: the range `[start, end)` of the text that names them, in UTF-16 code units. */
export interface Mention {
  person: string;
  start: number;
  end: number;
}

/** A range `[start, end)` of the claim's text as it was found, or of its article's stored text, in UTF-16 code units. */
export interface CommentSpan {
  of: 'claim' | 'article';
  start: number;
  end: number;
}

export interface NewComment {
  text: string;
  mentions: Mention[];
  /** A reply belongs where its thread does: what follows is for the comment that begins one. */
  replyTo?: string;
  evidenceId?: string;
  span?: CommentSpan;
  visibility?: CommentVisibility;
}

export interface Comment {
  id: string;
  version: number;
  /** Counts the texts that it has had. */
  revision: number;
  claimId: string;
  threadId: string;
  replyTo: string | null;
  evidenceId: string | null;
  /** With the words that it cut out when the comment was made. */
  span: (CommentSpan & { quote: string }) | null;
  visibility: CommentVisibility;
  desk: string | null;
  text: string;
  mentions: Mention[];
  authorId: string;
  createdAt: Date;
  editedAt: Date | null;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  /** When its author was forgotten; the words went with them. */
  erasedAt: Date | null;
  /** Of its thread. */
  resolvedAt: Date | null;
  resolvedBy: string | null;
  /** The claim that a merge brought its thread from. */
  mergedFrom: string | null;
  /** Its author's alone, until the blind round that they sit in closes. */
  concealed: boolean;
}

export interface CommentRevision {
  revision: number;
  text: string;
  mentions: Mention[];
  at: Date;
  by: string;
}

/** Who looks at comments. */
export interface Reader {
  /** Null for machines. */
  person: string | null;
  desks: readonly string[];
  seesAllDesks: boolean;
  seesRestricted: boolean;
}

export interface CommentFilter {
  threadId?: string;
  evidenceId?: string;
  resolved?: boolean;
}
