// Owns: exports of the log, and the time stamps on its anchors.
// Promises: an export is checked without us, holds with what is withheld or erased, and shows no seat of a blind round that is open.
// Never: writes into the log, decides who may read it, trusts a time stamp that it has not checked.
export { AuditModule } from './audit.module.js';
export { LogExports, type ExportUnderway } from './log-exports.service.js';
