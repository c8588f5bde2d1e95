import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { ListQuestion } from '@dealtrail/read-store';
import { IsIn, IsOptional } from 'class-validator';
import { ownReminders } from './reminder.commands.js';
import type { ShownReminder } from './reminder.handlers.js';
import { reminderKindIds, type ReminderKind } from './reminder.events.js';

/** Where a reminder stands at an instant; `open` is to be seen. */
export const reminderStates = ['open', 'snoozed', 'acknowledged'] as const;
export type ReminderState = (typeof reminderStates)[number];

/** The reminders of the one who asks, by default those to be seen now; newest first, or sorted by `at` or `dueAt`. */
@Operation({
  zh: '我的提醒',
  en: 'My reminders',
  allow: ownReminders,
  example: { state: 'open', sort: 'dueAt' },
  rows: rowsOf<ShownReminder>('items')([
    'reminderId',
    'staffId',
    'kind',
    'title.zh',
    'title.en',
    'state',
    'category',
    'aboutId',
    'part',
    'number',
    'at',
    'dueAt',
    'overdue',
    'snoozedUntil',
    'acknowledgedAt',
    'revision',
    'lastPosition',
  ]),
})
export class MyReminders extends ListQuestion {
  /** Default `open`. */
  @IsOptional() @IsIn([...reminderStates, 'all']) readonly state?: ReminderState | 'all';
  @IsOptional() @IsIn(reminderKindIds) readonly kind?: ReminderKind;
}
