// Owns: the steps of claims as the sealed log tells them, and the figures made of them.
// Promises: figures of any period in a moment, whatever the length of the history, and none that shows a seat of a blind round that is open.
// Never: writes in a request, judges a person, or counts what the log does not say.
import './insights.entity.js';
export { csv, type Cell } from './csv.rules.js';
export { DeskFiguresStore } from './desk-figures.store.js';
export { Figures, type Agreement, type StageTime } from './figures.service.js';
export { buckets, FlowStore, type Bucket } from './flow.store.js';
export { InsightsAtWorkModule, InsightsModule } from './insights.module.js';
export type { Period } from './period.sql.js';
