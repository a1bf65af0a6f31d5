import { Global, Module } from '@nestjs/common';
import { Absences } from './absences.service.js';
import { AbsenceStore } from './absences.store.js';
import { Authenticator } from './authenticator.service.js';
import { Calendars } from './calendars.service.js';
import { CalendarStore } from './calendar.store.js';
import { DeskStore } from './desks.store.js';
import { Desks } from './desks.service.js';
import { FirstStart } from './first-start.service.js';
import { Machines } from './machines.service.js';
import { MachinesStore } from './machines.store.js';
import { NewsroomStore } from './newsroom.store.js';
import { Newsrooms } from './newsrooms.service.js';
import { People } from './people.service.js';
import { PeopleStore } from './people.store.js';
import { Policies } from './policies.service.js';
import { PolicyStore } from './policy.store.js';
import { RatingScales } from './rating-scales.service.js';
import { RatingScalesStore } from './rating-scales.store.js';
import { TokenCache } from './token-cache.js';
import { Tokens } from './tokens.service.js';
import { TokensStore } from './tokens.store.js';

const stores = [NewsroomStore, PeopleStore, MachinesStore, DeskStore, AbsenceStore];
const services = [
  Absences,
  Authenticator,
  Calendars,
  Desks,
  FirstStart,
  Machines,
  Newsrooms,
  People,
  Policies,
  RatingScales,
  Tokens,
];

@Global()
@Module({
  providers: [...stores, TokensStore, PolicyStore, CalendarStore, RatingScalesStore, TokenCache, ...services],
  exports: [...stores, CalendarStore, ...services],
})
export class NewsroomModule {}
