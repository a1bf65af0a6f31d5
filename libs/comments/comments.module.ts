import { Module } from '@nestjs/common';
import { ArticlesModule } from '#articles';
import { ClaimsModule } from '#claims';
import { ReviewsModule } from '#reviews';
import { CommentStore } from './comments.store.js';
import { Comments } from './comments.service.js';
import { CommentErasure } from './erasure.service.js';

@Module({
  imports: [ArticlesModule, ClaimsModule, ReviewsModule],
  providers: [CommentErasure, Comments, CommentStore],
  exports: [CommentErasure, Comments, CommentStore],
})
export class CommentsModule {}
