const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTH =
  '(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\\.?';
const FULL = new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'i');
const FULL_BRITISH = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH},? (\\d{4})\\b`, 'i');
const MONTH_YEAR = new RegExp(`\\b${MONTH}(?: of)?,? (\\d{4})\\b`, 'i');
const MONTH_DAY = new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?\\b(?! ?\\d{4})`, 'i');
const MONTH_LAST = new RegExp(`\\b(?:${MONTH} (?:of )?last year|last ${MONTH})`, 'i');
const YEAR =
  /\b(?:in|since|by|until|during|of|from|the) (?:(?:early|late|mid-?|spring of|summer of|autumn of|fall of|winter of) ?)?(1[89]\d\d|20\d\d)\b/i;
const DECADE = /\b(1[89]\d0|20\d0)['’]?s\b/;
const NEAR =
  /\b(yesterday|today|tonight|tomorrow)\b|\b(?:on |last )?(sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b|\b(last|this|next) (year|month)\b/i;

/**
 * The first date a passage gives, as far as it goes: `2019-01-28`, `2018-10`, `2015`. A day without a year, a weekday or "last November" is counted
 * from `publishedAt` to the nearest past; without that day it is left out rather than guessed. ISO 8601.
 */
export function dateIn(text: string, publishedAt?: Date): string | undefined {
  if (publishedAt === undefined && !/\d/.test(text)) return undefined;
  const full = FULL.exec(text);
  if (full !== null) return day(Number(full[3]), monthOf(full[1]), Number(full[2]));
  const british = FULL_BRITISH.exec(text);
  if (british !== null) return day(Number(british[3]), monthOf(british[2]), Number(british[1]));
  if (publishedAt !== undefined && !Number.isNaN(publishedAt.getTime())) {
    const near = relative(text, publishedAt);
    if (near !== undefined) return near;
  }
  const monthYear = MONTH_YEAR.exec(text);
  if (monthYear !== null) return `${monthYear[2]}-${two(monthOf(monthYear[1]))}`;
  const year = YEAR.exec(text);
  if (year !== null) return year[1];
  const decade = DECADE.exec(text);
  return decade === null ? undefined : `${(decade[1] as string).slice(0, 3)}X`;
}

function relative(text: string, from: Date): string | undefined {
  const last = MONTH_LAST.exec(text);
  if (last !== null) {
    const month = monthOf(last[1] ?? last[2]);
    const year =
      last[1] !== undefined || month > from.getUTCMonth() + 1 ? from.getUTCFullYear() - 1 : from.getUTCFullYear();
    return `${year}-${two(month)}`;
  }
  const monthDay = MONTH_DAY.exec(text);
  if (monthDay !== null && !MONTH_YEAR.test(text)) {
    const month = monthOf(monthDay[1]);
    const on = Date.UTC(from.getUTCFullYear(), month - 1, Number(monthDay[2]));
    return day(
      on > from.getTime() + 86_400_000 * 60 ? from.getUTCFullYear() - 1 : from.getUTCFullYear(),
      month,
      Number(monthDay[2]),
    );
  }
  const near = NEAR.exec(text);
  return near === null ? undefined : nearDay(near, from);
}

function nearDay(near: RegExpExecArray, from: Date): string {
  const move = (days: number): string => new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const word = near[1]?.toLowerCase();
  if (word !== undefined) return move(word === 'yesterday' ? -1 : word === 'tomorrow' ? 1 : 0);
  if (near[2] !== undefined) return move(-((from.getUTCDay() - DAYS.indexOf(near[2].toLowerCase()) + 7) % 7));
  const step = near[3]?.toLowerCase() === 'last' ? -1 : near[3]?.toLowerCase() === 'next' ? 1 : 0;
  if (near[4]?.toLowerCase() === 'year') return String(from.getUTCFullYear() + step);
  const month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + step, 1));
  return month.toISOString().slice(0, 7);
}

function monthOf(name: string | undefined): number {
  return MONTHS.findIndex((month) => month.startsWith((name ?? '').toLowerCase().slice(0, 3))) + 1;
}

function day(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : undefined;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
