import { z } from 'zod';
import { defaultCalendar, weekdays } from '#newsroom';
import { time, timeGiven, words } from '../http/schemas.js';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is not a time of day, HH:MM');
const stretch = z
  .strictObject({ from: clock.refine((at) => at !== '24:00', 'is the end of a day, not a beginning'), to: clock })
  .meta({ id: 'Stretch', description: 'On the newsroom’s own clocks. `to` not after `from`: on the next day.' });
const hoursOfDay = z.array(stretch).max(6);
const week = Object.fromEntries(weekdays.map((day) => [day, hoursOfDay])) as Record<
  (typeof weekdays)[number],
  typeof hoursOfDay
>;
const weekGiven = Object.fromEntries(weekdays.map((day) => [day, hoursOfDay.default([])])) as Record<
  (typeof weekdays)[number],
  z.ZodDefault<typeof hoursOfDay>
>;
const timeZone = z
  .string()
  .regex(/^[A-Za-z0-9_+-]{1,30}(\/[A-Za-z0-9_+-]{1,30}){0,2}$/, 'is not the name of a time zone')
  .meta({ description: 'Of the IANA time zone database.', examples: ['Europe/Berlin'] });
const holiday = z.strictObject({ date: z.iso.date(), name: words(200).optional() });
const QUIET = 'Nobody is told of a deadline in these hours, but at their end. Null: at any hour.';

export const CalendarBody = z
  .strictObject({
    timeZone: timeZone.default(defaultCalendar.timeZone),
    workingHours: z
      .strictObject(weekGiven)
      .default(defaultCalendar.workingHours)
      .meta({ description: 'A day that is left out, or has no hours, is off. All left out: every hour of every day.' }),
    quietHours: stretch.nullable().default(null).meta({ description: QUIET }),
    quietOnDaysOff: z
      .boolean()
      .default(false)
      .meta({ description: 'True: on days off and holidays nobody is told of a deadline either.' }),
    holidays: z.array(holiday).max(1000).default([]).meta({ description: 'Days off, whatever the day of the week.' }),
  })
  .meta({ id: 'CalendarBody', description: 'Replaces the calendar; what is left out goes back to the value shown.' });

export const CalendarView = z
  .object({
    timeZone,
    workingHours: z.object(week),
    quietHours: stretch.nullable().meta({ description: QUIET }),
    quietOnDaysOff: z.boolean(),
    holidays: z.array(holiday),
    savedAt: time.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Calendar' });

export const MomentQuery = z.strictObject({
  at: timeGiven.optional().meta({ description: 'now, unless given' }),
  hours: z.coerce.number().min(0).max(87_600).optional().meta({ description: 'hours at work to count from there' }),
});
export const MomentView = z
  .object({
    at: time,
    atWork: z.boolean(),
    quietUntil: time.nullable().meta({ description: 'Null: people are told at once.' }),
    dueAt: time.nullable().meta({ description: 'When the hours asked for have passed; null without any.' }),
  })
  .meta({ id: 'CalendarMoment' });
