import { projection, type Instant, type Position } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { CheckStandIn, DailyCheckEvent } from './daily-check.events.js';

/** A day on which orders are checked, or need not be. */
export interface DailyCheckRow {
  readonly day: Day;
  readonly workday: boolean;
  readonly calendarVersion: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly remindedAt?: Instant;
  /** The day's list is what the read models held here; absent while the day goes on. */
  readonly closedPosition?: Position;
  /** Of those who were on leave then. */
  readonly standIns: readonly CheckStandIn[];
}

const key = ({ data: { day } }: { readonly data: { readonly day: Day } }) => [day];

/** 每日檢查: the days, and the position at which each was closed. */
export const dailyChecks = projection<DailyCheckRow, DailyCheckEvent>({
  name: 'dailyChecks',
  version: 1,
  key: 'day',
  columns: {
    day: 'date',
    workday: 'boolean',
    calendarVersion: 'integer',
    startsAt: 'instant',
    endsAt: 'instant',
    remindedAt: 'instant',
    closedPosition: 'amount',
    standIns: 'json',
  },
  keys: { DailyCheckOpened: key, DailyCheckReminded: key, DailyCheckClosed: key },
  project: {
    DailyCheckOpened: (_, { data: { day, workday, calendar, startsAt, endsAt } }) => ({
      ...{ day, workday, calendarVersion: calendar.version, startsAt, endsAt, standIns: [] },
    }),
    DailyCheckReminded: (row, { metadata: { occurredAt } }) => row && { ...row, remindedAt: occurredAt },
    DailyCheckClosed: (row, { data: { standIns }, position }) => row && { ...row, closedPosition: position, standIns },
  },
});
