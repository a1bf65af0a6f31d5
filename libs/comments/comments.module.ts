import { Module } from '@nestjs/common';
import { ArticlesModule } from '#articles';
import { ClaimsModule } from '#claims';
import { ReviewsModule } from '#reviews';
import { CommentStore } from './comments.store.js';
import { Comments } from './comments.service.js';

@Module({
  imports: [ArticlesModule, ClaimsModule, ReviewsModule],
  providers: [Comments, CommentStore],
  exports: [Comments, CommentStore],
})
export class CommentsModule {}
