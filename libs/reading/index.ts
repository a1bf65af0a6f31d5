// Owns: turning the bytes of a page or text file into article text with its metadata.
// Promises: every page ends in a text within seconds, outside the main thread; the same bytes and version give the same text.
// Never: fetches anything, runs a page's scripts, keeps anything.
export { EXTRACTOR_VERSION, type PageFacts, type ReadingMode, type ReadPage } from './article.rules.js';
export { decode } from './charset.rules.js';
export { oneLine, shortened } from './lines.rules.js';
export { textOf } from './markup.rules.js';
export { ReadingFailed } from './reader-pool.js';
export { ReadingModule } from './reading.module.js';
export { readableKind, type ReadableKind, Reading } from './reading.service.js';
