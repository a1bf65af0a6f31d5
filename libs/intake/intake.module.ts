import { Module } from '@nestjs/common';
import { ArticlesModule } from '#articles';
import { AssistantsModule } from '#assistants';
import { ClaimsModule } from '#claims';
import { EgressModule } from '#egress';
import { LearningModule } from '#learning';
import { ReadingModule } from '#reading';
import { SourcesModule } from '#sources';
import { ArticleExtraction } from './article-extraction.service.js';
import { ArticleFetching } from './article-fetching.service.js';
import { ClaimReading } from './claim-reading.service.js';
import { ClaimIntake } from './claim-intake.service.js';
import { ExtractionThread } from './extraction-thread.js';
import { Intake } from './intake.service.js';

@Module({
  imports: [ArticlesModule, AssistantsModule, ClaimsModule, EgressModule, LearningModule, ReadingModule, SourcesModule],
  providers: [Intake, ArticleFetching, ArticleExtraction, ClaimIntake, ClaimReading, ExtractionThread],
  exports: [Intake, ArticleFetching, ArticleExtraction],
})
export class IntakeModule {}
