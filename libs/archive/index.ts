// Owns: the archive: what was claimed and checked before, here and elsewhere, so kept that it is found by its words and letters.
// Promises: every change is read, whatever was down meanwhile; a search costs the same whether ten documents hold a word or a million.
// Never: merges claims, decides a match, or links by likeness: only where the words are the same.
export * from './archive.entity.js';
export { ArchiveSearch, type Finding } from './archive-search.service.js';
export { ArchiveKeeping } from './archive-keeping.service.js';
export { Suggestions, WORTH_SUGGESTING } from './suggestions.service.js';
export { keepArchive, type ArchiveJob } from './archive.jobs.js';
export { importReviews, type ImportJob } from './imports.jobs.js';
export { ArchiveModule } from './archive.module.js';
