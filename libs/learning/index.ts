// Owns: what triage decided, kept as labels, and the newsroom's own scoring models that are fitted to it.
// Promises: a model is in force only where it foretold decisions that it had not seen better than the one before; the way back stays open.
// Never: decides about a claim, changes the score of one that is there, or learns from machines.
import './learning.events.js';
import './learning.entity.js';
export { fitScoring, type FitJob } from './learning.jobs.js';
export { Fitting, type FitTaken, type FitWork } from './fitting.service.js';
export { LearningAtWorkModule, LearningModule } from './learning.module.js';
export { reasonFor, scoreWith } from './model.rules.js';
export { ScoringStore, type KeptModel } from './scoring.store.js';
export { Scorings, type ScoringEdit, type WholeScoring } from './scorings.service.js';
export type { Figures } from './measures.rules.js';
export type { Weighable } from './signals.rules.js';
