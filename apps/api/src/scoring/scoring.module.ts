import { Module } from '@nestjs/common';
import { LearningModule } from '#learning';
import { ScoringController } from './scoring.controller.js';

@Module({ imports: [LearningModule], controllers: [ScoringController] })
export class ScoringApiModule {}
