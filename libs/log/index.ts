// Owns: the newsroom's one append-only log: recording, event types, sealing into a hash chain, readers with a cursor.
// Promises: one row for each change, in the change's own transaction; sealed rows have a gap-free sequence and never change.
// Never: knows what an event means, sends anything anywhere.
export { defineEvent, eventType, eventTypes, matchesTypes, type EventType } from './event-types.js';
export { record, type LogEntry, type LogActor } from './record.js';
export {
  chainHash,
  digestOf,
  entryDigest,
  entryOf,
  genesis,
  linkHash,
  type ChainEntry,
  type ChainRow,
} from './chain.rules.js';
export { ChainCheck, type Break, type BreakKind, type FixedPoint, type Link, type Point } from './verify.rules.js';
export {
  anchorLine,
  endLine,
  ExportCheck,
  openingLine,
  rowLine,
  withheldLine,
  type ExportAnchor,
  type ExportFindings,
  type ExportOpening,
  type KnownAnchor,
} from './export.rules.js';
export { dataFor, eventBody, type EventBody } from './event-body.rules.js';
export { AnchorStore, exportedAnchor, type Anchor, type StampWork } from './anchors.store.js';
export { LogStore, type ChainedRow, type ClaimRowInChain, type SealedRow } from './log.store.js';
export { LogVerification, type Verification } from './verification.service.js';
export { Sealer } from './sealer.service.js';
export { LogReaders, type LogReader } from './readers.service.js';
export { LogModule } from './log.module.js';
