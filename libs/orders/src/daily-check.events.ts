import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { PolicyVersion } from '@dealtrail/policies';

/** Who answers for an owner who was on leave when the day was closed. */
export interface CheckStandIn {
  readonly staffId: string;
  readonly standInId: string;
}

/** A day as the calendar of that day has it. */
interface OfDay {
  readonly day: Day;
  readonly calendar: PolicyVersion;
  /** Whether orders have to be checked at all: not on a holiday, but on a Sunday worked instead (T10). */
  readonly workday: boolean;
}

export type DailyCheckEvent =
  /** Occurred at `startsAt`, whenever it was noticed; `endsAt` is the first instant that is too late. */
  | Event<'DailyCheckOpened', OfDay & { startsAt: Instant; remindAt: Instant; endsAt: Instant }>
  /** In the afternoon of a workday: whoever has not checked everything is told (R073). */
  | Event<'DailyCheckReminded', { day: Day; endsAt: Instant }>
  /** Occurred at the day's end, whenever it was noticed. From its position on the day's list never changes. */
  | Event<'DailyCheckClosed', OfDay & { endsAt: Instant; standIns: readonly CheckStandIn[] }>;

/** Everything a day's stream (`dailyCheck-<day>`) has ever held. */
export const dailyCheckEvents = eventSchema<DailyCheckEvent>('dailyCheck', {
  DailyCheckOpened: { version: 1 },
  DailyCheckReminded: { version: 1 },
  DailyCheckClosed: { version: 1 },
});
