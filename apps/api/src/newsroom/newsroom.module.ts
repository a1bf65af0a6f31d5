import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { MachinesController } from './machines.controller.js';
import { NewsroomController } from './newsroom.controller.js';
import { PeopleController } from './people.controller.js';
import { PolicyController } from './policy.controller.js';
import { RatingScalesController } from './rating-scales.controller.js';
import { TokensController } from './tokens.controller.js';

@Module({
  controllers: [
    NewsroomController,
    PeopleController,
    MachinesController,
    TokensController,
    PolicyController,
    CalendarController,
    RatingScalesController,
  ],
})
export class NewsroomApiModule {}
