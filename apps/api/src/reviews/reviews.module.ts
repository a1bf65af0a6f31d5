import { Module } from '@nestjs/common';
import { ReviewsModule } from '#reviews';
import { ClaimsApiModule } from '../claims/claims.module.js';
import { ConflictsController } from './conflicts.controller.js';
import { ReviewRecordsController } from './records.controller.js';
import { ReviewsController } from './reviews.controller.js';

@Module({
  imports: [ReviewsModule, ClaimsApiModule],
  controllers: [ReviewsController, ReviewRecordsController, ConflictsController],
})
export class ReviewsApiModule {}
