import { dayAfter, dayOf, instantAt, type Day } from './calendar.js';
import { isWorkday, provisional, workdayAfter, type CalendarContent } from './working-calendar.js';

/** When a limit in working days ends, and whether a year not yet published had a part in it. */
export interface WorkingDayDeadline {
  /** The last instant in time. */
  readonly dueAt: string;
  readonly provisional: boolean;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const closingTime = ({ intervals }: CalendarContent): string => intervals.at(-1)?.to ?? '24:00';

/**
 * The end of office hours on the n-th workday after the day of submission (R064, D02); what is submitted after the end of
 * office hours counts as submitted on the next calendar day.
 */
export function workingDayDeadline(calendar: CalendarContent, submittedAt: string, n: number): WorkingDayDeadline {
  const { zone } = calendar;
  const today = dayOf(submittedAt, zone);
  const closed = Date.parse(submittedAt) > Date.parse(instantAt(today, closingTime(calendar), zone));
  const submitted = closed ? dayAfter(today) : today;
  const dueDay = workdayAfter(calendar, submitted, n);
  let uncertain = false;
  for (let day = submitted; day <= dueDay; day = dayAfter(day)) uncertain ||= provisional(calendar, day);
  return { dueAt: instantAt(dueDay, closingTime(calendar), zone), provisional: uncertain };
}

/** Finding what a clock shows is slow; a calendar never changes, so its days are looked up once. */
const knownSpans = new WeakMap<CalendarContent, Map<Day, readonly Span[]>>();

function spansOf(calendar: CalendarContent, day: Day): readonly Span[] {
  let days = knownSpans.get(calendar);
  if (!days) knownSpans.set(calendar, (days = new Map()));
  let spans = days.get(day);
  if (!spans) days.set(day, (spans = isWorkday(calendar, day) ? workdaySpans(calendar, day) : []));
  return spans;
}

/** The working time of a day, ms; spans never overlap, even where a clock change falls into them. */
function workdaySpans({ zone, intervals }: CalendarContent, day: Day): readonly Span[] {
  let end = -Infinity;
  return intervals.map((interval) => {
    const from = Math.max(end, Date.parse(instantAt(day, interval.from, zone)));
    end = Math.max(from, Date.parse(instantAt(day, interval.to, zone)));
    return { from, to: end };
  });
}

/** Working time from one instant to another, ms; negative backwards, so that parts always add up to the whole. */
export function workingTimeBetween(calendar: CalendarContent, from: string, to: string): number {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (end < start) return 0 - workingTimeBetween(calendar, to, from);
  const lastDay = dayOf(to, calendar.zone);
  let total = 0;
  for (let day = dayOf(from, calendar.zone); day <= lastDay; day = dayAfter(day))
    for (const span of spansOf(calendar, day))
      total += Math.max(0, Math.min(end, span.to) - Math.max(start, span.from));
  return total;
}

/** The first instant by which so much working time has passed, whole ms; for 0 the instant itself. */
export function addWorkingTime(calendar: CalendarContent, instant: string, ms: number): string {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError(`not a working time: ${ms} ms`);
  const start = Date.parse(instant);
  let day = dayOf(instant, calendar.zone);
  if (ms === 0) return new Date(start).toISOString();
  for (let left = ms; ; day = dayAfter(day))
    for (const span of spansOf(calendar, day)) {
      const from = Math.max(start, span.from);
      const length = Math.max(0, span.to - from);
      if (left <= length) return new Date(from + left).toISOString();
      left -= length;
    }
}

/** The instants at which shares of the working time until a due instant have passed, 0 to 1, e.g. 0.9 (T07). */
export function warningInstants(
  calendar: CalendarContent,
  from: string,
  due: string,
  shares: readonly number[],
): readonly string[] {
  const total = workingTimeBetween(calendar, from, due);
  return shares.map((share) => {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`not a share: ${share}`);
    return addWorkingTime(calendar, from, Math.round(total * share));
  });
}
