import { dayAfter, isDay } from './calendar.js';
import { publishedCalendar } from './published-calendar.js';
import { isWorkday, provisional, workdayAfter } from './working-calendar.js';

const weekday = (day: string) => new Date(day).getUTCDay();
const isWeekend = (day: string) => [0, 6].includes(weekday(day));

function daysOf(from: string, to: string): string[] {
  const days = [];
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day);
  return days;
}

describe('the published calendar', () => {
  const years = Object.entries(publishedCalendar.years);

  it('holds every year from 2004 to 2026', () => {
    expect(years.map(([year]) => Number(year))).toEqual(Array.from({ length: 23 }, (_, n) => 2004 + n));
  });

  it.each(years)('%s: weekdays off and weekend days worked, each once, in order, of that year', (year, days) => {
    for (const list of [days.daysOff, days.makeUpDays]) {
      expect(list).toEqual([...new Set(list)].sort());
      expect(list.filter((day) => !isDay(day) || !day.startsWith(year))).toEqual([]);
    }
    expect(days.daysOff.filter(isWeekend)).toEqual([]);
    expect(days.makeUpDays.filter((day) => !isWeekend(day))).toEqual([]);
  });

  it.each([
    ['2024', 19, 8, 251],
    ['2025', 18, 5, 248],
    ['2026', 19, 6, 248],
  ])('%s: %i weekdays off, %i weekend days worked, %i workdays', (year, daysOff, makeUpDays, workdays) => {
    expect(publishedCalendar.years[year]?.daysOff).toHaveLength(daysOff);
    expect(publishedCalendar.years[year]?.makeUpDays).toHaveLength(makeUpDays);
    const worked = daysOf(`${year}-01-01`, `${year}-12-31`).filter((day) => isWorkday(publishedCalendar, day));
    expect(worked).toHaveLength(workdays);
  });

  // The notices as the State Council words them: stretches of free days, weekends within them included, and days worked.
  const notices = {
    2024: {
      free: [
        ['01-01', '01-01'],
        ['02-10', '02-17'],
        ['04-04', '04-06'],
        ['05-01', '05-05'],
        ['06-10', '06-10'],
        ['09-15', '09-17'],
        ['10-01', '10-07'],
      ],
      worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
    },
    2025: {
      free: [
        ['01-01', '01-01'],
        ['01-28', '02-04'],
        ['04-04', '04-06'],
        ['05-01', '05-05'],
        ['05-31', '06-02'],
        ['10-01', '10-08'],
      ],
      worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
    },
    2026: {
      free: [
        ['01-01', '01-03'],
        ['02-15', '02-23'],
        ['04-04', '04-06'],
        ['05-01', '05-05'],
        ['06-19', '06-21'],
        ['09-25', '09-27'],
        ['10-01', '10-07'],
      ],
      worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
    },
  };

  it.each(Object.entries(notices))('%s: every day is what the notice makes it', (year, { free, worked }) => {
    const off = new Set(free.flatMap(([from, to]) => daysOf(`${year}-${from}`, `${year}-${to}`)));
    const madeUp = worked.map((day) => `${year}-${day}`);
    for (const day of daysOf(`${year}-01-01`, `${year}-12-31`))
      expect([day, isWorkday(publishedCalendar, day)]).toEqual([
        day,
        madeUp.includes(day) || (!isWeekend(day) && !off.has(day)),
      ]);
  });
});

describe('a year not yet published', () => {
  it('is provisional', () => {
    const days = ['2003-12-31', '2004-01-01', '2026-12-31', '2027-01-01'];
    expect(days.map((day) => provisional(publishedCalendar, day))).toEqual([true, false, false, true]);
  });

  it('is worked on all weekdays but the fixed holidays', () => {
    const off = daysOf('2029-01-01', '2029-12-31').filter((day) => !isWorkday(publishedCalendar, day));
    expect(off.filter(isWeekend)).toHaveLength(104);
    expect(off.filter((day) => !isWeekend(day))).toEqual([
      '2029-01-01',
      '2029-05-01',
      '2029-05-02',
      '2029-10-01',
      '2029-10-02',
      '2029-10-03',
    ]);
  });

  it('is no longer once its days are there', () => {
    const extended = {
      ...publishedCalendar,
      years: { ...publishedCalendar.years, 2027: { daysOff: ['2027-02-05'], makeUpDays: ['2027-01-30'] } },
    };
    expect(provisional(extended, '2027-02-05')).toBe(false);
    expect(isWorkday(extended, '2027-02-05')).toBe(false);
    expect(isWorkday(extended, '2027-01-30')).toBe(true);
    expect(isWorkday(extended, '2027-10-01')).toBe(true); // a published year says all there is to say
  });
});

describe('workdays after a day', () => {
  it('counts make-up Sundays and skips holidays', () => {
    expect([1, 2, 3].map((n) => workdayAfter(publishedCalendar, '2025-09-26', n))).toEqual([
      '2025-09-28',
      '2025-09-29',
      '2025-09-30',
    ]);
    expect(workdayAfter(publishedCalendar, '2025-09-30', 1)).toBe('2025-10-09');
  });

  it('finds the third workday of a month (T05)', () => {
    expect(workdayAfter(publishedCalendar, '2026-09-30', 3)).toBe('2026-10-10');
  });

  it('refuses what is no number of days, and no day', () => {
    for (const n of [0, -1, 1.5, NaN, Infinity])
      expect(() => workdayAfter(publishedCalendar, '2025-09-26', n)).toThrow(RangeError);
    expect(() => workdayAfter(publishedCalendar, '2025-02-29', 1)).toThrow(RangeError);
    expect(() => isWorkday(publishedCalendar, '2025-9-26')).toThrow(RangeError);
  });
});
