import { Module } from '@nestjs/common';
import { PrecedentsModule } from '#precedents';
import { ClaimsModule } from '#claims';
import { EgressModule } from '#egress';
import { EvidenceModule } from '#evidence';
import { FactChecksModule } from '#factchecks';
import { NewsroomModule } from '#newsroom';
import { ReadingModule } from '#reading';
import { ReviewsModule } from '#reviews';
import { SourcesModule } from '#sources';
import { StorageModule } from '#storage';
import { WorkflowModule } from '#workflow';
import { Alarms } from './alarms.service.js';
import { BlobSweep } from './blobs.service.js';
import { BlobSweepStore } from './blobs.store.js';
import { HandCaptures, Withdrawals } from './by-hand.service.js';
import { Refresh } from './refresh.service.js';
import { Settling } from './settling.service.js';
import { Visits } from './visits.service.js';

@Module({
  imports: [
    ClaimsModule,
    EgressModule,
    EvidenceModule,
    FactChecksModule,
    PrecedentsModule,
    NewsroomModule,
    ReadingModule,
    ReviewsModule,
    SourcesModule,
    StorageModule,
    WorkflowModule,
  ],
  providers: [Alarms, BlobSweep, BlobSweepStore, HandCaptures, Refresh, Settling, Visits, Withdrawals],
  exports: [BlobSweep, HandCaptures, Refresh, Visits, Withdrawals],
})
export class RefreshModule {}
