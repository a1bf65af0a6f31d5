import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { ReviewsModule } from '#reviews';
import { Replies } from './replies.service.js';
import { ReplyStore } from './replies.store.js';

@Module({ imports: [ClaimsModule, ReviewsModule], providers: [Replies, ReplyStore], exports: [Replies, ReplyStore] })
export class RepliesModule {}
