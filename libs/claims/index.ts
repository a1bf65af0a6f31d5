// Owns: claims, where they were said and by whom, what merges brought, and links to earlier claims.
// Promises: every claim keeps the words and places in which it was found; the same words are found again.
// Never: moves a claim from one state to another; that is the workflow's.
// The entity of the imported reviews that matches lead to.
import '#precedents';
export * from './claims.types.js';
export * from './claims.entity.js';
export { claimEdited, claimMove, claimProposed, claimSnapshot, exampleClaim, snapshotOf } from './claims.events.js';
export { matchConfirmed, matchRejected, matchSuggested } from './claims.events.js';
export { priorityName, priorityNumber, sameWords, textKey } from './claims.rules.js';
export { CLAIM, claimOf, type ClaimRow } from './claims.row.js';
export { Claims } from './claims.service.js';
export { DeskClaims } from './desk-claims.service.js';
export { ClaimStore } from './claims.store.js';
export { AppearanceStore } from './appearances.store.js';
export { moveBackFromMerge, moveWithMerge } from './merge-moves.store.js';
export { MatchStore, type KnownPair, type Match, type MatchReason, type NewMatch } from './matches.store.js';
export { DemandStore, type Demand } from './demand.store.js';
export { ClaimsModule } from './claims.module.js';
