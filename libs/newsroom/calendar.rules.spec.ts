import { calendarErrors, defaultCalendar, isTimeZone, lengthOf, type Calendar } from './calendar.rules.js';

const calendar = (given: Partial<Calendar>): Calendar => ({ ...defaultCalendar, ...given });
const week = (given: Partial<Calendar['workingHours']>): Calendar['workingHours'] => ({
  ...{ mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
  ...given,
});
const pointers = (given: Partial<Calendar>) =>
  calendarErrors(calendar(given)).map(({ pointer, code }) => `${pointer} ${code}`);

describe('A calendar', () => {
  it('can be meant: every hour of every day, or nights that run into the next day', () => {
    expect(calendarErrors(defaultCalendar)).toEqual([]);
    const nights = [{ from: '22:00', to: '06:00' }];
    expect(pointers({ workingHours: week({ sun: nights, mon: nights }) })).toEqual([]);
    expect(lengthOf({ from: '22:00', to: '06:00' })).toBe(480);
    expect(lengthOf({ from: '00:00', to: '24:00' })).toBe(1440);
  });

  it('has a day to work on, and hours that do not overlap, over midnight and over the end of the week either', () => {
    expect(pointers({ workingHours: week({}) })).toEqual(['/workingHours no-working-day']);
    const twice = [
      { from: '09:00', to: '13:00' },
      { from: '12:00', to: '17:00' },
    ];
    expect(pointers({ workingHours: week({ fri: twice }) })).toEqual(['/workingHours/fri/1 overlapping-hours']);
    const [long, early] = [[{ from: '20:00', to: '09:30' }], [{ from: '09:00', to: '17:00' }]];
    expect(pointers({ workingHours: week({ mon: long, tue: early }) })).toEqual([
      '/workingHours/tue/0 overlapping-hours',
    ]);
    expect(pointers({ workingHours: week({ sun: long, mon: early }) })).toEqual([
      '/workingHours/mon/0 overlapping-hours',
    ]);
  });

  it('leaves an hour in which people can be told something, and names no holiday twice', () => {
    expect(pointers({ quietHours: { from: '08:00', to: '08:00' } })).toEqual(['/quietHours quiet-all-day']);
    expect(pointers({ quietHours: { from: '00:00', to: '24:00' } })).toEqual(['/quietHours quiet-all-day']);
    const holidays = [{ date: '2026-12-25' }, { date: '2026-12-25', name: 'Christmas' }];
    expect(pointers({ holidays })).toEqual(['/holidays/1/date holiday-twice']);
  });

  it('is in a time zone with its own daylight saving, not at an offset', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia', 'Australia/Lord_Howe']) {
      expect([zone, isTimeZone(zone)]).toEqual([zone, true]);
    }
    for (const zone of ['', 'CET', '+01:00', 'Mars/Olympus', 'europe/berlin', 'EST5EDT', '../etc/passwd', 'Europe']) {
      expect([zone, isTimeZone(zone)]).toEqual([zone, false]);
    }
    expect(pointers({ timeZone: 'Berlin' })).toEqual(['/timeZone unknown-time-zone']);
  });
});
