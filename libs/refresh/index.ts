// Owns: going back to cited sources, deciding what became of them and of the passages quoted from them, and when to go again.
// Promises: every check ends in one outcome of a closed set; nothing is dead after one bad day; a change under a live verdict opens a recheck.
// Never: changes a verdict, asks two things of one site at once, fetches inside a transaction.
import './refresh.jobs.js';
export { BlobSweep } from './blobs.service.js';
export { type HandCopy, HandCaptures, Withdrawals } from './by-hand.service.js';
export { difference } from './difference.rules.js';
export { FINDINGS, type Finding, MEANING, type Outcome, OUTCOMES } from './outcomes.rules.js';
export { checkSource, sweepBlobs } from './refresh.jobs.js';
export { RefreshModule } from './refresh.module.js';
export { Refresh } from './refresh.service.js';
export { type Begun, type Visit, Visits } from './visits.service.js';
