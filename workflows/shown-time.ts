import type { Instant } from '@dealtrail/event-sourcing';

/** Shanghai is eight hours ahead of UTC all year; a process has no table of zones at hand. */
const ahead = 8 * 3600 * 1000;

/** An instant as a manager reads it, in the zone of the business: `2026-03-04 18:00`. */
export const shownTime = (instant: Instant): string =>
  new Date(Date.parse(instant) + ahead).toISOString().slice(0, 16).replace('T', ' ');
