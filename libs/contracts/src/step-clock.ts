import type { Instant } from '@dealtrail/event-sourcing';
import { warningInstants, workingDayDeadline, workingTimeBetween, type CalendarContent } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import type { PolicyVersion } from '@dealtrail/policies';
import type { StepClock } from './contract.events.js';

/** The limit of a step, pinned when its round was submitted. */
export interface StepLimit {
  readonly workingDays: number;
  /** Percent of the working time. */
  readonly warnings: readonly number[];
}

/** A version of the calendar. */
export interface CalendarVersion {
  readonly value: CalendarContent;
  readonly version: PolicyVersion;
}

/** The promise of a step that opens at an instant (R064, D02): to the end of the nth working day after it. */
export function stepClock(since: Instant, { workingDays, warnings }: StepLimit, calendar: CalendarVersion): StepClock {
  const { dueAt, provisional } = workingDayDeadline(calendar.value, since, workingDays);
  const shares = warnings.map((percent) => percent / 100);
  const instants = warningInstants(calendar.value, since, dueAt, shares);
  return {
    since,
    dueAt,
    warnings: warnings.map((percent, n) => ({ percent, at: instants[n] ?? dueAt })),
    workingDays,
    provisional,
    calendar: calendar.version,
  };
}

/** Working time that a step has taken so far, ms (R070). */
export const workingMsOf = ({ since }: StepClock, until: Instant, { policies }: Known): number =>
  workingTimeBetween(policies.inForce('calendar', until).value, since, until);
