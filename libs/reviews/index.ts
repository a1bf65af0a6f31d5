// Owns: rounds, seats and leases, drafts, reviews, the standing verdict, votes, recusals and standing conflicts of interest.
// Promises: a review never changes, a draft is its author's alone, and a blind round shows nobody another's seat.
// Never: decides what may happen next, or moves a claim.
export * from './reviews.types.js';
export * from './reviews.entity.js';
export { ConflictEntity } from './conflicts.entity.js';
export { conflictEnded, conflictRecorded } from './conflicts.events.js';
export { Conflicts } from './conflicts.service.js';
export { ConflictStore, unconflicted } from './conflicts.store.js';
export * from './conflicts.types.js';
export { isBlind, seenBy, sitsBlind } from './blind.rules.js';
export { Drafts } from './drafts.service.js';
export { DraftStore } from './drafts.store.js';
export { RecordStore } from './records.store.js';
export { PolicyTrials, type PolicyTrial } from './policy-trials.service.js';
export { ReviewStore, type NewReview } from './reviews.store.js';
export { leasesOver, RoundStore, type LeaseOver, type NewSeat } from './rounds.store.js';
export { SituationStore } from './situations.store.js';
export { VerdictStore, type NewVerdict } from './verdicts.store.js';
export { ReviewsModule } from './reviews.module.js';
