import { MyReminders } from './reminder.queries.js';
import { reminders } from './reminders.projection.js';

/** What this context adds to an application, besides its commands and event schema. */
export const reminderQueries = [MyReminders] as const;
export const reminderProjections = [reminders] as const;
