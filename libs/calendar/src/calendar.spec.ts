import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, transpileModule } from 'typescript';
import {
  addDays,
  dayAfter,
  dayOf,
  daysBetween,
  instantAt,
  isDay,
  isTime,
  localTime,
  quarterOf,
  startOfDay,
} from './calendar.js';

describe('calendar', () => {
  it('knows the day of an instant in a zone', () => {
    expect(dayOf('2026-03-01T15:59:59.999Z')).toBe('2026-03-01');
    expect(dayOf('2026-03-01T16:00:00.000Z')).toBe('2026-03-02');
    expect(dayOf('2026-03-01T16:00:00.000Z', 'UTC')).toBe('2026-03-01');
    expect(dayOf('2026-03-01T16:00:00.000Z', 'America/New_York')).toBe('2026-03-01');
  });

  it('shows at every hour what the platform shows, also on days on which clocks are moved', () => {
    for (const [zone, from] of [
      ['Asia/Shanghai', '1986-05-01'],
      ['America/New_York', '2026-03-05'],
      ['Europe/London', '2026-10-22'],
      ['Australia/Lord_Howe', '2026-04-01'],
      ['Asia/Kathmandu', '1985-12-29'],
      ['Asia/Shanghai', '1900-12-28'], // by the sun until then, with seconds
    ] as const) {
      const platform = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
      for (let minutes = 0; minutes < 7 * 24 * 60; minutes += 15)
        for (const ms of [-1, 0]) {
          const at = new Date(Date.parse(from) + minutes * 60_000 + ms);
          expect(localTime(at.toISOString(), zone)).toBe(platform.format(at));
        }
    }
  });

  it('knows when a day begins', () => {
    expect(startOfDay('2016-10-20')).toBe('2016-10-19T16:00:00.000Z');
    expect(startOfDay('2026-07-01', 'America/New_York')).toBe('2026-07-01T04:00:00.000Z');
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z'); // no 00:00 that day
    expect(startOfDay('1986-05-04', 'Asia/Shanghai')).toBe('1986-05-03T16:00:00.000Z'); // summer time began at 02:00
    expect(startOfDay('1986-05-05', 'Asia/Shanghai')).toBe('1986-05-04T15:00:00.000Z');
  });

  it('begins every day on that day, over sixty years of clock changes', () => {
    for (const zone of ['Asia/Shanghai', 'America/Havana', 'Europe/London', 'Australia/Lord_Howe', 'UTC'])
      for (let ms = Date.UTC(1970, 0, 2); ms < Date.UTC(2030, 0, 1); ms += 86_400_000 * 13) {
        const day = new Date(ms).toISOString().slice(0, 10);
        const start = startOfDay(day, zone);
        expect(dayOf(start, zone)).toBe(day);
        expect(dayOf(new Date(Date.parse(start) - 1).toISOString(), zone) < day).toBe(true);
      }
  });

  it('knows when a clock shows a time, also where it jumps', () => {
    expect(instantAt('2026-11-24', '18:00')).toBe('2026-11-24T10:00:00.000Z');
    expect(instantAt('2026-11-24', '24:00')).toBe(startOfDay('2026-11-25'));
    expect(instantAt('2018-03-25', '00:30', 'Antarctica/Troll')).toBe('2018-03-25T00:30:00.000Z');
    expect(instantAt('2018-03-25', '02:30', 'Antarctica/Troll')).toBe('2018-03-25T02:30:00.000Z'); // shown as 04:30
    expect(instantAt('2018-03-25', '03:00', 'Antarctica/Troll')).toBe('2018-03-25T01:00:00.000Z');
    expect(instantAt('2018-11-04', '00:30', 'America/Havana')).toBe('2018-11-04T04:30:00.000Z'); // and an hour later
    expect(instantAt('2018-11-04', '01:00', 'America/Havana')).toBe('2018-11-04T06:00:00.000Z');
  });

  it('goes from day to day', () => {
    expect(['2024-02-28', '2026-12-31'].map((day) => dayAfter(day))).toEqual(['2024-02-29', '2027-01-01']);
    expect([-1, 0, 31].map((n) => dayAfter('2026-03-01', n))).toEqual(['2026-02-28', '2026-03-01', '2026-04-01']);
  });

  it('tells times from other texts', () => {
    expect(['00:00', '23:59', '24:00', '24:01', '9:00', '09:60', '09:00:00', 900].map(isTime)).toEqual([
      ...[true, true, true],
      ...[false, false, false, false, false],
    ]);
    expect(() => instantAt('2026-11-24', '25:00')).toThrow(RangeError);
    expect(() => instantAt('2026-11-31', '09:00')).toThrow(RangeError);
    expect(() => dayAfter('today')).toThrow(RangeError);
  });

  it('adds days of 24 hours and shares of them', () => {
    expect(addDays('2026-02-28T08:30:00.000Z', 30)).toBe('2026-03-30T08:30:00.000Z');
    expect(addDays('2026-02-28T08:30:00.000Z', 0.5)).toBe('2026-02-28T20:30:00.000Z');
    expect(daysBetween('2026-02-28T08:30:00.000Z', '2026-03-30T08:29:59.999Z')).toBe(29);
  });

  it('tells what a clock shows', () => {
    expect(localTime('2026-03-01T16:05:59.000Z')).toBe('2026-03-02 00:05');
    expect(localTime('2026-03-01T16:05:59.000Z', 'UTC')).toBe('2026-03-01 16:05');
  });

  it('names quarters', () => {
    expect(['2017-01-01', '2017-03-31', '2017-04-01', '2017-12-31'].map(quarterOf)).toEqual([
      '2017-Q1',
      '2017-Q1',
      '2017-Q2',
      '2017-Q4',
    ]);
  });

  it('tells days from other texts', () => {
    expect(['2024-02-29', '2023-02-29', '2023-2-1', '2023-01-01T00:00', 20230101].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(() => startOfDay('2023-02-29')).toThrow(RangeError);
    expect(() => dayOf('yesterday')).toThrow(RangeError);
  });

  it('does not depend on the zone of the process', () => {
    const source = readFileSync(join(__dirname, 'calendar.ts'), 'utf8');
    const { outputText } = transpileModule(source, { compilerOptions: { module: ModuleKind.CommonJS } });
    const question = `
      const days = ['2026-03-07T16:00:00.000Z', '1991-04-13T17:30:00.000Z'].map((instant) => exports.dayOf(instant));
      console.log(new Date(0).getTimezoneOffset(), ...days, ...days.map((day) => exports.startOfDay(day)));`;
    const answers = ['America/New_York', 'Pacific/Kiritimati', 'UTC'].map((TZ) =>
      execFileSync(process.execPath, ['-e', outputText + question], { env: { TZ }, encoding: 'utf8' }).trim(),
    );
    expect(answers.map((answer) => answer.split(' ')[0])).toEqual(['300', '640', '0']); // the zones did apply
    expect(new Set(answers.map((answer) => answer.slice(answer.indexOf(' '))))).toEqual(
      new Set([' 2026-03-08 1991-04-14 2026-03-07T16:00:00.000Z 1991-04-13T16:00:00.000Z']),
    );
  });
});
