import { remindDailyCheckAt } from '@dealtrail/orders';
import type { DailyCheckTimes } from './daily-check.workflow.js';

/** The daily check in Temporal: at midnight, which ends a day and begins the next, and in the afternoon (T10). */
export function dailyCheckSchedule(zone: string) {
  const input: DailyCheckTimes = { zone, remindAt: remindDailyCheckAt };
  return {
    name: 'dailyCheck',
    summary: `每日檢查 Daily check of orders (${zone})`,
    zone,
    times: ['00:00', input.remindAt],
    input,
  };
}
