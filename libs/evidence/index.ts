// Owns: evidence on claims with its revisions, how each quoted passage stands on its source, evidence files' types and names.
// Promises: evidence is withdrawn, never deleted; what a published version rests on changes no more.
// Never: fetches a source, decides what a changed quote means, shows restricted or blind evidence to those who may not see it.
export * from './evidence.entity.js';
export { evidenceAttached, evidenceRevised, evidenceSnapshot, evidenceWithdrawn } from './evidence.events.js';
export { EvidenceModule } from './evidence.module.js';
export { EvidenceService } from './evidence.service.js';
export { type CitedFacts, EvidenceStore, usableAtPublication } from './evidence.store.js';
export * from './evidence.types.js';
export { cleanName, takenTypes, typeOf } from './file-types.rules.js';
export type { EvidenceGate, EvidenceReason } from './gate.rules.js';
export { QuoteStore, type QuoteUpdate } from './quote.store.js';
