import { authorise, fold, operationOf, type Actor } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { reminderCommands, reminderIdOf, SnoozeReminder, type AnyReminderCommand } from './reminder.commands.js';
import { reminder } from './reminder.decider.js';
import { reminderQueries } from './reminders.registry.js';
import { acknowledged, asked, known, raise, raised, reminderId, snoozed } from './testing/reminder-facts.js';

const given = specification(reminder, known);
const byProcess = { actor: { kind: 'process', id: 'reminders' } } as const;

describe('RaiseReminder', () => {
  it('reminds a person, of what is overdue too', () => {
    given().when(asked(raise, byProcess)).then(raised);
    given()
      .when(asked({ ...raise, overdue: true }, byProcess))
      .then({ ...raised, data: { ...raised.data, overdue: true } } as typeof raised);
  });
  it('stays quiet when it was raised, whatever became of it and whatever is said of it now', () => {
    given(raised)
      .when(asked({ ...raise, dueAt: '2026-05-01T01:00:00.000Z' }, byProcess))
      .thenNothing();
    given(raised, acknowledged).when(asked(raise, byProcess)).thenNothing();
  });
  it('stays quiet for somebody who has left', () =>
    given()
      .when(asked({ ...raise, staffId: 'sun.li' }, byProcess))
      .thenNothing());
  it('refuses somebody nobody knows', () =>
    given()
      .when(asked({ ...raise, staffId: 'nobody' }, byProcess))
      .thenRefuses('person-not-found'));
  it('has one id for each fact and person', () => {
    const ids = [reminderIdOf('a', 'li.na'), reminderIdOf('a', 'wang.wei'), reminderIdOf('b', 'li.na')];
    expect(new Set(ids).size).toBe(3);
    expect(reminderIdOf('a', 'li.na')).toBe(ids[0]);
  });
});

describe('AcknowledgeReminder', () => {
  const acknowledge = asked({ type: 'AcknowledgeReminder', reminderId });
  it('puts a reminder away, a snoozed one too', () => {
    given(raised).when(acknowledge).then(acknowledged);
    given(raised, snoozed).when(acknowledge).then(acknowledged);
  });
  it('stays quiet when it is put away', () => given(raised, acknowledged).when(acknowledge).thenNothing());
  it('refuses one that never was', () => given().when(acknowledge).thenRefuses('reminder-not-found'));
});

describe('SnoozeReminder', () => {
  const until = (instant: string, occurredAt = '2026-04-07T01:00:00.000Z'): AnyReminderCommand =>
    asked({ type: 'SnoozeReminder', reminderId, until: instant }, { occurredAt });
  it('puts a reminder off, and again', () => {
    given(raised).when(until('2026-04-09T01:00:00.000Z')).then(snoozed);
    given(raised, snoozed)
      .when(until('2026-05-07T01:00:00.000Z'))
      .then({ type: 'ReminderSnoozed', data: { reminderId, staffId: 'li.na', until: '2026-05-07T01:00:00.000Z' } });
  });
  it('stays quiet when it is put off until then, even when that has passed', () => {
    given(raised, snoozed).when(until('2026-04-09T01:00:00.000Z')).thenNothing();
    given(raised, snoozed).when(until('2026-04-09T01:00:00.000Z', '2026-04-10T01:00:00.000Z')).thenNothing();
  });
  it('refuses the past, the moment itself, and more than 30 days', () => {
    given(raised).when(until('2026-04-06T01:00:00.000Z')).thenRefuses('snooze-not-ahead');
    given(raised).when(until('2026-04-07T01:00:00.000Z')).thenRefuses('snooze-not-ahead');
    given(raised).when(until('2026-05-07T01:00:00.001Z')).thenRefuses('snooze-too-long');
  });
  it('refuses what is put away, and what never was', () => {
    given(raised, acknowledged).when(until('2026-04-09T01:00:00.000Z')).thenRefuses('reminder-acknowledged');
    given().when(until('2026-04-09T01:00:00.000Z')).thenRefuses('reminder-not-found');
  });
  it('is no instant when the day does not exist', () => {
    const wrong = plainToInstance(SnoozeReminder, { reminderId, until: '2026-04-31T01:00:00.000Z' });
    expect(validateSync(wrong).map(({ property }) => property)).toEqual(['until']);
  });
});

describe('who may', () => {
  const staff = (id: string): Actor => ({ kind: 'staff', id });
  const may = (type: AnyReminderCommand['type'], actor: Actor): string => {
    const command = asked(type === 'RaiseReminder' ? raise : ({ type, reminderId } as never), { actor });
    const permission = operationOf(reminderCommands.find(({ name }) => name === type) as never)?.allow;
    try {
      authorise(permission as never, actor, reminder.subject(fold(reminder, [raised]), command), known.staff);
      return 'yes';
    } catch (refusal) {
      return (refusal as { readonly code: string }).code;
    }
  };

  it.each(['AcknowledgeReminder', 'SnoozeReminder'] as const)('%s: the person alone', (type) => {
    expect(may(type, staff('li.na'))).toBe('yes');
    expect(may(type, staff('wang.wei'))).toBe('out-of-reach');
    expect(may(type, staff('admin'))).toBe('out-of-reach');
    expect(may(type, staff('he.shen'))).toBe('role-not-permitted');
    expect(may(type, byProcess.actor)).toBe('not-permitted');
  });
  it('RaiseReminder: processes alone', () => {
    expect(may('RaiseReminder', byProcess.actor)).toBe('yes');
    expect(may('RaiseReminder', staff('li.na'))).toBe('role-not-permitted');
    expect(may('RaiseReminder', staff('admin'))).toBe('role-not-permitted');
    expect(may('RaiseReminder', { kind: 'import', id: 'crm' })).toBe('not-permitted');
  });
});

it.each([...reminderCommands, ...reminderQueries])('%p has an example that works', (type) => {
  const message = plainToInstance(type as new () => object, operationOf(type)?.example);
  expect(validateSync(message, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
});
