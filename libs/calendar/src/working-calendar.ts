import { dayAfter, isDay, type Day } from './calendar.js';

/** A stretch of working time of each workday, `HH:MM`; `24:00` is the end of the day. */
export interface WorkingInterval {
  readonly from: string;
  readonly to: string;
}

/** How one year differs from plain weeks. */
export interface YearDays {
  /** Weekdays nobody works. */
  readonly daysOff: readonly Day[];
  /** Saturdays and Sundays worked instead (調休). */
  readonly makeUpDays: readonly Day[];
}

/** What a calendar says (R247). */
export interface CalendarContent {
  /** The IANA zone of days and intervals. */
  readonly zone: string;
  /** At least one; in order, apart from each other. */
  readonly intervals: readonly WorkingInterval[];
  /** By year, e.g. `2026`; a year that is not here has not been published yet. */
  readonly years: Readonly<Record<string, YearDays>>;
}

/** A calendar under the version that events cite. */
export interface Calendar extends CalendarContent {
  readonly version: number;
}

/**
 * The statutory holidays of fixed date (全國年節及紀念日放假辦法 of 2024): New Year, Labour Day, National Day. Those of the lunar
 * calendar and the days moved around them are known only when a year is published.
 */
const fixedHolidays = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

/** Whether a day is a Saturday or a Sunday, worked or not. */
export function isWeekend(day: Day): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** Whether the year of a day is not published, so that it is planned by weekends and fixed holidays only. */
export const provisional = (calendar: CalendarContent, day: Day): boolean =>
  !Object.hasOwn(calendar.years, day.slice(0, 4));

/** Whether people work on a day; RangeError for what is no day. */
export function isWorkday(calendar: CalendarContent, day: Day): boolean {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  const year = provisional(calendar, day) ? undefined : calendar.years[day.slice(0, 4)];
  if (!year) return !isWeekend(day) && !fixedHolidays.includes(day.slice(5));
  return isWeekend(day) ? year.makeUpDays.includes(day) : !year.daysOff.includes(day);
}

/** The n-th workday after a day, n ≥ 1, whether or not that day is one itself. */
export function workdayAfter(calendar: CalendarContent, day: Day, n: number): Day {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`not a number of workdays: ${n}`);
  let next = day;
  for (let left = n; left > 0;) {
    next = dayAfter(next);
    if (isWorkday(calendar, next)) left -= 1;
  }
  return next;
}
