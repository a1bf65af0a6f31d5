/** A rating as others gave it. The numbers are schema.org's; each may be missing. */
export interface ImportedRating {
  name: string | null;
  value: number | null;
  best: number | null;
  worst: number | null;
}

/** What one ClaimReview says, read and checked. */
export interface ReadReview {
  url: string;
  author: string;
  authorUrl: string | null;
  claimReviewed: string;
  /** The headline of the fact-check. */
  title: string | null;
  claimant: string | null;
  /** BCP 47. */
  language: string | null;
  /** RFC 3339, or a date. */
  publishedAt: string | null;
  rating: ImportedRating;
  /** Addresses where the claim was said. */
  appearances: string[];
}

export interface ImportedReview extends Omit<ReadReview, 'publishedAt'> {
  id: string;
  version: number;
  publishedAt: Date | null;
  importId: string;
  createdAt: Date;
  updatedAt: Date;
  /** Left out of matching since then. */
  withdrawnAt: Date | null;
}
