import { workflowInfo } from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { send } from '../send.js';

/** What the schedule is made of; times are of the zone of the calendar. */
export interface DailyCheckTimes {
  readonly zone: string;
  /** `HH:MM` */
  readonly remindAt: string;
}

const scheduledFor = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/**
 * Ends the day that is over and begins the next at midnight, and reminds in the afternoon (T10). The schedule says which instant
 * a run is for, also of one that it makes up for days later; what the day demands is decided by the calendar.
 */
export async function dailyCheck({ zone, remindAt }: DailyCheckTimes): Promise<void> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const [day, time] = wallClock(typedSearchAttributes.get(scheduledFor) ?? startTime, zone);
  if (time >= remindAt) await send.RemindDailyCheck({ day });
  else {
    await send.CloseDailyCheck({ day: dayBefore(day) });
    await send.OpenDailyCheck({ day });
  }
}

/** What a clock in the zone shows: day and `HH:MM`. */
function wallClock(instant: Date, zone: string): readonly [day: string, time: string] {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return [`${part['year']}-${part['month']}-${part['day']}`, `${part['hour']}:${part['minute']}`];
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 24 * 3600 * 1000).toISOString().slice(0, 10);
