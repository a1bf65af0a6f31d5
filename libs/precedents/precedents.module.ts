import { Module } from '@nestjs/common';
import { StorageModule } from '#storage';
import { ImportedReviewStore } from './imported-reviews.store.js';
import { ReviewImports } from './review-imports.service.js';
import { ReviewImportStore } from './review-imports.store.js';

@Module({
  imports: [StorageModule],
  providers: [ImportedReviewStore, ReviewImportStore, ReviewImports],
  exports: [ImportedReviewStore, ReviewImportStore, ReviewImports],
})
export class PrecedentsModule {}
