import type { CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import type { AnyReminderCommand } from '../reminder.commands.js';
import type { ReminderEvent } from '../reminder.events.js';

export const reminderId = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** Li Na and Wang Wei sell; Sun Li has left; He Shen audits. */
export const known = testKnown({
  people: [
    { staffId: 'li.na', roles: ['rep'] },
    { staffId: 'wang.wei', roles: ['rep'] },
    { staffId: 'sun.li', roles: ['rep'], active: false },
    { staffId: 'he.shen', roles: ['auditor'] },
    { staffId: 'admin', roles: ['admin'] },
  ],
});

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: '2026-04-07T01:00:00.000Z',
};

/** A command of Li Na's at 09:00 on 7 April 2026 in Shanghai, unless said otherwise. */
export const asked = (
  command: Intention<AnyReminderCommand>,
  metadata: Partial<CommandMetadata> = {},
): AnyReminderCommand => ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyReminderCommand;

export const raise = {
  type: 'RaiseReminder',
  reminderId,
  staffId: 'li.na',
  kind: 'deal-going-stale',
  about: { category: 'deal', id: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
  number: 'FJF6CYBM',
  at: '2026-04-07T01:00:00.000Z',
  dueAt: '2026-04-16T01:00:00.000Z',
} as const;

const { type: _, ...data } = raise;
export const raised: ReminderEvent = { type: 'ReminderRaised', data: { ...data, overdue: false } };
export const acknowledged: ReminderEvent = { type: 'ReminderAcknowledged', data: { reminderId, staffId: 'li.na' } };
export const snoozed: ReminderEvent = {
  type: 'ReminderSnoozed',
  data: { reminderId, staffId: 'li.na', until: '2026-04-09T01:00:00.000Z' },
};
