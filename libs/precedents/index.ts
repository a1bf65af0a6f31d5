// Owns: fact-checks of others: imported ClaimReviews, and the files that they came in.
// Promises: the same review twice is one; what is no review is named with its place and skipped; a withdrawn one stays withdrawn.
// Never: links a review to a claim, or publishes one.
import './precedents.events.js';
export * from './precedents.entity.js';
export * from './precedents.types.js';
export type { Fault } from './claim-review-reading.rules.js';
export { ImportedReviewStore, type KeptReview } from './imported-reviews.store.js';
export { ImportUnreadable, ReviewImports, type RecordBatch } from './review-imports.service.js';
export { ReviewImportStore, type ImportWork, type ReviewImport } from './review-imports.store.js';
export { PrecedentsModule } from './precedents.module.js';
