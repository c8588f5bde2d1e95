import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ModuleKind, transpileModule } from 'typescript';
import { publishedCalendar } from './published-calendar.js';
import type { CalendarContent } from './working-calendar.js';
import { addWorkingTime, warningInstants, workingDayDeadline, workingTimeBetween } from './working-time.js';

// The seed of a failure is printed by fast-check with its smallest example.
const text = (ms: number) => new Date(ms).toISOString();
const instants = (from: string, to: string) => fc.integer({ min: Date.parse(from), max: Date.parse(to) }).map(text);

/** The weekends on which these clocks change. */
const changes = ['02-17', '02-18', '03-11', '03-25', '04-01', '10-07', '10-28', '11-04'].map((day) => `2018-${day}`);
/** Clocks are put forward in Havana at midnight, in Troll by two hours, on Lord Howe by half an hour; nights are worked. */
const nights = [
  { from: '00:00', to: '01:30' },
  { from: '01:45', to: '02:15' },
  { from: '03:00', to: '05:00' },
  { from: '22:00', to: '24:00' },
];
const calendars: fc.Arbitrary<CalendarContent> = fc.constantFrom<CalendarContent>(
  publishedCalendar,
  ...['America/Havana', 'Antarctica/Troll', 'Australia/Lord_Howe', 'America/Sao_Paulo'].map((zone) => ({
    zone,
    intervals: nights,
    years: { 2018: { daysOff: [], makeUpDays: changes } },
  })),
);
const aroundChanges = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -86_400_000, max: 86_400_000 }))
  .map(([day, off]) => text(Date.parse(day) + off));
/** Years with and without data, holidays, changes of clocks. */
const moments = fc.oneof(aroundChanges, instants('2026-09-15T00:00:00.000Z', '2027-01-15T00:00:00.000Z'));
const durations = fc.oneof(
  fc.integer({ min: 0, max: 40 * 3_600_000 }),
  fc.integer({ min: 0, max: 80 }).map((halfHours) => halfHours * 1_800_000),
);

describe('working time', () => {
  it('that was added has passed', () =>
    fc.assert(
      fc.property(calendars, moments, durations, (calendar, from, ms) => {
        expect(workingTimeBetween(calendar, from, addWorkingTime(calendar, from, ms))).toBe(ms);
      }),
    ));

  it('has passed at no earlier instant', () =>
    fc.assert(
      fc.property(calendars, moments, durations, (calendar, from, ms) => {
        const to = Date.parse(addWorkingTime(calendar, from, ms));
        fc.pre(ms > 0);
        expect(workingTimeBetween(calendar, from, text(to - 1))).toBe(ms - 1);
      }),
    ));

  it('may be added in parts', () =>
    fc.assert(
      fc.property(calendars, moments, durations, durations, (calendar, from, first, second) => {
        const inParts = addWorkingTime(calendar, addWorkingTime(calendar, from, first), second);
        expect(inParts).toBe(addWorkingTime(calendar, from, first + second));
      }),
    ));

  it('keeps the order of what it is added to', () =>
    fc.assert(
      fc.property(
        calendars,
        moments,
        fc.nat(3 * 86_400_000),
        durations,
        fc.nat(3_600_000),
        (calendar, a, gap, ms, more) => {
          const b = text(Date.parse(a) + gap);
          expect(addWorkingTime(calendar, a, ms) <= addWorkingTime(calendar, b, ms)).toBe(true);
          expect(addWorkingTime(calendar, a, ms) <= addWorkingTime(calendar, a, ms + more)).toBe(true);
        },
      ),
    ));

  it('of two parts is that of the whole, in whatever order the instants are', () =>
    fc.assert(
      fc.property(
        calendars,
        moments,
        fc.array(fc.integer({ min: -2e8, max: 2e8 }), { minLength: 2, maxLength: 2 }),
        (calendar, a, [x = 0, y = 0]) => {
          const [b, c] = [text(Date.parse(a) + x), text(Date.parse(a) + y)];
          const between = (from: string, to: string) => workingTimeBetween(calendar, from, to);
          expect(between(a, b) + between(b, c)).toBe(between(a, c));
          expect(Math.abs(between(a, b))).toBeLessThanOrEqual(Math.abs(x));
        },
      ),
    ));

  it('is what counting minute by minute finds', () => {
    const { years } = publishedCalendar;
    const worked = (minute: number) => {
      const shanghai = new Date(minute * 60_000 + 8 * 3_600_000); // the same offset since 1991
      const day = shanghai.toISOString().slice(0, 10);
      const { daysOff = [], makeUpDays = [] } = years[day.slice(0, 4)] ?? {};
      const workday = shanghai.getUTCDay() % 6 === 0 ? makeUpDays.includes(day) : !daysOff.includes(day);
      return workday && [9, 10, 11, 13, 14, 15, 16, 17].includes(shanghai.getUTCHours());
    };
    const minutes = fc.integer({ min: Date.UTC(2004, 0, 2) / 60_000, max: Date.UTC(2026, 11, 20) / 60_000 });
    fc.assert(
      fc.property(minutes, fc.nat(10 * 1440), (from, length) => {
        let expected = 0;
        for (let minute = from; minute < from + length; minute++) if (worked(minute)) expected += 60_000;
        expect(workingTimeBetween(publishedCalendar, text(from * 60_000), text((from + length) * 60_000))).toBe(
          expected,
        );
      }),
    );
  });
});

describe('a limit in working days', () => {
  const limits = fc.integer({ min: 1, max: 15 });

  it('keeps the order of submissions and of limits', () =>
    fc.assert(
      fc.property(calendars, moments, fc.nat(3 * 86_400_000), limits, (calendar, a, gap, n) => {
        const due = (from: string, days: number) => workingDayDeadline(calendar, from, days).dueAt;
        expect(due(a, n) <= due(text(Date.parse(a) + gap), n)).toBe(true);
        expect(due(a, n) < due(a, n + 1)).toBe(true);
        expect(due(a, n) > a).toBe(true);
      }),
    ));

  it('may be given in parts: a due instant is still its own day', () =>
    fc.assert(
      fc.property(moments, limits, limits, (from, first, second) => {
        const due = (start: string, n: number) => workingDayDeadline(publishedCalendar, start, n).dueAt;
        expect(due(due(from, first), second)).toBe(due(from, first + second));
      }),
    ));

  it('leaves n working days, and warns on the way', () =>
    fc.assert(
      fc.property(moments, limits, (from, n) => {
        const { dueAt } = workingDayDeadline(publishedCalendar, from, n);
        const hours = workingTimeBetween(publishedCalendar, from, dueAt) / 3_600_000;
        expect(hours).toBeGreaterThanOrEqual(8 * n);
        expect(hours).toBeLessThanOrEqual(8 * (n + 1));
        const warnings = warningInstants(publishedCalendar, from, dueAt, [0.5, 0.75, 0.9, 1]);
        expect(warnings).toEqual([...warnings].sort());
        expect(warnings.at(-1)).toBe(dueAt);
        expect(warnings.every((warning) => warning >= from)).toBe(true);
      }),
    ));
});

it('does not depend on the zone of the process', () => {
  const compilerOptions = { module: ModuleKind.CommonJS };
  const modules = ['calendar', 'working-calendar', 'working-time', 'published-calendar'].map((name) => {
    const { outputText } = transpileModule(readFileSync(join(__dirname, `${name}.ts`), 'utf8'), { compilerOptions });
    return `'./${name}.js': (exports) => {${outputText}}`;
  });
  const script = `
    const modules = {${modules.join(',')}};
    const loaded = {};
    function require(name) {
      if (!loaded[name]) modules[name]((loaded[name] = {}));
      return loaded[name];
    }
    const { publishedCalendar } = require('./published-calendar.js');
    const { workingDayDeadline, workingTimeBetween, addWorkingTime } = require('./working-time.js');
    const answers = [];
    for (let ms = Date.UTC(2025, 8, 1); ms < Date.UTC(2026, 3, 1); ms += 7_000_001) {
      const from = new Date(ms).toISOString();
      const { dueAt } = workingDayDeadline(publishedCalendar, from, 2);
      const time = workingTimeBetween(publishedCalendar, from, dueAt);
      answers.push([dueAt, time, addWorkingTime(publishedCalendar, from, time)].join());
    }
    console.log(new Date(0).getTimezoneOffset(), answers.join('|'));`;
  const answers = ['America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Shanghai', 'UTC'].map((TZ) =>
    execFileSync(process.execPath, ['-e', script], { env: { TZ }, encoding: 'utf8' }).trim().split(' '),
  );
  expect(answers.map(([offset]) => offset)).toEqual(['480', '640', '-480', '0']); // the zones did apply
  expect(new Set(answers.map(([, answer]) => answer)).size).toBe(1);
  expect(answers[0]?.[1]?.split('|').length).toBeGreaterThan(2000);
});
