import { decider, ensure, type Decided, type Instant } from '@dealtrail/event-sourcing';
import { addDays, dayAfter, instantAt, isWorkday, startOfDay, type Day } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { sellingRoles, type StaffDirectory } from '@dealtrail/staff';
import type { AnyDailyCheckCommand } from './daily-check.commands.js';
import { dailyCheckEvents, type CheckStandIn, type DailyCheckEvent } from './daily-check.events.js';

type Opened = Extract<DailyCheckEvent, { type: 'DailyCheckOpened' }>['data'];

/** What rules read of a day. */
export interface DailyCheck extends Opened {
  readonly reminded: boolean;
  readonly closed: boolean;
}

/** When who has not checked is reminded (T10); `HH:MM` in the zone of the calendar. */
export const remindDailyCheckAt = '16:00';

/** The clock that starts a process and the one that dates its command are two: so far they may be apart, in days. */
const clocksApart = 1 / 24 / 60;

/**
 * Everybody in sales whose leave had begun by an instant and still goes on, with who answers for them, in order of their codes.
 * A day that is closed late is so closed without whoever went on leave after it.
 */
export const checkStandIns = (staff: StaffDirectory, by: Instant): readonly CheckStandIn[] =>
  [...new Set(Object.keys(sellingRoles).flatMap((role) => staff.activeWith(role as keyof typeof sellingRoles)))]
    .sort()
    .flatMap((staffId) => {
      const { away, awaySince = '' } = staff.person(staffId) ?? { away: false };
      if (!away || awaySince >= by) return [];
      const standIn = staff.standInFor(staffId, { without: new Set() });
      return standIn ? [{ staffId, standInId: standIn.staffId }] : [];
    });

/** A day by the calendar that was in force on it. */
function dayOn(day: Day, { policies }: Known): Opened {
  const { value, version: calendar } = policies.inForce('calendar', instantAt(day, '12:00'));
  return {
    day,
    calendar,
    workday: isWorkday(value, day),
    startsAt: startOfDay(day, value.zone),
    remindAt: instantAt(day, remindDailyCheckAt, value.zone),
    endsAt: startOfDay(dayAfter(day), value.zone),
  };
}

const hasCome = (instant: Instant, now: Instant): boolean => now >= addDays(instant, -clocksApart);

/** The fact that opens a day, where it is not on record: a process that missed it catches up with whatever comes next. */
const opening = (check: DailyCheck | undefined, opened: Opened): readonly Decided<DailyCheckEvent>[] =>
  check ? [] : [{ type: 'DailyCheckOpened', data: opened, occurredAt: opened.startsAt }];

/** The rules of the daily check (每日檢查): one stream for each day, moved by the clock alone. */
export const dailyCheck = decider<AnyDailyCheckCommand, DailyCheckEvent, DailyCheck | undefined, Known>({
  events: dailyCheckEvents,
  id: ({ day }) => day,
  subject: () => ({ owners: [] }),
  initialState: undefined,
  decide: {
    OpenDailyCheck: ({ day, metadata }, check, known) => {
      const its = check ?? dayOn(day, known);
      ensure(hasCome(its.startsAt, metadata.occurredAt), 'day-not-begun', { day });
      return opening(check, its);
    },

    RemindDailyCheck: ({ day, metadata }, check, known) => {
      const its = check ?? dayOn(day, known);
      ensure(hasCome(its.startsAt, metadata.occurredAt), 'day-not-begun', { day });
      const isPointless = !its.workday || check?.reminded || check?.closed || metadata.occurredAt >= its.endsAt;
      const reminded = { type: 'DailyCheckReminded', data: { day, endsAt: its.endsAt } } as const;
      return [...opening(check, its), ...(isPointless ? [] : [reminded])];
    },

    CloseDailyCheck: ({ day, metadata }, check, known) => {
      if (check?.closed) return [];
      const its = check ?? dayOn(day, known);
      const { calendar, workday, endsAt } = its;
      ensure(hasCome(endsAt, metadata.occurredAt), 'day-not-over', { day });
      const data = { day, calendar, workday, endsAt, standIns: workday ? checkStandIns(known.staff, endsAt) : [] };
      return [...opening(check, its), { type: 'DailyCheckClosed', data, occurredAt: endsAt }];
    },
  },
  evolve: {
    DailyCheckOpened: (_, { data }) => ({ ...data, reminded: false, closed: false }),
    DailyCheckReminded: (check) => check && { ...check, reminded: true },
    DailyCheckClosed: (check) => check && { ...check, closed: true },
  },
});
