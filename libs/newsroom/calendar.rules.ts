import type { FieldError } from '#problems';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** `HH:MM` on the newsroom's own clocks; 24:00 is the end of a day. `to` not after `from`: on the next day. */
export interface Stretch {
  from: string;
  to: string;
}

export interface Holiday {
  /** `YYYY-MM-DD`, where the newsroom is. */
  date: string;
  name?: string;
}

/**
 * When a newsroom works, and when it is left in peace. What the clocks say is turned into moments by PostgreSQL's time
 * zones: an hour that spring skips is the hour after it, and one that autumn repeats is the second of the two.
 */
export interface Calendar {
  /** Of the IANA database, e.g. `Europe/Berlin`. */
  timeZone: string;
  /** A day without a stretch is off, and so is a holiday. */
  workingHours: Record<Weekday, Stretch[]>;
  /** Nobody is told of a deadline in these hours, on any day, but at their end. */
  quietHours: Stretch | null;
  /** Nor on days off. */
  quietOnDaysOff: boolean;
  holidays: Holiday[];
}

const ALWAYS: Stretch[] = [{ from: '00:00', to: '24:00' }];

/** A newsroom that never said when it works: always. */
export const defaultCalendar: Calendar = {
  timeZone: 'UTC',
  workingHours: { mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS, sun: ALWAYS },
  quietHours: null,
  quietOnDaysOff: false,
  holidays: [],
};

const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** What in a calendar cannot be meant. */
export function calendarErrors(calendar: Calendar): FieldError[] {
  const errors: FieldError[] = [];
  const add = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });
  if (!isTimeZone(calendar.timeZone)) {
    add('/timeZone', 'unknown-time-zone', 'is no zone of the IANA time zone database, such as Europe/Berlin');
  }
  if (weekdays.every((day) => calendar.workingHours[day].length === 0)) {
    add('/workingHours', 'no-working-day', 'leave no day to work on: nothing would ever be due');
  }
  for (const { pointer, with: other } of overlaps(calendar)) {
    add(pointer, 'overlapping-hours', `overlap with those at ${other}`);
  }
  const { quietHours } = calendar;
  if (quietHours !== null && lengthOf(quietHours) >= DAY) {
    add('/quietHours', 'quiet-all-day', 'leave no hour in which anybody could be told anything');
  }
  const seen = new Set<string>();
  calendar.holidays.forEach(({ date }, index) => {
    if (seen.has(date)) add(`/holidays/${index}/date`, 'holiday-twice', 'is in the list already');
    seen.add(date);
  });
  return errors;
}

/** Minutes; 24 hours when it ends at the time at which it begins. */
export function lengthOf({ from, to }: Stretch): number {
  const length = minuteOf(to) - minuteOf(from);
  return length > 0 ? length : length + DAY;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Of two stretches that share a minute, the later, from Monday on. Sunday's night reaches into Monday. */
function overlaps({ workingHours }: Calendar): { pointer: string; with: string }[] {
  const all = weekdays.flatMap((day, at) =>
    workingHours[day].map((stretch, index) => {
      const start = at * DAY + minuteOf(stretch.from);
      return { start, end: start + lengthOf(stretch), pointer: `/workingHours/${day}/${index}` };
    }),
  );
  const inOrder = all.sort((a, b) => a.start - b.start);
  return inOrder.flatMap((one, index) => {
    const next = inOrder[index + 1] ?? inOrder[0];
    if (next === undefined || next === one) return [];
    const start = index + 1 < inOrder.length ? next.start : next.start + WEEK;
    return start < one.end ? [{ pointer: next.pointer, with: one.pointer }] : [];
  });
}

/** Offsets (`+01:00`) and abbreviations (`CET`) have no daylight saving, and are refused. */
export function isTimeZone(name: string): boolean {
  if (name !== 'UTC' && !/^[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
