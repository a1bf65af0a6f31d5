import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { RepliesModule } from '#replies';
import { RepliesController } from './replies.controller.js';
import { ReplyViews } from './replies.reading.js';
import { ReplyChangesController } from './reply-changes.controller.js';

@Module({
  imports: [ClaimsModule, RepliesModule],
  providers: [ReplyViews],
  controllers: [RepliesController, ReplyChangesController],
})
export class RepliesApiModule {}
