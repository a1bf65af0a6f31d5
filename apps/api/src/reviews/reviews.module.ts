import { Module } from '@nestjs/common';
import { FactChecksModule } from '#factchecks';
import { ReviewsModule } from '#reviews';
import { ClaimsApiModule } from '../claims/claims.module.js';
import { ConflictsController } from './conflicts.controller.js';
import { DraftReading } from './drafts.reading.js';
import { ReviewRecordsController } from './records.controller.js';
import { ReviewsController } from './reviews.controller.js';

@Module({
  imports: [ReviewsModule, ClaimsApiModule, FactChecksModule],
  controllers: [ReviewsController, ReviewRecordsController, ConflictsController],
  providers: [DraftReading],
})
export class ReviewsApiModule {}
