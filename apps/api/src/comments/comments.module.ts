import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { CommentsModule } from '#comments';
import { EvidenceApiModule } from '../evidence/evidence.module.js';
import { CommentChangesController } from './comment-changes.controller.js';
import { CommentsController } from './comments.controller.js';
import { CommentViews } from './comments.reading.js';

@Module({
  imports: [ClaimsModule, CommentsModule, EvidenceApiModule],
  providers: [CommentViews],
  controllers: [CommentsController, CommentChangesController],
})
export class CommentsApiModule {}
