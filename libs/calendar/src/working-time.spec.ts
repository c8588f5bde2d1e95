import { publishedCalendar } from './published-calendar.js';
import { addWorkingTime, warningInstants, workingDayDeadline, workingTimeBetween } from './working-time.js';

const hour = 3_600_000;
/** What a clock in Shanghai shows, as an instant. */
const at = (shanghai: string) => new Date(`${shanghai.replace(' ', 'T')}+08:00`).toISOString();
const due = (submitted: string, n = 2) => workingDayDeadline(publishedCalendar, at(submitted), n);

describe('a limit in working days', () => {
  it.each([
    ['over National Day', '2025-09-30 10:00', '2025-10-10 18:00'],
    ['with 調休', '2025-09-26 10:00', '2025-09-29 18:00'],
    ['from Friday 19:00', '2026-11-20 19:00', '2026-11-24 18:00'],
    ['from Saturday 10:00', '2026-11-21 10:00', '2026-11-24 18:00'],
    ['at closing time itself', '2026-11-18 18:00', '2026-11-20 18:00'],
    ['just after closing time', '2026-11-18 18:00:00.001', '2026-11-23 18:00'],
    ['at midnight', '2026-11-19 00:00', '2026-11-23 18:00'],
    ['from a Friday evening before a make-up Saturday', '2025-10-10 19:00', '2025-10-14 18:00'],
  ])('%s: submitted %s, due %s', (_, submitted, dueAt) => {
    expect(due(submitted)).toEqual({ dueAt: at(dueAt), provisional: false });
  });

  it('is provisional as soon as a day of a year not yet published counts', () => {
    expect(due('2026-12-29 10:00')).toEqual({ dueAt: at('2026-12-31 18:00'), provisional: false });
    expect(due('2026-12-30 10:00')).toEqual({ dueAt: at('2027-01-04 18:00'), provisional: true });
    expect(due('2026-12-31 18:30', 1)).toEqual({ dueAt: at('2027-01-04 18:00'), provisional: true });
  });

  it('follows the closing time and the zone of its calendar', () => {
    const london = { zone: 'Europe/London', intervals: [{ from: '08:30', to: '16:30' }], years: {} };
    expect(workingDayDeadline(london, '2026-03-27T16:30:00.000Z', 1).dueAt).toBe('2026-03-30T15:30:00.000Z');
    expect(workingDayDeadline(london, '2026-03-27T16:31:00.000Z', 1).dueAt).toBe('2026-03-30T15:30:00.000Z');
    expect(workingDayDeadline(london, '2026-07-01T15:31:00.000Z', 1).dueAt).toBe('2026-07-03T15:30:00.000Z');
  });

  it('refuses what is no instant and no number of days', () => {
    expect(() => workingDayDeadline(publishedCalendar, 'soon', 2)).toThrow(RangeError);
    expect(() => due('2026-11-20 10:00', 0)).toThrow(RangeError);
  });
});

describe('working time', () => {
  const add = (from: string, hours: number) => addWorkingTime(publishedCalendar, at(from), hours * hour);
  const between = (from: string, to: string) => workingTimeBetween(publishedCalendar, at(from), at(to)) / hour;

  it('passes in the intervals of workdays', () => {
    expect(between('2026-11-20 08:00', '2026-11-20 20:00')).toBe(8);
    expect(between('2026-11-20 11:30', '2026-11-20 13:30')).toBe(1);
    expect(between('2026-11-20 12:00', '2026-11-20 13:00')).toBe(0);
    expect(between('2026-11-20 17:00', '2026-11-23 10:00')).toBe(2);
    expect(between('2025-09-30 10:00', '2025-10-10 18:00')).toBe(7 + 16);
    expect(between('2025-09-27 00:00', '2025-09-29 00:00')).toBe(8); // the make-up Sunday
    expect(between('2026-11-23 10:00', '2026-11-20 17:00')).toBe(-2);
    expect(between('2026-11-20 12:00', '2026-11-20 12:00')).toBe(0);
  });

  it('ends with the interval it fills, not with the next', () => {
    expect(add('2026-11-20 09:00', 3)).toBe(at('2026-11-20 12:00'));
    expect(add('2026-11-20 09:00', 3.5)).toBe(at('2026-11-20 13:30'));
    expect(add('2026-11-20 12:30', 0)).toBe(at('2026-11-20 12:30'));
    expect(add('2026-11-20 17:00', 2)).toBe(at('2026-11-23 10:00'));
    expect(add('2026-11-21 10:00', 8)).toBe(at('2026-11-23 18:00'));
  });

  it('is never counted twice where a clock is put forward', () => {
    const intervals = [
      { from: '00:00', to: '01:30' }, // 01:00 to 03:00 are skipped that Sunday
      { from: '03:00', to: '05:00' },
    ];
    const troll = { zone: 'Antarctica/Troll', intervals, years: { 2018: { daysOff: [], makeUpDays: ['2018-03-25'] } } };
    expect(workingTimeBetween(troll, '2018-03-25T00:00:00.000Z', '2018-03-25T12:00:00.000Z')).toBe(3 * hour);
  });

  it('refuses what is no working time', () => {
    for (const ms of [-1, 0.5, NaN, Infinity])
      expect(() => addWorkingTime(publishedCalendar, at('2026-11-20 09:00'), ms)).toThrow(RangeError);
    expect(() => addWorkingTime(publishedCalendar, 'soon', 1)).toThrow(RangeError);
    expect(() => workingTimeBetween(publishedCalendar, 'soon', at('2026-11-20 09:00'))).toThrow(RangeError);
  });

  it('warns at shares of it (T07)', () => {
    const { dueAt } = due('2026-11-20 19:00');
    expect(warningInstants(publishedCalendar, at('2026-11-20 19:00'), dueAt, [0.5, 0.75, 0.9])).toEqual([
      at('2026-11-23 18:00'),
      at('2026-11-24 14:00'),
      at('2026-11-24 16:24'),
    ]);
  });

  it('refuses to warn at no share, or after the due instant', () => {
    for (const share of [-0.1, 1.1, 75, NaN])
      expect(() => warningInstants(publishedCalendar, at('2026-11-20 09:00'), at('2026-11-20 18:00'), [share])).toThrow(
        RangeError,
      );
  });
});
