import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { FactChecksModule } from '#factchecks';
import { ReviewsModule } from '#reviews';
import { WorkflowModule } from '#workflow';
import { actionControllers } from './actions.controllers.js';
import { AvailableActionsReading } from './available-actions.reading.js';
import { BulkActionsController } from './bulk-actions.controller.js';
import { ClaimPartsController } from './claim-parts.controller.js';
import { ClaimsController } from './claims.controller.js';
import { ClaimListing } from './claims.listing.js';
import { ClaimReading } from './claims.reading.js';

@Module({
  imports: [ClaimsModule, FactChecksModule, ReviewsModule, WorkflowModule],
  controllers: [BulkActionsController, ClaimsController, ClaimPartsController, ...actionControllers],
  providers: [AvailableActionsReading, ClaimReading, ClaimListing],
  exports: [ClaimReading],
})
export class ClaimsApiModule {}
