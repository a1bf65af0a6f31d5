// Owns: the log's daily anchors and their time stamps as jobs, exports of the log, and the erasure of a person's data, and of who was asked for comment.
// Promises: an export is checked without us, holds with what is withheld or erased, and shows no seat of a blind round that is open.
// Never: keeps a time stamp that it has not checked, changes what a row of the log says, or decides who may read it.
export { anchorLog, stampAnchor } from './audit.jobs.js';
export { AuditAtWorkModule, AuditModule } from './audit.module.js';
export { Erasures, type Erased } from './erasures.service.js';
export { LogExports, type ExportUnderway } from './log-exports.service.js';
export { Stamping } from './stamping.service.js';
export { checkToken, TimestampRefused, timestampRequest, tokenIn, type Timestamp } from './timestamp.rules.js';
