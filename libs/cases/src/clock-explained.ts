import type { Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { CountedTime } from '@dealtrail/policies';
import { countedBy } from './case-clock.js';
import type { ClockState } from './case-clock.row.js';
import { clockAbout } from './clock-name.js';
import type { ClockId, PauseCause } from './case.events.js';
import type { CaseClock, ClockReplan, Escalation } from './clock-state.js';

/** A stretch of a clock's life up to when it is asked; of `ms` it counted `countedMs`. */
export interface ExplainedInterval {
  readonly from: Instant;
  readonly to: Instant;
  /** It goes on: `to` is when it is asked. */
  readonly goesOn: boolean;
  readonly counted: boolean;
  readonly ms: number;
  readonly countedMs: number;
  readonly cause?: PauseCause;
}

/**
 * A clock so that everybody can add it up (U-28): `countedMs` + `pausedMs` + `offMs` = `elapsedMs`, from `since` to `until`. All ms;
 * `offMs` is what of its counted stretches lies outside the working time it counts, none round the clock.
 */
export interface ExplainedClock extends ReturnType<typeof clockAbout> {
  readonly clock: ClockId;
  readonly responsibleId: string;
  readonly state: ClockState;
  readonly pausedFor?: PauseCause;
  readonly since: Instant;
  /** Its end, or when it is asked. */
  readonly until: Instant;
  readonly elapsedMs: number;
  readonly countedMs: number;
  readonly pausedMs: number;
  readonly offMs: number;
  readonly limitMs: number;
  /** What is left of the limit, and what it was missed by. */
  readonly leftMs: number;
  readonly overMs: number;
  /** While it counts: the last instant in time. */
  readonly dueAt?: Instant;
  readonly warnings: readonly Instant[];
  readonly counts: CountedTime;
  readonly calendarVersion?: number;
  readonly policyVersion: number;
  /** Its time has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
  readonly breachOnRecord: boolean;
  readonly intervals: readonly ExplainedInterval[];
  /** Every time it was planned, and why. */
  readonly plans: readonly ClockReplan[];
  readonly reminded: readonly Instant[];
  readonly escalations: readonly Escalation[];
}

const span = (from: Instant, to: Instant): number => Math.max(0, Date.parse(to) - Date.parse(from));
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** A clock as it stands at an instant; what goes on ends there, for the sake of the sum. */
export function explained(one: CaseClock, asked: Instant, known: Known): ExplainedClock {
  const last = one.intervals.at(-1);
  const begun = last?.to ?? last?.from ?? one.since;
  const at = asked < begun ? begun : asked; // two clocks may differ; a stretch is never shorter than nothing
  const running = one.runningSince === undefined ? 0 : countedBy(one, at, known) - one.countedMs;
  const intervals = one.intervals.map((stretch): ExplainedInterval => {
    const { from, to = at, counted, cause } = stretch;
    const goesOn = stretch.to === undefined;
    return {
      ...{ from, to, goesOn, counted, ms: span(from, to) },
      countedMs: goesOn && counted ? running : stretch.countedMs,
      ...(cause !== undefined && { cause }),
    };
  });
  const countedMs = one.countedMs + running;
  const pausedMs = sum(intervals.filter(({ counted }) => !counted).map(({ ms }) => ms));
  const until = one.ended === undefined ? at : (last?.to ?? one.since);
  const elapsedMs = span(one.since, until);
  return {
    clock: one.clock,
    ...clockAbout(one.clock),
    responsibleId: one.responsibleId,
    state: one.ended ?? (one.runningSince === undefined ? 'paused' : 'running'),
    ...(one.paused !== undefined && { pausedFor: one.paused }),
    ...{ since: one.since, until, elapsedMs, countedMs, pausedMs, offMs: elapsedMs - countedMs - pausedMs },
    limitMs: one.limitMs,
    leftMs: Math.max(0, one.limitMs - countedMs),
    overMs: Math.max(0, countedMs - one.limitMs),
    ...(one.dueAt !== undefined && { dueAt: one.dueAt }),
    ...{ warnings: one.warnings, counts: one.counts },
    ...(one.calendar && { calendarVersion: one.calendar.version }),
    policyVersion: one.policy.version,
    overdue: one.overdue || (one.dueAt !== undefined && at > one.dueAt),
    breachOnRecord: one.overdue,
    ...{ intervals, plans: one.plans, reminded: one.reminded, escalations: one.escalations },
  };
}
