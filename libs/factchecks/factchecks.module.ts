import { Module } from '@nestjs/common';
import { ArticlesModule } from '#articles';
import { ClaimsModule } from '#claims';
import { EvidenceModule } from '#evidence';
import { NewsroomModule } from '#newsroom';
import { PrecedentsModule } from '#precedents';
import { RepliesModule } from '#replies';
import { ReviewsModule } from '#reviews';
import { SourcesModule } from '#sources';
import { Addresses } from './addresses.service.js';
import { Dossiers } from './dossiers.service.js';
import { EarlierRatingStore } from './earlier-ratings.store.js';
import { EarlierVerdicts } from './earlier-verdicts.service.js';
import { FactChecks } from './factchecks.service.js';
import { FactCheckStore } from './factchecks.store.js';
import { Materials } from './materials.service.js';
import { Rechecks } from './rechecks.service.js';
import { RecheckStore } from './rechecks.store.js';

@Module({
  imports: [
    ArticlesModule,
    ClaimsModule,
    EvidenceModule,
    NewsroomModule,
    PrecedentsModule,
    RepliesModule,
    ReviewsModule,
    SourcesModule,
  ],
  providers: [
    Addresses,
    Dossiers,
    EarlierRatingStore,
    EarlierVerdicts,
    FactCheckStore,
    FactChecks,
    Materials,
    RecheckStore,
    Rechecks,
  ],
  exports: [Addresses, Dossiers, EarlierRatingStore, EarlierVerdicts, FactCheckStore, FactChecks, Rechecks],
})
export class FactChecksModule {}
