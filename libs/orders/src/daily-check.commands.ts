import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Allow, Equals, IsOptional } from 'class-validator';

const allow = { roles: {}, kinds: ['process'] as const };
const example = { day: '2025-10-09' };

/** What the clock asks of the daily check of a day (每日檢查, R073, T10). */
export abstract class DailyCheckCommand {
  abstract readonly type: string;
  /** In the zone of the calendar. */
  @IsDay() readonly day!: Day;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Puts on record whether the day demands a check; refuses `day-not-begun`. */
@Operation({ zh: '開始每日檢查', en: 'Open the daily check', allow, example })
export class OpenDailyCheck extends DailyCheckCommand {
  @Equals('OpenDailyCheck') @IsOptional() readonly type = 'OpenDailyCheck' as const;
}

/** Puts a reminder on record for who has not checked yet; nothing on a day off or one that is over; refuses `day-not-begun`. */
@Operation({ zh: '提醒每日檢查', en: 'Remind of the daily check', allow, example })
export class RemindDailyCheck extends DailyCheckCommand {
  @Equals('RemindDailyCheck') @IsOptional() readonly type = 'RemindDailyCheck' as const;
}

/** Ends the day at its end, however late: the day's list stands from then on; refuses `day-not-over`. */
@Operation({ zh: '結束每日檢查', en: 'Close the daily check', allow, example })
export class CloseDailyCheck extends DailyCheckCommand {
  @Equals('CloseDailyCheck') @IsOptional() readonly type = 'CloseDailyCheck' as const;
}

/** The single registry of what can be asked of a daily check. */
export const dailyCheckCommands = [OpenDailyCheck, RemindDailyCheck, CloseDailyCheck] as const;
export type AnyDailyCheckCommand = InstanceType<(typeof dailyCheckCommands)[number]>;
