import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { EvidenceModule } from '#evidence';
import { RefreshModule } from '#refresh';
import { ReviewsModule } from '#reviews';
import { SourcesModule } from '#sources';
import { StorageModule } from '#storage';
import { EvidenceChangesController } from './evidence-changes.controller.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceReading } from './evidence.reading.js';
import { EvidenceViews } from './evidence.views.js';
import { FileIntake } from './file-intake.js';
import { EvidenceFilesController } from './files.controller.js';

@Module({
  imports: [ClaimsModule, EvidenceModule, RefreshModule, ReviewsModule, SourcesModule, StorageModule],
  providers: [EvidenceReading, EvidenceViews, FileIntake],
  controllers: [EvidenceController, EvidenceChangesController, EvidenceFilesController],
  exports: [EvidenceReading],
})
export class EvidenceApiModule {}
