import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { NewsroomModule } from '#newsroom';
import { Conflicts } from './conflicts.service.js';
import { ConflictStore } from './conflicts.store.js';
import { Drafts } from './drafts.service.js';
import { DraftStore } from './drafts.store.js';
import { RecordStore } from './records.store.js';
import { PolicyTrials } from './policy-trials.service.js';
import { PolicyTrialStore } from './policy-trials.store.js';
import { ReviewStore } from './reviews.store.js';
import { RoundStore } from './rounds.store.js';
import { SituationStore } from './situations.store.js';
import { VerdictStore } from './verdicts.store.js';

const stores = [ConflictStore, DraftStore, RecordStore, ReviewStore, RoundStore, SituationStore, VerdictStore];

@Module({
  imports: [ClaimsModule, NewsroomModule],
  providers: [Conflicts, Drafts, PolicyTrials, PolicyTrialStore, ...stores],
  exports: [Conflicts, Drafts, PolicyTrials, ...stores],
})
export class ReviewsModule {}
