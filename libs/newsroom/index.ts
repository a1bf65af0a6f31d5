// Owns: newsrooms, their people and roles, desks, machines, tokens, policy, calendar and rating scales.
// Promises: whoever asks is known, and holds exactly the permissions that their roles and token give them, from one request to the next.
// Never: decides about a claim, or gives a token out a second time.
export * from './permissions.rules.js';
export { personOf, systemActor, type Actor, type Membership } from './actor.js';
export { Absence } from './absence.entity.js';
export { Absences } from './absences.service.js';
export { absencesBegun, AbsenceStore, type AbsenceRow, type NewAbsence } from './absences.store.js';
export { Authenticator } from './authenticator.service.js';
export { FirstStart } from './first-start.service.js';
export {
  CalendarVersion,
  Machine,
  Newsroom,
  Person,
  PolicyVersion,
  RatingScaleEntity,
  Token,
} from './newsroom.entity.js';
export { Desk, DeskMember } from './desk.entity.js';
export { Desks, type NewDesk } from './desks.service.js';
export { DeskStore, type DeskRow, type DeskValues, type MemberRow, type MemberValues } from './desks.store.js';
export { NewsroomStore, type NewsroomRow } from './newsroom.store.js';
export { Newsrooms } from './newsrooms.service.js';
export { People, type NewPerson } from './people.service.js';
export { PeopleStore, type PeopleFilter, type PersonRow, type PersonValues } from './people.store.js';
export { Machines } from './machines.service.js';
export { MachinesStore, type MachineRow } from './machines.store.js';
export { Tokens, type MadeToken, type NewToken } from './tokens.service.js';
export type { TokenRow } from './tokens.store.js';
export { Policies, type PolicyOfThePast, type WholePolicy } from './policies.service.js';
export { differences, policyChanges, type PolicyChange } from './policy-changes.rules.js';
export {
  defaultPolicy,
  escalationLevels,
  policyOf,
  priorities,
  rightsOfReply,
  timingOf,
  type DeskPolicy,
  type Policy,
  type PolicyBody,
  type EscalationLevel,
  type PolicyWarning,
  type Priority,
  type Timing,
} from './policy.rules.js';
export {
  defaultCalendar,
  weekdays,
  type Calendar,
  type Holiday,
  type Stretch,
  type Weekday,
} from './calendar.rules.js';
export { CalendarStore, NEXT_HOUR, type Moment } from './calendar.store.js';
export { Calendars, type WholeCalendar } from './calendars.service.js';
export { RatingScales, type ScaleValues } from './rating-scales.service.js';
export type { RatingScaleRow } from './rating-scales.store.js';
export { bounds, ratingName, type Rating, type RatingScale } from './rating-scale.rules.js';
export { NewsroomModule } from './newsroom.module.js';
