import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { FactChecksModule } from '#factchecks';
import { RepliesModule } from '#replies';
import { RepliesController } from './replies.controller.js';
import { ReplyViews } from './replies.reading.js';
import { ReplyChangesController } from './reply-changes.controller.js';
import { UnderLive } from './under-live.service.js';

@Module({
  imports: [ClaimsModule, FactChecksModule, RepliesModule],
  providers: [ReplyViews, UnderLive],
  controllers: [RepliesController, ReplyChangesController],
  exports: [ReplyViews],
})
export class RepliesApiModule {}
