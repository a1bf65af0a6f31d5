import type { Policy, Role, Timing } from '#newsroom';

/** The policy that a round took when it opened, and keeps. Hours; `leaseHours` null: a lease has no end. */
export type RoundPolicy = Omit<Policy, keyof Timing>;

export interface Round {
  id: string;
  number: number;
  status: 'open' | 'closed' | 'abandoned';
  policy: RoundPolicy;
  openedAt: string;
}

export type SeatKind = 'lease' | 'assigned';
export type SeatEnd = 'released' | 'expired' | 'handed over' | 'recused' | 'closed';

/** Somebody on a seat of the latest round; with a review the seat is filled. Times RFC 3339. */
export interface Seat {
  id: string;
  position: number;
  personId: string;
  kind: SeatKind;
  since: string;
  givenBy: string | null;
  leaseExpiresAt: string | null;
  /** By the database's clock. */
  leaseOver: boolean;
  dueAt: string | null;
  message: string | null;
  review: { id: string; ratingKey: string } | null;
  /** Of the person, today. */
  isActive: boolean;
  roles: Role[];
}

/** The text of a verdict: a key of the newsroom's scale, and what is cited. */
export interface VerdictText {
  rating: string;
  summary: string;
  explanation: string;
  evidenceIds: string[];
}

export interface Draft {
  claimId: string;
  personId: string;
  version: number;
  rating: string | null;
  summary: string | null;
  explanation: string | null;
  evidenceIds: string[];
  /** Whose draft this was, when the work was handed over. */
  handedOnBy: string | null;
  updatedAt: Date;
}

export type DraftValues = Pick<Draft, 'rating' | 'summary' | 'explanation' | 'evidenceIds'>;

export interface Review extends VerdictText {
  id: string;
  claimId: string;
  roundId: string;
  position: number;
  personId: string;
  scaleId: string;
  scaleVersion: number;
  submittedAt: Date;
  withdrawnAt: Date | null;
}

/** A review with its round, for readers. */
export interface ReviewOfRound extends Review {
  round: number;
  roundStatus: Round['status'];
  blind: boolean;
}

export type VerdictOrigin = 'review' | 'agreement' | 'adjudicated' | 'adjudicated-anew' | 'amended';

export interface Verdict extends VerdictText {
  id: string;
  claimId: string;
  roundId: string;
  origin: VerdictOrigin;
  reviewId: string | null;
  scaleId: string;
  scaleVersion: number;
  authors: string[];
}

export interface Vote {
  person: string;
  vote: 'signOff' | 'dissent';
  reason: string | null;
  at: string;
}

/** Everything that the reviews of one claim amount to now. */
export interface Situation {
  claimId: string;
  round: Round | null;
  seats: Seat[];
  /** The verdict that stands, not published yet. */
  verdict: Verdict | null;
  /** In force, each person's last. */
  votes: Vote[];
  /** By a recusal. */
  keptOut: string[];
  /** By a standing conflict of interest. */
  conflicts: { person: string; kind: string; name: string }[];
}

/** A time on somebody's seat, as it stays on record. Times RFC 3339. */
export interface RecordedSeat {
  position: number;
  person: string;
  kind: SeatKind;
  since: string;
  givenBy: string | null;
  dueAt: string | null;
  submitted: boolean;
  endedAt: string | null;
  endCause: SeatEnd | null;
  endReason: string | null;
}

export interface RecordedRound extends Omit<Round, 'openedAt'> {
  agreed: boolean | null;
  openedAt: Date;
  endedAt: Date | null;
  seats: RecordedSeat[];
}

/** A vote as it was cast; `lapsedAt`: it counts no longer, because its person voted anew or the verdict changed. */
export interface RecordedVote extends Vote {
  lapsedAt: string | null;
}

export interface RecordedVerdict extends Omit<Verdict, 'claimId' | 'roundId'> {
  /** Number of the round that it came from. */
  round: number;
  status: 'standing' | 'superseded' | 'published';
  createdBy: string | null;
  createdAt: Date;
  endedAt: Date | null;
  votes: RecordedVote[];
}

/** `by` is whoever wrote it down: the person themselves, or an editor who keeps them out. */
export interface Recusal {
  person: string;
  by: string | null;
  at: Date;
  reason: string;
}

/** What one person has in hand. */
export interface Load {
  /** Seats taken and not filled, over the whole newsroom. */
  openSeats: number;
  /** Desks of which they hold as much as they can there. */
  fullDesks: string[];
  /** Null: they are not away. By the database's clock. */
  awayUntil: Date | null;
}
