import { dayAfter, dayOf } from '@dealtrail/calendar';
import { streamName, type Clock, type EventStore, type Instant, type KnownKeeper } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { Schedules } from '@dealtrail/process-runner';
import { dailyCheckSchedule } from '@dealtrail/workflows';

export interface ScheduleKeepingOptions {
  readonly schedules: Schedules;
  readonly known: KnownKeeper<Known>;
  readonly store: EventStore;
  readonly clock: Clock;
}

/** Keeps what Temporal starts by the calendar as the calendar in force has it. */
export class ScheduleKeeping {
  constructor(private readonly options: ScheduleKeepingOptions) {}

  /** Running it twice changes nothing. A schedule that had gone with Temporal's data makes up for the last days. */
  async run(): Promise<void> {
    const { schedules, known, clock } = this.options;
    const now = clock.now();
    const { zone } = known.now().policies.inForce('calendar', now).value;
    const schedule = dailyCheckSchedule(zone);
    if ((await schedules.ensure(schedule)) === 'created' && (await this.wasKept(now, zone)))
      await schedules.catchUp(schedule, now);
  }

  /** Whether a day of the last week is on record: else this is the first start, and there is nothing to make up for. */
  private async wasKept(now: Instant, zone: string): Promise<boolean> {
    const today = dayOf(now, zone);
    const days = Array.from({ length: 8 }, (_, n) => streamName('dailyCheck', dayAfter(today, -n)));
    return (await this.options.store.read(days)).some((events) => events.length > 0);
  }
}
