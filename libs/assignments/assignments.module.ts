import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { NewsroomModule } from '#newsroom';
import { ReviewsModule } from '#reviews';
import { WorkflowModule } from '#workflow';
import { HandBacks } from './hand-backs.service.js';
import { PlanFacts } from './plan-facts.service.js';
import { Plans } from './plans.service.js';
import { PlanStore } from './plans.store.js';

@Module({
  imports: [ClaimsModule, NewsroomModule, ReviewsModule, WorkflowModule],
  providers: [Plans, PlanFacts, PlanStore, HandBacks],
  exports: [Plans, HandBacks],
})
export class AssignmentsModule {}
