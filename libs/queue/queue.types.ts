import type { Claim } from '#claims';
import type { Membership } from '#newsroom';

/** Why a claim stands where it stands, weightiest first. */
export interface Why {
  /** The priority by which it is sorted: its own, one step up while it is live and open again. 0 low .. 4. */
  rank: number;
  /** It is public and came back: one step up. */
  reopened: boolean;
  dueAt: Date | null;
  /** Check-worthiness, 0..1. */
  score: number | null;
  enteredAt: Date;
  /** The same in words. */
  reasons: string[];
}

export interface Waiting {
  claim: Claim;
  why: Why;
}

/** The sort keys of the last row of the page before. */
export type QueueAfter = readonly [
  rank: number,
  dueAt: string | null,
  score: number | null,
  createdAt: string,
  id: string,
];

export interface NextFilter {
  desk?: string;
  /** Claims with any of these. */
  labels?: readonly string[];
  /** In one of these, or in none known; a bare language covers all its regions. */
  languages?: readonly string[];
}

/** Somebody who asks for work. */
export interface Worker {
  id: string;
  memberships: readonly Membership[];
}
