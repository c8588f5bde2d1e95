import type { Instant } from '@dealtrail/event-sourcing';
import { addWorkingTime, workingTimeBetween } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import type {
  CaseHandlingPolicy,
  CaseKind,
  CaseLimits,
  ClockLimit,
  CountedTime,
  PolicyVersion,
} from '@dealtrail/policies';
import type { ClockChange, ClockEnd, PauseCause, StartedClock } from './case.events.js';
import type { CaseClock } from './clock-state.js';

type Change<C extends ClockChange['change']> = Extract<ClockChange, { change: C }>;

/** What a clock is started with: its limit, and what it counts. */
export interface ClockPlan extends Pick<
  StartedClock,
  'clock' | 'responsibleId' | 'limitMs' | 'warnMs' | 'counts' | 'policy'
> {
  readonly calendar?: PolicyVersion;
}

const minuteMs = 60_000;

/** The limit of the policy as clocks have it, ms of counted time. */
export const limitMs = ({ minutes, warnMinutes }: ClockLimit): Pick<StartedClock, 'limitMs' | 'warnMs'> => ({
  limitMs: minutes * minuteMs,
  warnMs: warnMinutes.map((warn) => warn * minuteMs),
});

/** The first of the policy's limits that fits a case; `tiers`: the customer's tier and grade, as far as known. */
export function limitsFor({ limits }: CaseHandlingPolicy, kind: CaseKind, tiers: readonly string[] = []): CaseLimits {
  const fits = limits.find(
    (rule) => (rule.kinds?.includes(kind) ?? true) && (rule.tiers?.some((tier) => tiers.includes(tier)) ?? true),
  );
  if (!fits) throw new Error('the last of the limits must fit all');
  return fits;
}

interface Counting {
  readonly counts: CountedTime;
  readonly calendar?: PolicyVersion;
}

/** The calendar a clock counts by; undefined: round the clock. */
const calendarOf = ({ counts, calendar }: Counting, { policies }: Known) =>
  counts === 'working-time' && calendar ? policies.version('calendar', calendar.version)?.value : undefined;

/** Counted time from one instant to another, ms. */
function between(counting: Counting, from: Instant, to: Instant, known: Known): number {
  const calendar = calendarOf(counting, known);
  return calendar ? workingTimeBetween(calendar, from, to) : Date.parse(to) - Date.parse(from);
}

/** The first instant by which so much counted time has passed. */
function after(counting: Counting, from: Instant, ms: number, known: Known): Instant {
  const calendar = calendarOf(counting, known);
  return calendar ? addWorkingTime(calendar, from, ms) : new Date(Date.parse(from) + ms).toISOString();
}

/** Due instant and warnings of what is left, from an instant on; what had passed before it was known warns nobody. */
function plan(
  { limitMs: limit, warnMs, ...counting }: Counting & Pick<StartedClock, 'limitMs' | 'warnMs'>,
  countedMs: number,
  from: Instant,
  known: Known,
  knownSince: Instant = from,
): { readonly dueAt: Instant; readonly warnings: readonly Instant[] } {
  const dueAt = after(counting, from, Math.max(0, limit - countedMs), known);
  const warnings = warnMs
    .filter((ms) => ms > countedMs)
    .map((ms) => after(counting, from, ms - countedMs, known))
    .filter((at) => at > knownSince && at < dueAt);
  return { dueAt, warnings };
}

/** A clock starts at `since`, which may be long before it is written down at `recordedAt`. */
export const started = (clock: ClockPlan, since: Instant, recordedAt: Instant, known: Known): Change<'started'> => ({
  change: 'started',
  ...clock,
  since,
  ...plan(clock, 0, since, known, recordedAt),
});

/** What a clock has counted up to an instant, ms. */
export const countedBy = (clock: CaseClock, at: Instant, known: Known): number =>
  clock.countedMs + (clock.runningSince === undefined ? 0 : between(clock, clock.runningSince, at, known));

/** A running clock stops counting; of any other nothing changes. */
export const paused = (clock: CaseClock, at: Instant, cause: PauseCause, known: Known): readonly Change<'paused'>[] =>
  clock.runningSince === undefined
    ? []
    : [{ change: 'paused', clock: clock.clock, at, countedMs: countedBy(clock, at, known), cause }];

/** A clock that is paused, or ended, counts what is left of it from now on. */
export const resumed = (clock: CaseClock, at: Instant, known: Known): readonly Change<'resumed'>[] =>
  clock.runningSince !== undefined
    ? []
    : [{ change: 'resumed', clock: clock.clock, at, ...plan(clock, clock.countedMs, at, known) }];

/** Nothing waits for a clock any more; of one that has ended already nothing changes. */
export const ended = (clock: CaseClock, at: Instant, end: ClockEnd, known: Known): readonly Change<'ended'>[] =>
  clock.ended !== undefined
    ? []
    : [{ change: 'ended', clock: clock.clock, at, countedMs: countedBy(clock, at, known), end }];

/** A clock that has not ended is planned anew with another limit or another calendar; what it has counted stays. */
export function replanned(
  clock: CaseClock,
  at: Instant,
  cause: Change<'replanned'>['cause'],
  next: Counting & Pick<StartedClock, 'limitMs' | 'warnMs'>,
  known: Known,
): readonly Change<'replanned'>[] {
  if (clock.ended !== undefined) return [];
  const countedMs = countedBy(clock, at, known);
  const { dueAt, warnings } = plan(next, countedMs, at, known);
  const { limitMs: limit, warnMs, counts, calendar } = next;
  return [
    {
      change: 'replanned',
      clock: clock.clock,
      at,
      countedMs,
      ...(clock.runningSince !== undefined && { dueAt }),
      warnings: clock.runningSince === undefined ? [] : warnings,
      ...{ limitMs: limit, warnMs, counts },
      ...(calendar !== undefined && { calendar }),
      cause,
    },
  ];
}
