import { Module } from '@nestjs/common';
import { AssignmentsModule } from '#assignments';
import { PlansController } from './plans.controller.js';
import { WorkController } from './work.controller.js';

@Module({ imports: [AssignmentsModule], controllers: [PlansController, WorkController] })
export class AssignmentsApiModule {}
