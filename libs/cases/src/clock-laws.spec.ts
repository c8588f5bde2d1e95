import { diceOf, type Dice } from '@dealtrail/event-sourcing/testing';
import { publishedCalendar, type CalendarContent } from '@dealtrail/calendar';
import { testKnown } from '@dealtrail/known/testing';
import type { CountedTime } from '@dealtrail/policies';
import { ended, paused, replanned, resumed, started } from './case-clock.js';
import type { ClockChange } from './case.events.js';
import { changeClocks, isOpen, isRunning, type CaseClock } from './clock-state.js';

/** `CLOCK_LAWS_SEED=<n>` repeats the one clock whose seed a failure prints. */
const seed = process.env['CLOCK_LAWS_SEED'];
const seeds = seed === undefined ? Array.from({ length: 2_000 }, (_, n) => n + 1) : [Number(seed)];

/** The State Council gives one day more after National Day, and takes a Sunday for it. */
const { daysOff = [], makeUpDays = [] } = publishedCalendar.years['2026'] ?? {};
const laterCalendar: CalendarContent = {
  ...publishedCalendar,
  years: { 2026: { daysOff: [...daysOff, '2026-10-08'], makeUpDays: [...makeUpDays, '2026-10-18'] } },
};
const calendars = [publishedCalendar, laterCalendar] as const;
const known = testKnown({
  policies: [{ kind: 'calendar', version: 2, content: laterCalendar, effectiveFrom: '2026-10-05T00:00:00.000Z' }],
});

/** Minutes from the Monday before National Day on, in Shanghai. */
const zero = Date.parse('2026-09-28T00:00:00+08:00');
const at = (minute: number): string => new Date(zero + minute * 60_000).toISOString();
const minuteOf = (instant: string): number => (Date.parse(instant) - zero) / 60_000;
const horizon = 90 * 1_440;

/** Of every minute whether people work in it, found out in the plainest way. */
const working = calendars.map(({ years, intervals }) =>
  Uint8Array.from({ length: horizon }, (_, minute) => {
    const wall = new Date(zero + minute * 60_000 + 8 * 3_600_000);
    const [day, time] = [wall.toISOString().slice(0, 10), wall.toISOString().slice(11, 16)];
    const isWeekend = [0, 6].includes(wall.getUTCDay());
    const { daysOff: off = [], makeUpDays: on = [] } = years[day.slice(0, 4)] ?? {};
    const isWorked = isWeekend ? on.includes(day) : !off.includes(day);
    return isWorked && intervals.some(({ from, to }) => from <= time && time < to) ? 1 : 0;
  }),
);

interface Plan {
  readonly counts: CountedTime;
  readonly version: 1 | 2;
  readonly limit: number;
  readonly warn: readonly number[];
}
const counted = ({ counts, version }: Plan, from: number, to: number): number =>
  counts === 'round-the-clock'
    ? to - from
    : (working[version - 1]?.subarray(from, to).reduce((sum, one) => sum + one, 0) ?? 0);

/** The minute by which so many have been counted, one after the other. */
function minuteAfter(plan: Plan, from: number, minutes: number): number {
  if (plan.counts === 'round-the-clock') return from + minutes;
  let minute = from;
  for (let left = minutes; left > 0; minute++) left -= working[plan.version - 1]?.[minute] ?? 1;
  return minute;
}

const planned = ({ counts, version, limit, warn }: Plan) => ({
  ...{ limitMs: limit * 60_000, warnMs: warn.map((n) => n * 60_000), counts },
  ...(counts === 'working-time' && { calendar: { kind: 'calendar', version } }),
});
const anyPlan = (dice: Dice): Plan => {
  const limit = 1 + dice.upTo(dice.percent(50) ? 120 : 2_880);
  const warn = [Math.floor(limit / 2), Math.floor(limit * 0.9)].filter(
    (n, index, all) => n > 0 && n !== all[index - 1],
  );
  return { counts: dice.one(['round-the-clock', 'working-time']), version: dice.one([1, 2]), limit, warn };
};

/** A clock, and what it should have counted by its plain history. */
interface Life {
  clock: CaseClock;
  plan: Plan;
  now: number;
  counted: number;
  paused: number;
  readonly since: number;
  /** Each of its stops; the last may still go on. */
  readonly stops: { readonly from: number; to?: number }[];
  replans: number;
}

function apply(life: Life, changes: readonly ClockChange[]): void {
  const [clock] = changeClocks([life.clock], changes);
  if (!clock) throw new Error('the clock is gone');
  life.clock = clock;
}

function live(dice: Dice): void {
  const since = dice.upTo(14 * 1_440);
  const plan = anyPlan(dice);
  const start = started(
    { clock: 'closing', responsibleId: 'li.na', policy: { kind: 'case-handling', version: 1 }, ...planned(plan) },
    at(since),
    at(since),
    known,
  );
  const [clock] = changeClocks([], [start]);
  if (!clock) throw new Error('the clock is gone');
  const life: Life = { clock, plan, now: since, counted: 0, paused: 0, since, stops: [], replans: 0 };
  holds(life);
  for (let turn = dice.upTo(12); turn >= 0; turn--) {
    pass(life, dice.percent(15) ? 0 : dice.upTo(dice.percent(60) ? 90 : 2_000));
    step(life, dice);
    holds(life);
  }
}

/** Minute by minute: what runs is counted, what does not is paused. */
function pass(life: Life, minutes: number): void {
  const to = life.now + minutes;
  if (isRunning(life.clock)) life.counted += counted(life.plan, life.now, to);
  else life.paused += minutes;
  life.now = to;
}

function step(life: Life, dice: Dice): void {
  const { clock, now } = life;
  const chance = dice.upTo(100);
  if (chance < 30) {
    if (isRunning(clock)) life.stops.push({ from: now });
    return apply(life, paused(clock, at(now), dice.one(['wait/customer', 'resolved', 'merged']), known));
  }
  if (chance < 65) return resumeNow(life);
  if (chance < 80) return replan(life, { ...anyPlan(dice), version: life.plan.version }, 'tier');
  if (chance < 90) return replan(life, { ...life.plan, version: 2 }, 'calendar');
  if (isRunning(clock)) life.stops.push({ from: now });
  apply(life, ended(clock, at(now), 'met', known));
}

function resumeNow(life: Life): void {
  const stop = life.stops.at(-1);
  if (!isRunning(life.clock) && stop) stop.to = life.now;
  apply(life, resumed(life.clock, at(life.now), known));
}

function replan(life: Life, next: Plan, cause: 'tier' | 'calendar'): void {
  if (!isOpen(life.clock)) return expect(replanned(life.clock, at(life.now), cause, planned(next), known)).toEqual([]);
  apply(life, replanned(life.clock, at(life.now), cause, planned(next), known));
  life.plan = next;
  life.replans += 1;
}

function holds({ clock, plan, now, counted: total, paused: stood, since, stops, replans }: Life): void {
  // Its stretches follow each other without a gap.
  let end = at(since);
  for (const [n, { from, to }] of clock.intervals.entries()) {
    law(from === end, 'a stretch begins where the one before it ends');
    law(
      to === undefined ? n === clock.intervals.length - 1 : to > from,
      'a stretch has a length, and only the last goes on',
    );
    end = to ?? at(now);
  }
  const last = clock.intervals.at(-1);
  law(
    isOpen(clock) ? last && last.to === undefined : last?.to !== undefined || now === since || total === 0,
    'it goes on until it ends',
  );
  if (isOpen(clock)) law(end === at(now), 'its stretches reach to now');
  // Counted and paused is all there is.
  const length = (isCounted: boolean): number =>
    clock.intervals
      .filter((one) => one.counted === isCounted)
      .reduce((sum, { from, to = at(now) }) => sum + minuteOf(to) - minuteOf(from), 0);
  const afterwards = isOpen(clock) ? 0 : now - (clock.intervals.length > 0 ? minuteOf(end) : since);
  law(length(true) + length(false) + afterwards === now - since, 'counted and paused is what has elapsed');
  law(length(false) + afterwards === stood, 'it is paused as long as it stood still');
  // What it says it has counted is what minutes say.
  const running = clock.intervals.find(({ to }) => to === undefined);
  const inPast = clock.intervals.reduce((sum, { countedMs }) => sum + countedMs, 0) / 60_000;
  const inRun = running?.counted ? counted(plan, minuteOf(running.from), now) : 0;
  law(inPast + inRun === total, 'what it has counted is what minutes say');
  if (!isRunning(clock)) law(clock.countedMs === total * 60_000, 'stopped, it says what it has counted');
  if (!isRunning(clock))
    return law(clock.dueAt === undefined && clock.warnings.length === 0, 'stopped, it is never due');
  // Due when the minutes say so, warned before.
  const start = minuteOf(clock.runningSince ?? '');
  const before = total - counted(plan, start, now);
  law(clock.dueAt === at(minuteAfter(plan, start, Math.max(0, plan.limit - before))), 'it is due when minutes say so');
  const warned = plan.warn.filter((n) => n > before).map((n) => at(minuteAfter(plan, start, n - before)));
  const open = warned.filter((one) => one > at(start) && one < (clock.dueAt ?? ''));
  law(clock.warnings.join() === open.join(), 'it warns when minutes say so');
  // Of one plan: due as if it had never stopped, moved by its stops.
  if (replans > 0 || before >= plan.limit) return;
  const stopped = stops.reduce((sum, { from, to = now }) => sum + counted(plan, from, to), 0);
  law(
    clock.dueAt === at(minuteAfter(plan, since, plan.limit + stopped)),
    'it is due as one that never stopped, later by its stops',
  );
}

/** Much faster than `expect`, which makes its message before it knows whether it needs one. */
function law(isKept: unknown, what: string): asserts isKept {
  if (!isKept) throw new Error(`broken: ${what}`);
}

describe('a clock, whatever it goes through', () => {
  it('counts and stands still without a gap, and is due when minutes say so', () => {
    for (const number of seeds)
      try {
        live(diceOf(number));
      } catch (failure) {
        throw new Error(`CLOCK_LAWS_SEED=${number}: ${String(failure)}`, { cause: failure });
      }
  }, 120_000);
});
