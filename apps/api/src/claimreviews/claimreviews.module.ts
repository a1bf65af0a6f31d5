import { Module } from '@nestjs/common';
import { PrecedentsModule } from '#precedents';
import { StorageModule } from '#storage';
import { ClaimReviewsController } from './claimreviews.controller.js';
import { ReviewImportsController } from './imports.controller.js';

@Module({
  imports: [PrecedentsModule, StorageModule],
  controllers: [ReviewImportsController, ClaimReviewsController],
})
export class ClaimReviewsApiModule {}
