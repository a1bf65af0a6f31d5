import type { Permission } from '#newsroom';
import type { RoundPolicy } from '#reviews';
import type { GateCode } from './workflow.reasons.js';
import type { Publication, State } from './workflow.states.js';

/** Who asks. `permissions` are those in force here and now: roles at the claim's desk, narrowed by the token. */
export type Actor =
  | { kind: 'person'; person: string; permissions: ReadonlySet<Permission> }
  | { kind: 'machine'; machine: string; permissions: ReadonlySet<Permission> }
  | { kind: 'system' };

/** A newsroom's or desk's policy; a round keeps the one of the moment in which it opened. `leaseHours` null: no end. */
export type Policy = RoundPolicy;

/** A seat of the round, taken when it has a person, filled when it has a review. Position 0 leads. */
export interface SeatFacts {
  position: number;
  person: string | null;
  kind: 'lease' | 'assigned' | null;
  /** By the database's clock. Always false for an assigned seat. */
  leaseOver: boolean;
  /** RFC 3339. Left out: no due time of its own. */
  dueAt?: string;
  review: { id: string; ratingKey: string } | null;
}

/** The claim's latest round. `closed`: all seats filled. `abandoned`: the claim left review before that. */
export interface RoundFacts {
  status: 'open' | 'closed' | 'abandoned';
  policy: Policy;
  seats: readonly SeatFacts[];
  /** The person of seat 0 still works here, may review and is not kept out. */
  leadAvailable: boolean;
}

export interface VoteFacts {
  person: string;
  vote: 'signOff' | 'dissent';
}

/** The one verdict that stands and is not published yet. `votes`: the last of each person, lapsed ones left out. */
export interface VerdictFacts {
  ratingKey: string;
  authors: readonly string[];
  votes: readonly VoteFacts[];
}

/** A person as a candidate for a seat. `capacity` null: no limit. `openSeats`: taken and unfilled, over the whole newsroom. */
export interface CandidateFacts {
  person: string;
  mayReview: boolean;
  capacity: number | null;
  openSeats: number;
  /** They hold as much of the claim's desk as they can there. Absent: no. */
  deskIsFull?: boolean;
  /** Absent: no. */
  isAway?: boolean;
  belongsToDesk: boolean;
}

/** A verdict's text that is about to be handed in. `missing`: the fields without which it is not complete. */
export interface DraftFacts {
  ratingKey: string | null;
  missing: readonly string[];
  evidence: number;
  independentSources: number;
}

/** `concerned`: the verdict's rating is one for which the policy asks. `awaitedUntil`: the last deadline to come, RFC 3339. */
export interface ReplyFacts {
  concerned: boolean;
  asked: number;
  awaitedUntil: string | null;
}

/** What was looked up because the input names it; absent when the caller only asks what is possible. */
export interface InputFacts {
  /** The merge target; null: no such claim in this newsroom. */
  target?: { id: string; state: State } | null;
  /** The person named by `assign`; null: nobody of that name works here. */
  assignee?: CandidateFacts | null;
  /** The person named by `recuse`. */
  personKnown?: boolean;
  dueAtIsPast?: boolean;
  /** The person whose seat `release` names is away, has left, or may review no more. */
  personIsGone?: boolean;
  /** `publish` at a time that is still to come. */
  atIsLater?: boolean;
  /** The text that `amend` or `adjudicate` brings. */
  text?: DraftFacts;
}

/**
 * Everything that a decision rests on: one plain snapshot, read under the claim's lock. No clock and no database is asked
 * after it was taken.
 */
export interface ClaimFacts {
  claim: {
    id: string;
    state: State;
    publication: Publication;
    /** Set while `approved` waits for its hour. */
    scheduled: { due: boolean; correction: boolean } | null;
  };
  policy: Policy;
  round: RoundFacts | null;
  verdict: VerdictFacts | null;
  /** The version that is public; null when none is. */
  live: { ratingKey: string; authors: readonly string[] } | null;
  /** People kept out of this claim by a recusal. */
  keptOut: readonly string[];
  /** People whom a standing conflict of interest keeps out of it, and with what. */
  conflicts: readonly { person: string; about: string }[];
  openRechecks: number;
  /** The caller as a candidate for a seat; null for machines and the system. */
  caller: CandidateFacts | null;
  /** The caller's own draft in this round. */
  draft: DraftFacts | null;
  /** What stands in the way of publishing now; undefined: not looked up. */
  gate?: readonly { code: GateCode; detail?: string }[];
  /** Who was asked for comment; undefined: not looked up, because the policy does not ask. */
  replies?: ReplyFacts;
  about?: InputFacts;
}
