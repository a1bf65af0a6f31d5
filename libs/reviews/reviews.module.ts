import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { NewsroomModule } from '#newsroom';
import { Drafts } from './drafts.service.js';
import { DraftStore } from './drafts.store.js';
import { RecordStore } from './records.store.js';
import { ReviewStore } from './reviews.store.js';
import { RoundStore } from './rounds.store.js';
import { SituationStore } from './situations.store.js';
import { VerdictStore } from './verdicts.store.js';

const stores = [DraftStore, RecordStore, ReviewStore, RoundStore, SituationStore, VerdictStore];

@Module({ imports: [ClaimsModule, NewsroomModule], providers: [Drafts, ...stores], exports: [Drafts, ...stores] })
export class ReviewsModule {}
