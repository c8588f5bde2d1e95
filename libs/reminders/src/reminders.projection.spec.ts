import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { ReminderEvent } from './reminder.events.js';
import { reminders } from './reminders.projection.js';
import { acknowledged, raised, reminderId, snoozed } from './testing/reminder-facts.js';

const given = (...events: readonly ReminderEvent[]) =>
  projectionSpecification(reminders)(
    ...events.map((event, revision) => recorded(event, `reminder-${reminderId}`, revision)),
  );

const row = {
  reminderId,
  staffId: 'li.na',
  kind: 'deal-going-stale',
  category: 'deal',
  aboutId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  part: undefined,
  number: 'FJF6CYBM',
  at: '2026-04-07T01:00:00.000Z',
  dueAt: '2026-04-16T01:00:00.000Z',
  overdue: false,
  revision: 0,
  lastPosition: '1',
};

describe('reminders', () => {
  it('show what was raised', () => given(raised).then(row));
  it('show until when it is put off, and when it was put away', () => {
    given(raised, snoozed).then({
      ...row,
      snoozedUntil: '2026-04-09T01:00:00.000Z',
      revision: 1,
      lastPosition: '2',
    });
    given(raised, acknowledged).then({
      ...row,
      acknowledgedAt: '2026-03-02T01:00:00.000Z',
      revision: 1,
      lastPosition: '2',
    });
  });
  it('leave nothing of one that was never raised', () => given(snoozed, acknowledged).then());
});
