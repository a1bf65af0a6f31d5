import type { ClaimantKind } from '#claims';

export const replyChannels = ['email', 'phone', 'letter', 'social', 'in-person', 'other'] as const;
export type ReplyChannel = (typeof replyChannels)[number];

/** What came back: words, or a refusal to say anything. */
export const replyOutcomes = ['answered', 'declined'] as const;
export type ReplyOutcome = (typeof replyOutcomes)[number];

/** How it stands now, by the database's clock: `no-answer` once the deadline has passed. */
export const replyStates = ['awaiting', 'no-answer', ...replyOutcomes, 'withdrawn'] as const;
export type ReplyState = (typeof replyStates)[number];

/** Whom to ask what, how and until when. `askedAt` undefined: now. */
export interface NewReplyRequest {
  /** As it is to read in public; that of the claimant where the appearance has one. */
  name?: string;
  role?: string | null;
  organisation?: string | null;
  /** The appearance of this claim whose claimant is asked. */
  appearanceId?: string;
  contact?: string | null;
  question: string;
  channel: ReplyChannel;
  askedAt?: Date;
  dueAt: Date;
  public?: boolean;
}

export type ReplyRequestChange = Partial<
  Pick<
    NewReplyRequest,
    'name' | 'role' | 'organisation' | 'contact' | 'question' | 'channel' | 'askedAt' | 'dueAt' | 'public'
  >
>;

/** `receivedAt` undefined: now. `verbatim` false: told in the newsroom's words. */
export interface NewAnswer {
  outcome: ReplyOutcome;
  text: string | null;
  verbatim: boolean;
  channel: ReplyChannel;
  receivedAt?: Date;
}

export interface Answer {
  outcome: ReplyOutcome;
  text: string | null;
  verbatim: boolean;
  channel: ReplyChannel;
  receivedAt: Date;
  /** It came after the deadline. */
  late: boolean;
}

/** `name` and `question` are null once erased. */
export interface ReplyRequest {
  id: string;
  version: number;
  claimId: string;
  name: string | null;
  role: string | null;
  organisation: string | null;
  claimant: { kind: ClaimantKind; name: string | null; role: string | null } | null;
  /** Null, too, for those who need not know. */
  contact: string | null;
  question: string | null;
  channel: ReplyChannel;
  askedBy: string;
  askedAt: Date;
  dueAt: Date;
  public: boolean;
  createdAt: Date;
  state: ReplyState;
  outcome: ReplyOutcome | null;
  answer: string | null;
  verbatim: boolean | null;
  answeredAt: Date | null;
  answerChannel: ReplyChannel | null;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  erasedAt: Date | null;
  /** The claim that a merge brought it from. */
  mergedFrom: string | null;
  /** Its asker's alone, until the blind round that they sit in closes. */
  concealed: boolean;
}

/** What the history keeps of a request: all but the contact. */
export type ReplyContent = Pick<
  ReplyRequest,
  | 'name'
  | 'role'
  | 'organisation'
  | 'question'
  | 'channel'
  | 'askedAt'
  | 'dueAt'
  | 'public'
  | 'outcome'
  | 'answer'
  | 'verbatim'
  | 'answeredAt'
  | 'answerChannel'
>;

export interface ReplyRevision {
  revision: number;
  content: { [K in keyof ReplyContent]: ReplyContent[K] extends Date ? string : ReplyContent[K] };
  reason: string | null;
  at: Date;
  by: string;
}

/** A request as a published version keeps it. Times RFC 3339. Where it is kept out of public it tells that there was one. */
export interface PinnedReply {
  id: string;
  public: boolean;
  /** Null, as role, organisation and the words, where it is kept out of public. */
  name: string | null;
  role: string | null;
  organisation: string | null;
  channel: ReplyChannel;
  askedAt: string;
  dueAt: string;
  /** As it stood when the version went out. */
  state: Exclude<ReplyState, 'withdrawn'>;
  answer: { text: string | null; verbatim: boolean; channel: ReplyChannel; receivedAt: string; late: boolean } | null;
}

/** Who looks at requests. `person` null: a machine. `seesContacts`: all of them, not only those of their own work. */
export interface ReplyReader {
  person: string | null;
  seesContacts: boolean;
}

export interface ReplyFilter {
  state?: ReplyState;
  askedBy?: string;
  desk?: string;
}
