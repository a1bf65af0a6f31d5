import { Module } from '@nestjs/common';
import { AgreementStore } from './agreement.store.js';
import { DeskFiguresStore } from './desk-figures.store.js';
import { Figures } from './figures.service.js';
import { FlowStore } from './flow.store.js';
import { StepReader } from './step-reader.service.js';
import { StepStore } from './steps.store.js';

@Module({
  providers: [FlowStore, AgreementStore, DeskFiguresStore, Figures],
  exports: [FlowStore, DeskFiguresStore, Figures],
})
export class InsightsModule {}

/** For the worker alone: reads the log. */
@Module({ providers: [StepStore, StepReader] })
export class InsightsAtWorkModule {}
