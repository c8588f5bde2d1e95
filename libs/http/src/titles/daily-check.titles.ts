import type { Titles } from './titles.js';

/** The daily check of orders. */
export const dailyCheckTitles: Titles = {
  'daily-check-not-found': { zh: '這一天的檢查尚未開始', en: 'The check of this day has not begun' },
  'day-not-begun': { zh: '這一天尚未開始', en: 'The day has not begun' },
  'day-not-over': { zh: '這一天尚未結束', en: 'The day is not over' },
};
