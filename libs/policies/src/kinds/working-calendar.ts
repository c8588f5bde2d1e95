import { isDay, isTime, isWeekend, publishedCalendar, type CalendarContent } from '@dealtrail/calendar';
import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

const { zone, intervals, years } = publishedCalendar;

/** Days off, make-up workdays (調休) and office hours (R247); limits in working days count by it. */
export const workingCalendar: PolicyKind<CalendarContent> = {
  zh: '工作日曆',
  en: 'Working calendar',
  first: { zone, intervals, years },
  problems: (content) => {
    const findings = new Findings();
    const calendar = findings.members('', content, ['zone', 'intervals', 'years']);
    if (!isZone(calendar?.zone)) findings.add('zone', 'not-a-zone', 'must be a time zone such as Asia/Shanghai');
    let end = '';
    findings.list('intervals', calendar?.intervals, 1, 12).forEach((interval, n) => {
      const { from, to } = findings.members(`intervals[${n}]`, interval, ['from', 'to']) ?? {};
      for (const [name, time] of Object.entries({ from, to }))
        if (!isTime(time)) findings.add(`intervals[${n}].${name}`, 'not-a-time', 'must be HH:MM, at most 24:00');
      if (!isTime(from) || !isTime(to)) return;
      if (from < end) findings.add(`intervals[${n}].from`, 'not-in-order', 'must not come before the end of the last');
      if (to <= from) findings.add(`intervals[${n}].to`, 'not-in-order', 'must come after its begin');
      end = to;
    });
    for (const [year, days] of findings.entries('years', calendar?.years, 200)) {
      const field = `years.${year}`;
      if (!/^[12]\d{3}$/.test(year)) findings.add(field, 'not-a-year', 'must be named by its year, e.g. 2027');
      const { daysOff, makeUpDays } = findings.members(field, days, ['daysOff', 'makeUpDays']) ?? {};
      differences(findings, `${field}.daysOff`, daysOff, year, false);
      differences(findings, `${field}.makeUpDays`, makeUpDays, year, true);
    }
    return findings.errors;
  },
};

/** Days of a year that differ from plain weeks; in order, so that two versions compare day by day. */
function differences(findings: Findings, field: string, list: unknown, year: string, weekend: boolean): void {
  let last = '';
  findings.list(field, list, 0, 366).forEach((day, n) => {
    const at = `${field}[${n}]`;
    if (!isDay(day) || !day.startsWith(`${year}-`)) return findings.add(at, 'not-a-day', `must be a day of ${year}`);
    if (isWeekend(day) !== weekend)
      findings.add(at, 'as-every-week', `must be a ${weekend ? 'Saturday or Sunday' : 'weekday'}`);
    if (day <= last) findings.add(at, 'not-in-order', 'must come after the day above');
    last = day;
  });
}

function isZone(zone: unknown): boolean {
  if (typeof zone !== 'string' || !/^(UTC|[A-Za-z]+(\/[A-Za-z0-9_+-]+)+)$/.test(zone)) return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
