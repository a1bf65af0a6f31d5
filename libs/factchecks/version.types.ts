import type { PinnedEvidence } from '#evidence';
import type { PinnedReply } from '#replies';
import type { Correction } from './factchecks.types.js';

/** Who made the claim, as the public reads it. */
export interface PinnedClaimant {
  kind: string;
  name: string | null;
  role: string | null;
}

/** Where it was said. A place without an address has at least a title. */
export interface PinnedAppearance {
  id: string | null;
  claimant: PinnedClaimant;
  stance: string;
  /** RFC 3339, or null when nobody knows. */
  saidAt: string | null;
  wording: string | null;
  url: string | null;
  title: string | null;
  publisher: string | null;
  articleId: string | null;
}

/** The rating with everything of its scale that a reader needs, as it was that day. `names` by BCP 47 tag. */
export interface PinnedRating {
  key: string;
  value: number;
  names: Record<string, string>;
  description: string | null;
  best: number;
  worst: number;
  scale: {
    id: string;
    version: number;
    name: string;
    ratings: { key: string; value: number; names: Record<string, string> }[];
  };
}

export interface PinnedPerson {
  id: string;
  /** Null when the policy keeps names out of public. */
  name: string | null;
}

export interface PinnedVote {
  person: PinnedPerson;
  vote: 'signOff' | 'dissent';
  reason: string | null;
  at: string | null;
}

/** Everything that one version says and rests on. Never changes once stored. */
export interface VersionContent {
  wording: string;
  /** The claim in the words in which it was found. */
  claimText: string;
  language: string;
  claimant: PinnedClaimant;
  appearances: PinnedAppearance[];
  verdictId: string;
  origin: string | null;
  rating: PinnedRating;
  summary: string;
  explanation: string;
  evidence: PinnedEvidence[];
  policy: Record<string, unknown>;
  authors: PinnedPerson[];
  votes: PinnedVote[];
  /** Who was asked for comment, and what came of it by then. Absent in versions from before anybody could be asked here. */
  replies?: PinnedReply[];
}

export interface Version {
  id: string;
  factCheckId: string;
  claimId: string;
  number: number;
  publishedAt: Date;
  publishedBy: string | null;
  correction: Correction | null;
  content: VersionContent;
}

export interface FactCheck {
  id: string;
  claimId: string;
  slug: string;
  publication: 'live' | 'retracted';
  desk: string | null;
  /** The number of the newest version. */
  number: number;
  ratingKey: string;
  wording: string;
  language: string;
  firstPublishedAt: Date;
  updatedAt: Date;
  retractedAt: Date | null;
  retractionReason: string | null;
  version: number;
}

/** One line of the corrections log. A retraction is one, too. */
export interface CorrectionEntry {
  id: string;
  factCheckId: string;
  claimId: string;
  slug: string;
  wording: string;
  /** The version that the correction made; of a retraction, the version withdrawn. */
  number: number;
  previousNumber: number | null;
  type: Correction['type'] | 'retraction';
  notice: string;
  fromRating: string | null;
  toRating: string | null;
  at: Date;
}
