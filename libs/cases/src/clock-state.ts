import type { Instant } from '@dealtrail/event-sourcing';
import type { ClockChange, ClockEnd, ClockId, PauseCause, StartedClock } from './case.events.js';

/** A stretch of a clock's life: counted, or paused and why. The stretches of a clock follow each other without a gap. */
export interface Interval {
  readonly from: Instant;
  /** Absent: it goes on. */
  readonly to?: Instant;
  readonly counted: boolean;
  /** Of counted time, ms; of what goes on, nothing yet. Less than its length where working time counts. */
  readonly countedMs: number;
  readonly cause?: PauseCause;
}

/** That a clock was planned, and why: U-28. */
export interface ClockReplan {
  readonly at: Instant;
  readonly cause: 'started' | 'resumed' | 'tier' | 'calendar';
  readonly dueAt?: Instant;
}

/** Who was told of a breach, when, and what they answered. */
export interface Escalation {
  readonly to: string;
  readonly dueAt: Instant;
  readonly answer?: string;
  /** An import tells it: nobody of today has to answer. */
  readonly past?: true;
}

/** Somebody still has to answer. */
export const isUnanswered = ({ answer, past }: Escalation): boolean => answer === undefined && !past;

/** A clock as an object: what it counted, when it paused, how it was planned (U-28). */
export interface CaseClock extends Omit<StartedClock, 'dueAt'> {
  /** The last instant in time; absent while it is paused or ended. */
  readonly dueAt?: Instant;
  /** Counted up to `runningSince`, or up to its pause or end, ms. */
  readonly countedMs: number;
  /** Absent while it is paused or ended. */
  readonly runningSince?: Instant;
  readonly paused?: PauseCause;
  readonly ended?: ClockEnd;
  readonly intervals: readonly Interval[];
  readonly plans: readonly ClockReplan[];
  /** The warnings on record, by their instants. */
  readonly reminded: readonly Instant[];
  /** The breach is on record; there is one at most. */
  readonly overdue: boolean;
  readonly escalations: readonly Escalation[];
}

/** Whether it counts now. */
export const isRunning = ({ runningSince }: CaseClock): boolean => runningSince !== undefined;
/** Whether it counts or will again. */
export const isOpen = ({ ended }: CaseClock): boolean => ended === undefined;

/** The last stretch ends; one without length never was. */
function closed(intervals: readonly Interval[], to: Instant, countedMs: number): readonly Interval[] {
  const last = intervals.at(-1);
  if (!last || last.to !== undefined) return intervals;
  const before = intervals.slice(0, -1);
  return last.from === to ? before : [...before, { ...last, to, countedMs: last.counted ? countedMs : 0 }];
}

/** Counted time of the stretches that are over. */
const countedIn = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { to, countedMs }) => (to === undefined ? sum : sum + countedMs), 0);

function changed(one: CaseClock, change: Exclude<ClockChange, { change: 'started' }>): CaseClock {
  switch (change.change) {
    case 'given':
      return { ...one, responsibleId: change.to };
    case 'paused': {
      const { at, countedMs, cause } = change;
      const before = closed(one.intervals, at, countedMs - countedIn(one.intervals));
      const { dueAt: _, runningSince: __, ...rest } = one;
      return {
        ...rest,
        warnings: [],
        countedMs,
        paused: cause,
        intervals: [...before, { from: at, counted: false, countedMs: 0, cause }],
      };
    }
    case 'resumed': {
      const { at, dueAt, warnings } = change;
      const { paused: _, ended: __, ...rest } = one;
      const over = closed(one.intervals, at, 0);
      const last = over.at(-1)?.to ?? one.since;
      const gap: readonly Interval[] =
        last < at ? [{ from: last, to: at, counted: false, countedMs: 0, cause: 'closed' }] : [];
      return {
        ...rest,
        ...{ dueAt, warnings, runningSince: at },
        intervals: [...over, ...gap, { from: at, counted: true, countedMs: 0 }],
        plans: [...one.plans, { at, cause: 'resumed', dueAt }],
      };
    }
    case 'replanned': {
      const { at, countedMs, dueAt, warnings, limitMs, warnMs, counts, calendar, cause } = change;
      const { dueAt: _, calendar: __, ...rest } = one;
      const plans = [...one.plans, { at, cause, ...(dueAt !== undefined && { dueAt }) }];
      const planned = {
        ...rest,
        limitMs,
        warnMs,
        counts,
        ...(calendar !== undefined && { calendar }),
        countedMs,
        warnings,
        plans,
      };
      if (one.runningSince === undefined) return planned;
      const intervals = [
        ...closed(one.intervals, at, countedMs - countedIn(one.intervals)),
        { from: at, counted: true, countedMs: 0 },
      ];
      return { ...planned, ...(dueAt !== undefined && { dueAt }), runningSince: at, intervals };
    }
    case 'ended': {
      const { at, countedMs, end } = change;
      const { dueAt: _, runningSince, paused: __, ...rest } = one;
      const counted = runningSince === undefined ? 0 : countedMs - countedIn(one.intervals);
      return { ...rest, warnings: [], countedMs, ended: end, intervals: closed(one.intervals, at, counted) };
    }
  }
}

/** What the changes of a fact make of the clocks; one that starts again under its old name begins anew. */
export const changeClocks = (
  clocks: readonly CaseClock[],
  changes: readonly ClockChange[] = [],
): readonly CaseClock[] =>
  changes.reduce<readonly CaseClock[]>((all, change) => {
    if (change.change !== 'started') {
      return all.map((one) => (one.clock === change.clock ? changed(one, change) : one));
    }
    const { change: _, ...plan } = change;
    const fresh: CaseClock = {
      ...plan,
      countedMs: 0,
      runningSince: plan.since,
      intervals: [{ from: plan.since, counted: true, countedMs: 0 }],
      plans: [{ at: plan.since, cause: 'started', dueAt: plan.dueAt }],
      reminded: [],
      overdue: false,
      escalations: [],
    };
    return [...all.filter(({ clock }) => clock !== plan.clock), fresh];
  }, clocks);

/** Puts something on a clock's record. */
export const onClock = (
  clocks: readonly CaseClock[],
  id: ClockId,
  change: (one: CaseClock) => Partial<CaseClock>,
): readonly CaseClock[] => clocks.map((one) => (one.clock === id ? { ...one, ...change(one) } : one));

/** Somebody is told of a breach: anew in the place of whoever left before they answered. */
export const toldOf = (
  { escalations }: Pick<CaseClock, 'escalations'>,
  { to, dueAt, past }: Pick<Escalation, 'to' | 'dueAt' | 'past'>,
): Pick<CaseClock, 'escalations'> => ({
  escalations: [
    ...escalations.filter((one) => one.dueAt !== dueAt || one.answer !== undefined),
    { to, dueAt, ...(past && { past }) },
  ],
});
