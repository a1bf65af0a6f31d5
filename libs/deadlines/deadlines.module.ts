import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { NewsroomModule } from '#newsroom';
import { RepliesModule } from '#replies';
import { Deadlines, Hours } from './deadlines.service.js';
import { DeadlineStore } from './deadlines.store.js';
import { RepliesOverdue } from './replies-overdue.service.js';

@Module({
  imports: [ClaimsModule, NewsroomModule, RepliesModule],
  providers: [Deadlines, DeadlineStore, Hours, RepliesOverdue],
  exports: [Deadlines, DeadlineStore],
})
export class DeadlinesModule {}
