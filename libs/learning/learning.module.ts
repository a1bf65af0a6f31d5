import { Module } from '@nestjs/common';
import { Fitting } from './fitting.service.js';
import { Labelling } from './labelling.service.js';
import { LabelStore } from './labels.store.js';
import { Scorings } from './scorings.service.js';
import { ScoringStore } from './scoring.store.js';

@Module({
  providers: [LabelStore, ScoringStore, Scorings],
  exports: [LabelStore, ScoringStore, Scorings],
})
export class LearningModule {}

/** For the worker alone: keeps the labels and fits. */
@Module({ imports: [LearningModule], providers: [Labelling, Fitting], exports: [Fitting] })
export class LearningAtWorkModule {}
