import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { AssignmentsModule } from '#assignments';
import { ClaimsModule } from '#claims';
import { ReviewsModule } from '#reviews';
import { DeskMembersController } from './desk-members.controller.js';
import { DesksController } from './desks.controller.js';
import { MachinesController } from './machines.controller.js';
import { NewsroomController } from './newsroom.controller.js';
import { PeopleController } from './people.controller.js';
import { PolicyTrialsController } from './policy-trials.controller.js';
import { PolicyController } from './policy.controller.js';
import { RatingScalesController } from './rating-scales.controller.js';
import { TokensController } from './tokens.controller.js';

@Module({
  imports: [AssignmentsModule, ClaimsModule, ReviewsModule],
  controllers: [
    NewsroomController,
    PeopleController,
    DesksController,
    DeskMembersController,
    MachinesController,
    TokensController,
    PolicyController,
    PolicyTrialsController,
    CalendarController,
    RatingScalesController,
  ],
})
export class NewsroomApiModule {}
