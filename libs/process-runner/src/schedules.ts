import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import { canonicalJson, type Instant } from '@dealtrail/event-sourcing';

/** A workflow that is started at times of every calendar date, whatever the log holds. */
export interface DailySchedule {
  /** The workflow function, and the id of its schedule; each run's id ends with the instant it is for. */
  readonly name: string;
  /** What Temporal's UI says of it. */
  readonly summary: string;
  /** IANA. */
  readonly zone: string;
  /** `HH:MM` in the zone. */
  readonly times: readonly string[];
  readonly input: object;
}

export interface SchedulesOptions {
  readonly client: Client;
  readonly taskQueue: string;
}

/** How far back what was missed is made up for. */
const catchUpDays = 7;
const day = 24 * 3600 * 1000;

/** The schedules in Temporal. Errors are Temporal's. */
export class Schedules {
  constructor(private readonly options: SchedulesOptions) {}

  /** Creates a schedule, or brings one that is there up to date; twice is the same, and a pause of an operator's stays. */
  async ensure(schedule: DailySchedule): Promise<'created' | 'changed' | 'same'> {
    const wanted = this.optionsOf(schedule);
    try {
      await this.options.client.schedule.create(wanted);
      return 'created';
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
    const handle = this.options.client.schedule.getHandle(schedule.name);
    const { action } = await handle.describe();
    const { taskQueue } = this.options;
    const asWanted = [taskQueue, schedule.input]; // all that times and zone come from is in the input
    if (canonicalJson([action.taskQueue, action.args?.[0]]) === canonicalJson(asWanted)) return 'same';
    await handle.update(({ state }) => ({ ...wanted, state }));
    return 'changed';
  }

  /** Starts again, in order, what was due in the days up to an instant: for a Temporal that has lost its data. */
  async catchUp({ name }: DailySchedule, until: Instant): Promise<void> {
    const end = new Date(until);
    await this.options.client.schedule.getHandle(name).backfill({
      start: new Date(end.getTime() - catchUpDays * day),
      end,
      overlap: ScheduleOverlapPolicy.BUFFER_ALL,
    });
  }

  private optionsOf({ name, summary, zone, times, input }: DailySchedule): ScheduleOptions {
    return {
      scheduleId: name,
      spec: {
        timezone: zone,
        calendars: times.map((time) => ({ hour: Number(time.slice(0, 2)), minute: Number(time.slice(3)) })),
      },
      action: {
        type: 'startWorkflow',
        workflowType: name,
        workflowId: name,
        taskQueue: this.options.taskQueue,
        args: [input],
        staticSummary: summary,
        workflowRunTimeout: `${catchUpDays} days`,
      },
      policies: {
        // One after the other, none left out: what was missed is made up for in the order in which it was due.
        overlap: ScheduleOverlapPolicy.BUFFER_ALL,
        catchupWindow: `${catchUpDays} days`,
      },
    };
  }
}
