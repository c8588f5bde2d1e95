import { decider, ensure, ensureFound, type Instant } from '@dealtrail/event-sourcing';
import { addDays } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import type { AnyReminderCommand } from './reminder.commands.js';
import { reminderEvents, type ReminderEvent } from './reminder.events.js';

/** What rules read of a reminder. */
export interface Reminder {
  readonly staffId: string;
  readonly acknowledged: boolean;
  readonly snoozedUntil?: Instant;
}

const longestSnoozeDays = 30;

/** The rules of a reminder (提醒): raised once, seen to by the person it is for. */
export const reminder = decider<AnyReminderCommand, ReminderEvent, Reminder | undefined, Known>({
  events: reminderEvents,
  id: ({ reminderId }) => reminderId,
  subject: (reminder) => ({ owners: reminder ? [reminder.staffId] : [] }),
  initialState: undefined,
  decide: {
    RaiseReminder: ({ type: _, metadata: _metadata, overdue = false, ...asked }, reminder, { staff }) => {
      if (reminder) return [];
      const person = staff.person(asked.staffId);
      ensureFound(person, 'person-not-found');
      return person.active ? [{ type: 'ReminderRaised', data: { ...asked, overdue } }] : [];
    },

    AcknowledgeReminder: ({ reminderId }, reminder) => {
      ensureFound(reminder, 'reminder-not-found');
      const { acknowledged, staffId } = reminder;
      return acknowledged ? [] : [{ type: 'ReminderAcknowledged', data: { reminderId, staffId } }];
    },

    SnoozeReminder: ({ reminderId, until, metadata: { occurredAt } }, reminder) => {
      ensureFound(reminder, 'reminder-not-found');
      const { acknowledged, snoozedUntil, staffId } = reminder;
      ensure(!acknowledged, 'reminder-acknowledged');
      if (until === snoozedUntil) return [];
      ensure(until > occurredAt, 'snooze-not-ahead');
      ensure(until <= addDays(occurredAt, longestSnoozeDays), 'snooze-too-long', { days: longestSnoozeDays });
      return [{ type: 'ReminderSnoozed', data: { reminderId, staffId, until } }];
    },
  },
  evolve: {
    ReminderRaised: (_, { data: { staffId } }) => ({ staffId, acknowledged: false }),
    ReminderAcknowledged: (reminder) => reminder && { ...reminder, acknowledged: true },
    ReminderSnoozed: (reminder, { data: { until } }) => reminder && { ...reminder, snoozedUntil: until },
  },
});
