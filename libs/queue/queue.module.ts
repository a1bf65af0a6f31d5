import { Module } from '@nestjs/common';
import { NewsroomModule } from '#newsroom';
import { ReviewsModule } from '#reviews';
import { WorkflowModule } from '#workflow';
import { Queue } from './queue.service.js';
import { QueueStore } from './queue.store.js';

@Module({
  imports: [NewsroomModule, ReviewsModule, WorkflowModule],
  providers: [Queue, QueueStore],
  exports: [Queue],
})
export class QueueModule {}
