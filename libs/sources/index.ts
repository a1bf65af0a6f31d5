// Owns: cited addresses, what each check of them came to, captures, and the turns at other people's sites.
// Promises: one source for each address and newsroom; a capture never changes; a site is never asked by two at once.
// Never: fetches anything, knows a quote, decides what a change means.
import './source.events.js';
export { siteOf, sourceUrl, urlKey } from './address.rules.js';
export { CaptureStore } from './capture.store.js';
export { CaptureEntity, SourceCheckEntity, SourceEntity } from './source.entity.js';
export { sourceCaptured, sourceChanged, sourceSnapshot, sourceUnreachable } from './source.events.js';
export { sourceKeptBlind, SourceStore, type SourceFilter } from './source.store.js';
export { SourceWorkStore, type Settlement } from './source-work.store.js';
export * from './source.types.js';
export { Sources } from './sources.service.js';
export { SourcesModule } from './sources.module.js';
