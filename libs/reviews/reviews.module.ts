import { Module } from '@nestjs/common';
import { DraftStore } from './drafts.store.js';
import { ReviewStore } from './reviews.store.js';
import { RoundStore } from './rounds.store.js';
import { SituationStore } from './situations.store.js';
import { VerdictStore } from './verdicts.store.js';

const stores = [DraftStore, ReviewStore, RoundStore, SituationStore, VerdictStore];

@Module({ providers: stores, exports: stores })
export class ReviewsModule {}
