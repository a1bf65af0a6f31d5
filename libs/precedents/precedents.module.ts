import { Module } from '@nestjs/common';
import { ImportedReviewStore } from './imported-reviews.store.js';

@Module({
  providers: [ImportedReviewStore],
  exports: [ImportedReviewStore],
})
export class PrecedentsModule {}
