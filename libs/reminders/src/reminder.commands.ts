import {
  derivedId,
  Operation,
  roles,
  type CommandMetadata,
  type Instant,
  type Permission,
  type Role,
} from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { code } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import { Allow, Equals, IsBoolean, IsIn, IsOptional, IsUUID, Matches, ValidateNested } from 'class-validator';
import { reminderCategories, reminderKindIds, type ReminderCategory, type ReminderKind } from './reminder.events.js';

const reminderId = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** Everybody their own; auditors have none. */
export const ownReminders: Permission = {
  roles: Object.fromEntries(roles.filter((role) => role !== 'auditor').map((role) => [role, 'own'])) as Partial<
    Record<Role, 'own'>
  >,
};

/** One reminder for each person and each fact that calls for one, however often the fact is looked at. */
export const reminderIdOf = (sourceEventId: string, staffId: string): string =>
  derivedId('reminder', sourceEventId, staffId);

/** What is asked of one reminder (提醒). */
export abstract class ReminderCommand {
  abstract readonly type: string;
  @IsUUID() readonly reminderId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** The record a reminder leads to. */
export class ReminderAbout {
  @IsIn(reminderCategories) readonly category!: ReminderCategory;
  @Matches(/^[A-Za-z0-9][\w.-]{0,63}$/) readonly id!: string;
  @IsOptional() @Matches(/^[A-Za-z0-9][\w./-]{0,63}$/) readonly part?: string;
}

/** Leaves nothing when it is raised already, or for somebody who has left; refuses `person-not-found`. */
@Operation({
  zh: '發出提醒',
  en: 'Raise a reminder',
  allow: { roles: {}, kinds: ['process'] },
  example: {
    reminderId,
    staffId: 'li.na',
    kind: 'deal-going-stale',
    about: { category: 'deal', id: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
    number: 'FJF6CYBM',
    at: '2026-04-07T01:00:00.000Z',
    dueAt: '2026-04-16T01:00:00.000Z',
  },
})
export class RaiseReminder extends ReminderCommand {
  @Equals('RaiseReminder') @IsOptional() readonly type = 'RaiseReminder' as const;
  @Matches(code) readonly staffId!: string;
  @IsIn(reminderKindIds) readonly kind!: ReminderKind;
  @ValidateNested() @Type(() => ReminderAbout) readonly about!: ReminderAbout;
  @IsOptional() @Matches(/^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$/) readonly number?: string;
  /** When what it reminds of came about. */
  @IsInstant() readonly at!: Instant;
  @IsOptional() @IsInstant() readonly dueAt?: Instant;
  @IsOptional() @IsBoolean() readonly overdue?: boolean;
}

/** Seen and dealt with; it does not come again. */
@Operation({ zh: '確認提醒', en: 'Acknowledge a reminder', allow: ownReminders, example: { reminderId } })
export class AcknowledgeReminder extends ReminderCommand {
  @Equals('AcknowledgeReminder') @IsOptional() readonly type = 'AcknowledgeReminder' as const;
}

/** Out of sight until then; refuses `reminder-acknowledged`, `snooze-not-ahead`, `snooze-too-long` (30 days at most). */
@Operation({
  zh: '稍後提醒',
  en: 'Snooze a reminder',
  allow: ownReminders,
  example: { reminderId, until: '2026-12-01T01:00:00.000Z' },
})
export class SnoozeReminder extends ReminderCommand {
  @Equals('SnoozeReminder') @IsOptional() readonly type = 'SnoozeReminder' as const;
  @IsInstant()
  readonly until!: Instant;
}

/** The single registry of what can be asked of a reminder. */
export const reminderCommands = [RaiseReminder, AcknowledgeReminder, SnoozeReminder] as const;
export type AnyReminderCommand = InstanceType<(typeof reminderCommands)[number]>;
