// Owns: the newsroom's one append-only log: recording, event types, sealing into a hash chain, readers with a cursor.
// Promises: one row for each change, in the change's own transaction; sealed rows have a gap-free sequence and never change.
// Never: knows what an event means, sends anything anywhere.
export { defineEvent, eventType, eventTypes, matchesTypes, type EventType } from './event-types.js';
export { record, type LogEntry, type Recorded, type LogActor } from './record.js';
export { canonicalEntry, chainHash, genesis, digestOf, type ChainRow } from './chain.rules.js';
export { eventBody, type EventBody } from './event-body.rules.js';
export { LogStore, type SealedRow } from './log.store.js';
export { Sealer } from './sealer.service.js';
export { LogReaders, type LogReader } from './readers.service.js';
export { LogModule } from './log.module.js';
